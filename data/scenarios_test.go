package data

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

func TestScenariosAreKept(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := []SavedScenario{
		{geo.Scenario{Name: "方案一'; DROP TABLE street", Edits: []geo.Edit{
			geo.AddFacility{Service: "clinic", ID: "新1", Name: "<b>新站</b>", At: orb.Point{113.5, 22.1}}, geo.CloseStreet{WayID: 7, From: 1, To: -2}, geo.OpenGate{Node: 13_000_000_000},
		}}, "abc"},
		{geo.Scenario{Name: "b"}, "abc"},
		{geo.Scenario{Name: "a", Edits: []geo.Edit{geo.BuildStreet{From: 1, To: 2, Class: "footway"}}}, "def"},
	}
	for _, s := range want {
		if err := w.SaveScenario(t.Context(), s.Scenario, s.Base); err != nil {
			t.Fatal(err)
		}
	}
	want[1].Scenario.Edits, want[1].Base = []geo.Edit{geo.CloseFacility{Service: "clinic", ID: "1"}}, "ghi"
	if err := w.SaveScenario(t.Context(), want[1].Scenario, want[1].Base); err != nil { // over the earlier one, in its place
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := w.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, copied} {
		w, err := OpenReadOnly(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.Scenarios(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
		one, err := w.Scenario(t.Context(), "a")
		if diff := cmp.Diff(want[2], one); err != nil || diff != "" {
			t.Errorf("%s: %v %s", file, err, diff)
		}
		if _, err := w.Scenario(t.Context(), "A"); !errors.Is(err, ErrNoScenario) {
			t.Errorf("another name: %v", err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestScenariosAreDropped(t *testing.T) {
	w := newWorkspace(t)
	if err := w.SaveScenario(t.Context(), geo.Scenario{Name: "a"}, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.DropScenario(t.Context(), "b"); !errors.Is(err, ErrNoScenario) {
		t.Errorf("a scenario that is not there: %v", err)
	}
	if err := w.DropScenario(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if left, err := w.Scenarios(t.Context()); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestScenariosHaveBounds(t *testing.T) {
	w := newWorkspace(t)
	for _, name := range []string{"", " a", "a\n", string(make([]rune, 81))} {
		if err := w.SaveScenario(t.Context(), geo.Scenario{Name: name}, ""); err == nil {
			t.Errorf("a scenario was saved as %q", name)
		}
	}
	if err := w.SaveScenario(t.Context(), geo.Scenario{Name: "long", Edits: make([]geo.Edit, geo.MaxEdits+1)}, ""); err == nil {
		t.Error("a scenario of too many edits was saved")
	}
	for i := range maxScenarios {
		if err := w.SaveScenario(t.Context(), geo.Scenario{Name: fmt.Sprint("s", i)}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SaveScenario(t.Context(), geo.Scenario{Name: "one more"}, ""); !errors.Is(err, ErrManyScenarios) {
		t.Errorf("one more than allowed: %v", err)
	}
	if err := w.SaveScenario(t.Context(), geo.Scenario{Name: "s7"}, "new"); err != nil {
		t.Errorf("over an earlier one: %v", err)
	}
}

// A workspace may come from anywhere: what is in its table is held to the same rules as a file.
func TestHostileScenariosAreRefused(t *testing.T) {
	for _, edits := range []string{"", "null", `{"edits":[{"kind":"burn_down"}]}`, `{"edits":[[[[`} {
		w := newWorkspace(t)
		if _, err := w.write.Exec(`INSERT INTO lifecircle_scenario (name, edits, base) VALUES ('x', ?, '')`, edits); err != nil {
			t.Fatal(err)
		}
		if s, err := w.Scenarios(t.Context()); err == nil {
			t.Errorf("%s was read as %+v", edits, s)
		}
	}
	w := newWorkspace(t)
	if _, err := w.write.Exec(`INSERT INTO lifecircle_scenario (name, edits, base) VALUES ('x', '{"edits":[' || hex(zeroblob(4000000)) || ']}', '')`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Scenario(t.Context(), "x"); err == nil {
		t.Error("a text of 8 MB was read")
	}
}
