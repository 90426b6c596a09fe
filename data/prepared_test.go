package data

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lifecircle/geo"
)

func prepared(t *testing.T, w *Workspace, key string) []byte {
	t.Helper()
	content, err := w.Prepared(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func keepPrepared(t *testing.T, w *Workspace, key string, content []byte) {
	t.Helper()
	if err := w.KeepPrepared(t.Context(), key, content); err != nil {
		t.Fatal(err)
	}
}

func noise(n int) []byte {
	content := make([]byte, n)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content) // never fails
	return content
}

func TestPreparedContentComesBack(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	long := noise(2*preparedPart + 7)
	keepPrepared(t, w, "long", long)
	keepPrepared(t, w, "'; DROP TABLE street", []byte("old, and longer"))
	keepPrepared(t, w, "'; DROP TABLE street", []byte("new"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if !bytes.Equal(prepared(t, reader, "long"), long) || string(prepared(t, reader, "'; DROP TABLE street")) != "new" || prepared(t, reader, "none") != nil {
		t.Error("what was kept came back otherwise")
	}
	if err := reader.KeepPrepared(t.Context(), "x", []byte("y")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("keeping through a reader: %v", err)
	}
	wantSmallTown(t, path)
}

func TestOldestPreparedGoes(t *testing.T) {
	w := newWorkspace(t)
	for i := range maxPrepared + 2 {
		keepPrepared(t, w, fmt.Sprint(i), []byte{byte(i)})
	}
	keepPrepared(t, w, "2", []byte("again")) // now the youngest
	keepPrepared(t, w, "last", []byte("last"))
	var left []string
	for _, key := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "last"} {
		if prepared(t, w, key) != nil {
			left = append(left, key)
		}
	}
	if diff := cmp.Diff([]string{"2", "4", "5", "6", "7", "last"}, left); diff != "" {
		t.Error(diff)
	}
	if err := w.KeepPrepared(t.Context(), "huge", make([]byte, maxPreparedBytes+1)); err == nil || prepared(t, w, "last") == nil {
		t.Errorf("more than may be kept: %v", err)
	}
}

// Whoever holds the town in memory must not read it again because something was kept, and must where it changed.
func TestKeepingIsNoChangeOfTheTown(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	version := func() int64 {
		t.Helper()
		v, err := w.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := version()
	for i := range 3 {
		keepPrepared(t, w, fmt.Sprint(i), noise(100_000))
		if after := version(); after != before {
			t.Fatalf("the version went from %d to %d by keeping", before, after)
		}
	}
	other, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.PutTown(t.Context(), geo.Town{Name: "另一个"}); err != nil {
		t.Fatal(err)
	}
	keepPrepared(t, w, "after", []byte{1})
	changed := version()
	if changed == before {
		t.Fatal("the change by another process is missed")
	}
	keepPrepared(t, w, "again", []byte{1})
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if again := version(); again == changed || again == before {
		t.Error("the own change is missed")
	}
	for _, key := range []string{"0", "after", "again"} {
		if prepared(t, w, key) != nil {
			t.Errorf("%s outlived the town it was computed from", key)
		}
	}
}

func TestImportsDropWhatIsPrepared(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	keepPrepared(t, w, "key", []byte("content"))
	request := ImportRequest{Kind: Areas, Name: "areas.csv", Content: []byte("id,name,level\nx,X,community\n")}
	if _, err := w.Import(t.Context(), request, nil); err != nil {
		t.Fatal(err)
	}
	if prepared(t, w, "key") == nil {
		t.Error("no travel time hangs on areas, and yet all is to be computed again")
	}
	request = ImportRequest{Kind: Residents, Name: "people.csv", Content: []byte("id,lon,lat,population\nx,113.5,22.1,5\n")}
	if _, err := w.Import(t.Context(), request, nil); err != nil {
		t.Fatal(err)
	}
	if prepared(t, w, "key") != nil {
		t.Error("what was prepared outlived an import")
	}
}

func TestCopyLeavesOutWhatIsPrepared(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copied := func(name string) int64 {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := w.CopyTo(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		wantSmallTown(t, path)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	bare := copied("bare.gpkg")
	keepPrepared(t, w, "key", noise(1<<20))
	if size := copied("full.gpkg"); size != bare {
		t.Errorf("the copy has %d bytes, without anything prepared %d", size, bare)
	}
	if prepared(t, w, "key") == nil {
		t.Error("the workspace itself lost it")
	}
	if files := filesIn(t, folder); len(files) != 2 {
		t.Errorf("the folder holds %q", files)
	}
}
