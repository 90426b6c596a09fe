package frontend

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestFilesAreAPageOrSayHowToBuildOne(t *testing.T) {
	files, err := Files()
	if errors.Is(err, ErrNotBuilt) {
		if !strings.Contains(err.Error(), "make frontend") {
			t.Fatalf("%q does not say what to do", err)
		}
		t.Skip("the page is not built: run make frontend")
	}
	if err != nil {
		t.Fatal(err)
	}
	page, err := fs.ReadFile(files, "index.html")
	if err != nil {
		t.Fatal(err)
	}
	// The server forbids scripts inside the page, so all of it must stand in files.
	if strings.Contains(string(page), "<script>") {
		t.Error("index.html has a script of its own")
	}
	scripts, err := fs.Glob(files, "assets/*.js")
	if err != nil || len(scripts) == 0 {
		t.Errorf("no script among the assets: %v", err)
	}
}
