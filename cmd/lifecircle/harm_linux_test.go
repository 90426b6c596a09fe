package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bigTown is an extract whose import takes long enough to be interrupted: a grid of n by n crossings.
func bigTown(n int) string {
	var b strings.Builder
	b.WriteString(`<osm version="0.6">`)
	for i := range n {
		for j := range n {
			fmt.Fprintf(&b, `<node id="%d" lon="%.7f" lat="%.7f"/>`+"\n", 1+i*n+j, 10+float64(i)/1000, float64(j)/1000)
		}
	}
	for i := range n {
		for j := range n - 1 {
			fmt.Fprintf(&b, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="residential"/></way>`+"\n", 1+i*n+j, 1+i*n+j, 2+i*n+j)
		}
	}
	b.WriteString(`</osm>`)
	return b.String()
}

// content is what a workspace holds, as far as anybody can see.
func content(t *testing.T, folder string) string {
	t.Helper()
	return must(t, folder, "inspect", "-w", "town.gpkg", "--json")
}

// TestKilled kills a real process at many moments of an import: the workspace is as before or as after.
func TestKilled(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "big.osm", bigTown(150))
	before := content(t, folder)
	began := time.Now()
	must(t, folder, "copy", "-w", "town.gpkg", "-o", "whole.gpkg")
	must(t, folder, "import", "streets", "big.osm", "-w", "whole.gpkg")
	lasts := time.Since(began)
	killed := 0
	for part := range 12 {
		cmd := started(folder, "import", "streets", "big.osm", "-w", "town.gpkg")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(lasts * time.Duration(part) / 12)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			break // it was done before
		}
		killed++
		if now := content(t, folder); now != before {
			var streets struct{ Counts struct{ Streets int } }
			if decode(t, now, &streets); streets.Counts.Streets < 150*149 {
				t.Fatalf("killed after %d of 12 parts: %d streets, neither as before nor as after", part, streets.Counts.Streets)
			}
			break
		}
	}
	if killed < 3 {
		t.Errorf("only %d imports were killed in time", killed)
	}
	must(t, folder, "import", "streets", "town.osm", "-w", "town.gpkg")
	if r := asked(t, folder, "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--minutes", "15"); r.Results[0].Covered != 700 {
		t.Errorf("after all: %d covered, by hand 700", r.Results[0].Covered)
	}
}

// TestInterrupted ends an import as Ctrl-C does.
func TestInterrupted(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "big.osm", bigTown(250))
	before := content(t, folder)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := started(folder, "import", "streets", "big.osm", "-w", "town.gpkg")
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the status says how it went
		if status := cmd.ProcessState.ExitCode(); status != 1 || !strings.Contains(errs.String(), "cancelled; nothing was changed") {
			t.Errorf("%v: status %d: %s", signal, status, errs.String())
		}
		if content(t, folder) != before {
			t.Errorf("%v: the workspace was changed", signal)
		}
	}
	if left, err := filepath.Glob(filepath.Join(folder, "town.gpkg?*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestTwoImportsAtOnce lets two processes write to one workspace: both get through, one after the other.
func TestTwoImportsAtOnce(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "big.osm", bigTown(100))
	write(t, folder, "residents.csv", townResidents())
	var running []*exec.Cmd
	var errs [4]bytes.Buffer
	for i, command := range []string{"streets big.osm", "residents residents.csv", "streets big.osm", "residents residents.csv"} {
		cmd := started(folder, append(append([]string{"import"}, strings.Fields(command)...), "-w", "town.gpkg")...)
		cmd.Stderr = &errs[i]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for i, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v: %s", cmd.Args[1:], err, errs[i].String())
		}
	}
	var found struct {
		Counts struct {
			Streets           int
			ResidentialPoints int `json:"residential_points"`
			People            int64
		}
	}
	decode(t, content(t, folder), &found)
	if c := found.Counts; c.Streets != 100*99 || c.ResidentialPoints != 6 || c.People != 1000 {
		t.Errorf("after all: %+v", c)
	}
}

// asNobody makes a command run without rights where the tests run as root, whom no permission stops.
func asNobody(cmd *exec.Cmd) *exec.Cmd {
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	return cmd
}

// TestReadOnlyFolder works with a workspace that may not be changed, and refuses to change it.
func TestReadOnlyFolder(t *testing.T) {
	folder := riverTown(t)
	for at := folder; len(at) > len(os.TempDir()); at = filepath.Dir(at) {
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	for _, test := range []struct {
		command string
		status  int
	}{
		{"coverage --service elder_station -w town.gpkg", 0},
		{"inspect -w town.gpkg", 0},
		{"import residents residents.csv -w town.gpkg", 1},
		{"import residents residents.csv -w new.gpkg", 1},
		{"coverage --service elder_station --save stations -w town.gpkg", 1},
		{"times --service elder_station -o times.csv -w town.gpkg", 1},
		{"copy -w town.gpkg -o copy.gpkg", 1},
	} {
		a := result(t, asNobody(started(folder, strings.Fields(test.command)...)))
		if a.status != test.status {
			t.Errorf("%s: status %d: %s", test.command, a.status, a.err)
		}
		if test.status == 1 && (!strings.Contains(a.err, "cannot be written") || !strings.Contains(a.err, "hint: ")) {
			t.Errorf("%s: %s", test.command, a.err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*.gpkg*")); err != nil || len(left) != 1 {
		t.Errorf("files: %v %v", left, err)
	}
}

// TestFullDisk imports and exports where there is no room.
func TestFullDisk(t *testing.T) {
	town := riverTown(t)
	write(t, town, "big.osm", bigTown(150))
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this test needs root", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	must(t, folder, "copy", "-w", filepath.Join(town, "town.gpkg"), "-o", "town.gpkg")
	before := content(t, folder)
	for _, command := range []string{
		"import streets " + filepath.Join(town, "big.osm"),
		"copy -o copy1.gpkg", "copy -o copy2.gpkg", "copy -o copy3.gpkg", "copy -o copy4.gpkg",
	} {
		a := ran(t, folder, append(strings.Fields(command), "-w", "town.gpkg")...)
		if a.status == 0 && strings.HasPrefix(command, "copy") && command != "copy -o copy4.gpkg" {
			continue // there still was room
		}
		if a.status != 1 || !strings.Contains(a.err, "full") || !strings.Contains(a.err, "hint: ") {
			t.Errorf("%s: status %d: %s", command, a.status, a.err)
		}
	}
	if content(t, folder) != before {
		t.Error("the workspace was changed")
	}
}
