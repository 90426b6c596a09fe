package main_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"lifecircle/isochrone/coverage"
)

// server is a running `lifecircle serve` or `demo`.
type server struct {
	*exec.Cmd
	address string // http://127.0.0.1:PORT/
	errs    *strings.Builder
}

func serve(t testing.TB, folder string, args ...string) *server {
	t.Helper()
	s := &server{Cmd: started(folder, args...), errs: &strings.Builder{}}
	s.Stderr = s.errs
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = s.Wait()
		t.Fatalf("%v: no address: %v: %s", args, err, s.errs)
	}
	s.address = strings.TrimSpace(line)
	if !strings.HasPrefix(s.address, "http://127.0.0.1:") || !strings.HasSuffix(s.address, "/") {
		t.Fatalf("address %q", s.address)
	}
	return s
}

func (s *server) get(t testing.TB, path string) (status int, body string) {
	t.Helper()
	client := http.Client{Timeout: 30 * time.Second}
	answer, err := client.Get(s.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// TestServe asks the server and the command line the same question.
func TestServe(t *testing.T) {
	folder := riverTown(t)
	s := serve(t, folder, "serve", "-w", "town.gpkg", "--addr", "127.0.0.1:0")
	status, body := s.get(t, "api/v1/coverage?service=elder_station&mode=walk&minutes=5,15,30&by=community&speed=4.8")
	if want := must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--by", "community", "--json"); status != 200 || body != want {
		t.Errorf("status %d: the server says\n%s\nthe command line says\n%s", status, body, want)
	}
	taken := ran(t, folder, "serve", "-w", "town.gpkg", "--addr", strings.TrimSuffix(strings.TrimPrefix(s.address, "http://"), "/"))
	if taken.status != 1 || !strings.Contains(taken.err, "another program listens") || !strings.Contains(taken.err, "hint: ") {
		t.Errorf("a taken port: status %d: %s", taken.status, taken.err)
	}
	// The command line writes beside the running server, which then answers with the new data.
	write(t, folder, "stations.csv", "id,name,lon,lat\n"+townRow("E2,养老服务站", 5, 2, ""))
	must(t, folder, "import", "facilities", "stations.csv", "--service", "elder_station", "-w", "town.gpkg")
	var report coverage.Report
	_, body = s.get(t, "api/v1/coverage?service=elder_station&mode=walk&minutes=15&speed=4.8")
	if err := json.Unmarshal([]byte(body), &report); err != nil || report.Results[0].Covered != 1000 {
		t.Errorf("after an import by another process: %v %.300s", err, body)
	}
	if runtime.GOOS == "windows" {
		return // there is no way to press Ctrl-C for a single process
	}
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v: %s", err, s.errs)
	}
	if s.errs.Len() > 0 && !strings.Contains(s.errs.String(), "not built") {
		t.Errorf("standard error: %s", s.errs)
	}
}

// TestDemo makes the sample town once and finds it again.
func TestDemo(t *testing.T) {
	folder := t.TempDir()
	began := time.Now()
	s := serve(t, folder, "demo", "--addr", "127.0.0.1:0")
	t.Logf("first map after %v", time.Since(began).Round(time.Millisecond))
	var found struct {
		Sample bool
		Counts struct{ People int64 }
	}
	_, body := s.get(t, "api/v1/workspace")
	if err := json.Unmarshal([]byte(body), &found); err != nil || !found.Sample || found.Counts.People < 250_000 {
		t.Errorf("%v: %.300s", err, body)
	}
	_ = s.Process.Kill()
	_ = s.Wait()
	if !strings.Contains(s.errs.String(), "lifecircle-demo.gpkg") {
		t.Errorf("nothing says where the sample town is: %s", s.errs)
	}
	again := serve(t, folder, "demo", "--addr", "127.0.0.1:0")
	if _, same := again.get(t, "api/v1/workspace"); same != body {
		t.Errorf("another town: %.300s", same)
	}
	if strings.Contains(again.errs.String(), "sample town made") {
		t.Error("the sample town was made again")
	}
	wantSums(t, asked(t, folder, "-w", "lifecircle-demo.gpkg", "--service", "elder_station", "--by", "area"))
	write(t, folder, "residents.csv", townResidents())
	must(t, folder, "import", "residents", "residents.csv", "-w", "town.gpkg")
	if a := ran(t, folder, "demo", "-w", "town.gpkg", "--addr", "127.0.0.1:0"); a.status != 2 || !strings.Contains(a.err, "another town") {
		t.Errorf("a workspace with another town: status %d: %s", a.status, a.err)
	}
}
