package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lifecircle/isochrone/coverage"
)

// binary is the program under test, built once by [TestMain].
var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "lifecircle-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := 1
	if err = os.Chmod(folder, 0o755); err == nil { // others run it too, see asNobody
		binary = filepath.Join(folder, "lifecircle.exe")
		build := exec.Command("go", "build", "-o", binary, ".")
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		if err = build.Run(); err == nil {
			status = m.Run()
		}
	}
	if err = errors.Join(err, os.RemoveAll(folder)); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

// answered is what a run of the program gave.
type answered struct {
	out, err string
	status   int
}

// started prepares a run in a folder with further environment variables.
func started(folder string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Dir = folder
	return cmd
}

// result waits for a run.
func result(t testing.TB, cmd *exec.Cmd) answered {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	return answered{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// ran runs the program in a folder.
func ran(t testing.TB, folder string, args ...string) answered {
	t.Helper()
	return result(t, started(folder, args...))
}

// must runs the program and wants it to succeed; it gives standard output.
func must(t testing.TB, folder string, args ...string) string {
	t.Helper()
	a := ran(t, folder, args...)
	if a.status != 0 {
		t.Fatalf("%s: status %d\n%s%s", strings.Join(args, " "), a.status, a.out, a.err)
	}
	return a.out
}

// asked runs `lifecircle coverage --json`.
func asked(t testing.TB, folder string, args ...string) coverage.Report {
	t.Helper()
	var report coverage.Report
	decode(t, must(t, folder, append([]string{"coverage", "--json"}, args...)...), &report)
	return report
}

func decode(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
}

// write makes a file in a folder and gives its path.
func write(t testing.TB, folder, name, content string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// run is must in the current folder.
func run(t testing.TB, args ...string) {
	t.Helper()
	must(t, "", args...)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// wantSums checks that people are counted once in every row, and that the areas of each level sum to the whole.
func wantSums(t *testing.T, r coverage.Report) {
	t.Helper()
	type key struct {
		level   string // "" for the whole
		minutes int
	}
	type sums struct{ total, covered, undetermined int64 }
	found := map[key]sums{}
	for _, row := range r.Results {
		why := row.ByReason
		if row.Covered+row.Uncovered != row.Total || why.NoFacility+why.NotSnapped+why.Isolated+why.BeyondCutoff != row.Uncovered || why.NotSnapped+why.Isolated != row.Undetermined {
			t.Errorf("people are not counted once: %+v", row)
		}
		k := key{minutes: int(row.Minutes)}
		if row.Level != nil {
			k.level = "level " + *row.Level
		}
		s := found[k]
		found[k] = sums{s.total + row.Total, s.covered + row.Covered, s.undetermined + row.Undetermined}
	}
	for k, s := range found {
		if whole := found[key{minutes: k.minutes}]; s != whole {
			t.Errorf("%s, %d minutes: areas sum to %+v, the whole has %+v", k.level, k.minutes, s, whole)
		}
	}
}
