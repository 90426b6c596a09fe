package data

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lifecircle/geo"
)

// townFile makes a closed workspace that holds the small town.
func townFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "小城 #1?.gpkg") // characters that a careless URI would lose
	w, err := OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.PutTown(t.Context(), smallTown()), w.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func filesIn(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCloseLeavesOneFile(t *testing.T) {
	path := townFile(t)
	if got := filesIn(t, filepath.Dir(path)); !slices.Equal(got, []string{filepath.Base(path)}) {
		t.Errorf("after closing the folder holds %q", got)
	}
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(filesIn(t, filepath.Dir(path))); got != 3 {
		t.Errorf("an open workspace has %d files, want itself, -wal and -shm", got)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if got := filesIn(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("after closing again the folder holds %q", got)
	}
}

// A plain copy of the file, taken while it is open, holds everything that was changed before.
func TestEveryChangeIsInTheFileItself(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(w.Path())
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := os.WriteFile(copied, bytes, 0o644); err != nil {
		t.Fatal(err)
	}
	wantSmallTown(t, copied)
}

func wantSmallTown(t *testing.T, path string) {
	t.Helper()
	w, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(smallTown(), got); diff != "" {
		t.Error(diff)
	}
}

func TestReadOnlyBesideAWriter(t *testing.T) {
	path := townFile(t)
	writer, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.PutTown(t.Context(), geo.Town{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("writing through a reader: %v", err)
	}
	before, err := reader.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := reader.Version(t.Context()); err != nil || again != before {
		t.Errorf("the version changed by itself from %d to %d, %v", before, again, err)
	}
	if err := writer.PutTown(t.Context(), geo.Town{Name: "另一个"}); err != nil {
		t.Fatal(err)
	}
	if after, err := reader.Version(t.Context()); err != nil || after == before {
		t.Errorf("the version is still %d after a change, %v", after, err)
	}
	if town, err := reader.Town(t.Context()); err != nil || town.Name != "另一个" {
		t.Errorf("the reader sees %q, %v", town.Name, err)
	}
	// The writer leaves first: the reader folds the companions in.
	if err := errors.Join(writer.Close(), reader.Close()); err != nil {
		t.Fatal(err)
	}
	if got := filesIn(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("after closing the folder holds %q", got)
	}
}

func TestVersionNoticesOwnChanges(t *testing.T) {
	w := newWorkspace(t)
	before, err := w.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if after, err := w.Version(t.Context()); err != nil || after == before {
		t.Errorf("the version is still %d, %v", after, err)
	}
}

func TestOpenRefusesWhatIsNoWorkspace(t *testing.T) {
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	database := func(name string, statements ...string) string {
		path := file(name, "")
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	newer := townFile(t)
	w, err := Open(newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.write.Exec(`INSERT INTO lifecircle_migration (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := townFile(t)
	if err := os.Truncate(damaged, 4096+100); err != nil {
		t.Fatal(err)
	}
	schema, err := migrationFiles.ReadFile("migrations/00001_geopackage.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, path string
		rule       error
		says       string
	}{
		{"missing", filepath.Join(folder, "none.gpkg"), ErrNoFile, "lifecircle import streets"},
		{"missing folder", filepath.Join(folder, "no", "none.gpkg"), ErrNoFile, ""},
		{"folder", folder, ErrNotGeoPackage, "folder"},
		{"empty", file("empty.gpkg", ""), ErrNotGeoPackage, "empty"},
		{"short", file("short.gpkg", "SQLite format 3\x00"), ErrNotGeoPackage, "16 bytes"},
		{"text", file("text.gpkg", strings.Repeat("id,name,lon,lat\n", 20)), ErrNotGeoPackage, "id,name"},
		{"plain SQLite", database("plain.gpkg", `CREATE TABLE t (a)`), ErrNotGeoPackage, "application id"},
		{"other GeoPackage", database("other.gpkg", string(schema)), ErrNotWorkspace, "lifecircle import"},
		{"newer", newer, ErrNewerVersion, "999"},
		{"damaged", damaged, ErrDamaged, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, open := range []func(string) (*Workspace, error){Open, OpenReadOnly} {
				w, err := open(test.path)
				if err == nil {
					w.Close()
					t.Fatal("it was opened")
				}
				if !errors.Is(err, test.rule) {
					t.Fatalf("%v, want the rule %q", err, test.rule)
				}
				var told *FileError
				if !errors.As(err, &told) || told.Hint.Empty() || !strings.Contains(err.Error()+told.Hint.EN, test.says) {
					t.Errorf("%q with hint %q does not say %q", err, told.Hint, test.says)
				}
			}
		})
	}
	for _, path := range []string{file("empty2.gpkg", ""), folder} {
		if _, err := OpenOrCreate(path); !errors.Is(err, ErrNotGeoPackage) {
			t.Errorf("OpenOrCreate(%s): %v; it must not overwrite what is there", path, err)
		}
	}
	if got := filesIn(t, folder); slices.ContainsFunc(got, func(name string) bool { return strings.Contains(name, "-new-") }) {
		t.Errorf("drafts were left: %q", got)
	}
}

func TestReadOnlyWorkspaceOfAnOlderVersion(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.write.Exec(`DELETE FROM lifecircle_migration WHERE version_id = (SELECT max(version_id) FROM lifecircle_migration)`); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(path); !errors.Is(err, ErrOlderVersion) {
		t.Errorf("got %v", err)
	}
}

func TestTwoWriters(t *testing.T) {
	path := townFile(t)
	first, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := open(path, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	inside, leave := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- first.change(context.Background(), func(tx *writeTx) error {
			close(inside)
			<-leave
			return putSetting(tx, settingName, "first")
		})
	}()
	<-inside
	start := time.Now()
	err = second.PutTown(t.Context(), geo.Town{Name: "second"})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "waited 200ms") {
		t.Errorf("the second writer got %v", err)
	}
	if waited := time.Since(start); waited < 150*time.Millisecond || waited > 5*time.Second {
		t.Errorf("it waited %s", waited)
	}
	// In the same process the wait is for the one writing connection.
	first.wait = 100 * time.Millisecond
	if err := first.PutTown(t.Context(), geo.Town{}); !errors.Is(err, ErrLocked) {
		t.Errorf("the second change of one workspace got %v", err)
	}
	if town, err := second.Town(t.Context()); err != nil || town.Name != smallTown().Name {
		t.Errorf("meanwhile a reader sees %q, %v", town.Name, err)
	}
	close(leave)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := second.PutTown(t.Context(), geo.Town{Name: "second"}); err != nil {
		t.Errorf("after the first is done: %v", err)
	}
}

func TestCancelledChangeLeavesTheFileAsItWas(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := w.change(ctx, func(tx *writeTx) error {
		for _, table := range townTables() {
			if err := empty(tx, table); err != nil {
				return err
			}
		}
		cancel()
		return putStreets(tx, bigTown(1000).Streets)
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(smallTown(), got); diff != "" {
		t.Error(diff)
	}
}

func TestFullDiskLeavesTheFileAsItWas(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.write.Exec(`PRAGMA max_page_count = 150`); err != nil {
		t.Fatal(err)
	}
	if err := w.PutTown(t.Context(), bigTown(20000)); !errors.Is(err, ErrDiskFull) {
		t.Fatalf("got %v", err)
	}
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(smallTown(), got); diff != "" {
		t.Error(diff)
	}
	if _, err := w.write.Exec(`PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if err := w.PutTown(t.Context(), bigTown(1000)); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

// Readers see a town before or after a change, never a mixture.
func TestReadersSeeWholeChanges(t *testing.T) {
	w := newWorkspace(t)
	small := func(n int) geo.Town {
		town := bigTown(100 * n)
		town.Name = strings.Repeat("x", n)
		return town
	}
	if err := w.PutTown(t.Context(), small(1)); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				town, err := w.Town(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if n := len(town.Name); len(town.Streets) != 100*n || len(town.Points) != 100*n/8 {
					t.Errorf("a mixture: %d, %d streets, %d points", n, len(town.Streets), len(town.Points))
					return
				}
			}
		})
	}
	for i := range 20 {
		if err := w.PutTown(t.Context(), small(i%3+1)); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	readers.Wait()
}

func TestCopyOfALiveWorkspace(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := os.WriteFile(target, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := w.CopyTo(t.Context(), target); err != nil {
		t.Fatal(err)
	}
	if got := filesIn(t, filepath.Dir(target)); len(got) != 1 {
		t.Errorf("the folder holds %q", got)
	}
	content, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(content[18:20], []byte{1, 1}) {
		t.Errorf("the copy is in journal mode %v, which a read-only folder cannot open", content[18:20])
	}
	wantSmallTown(t, target)
	if err := w.CopyTo(t.Context(), w.Path()); !errors.Is(err, ErrReadOnly) {
		t.Errorf("copying a workspace onto itself: %v", err)
	}
}
