package data

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSnapshotsAreKept(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	version, err := w.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	save := func(name, date, document string) error {
		return w.SaveSnapshot(t.Context(), name, date, []byte(document))
	}
	for _, err := range []error{save("2024年终'; DROP TABLE street", "2024-12-31", `{"a": 1}`), save("b", "2025-06-30", `[]`), save("b", "2025-12-31", `{"b": [2]}`)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.FreezeSnapshot(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if err := w.FreezeSnapshot(t.Context(), "b"); err != nil {
		t.Errorf("a frozen one frozen again: %v", err)
	}
	if err := save("b", "2026-01-01", `{}`); !errors.Is(err, ErrFrozen) {
		t.Errorf("a frozen one was replaced: %v", err)
	}
	if err := w.DeleteSnapshot(t.Context(), "b"); !errors.Is(err, ErrFrozen) {
		t.Errorf("a frozen one was deleted: %v", err)
	}
	for _, err := range []error{w.FreezeSnapshot(t.Context(), "c"), w.DeleteSnapshot(t.Context(), "c")} {
		if !errors.Is(err, ErrNoSnapshot) {
			t.Errorf("%v", err)
		}
	}
	if after, err := w.Version(t.Context()); err != nil || after != version {
		t.Errorf("the town seems changed: %d, %d, %v", version, after, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := w.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, copied} {
		w, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		infos, err := w.Snapshots(t.Context())
		want := []SnapshotInfo{{"2024年终'; DROP TABLE street", "2024-12-31", false, 8, hash([]byte(`{"a": 1}`))}, {"b", "2025-12-31", true, 10, hash([]byte(`{"b": [2]}`))}}
		if diff := cmp.Diff(want, infos); err != nil || diff != "" {
			t.Errorf("%s: %v %s", file, err, diff)
		}
		one, err := w.Snapshot(t.Context(), "b")
		if err != nil || string(one.Document) != `{"b": [2]}` || one.SnapshotInfo != want[1] {
			t.Errorf("%s: %+v, %v", file, one, err)
		}
		if _, err := w.write.Exec(`UPDATE lifecircle_snapshot SET document = '{"b": [3]}' WHERE name = 'b'`); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Snapshot(t.Context(), "b"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: what somebody changed was given as it was saved: %v", file, err)
		}
		if err := w.DeleteSnapshot(t.Context(), want[0].Name); err != nil {
			t.Error(err)
		}
		if _, err := w.Snapshot(t.Context(), want[0].Name); !errors.Is(err, ErrNoSnapshot) {
			t.Errorf("%v", err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSnapshotsHaveBounds(t *testing.T) {
	w := newWorkspace(t)
	for _, c := range []struct{ name, date, document string }{
		{"", "2025-12-31", "{}"}, {" a", "2025-12-31", "{}"}, {"a\n", "2025-12-31", "{}"}, {"\xff", "2025-12-31", "{}"}, {strings.Repeat("年", 81), "2025-12-31", "{}"},
		{"a", "2025", "{}"}, {"a", "2025-02-30", "{}"}, {"a", "2025-12-31", ""}, {"a", "2025-12-31", `"` + strings.Repeat("x", maxSnapshotBytes) + `"`},
	} {
		if err := w.SaveSnapshot(t.Context(), c.name, c.date, []byte(c.document)); err == nil {
			t.Errorf("%q of %q was saved", c.name, c.date)
		}
	}
	if _, err := w.write.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO lifecircle_snapshot (name, date, frozen, document, sha256) SELECT 'n' || i, '2025-12-31', FALSE, '{}', '' FROM n`, maxSnapshots); err != nil {
		t.Fatal(err)
	}
	if err := w.SaveSnapshot(t.Context(), "one more", "2025-12-31", []byte("{}")); !errors.Is(err, ErrManySnapshots) {
		t.Error(err)
	}
	if err := w.SaveSnapshot(t.Context(), fmt.Sprintf("n%d", maxSnapshots), "2025-12-31", []byte("{}")); err != nil {
		t.Errorf("one that is there was not replaced: %v", err)
	}
}
