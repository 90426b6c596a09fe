package main_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	workspace "lifecircle/data"
	"lifecircle/isochrone/bench"
)

// prepared changes what a workspace keeps prepared and counts it.
func prepared(t *testing.T, path string, statements ...string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	err = db.QueryRow(`SELECT count(*) FROM lifecircle_prepared`).Scan(&n)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return n
}

// A large town is prepared once. What is kept of it changes no byte of any answer, whatever becomes of it.
func TestALargeTownIsPreparedOnce(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "city.gpkg")
	w, err := workspace.OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	err = w.PutTown(t.Context(), bench.City(bench.Plan{Seed: 3, Junctions: 2_000, Points: 20_000}))
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	ask := func(what string, warned bool) string {
		t.Helper()
		a := ran(t, folder, "coverage", "-w", "city.gpkg", "--service", "hospital", "--minutes", "5,15", "--json")
		if a.status != 0 || strings.Contains(a.err, "stored lists") != warned {
			t.Fatalf("%s: status %d, %s", what, a.status, a.err)
		}
		return a.out
	}
	first := ask("the first time", false)
	if n := prepared(t, path); n != 1 {
		t.Fatalf("%d lists are kept", n)
	}
	same := func(what, answer string) {
		t.Helper()
		if answer != first {
			t.Errorf("%s: another answer", what)
		}
	}
	same("from what is kept", ask("the second time", false))
	if err := os.WriteFile(filepath.Join(folder, "coverage.json"), []byte(first), 0o644); err != nil {
		t.Fatal(err)
	}
	prepared(t, path, `UPDATE lifecircle_prepared SET content = zeroblob(length(content))`)
	same("computed again", must(t, folder, "replay", "coverage.json", "-w", "city.gpkg"))
	same("from what is damaged", ask("damaged", true))
	same("after it was mended", ask("mended", false))
	must(t, folder, "copy", "-w", "city.gpkg", "-o", "copy.gpkg")
	if n := prepared(t, filepath.Join(folder, "copy.gpkg")); n != 0 {
		t.Errorf("%d lists are in the copy", n)
	}

	prepared(t, path, `DELETE FROM lifecircle_prepared`)
	s := serve(t, folder, "serve", "-w", "city.gpkg", "--addr", "127.0.0.1:0")
	if status, body := s.get(t, "api/v1/coverage?service=hospital&mode=walk&minutes=15"); status != 200 {
		t.Fatal(body)
	}
	for end := time.Now().Add(20 * time.Second); prepared(t, path) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the server kept nothing")
		}
	}
}
