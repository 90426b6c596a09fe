// Package lifecircle_test holds what is true of the repository as a whole: which folders there are, and which of
// them may know of which.
package lifecircle_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows says what the packages of a folder may import: of ours, and of others. A folder without an entry of its
// own, such as geo/geotest/reference, follows the nearest one above it. Tests may import anything of others, and of
// ours also the towns of geo/geotest and data/sample.
//
// data and isochrone are siblings and never meet: results leave isochrone as layers of features, and data stores any
// layer. Only api and cmd speak HTTP.
var arrows = map[string]struct {
	ours   []string
	others []string
	http   bool
}{
	"geo":         {nil, []string{"github.com/paulmach/orb", "github.com/tidwall/rtree"}, false},
	"geo/datum":   {[]string{"geo"}, []string{"github.com/paulmach/orb", "golang.org/x/text"}, false},
	"geo/geotest": {[]string{"geo"}, []string{"github.com/paulmach/orb"}, false},
	"geo/hours":   {[]string{"geo"}, nil, false},

	"isochrone":             {[]string{"geo"}, []string{"github.com/paulmach/orb", "go.yaml.in/yaml/v3"}, false},
	"isochrone/coverage":    {[]string{"geo", "isochrone"}, []string{"github.com/paulmach/orb"}, false},
	"isochrone/bench":       {[]string{"geo", "isochrone", "isochrone/coverage", "isochrone/siting", "isochrone/siting/town", "isochrone/standard"}, []string{"github.com/paulmach/orb"}, false},
	"isochrone/siting":      {[]string{"geo"}, []string{"github.com/paulmach/orb"}, false},
	"isochrone/siting/town": {[]string{"geo", "isochrone", "isochrone/coverage", "isochrone/siting"}, []string{"github.com/paulmach/orb"}, false},

	"isochrone/capacity": {nil, nil, false},
	"isochrone/fairness": {nil, nil, false},
	"isochrone/report":   {[]string{"geo", "isochrone", "isochrone/coverage", "isochrone/standard"}, []string{"github.com/paulmach/orb", "github.com/xuri/excelize/v2"}, false},
	"isochrone/standard": {[]string{"geo", "geo/hours", "isochrone", "isochrone/capacity", "isochrone/coverage", "isochrone/fairness", "isochrone/siting", "isochrone/siting/town"}, []string{"github.com/paulmach/orb", "go.yaml.in/yaml/v3"}, false},

	"data": {[]string{"geo", "geo/datum", "data/osm", "data/table", "data/vector"}, []string{
		"github.com/paulmach/orb", "github.com/pressly/goose/v3", "golang.org/x/sync", "modernc.org/sqlite",
		"github.com/parquet-go/parquet-go", "github.com/xuri/excelize/v2"}, false},
	"data/osm": {[]string{"geo"}, []string{
		"github.com/klauspost/compress", "github.com/paulmach/orb", "golang.org/x/sync", "google.golang.org/protobuf"}, false},
	"data/sample": {[]string{"geo", "geo/hours"}, []string{"github.com/paulmach/orb"}, false},
	"data/table":  {[]string{"geo", "geo/datum", "geo/hours"}, []string{"github.com/paulmach/orb", "github.com/peterstace/simplefeatures", "github.com/xuri/excelize/v2", "golang.org/x/text"}, false},
	"data/vector": {[]string{"geo", "geo/datum", "data/table"}, []string{"github.com/paulmach/orb", "github.com/parquet-go/parquet-go", "github.com/peterstace/simplefeatures"}, false},

	"frontend": {nil, nil, false},
	"api": {[]string{"data", "data/table", "data/vector", "geo", "geo/datum", "isochrone", "isochrone/coverage", "isochrone/report", "isochrone/siting", "isochrone/siting/town", "isochrone/standard"}, []string{
		"github.com/danielgtaylor/huma/v2", "github.com/gin-gonic/gin", "github.com/klauspost/compress", "github.com/paulmach/orb"}, true},
	"cmd/lifecircle": {[]string{"api", "data", "data/sample", "data/table", "frontend", "geo", "geo/datum", "isochrone", "isochrone/bench", "isochrone/coverage", "isochrone/report", "isochrone/siting", "isochrone/siting/town", "isochrone/standard"}, []string{
		"github.com/paulmach/orb", "github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sys", "golang.org/x/term", "golang.org/x/text"}, true},
}

const module = "lifecircle/"

func TestArrows(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range goFiles(t) {
		folder := filepath.ToSlash(filepath.Dir(file))
		if folder == "." {
			continue
		}
		owner := ownerOf(folder)
		if owner == "" {
			t.Errorf("%s: the folder is not known here: say what it may import", folder)
			continue
		}
		seen[owner] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, spec := range parsed.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !mayImport(owner, path, strings.HasSuffix(file, "_test.go")) {
				t.Errorf("%s imports %s, which %s may not know of", file, path, owner)
			}
		}
	}
	for folder := range arrows {
		if !seen[folder] {
			t.Errorf("%s is named here but holds no Go file", folder)
		}
	}
}

// TestArrowsFallOneWay makes sure that the table itself holds no circle: who may import whom is an order.
func TestArrowsFallOneWay(t *testing.T) {
	const entered, left = 1, 2
	state := map[string]int{}
	var enter func(folder string)
	enter = func(folder string) {
		switch state[folder] {
		case entered:
			t.Fatalf("%s may come to import itself", folder)
		case left:
			return
		}
		state[folder] = entered
		for _, next := range arrows[folder].ours {
			if _, known := arrows[next]; !known {
				t.Errorf("%s may import %s, which has no entry", folder, next)
			}
			enter(next)
		}
		state[folder] = left
	}
	for folder := range arrows {
		enter(folder)
	}
}

func goFiles(t *testing.T) (files []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != "." && (strings.HasPrefix(name, ".") || slices.Contains([]string{"node_modules", "testdata", "dist", "bin", "artifacts"}, name)) {
			return fs.SkipDir
		}
		if !entry.IsDir() && strings.HasSuffix(name, ".go") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// ownerOf is the entry of arrows that a folder follows, "" if none.
func ownerOf(folder string) string {
	for ; folder != "."; folder = filepath.ToSlash(filepath.Dir(folder)) {
		if _, known := arrows[folder]; known {
			return folder
		}
	}
	return ""
}

func mayImport(owner, path string, test bool) bool {
	rule := arrows[owner]
	if of, ours := strings.CutPrefix(path, module); ours {
		to := ownerOf(of)
		return to == owner || slices.Contains(rule.ours, to) || test && slices.Contains([]string{"geo", "geo/geotest", "data/sample"}, to)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return rule.http || test || path != "net/http"
	}
	return test || slices.ContainsFunc(rule.others, func(library string) bool {
		return path == library || strings.HasPrefix(path, library+"/")
	})
}
