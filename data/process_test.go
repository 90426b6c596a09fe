package data

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lifecircle/geo"
)

// visitEvery is how often processes open the file at once.
const visitEvery = 10 * time.Millisecond

// children are what the test binary does instead of testing when it is started with LIFECIRCLE_TEST_CHILD.
var children = map[string]func(path string) error{
	"put": func(path string) error {
		w, err := Open(path)
		if err != nil {
			return err
		}
		town := bigTown(40000)
		fmt.Println("ready")
		return w.PutTown(context.Background(), town)
	},
	"import": func(path string) error {
		w, err := Open(path)
		if err != nil {
			return err
		}
		// From the moment on when reading is done, the transaction is open.
		_, err = w.Import(context.Background(), ImportRequest{Kind: Residents, Name: "many.csv", Content: manyResidents(60000), Replace: true}, func(done, _ int64) {
			if done == 701 {
				fmt.Println("ready")
			}
		})
		return err
	},
	"idle": func(path string) error {
		w, err := Open(path)
		if err != nil {
			return err
		}
		tags := slices.Repeat([]string{"disused:amenity=school name=Old", "amenity=kindergarten"}, 20000)
		_, err = w.Import(context.Background(), ImportRequest{Kind: Facilities, FromOSM: true, Name: "many.osm", Content: idleExtract(tags...), Replace: true}, func(done, _ int64) {
			if done == 701 {
				fmt.Println("ready")
			}
		})
		return err
	},
	"visits": func(path string) error {
		// Between the visits nobody has the file open, so that the next ones change its journal together.
		for began := time.Now(); time.Since(began) < time.Second; time.Sleep(time.Until(time.Now().Truncate(visitEvery).Add(visitEvery))) {
			w, err := Open(path)
			if err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return err
			}
		}
		return nil
	},
	"attributes": func(path string) error {
		w, err := Open(path)
		if err != nil {
			return err
		}
		// The town has two residential points, and each row is about one of them.
		var b bytes.Buffer
		b.WriteString("id,floor_m2,resettlement\n")
		for i := range 50000 {
			fmt.Fprintf(&b, "%d,%d,yes\n", 9+i%2, i)
		}
		_, err = w.Import(context.Background(), ImportRequest{Kind: Attributes, Of: Residents, Name: "many.csv", Content: b.Bytes()}, func(done, _ int64) {
			if done == 700 {
				fmt.Println("ready")
			}
		})
		return err
	},
	"read": func(path string) error {
		w, err := OpenReadOnly(path)
		if err != nil {
			return err
		}
		town, err := w.Town(context.Background())
		if err != nil {
			return err
		}
		fmt.Println(town.Name)
		if _, err := Open(path); !errors.Is(err, ErrReadOnly) {
			return fmt.Errorf("opening for writing gave %v", err)
		}
		if _, err := OpenOrCreate(filepath.Join(filepath.Dir(path), "new.gpkg")); !errors.Is(err, ErrReadOnly) {
			return fmt.Errorf("creating gave %v", err)
		}
		if err := w.CopyTo(context.Background(), path+".copy"); !errors.Is(err, ErrReadOnly) {
			return fmt.Errorf("copying gave %v", err)
		}
		if err := WriteFile(filepath.Join(filepath.Dir(path), "x.gpkg"), geo.Layer{Name: "x"}); !errors.Is(err, ErrReadOnly) {
			return fmt.Errorf("exporting gave %v", err)
		}
		return w.Close()
	},
}

// manyResidents is a list of n residential points.
func manyResidents(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id,name,lon,lat,population\n")
	for i := range n {
		fmt.Fprintf(&b, "N%d,点%d,%.6f,%.6f,%d\n", i, i, 113.5+float64(i%300)/3000, 22.1+float64(i/300)/3000, i%50+1)
	}
	return b.Bytes()
}

func TestMain(m *testing.M) {
	if child, ok := children[os.Getenv("LIFECIRCLE_TEST_CHILD")]; ok {
		if err := child(os.Getenv("LIFECIRCLE_TEST_PATH")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func childCommand(t *testing.T, program, what, path string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), "LIFECIRCLE_TEST_CHILD="+what, "LIFECIRCLE_TEST_PATH="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// killWhileWriting starts a child, waits for its line "ready" and then for a while, and kills it.
func killWhileWriting(t *testing.T, what, path string, wait time.Duration) {
	t.Helper()
	cmd := childCommand(t, os.Args[0], what, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the child said %q, %v", line, err)
	}
	time.Sleep(wait)
	if err := cmd.Process.Kill(); err != nil { // SIGKILL: the child can clean up nothing
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the child was not killed in the middle: %v", err)
	}
}

func TestKilledProcessLeavesTheFileAsItWas(t *testing.T) {
	path := townFile(t)
	for _, kill := range []struct {
		what string
		wait time.Duration
	}{{"put", 20 * time.Millisecond}, {"put", 100 * time.Millisecond}, {"put", 250 * time.Millisecond}, {"import", 0}, {"import", 30 * time.Millisecond}, {"import", 200 * time.Millisecond}, {"idle", 0}, {"idle", 150 * time.Millisecond}} {
		killWhileWriting(t, kill.what, path, kill.wait)
		wantSmallTown(t, path)
		w, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var verdict string
		if err := w.write.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity: %s, %v", verdict, err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got := filesIn(t, filepath.Dir(path)); len(got) != 1 {
			t.Errorf("the folder holds %q", got)
		}
	}
}

// asNobody prepares a copy of the test binary that another user may run, and its command.
func asNobody(t *testing.T, what, path string) *exec.Cmd {
	t.Helper()
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	binary := filepath.Join(folder, "child")
	if err := os.WriteFile(binary, program, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{folder, filepath.Dir(folder), filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
		if err := os.Chmod(p, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := childCommand(t, binary, what, path)
	dropRights(t, cmd)
	return cmd
}

func TestReadOnlyFileAndFolder(t *testing.T) {
	for _, test := range []struct {
		name string
		wal  bool        // the file is as a program leaves it that keeps WAL mode
		mode os.FileMode // of the file; its folder can never be written
	}{{"file", false, 0o444}, {"file in WAL mode", true, 0o444}, {"folder", false, 0o666}, {"folder, file in WAL mode", true, 0o666}} {
		t.Run(test.name, func(t *testing.T) {
			path := townFile(t)
			if test.wal {
				w, err := Open(path)
				if err != nil {
					t.Fatal(err)
				}
				content, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(path, test.mode); err != nil {
				t.Fatal(err)
			}
			cmd := asNobody(t, "read", path)
			out, err := cmd.Output()
			if err != nil || !strings.Contains(string(out), smallTown().Name) {
				t.Errorf("%q, %v", out, err)
			}
			if diff := cmp.Diff([]string{filepath.Base(path)}, filesIn(t, filepath.Dir(path))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOpenedByManyProcesses lets processes change the file for an instant each, so that one opens it while another
// closes it. All get through, and the file is whole.
func TestOpenedByManyProcesses(t *testing.T) {
	path := townFile(t)
	var running []*exec.Cmd
	for range 3 {
		cmd := childCommand(t, os.Args[0], "visits", path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	wantSmallTown(t, path)
	if got := filesIn(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("the folder holds %q", got)
	}
}
