// Package realdata finds the real data that tests read. It is no part of the repository: it lies in the folder that
// LIFECIRCLE_DATA names, or else in shared/data beside the repository.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is where a file or a folder of the real data is, by its slash-separated name. Where it is missing the test is
// skipped, and says so.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder := os.Getenv("LIFECIRCLE_DATA")
	if folder == "" {
		folder = filepath.Join(repository(t), "..", "shared", "data")
	}
	path := filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real data is not here: %s (LIFECIRCLE_DATA names another folder than ../shared/data)", name)
	}
	return path
}

// Open opens a file of the real data until the test ends.
func Open(t testing.TB, name string) *os.File {
	t.Helper()
	file, err := os.Open(Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() }) // it was only read
	return file
}

// repository is the root of the repository, in a folder of which a test runs.
func repository(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod in this folder or in one above it")
		}
		folder = filepath.Dir(folder)
	}
}
