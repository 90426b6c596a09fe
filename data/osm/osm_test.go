package osm

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeFile puts bytes into a file of their own.
func writeFile(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// osmXML wraps elements into a document.
func osmXML(elements string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">` + elements + `</osm>`
}

// tagsOf reads "k=v k=v"; underscores in speed limits stand for blanks.
func tagsOf(text string) (tags Tags) {
	for _, field := range strings.Fields(text) {
		key, value, _ := strings.Cut(field, "=")
		if strings.HasPrefix(key, "maxspeed") {
			value = strings.ReplaceAll(value, "_", " ")
		}
		tags = append(tags, Tag{key, value})
	}
	return tags
}

func readStreets(t testing.TB, elements string) Streets {
	t.Helper()
	s, err := ReadStreets(context.Background(), writeFile(t, "town.osm", osmXML(elements)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
