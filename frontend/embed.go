// Package frontend is the map that planners look at: a page for the browser, built from the TypeScript
// beside this file and carried inside the program, so that it works with no internet.
package frontend

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

// dist is what `npm run build` leaves. A fresh checkout holds only dist/.gitkeep, which is enough to compile.
//
//go:embed all:dist
var dist embed.FS

// ErrNotBuilt says that the program was compiled before the page was built.
var ErrNotBuilt = errors.New("the map page was not built into this program: run `make frontend`, then build the program again (the API works without it)")

// Files returns the built page, index.html at its root, or [ErrNotBuilt].
// The file system is read-only and safe for concurrent use.
func Files() (fs.FS, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the built page: %w", err)
	}
	if _, err := fs.Stat(files, "index.html"); errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	} else if err != nil {
		return nil, fmt.Errorf("open the built page: %w", err)
	}
	return files, nil
}
