package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

func TestAResultNeverReplacesAWorkspace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "town.gpkg")
	w, err := OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.PutTown(t.Context(), geo.Town{Lists: []geo.FacilityList{{Service: "clinic"}}}), w.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	layer := geo.Layer{Name: "result", Columns: []geo.Column{{Name: "id"}}, Features: []geo.Feature{{Geometry: orb.Point{1, 2}, Values: []any{"a"}}}}
	link := filepath.Join(dir, "link.gpkg")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	disguised := filepath.Join(dir, "town.csv")
	if err := os.Link(path, disguised); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{path, link, disguised, dir} {
		if err := WriteFile(target, layer); err == nil {
			t.Errorf("%s was written", target)
		} else if target != dir && !errors.Is(err, ErrTarget) {
			t.Errorf("%s: %v", target, err)
		}
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Error("the workspace is not as it was")
	}
	result := filepath.Join(dir, "result.gpkg") // an exported GeoPackage is no workspace: it may be replaced
	for range 2 {
		if err := WriteFile(result, layer); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALinkLeadsToTheFileThatIsReplaced(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real.csv"), filepath.Join(dir, "link.csv")
	if err := errors.Join(os.WriteFile(real, []byte("old"), 0o644), os.Symlink(real, link)); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, geo.Layer{Name: "x", Columns: []geo.Column{{Name: "id"}}}); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(real); string(text) != "id\n" {
		t.Errorf("the file behind the link holds %q", text)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
}
