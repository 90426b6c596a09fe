package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lifecircle/data/table"
)

// A first import that fails leaves nothing behind: neither an empty workspace nor its companions.
func TestAFailedFirstImportLeavesNoFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "new.gpkg")
	for _, r := range []ImportRequest{
		{Kind: Streets, Name: "not.osm.pbf", Content: []byte("this is no extract of anything")},
		{Kind: Residents, Name: "empty.csv", Content: []byte("id,lon,lat\n")},
		{Kind: Areas, Name: "areas.csv"},
	} {
		w, err := OpenOrCreate(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Import(t.Context(), r, nil); err == nil {
			t.Fatalf("%s was taken", r.Name)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Fatalf("after %s there are %v, %v", r.Name, left, err)
		}
	}
}

func TestWhatWasStoredStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.gpkg")
	list := ImportRequest{Kind: Residents, Name: "r.csv", Content: []byte("id,lon,lat,population\na,119,30,5\n")}
	bad := ImportRequest{Kind: Residents, Name: "bad.csv", Content: []byte("id,lon,lat\n")}
	for _, r := range []ImportRequest{list, bad} { // the second one finds the file there
		w, err := OpenOrCreate(path)
		if err != nil {
			t.Fatal(err)
		}
		var refusal *table.Refusal
		if _, err := w.Import(t.Context(), r, nil); err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Fatalf("after %s: %v", r.Name, err)
		}
	}
}

func TestAnEmptyWorkspaceThatSomebodyElseHasOpenStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.gpkg")
	w, err := OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	other, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Town(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), other.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
