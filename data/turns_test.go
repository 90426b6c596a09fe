package data

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lifecircle/data/osm"
	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

// A workspace made before turn rules were stored opens, keeps what it has, and says that its streets lack them.
func TestWorkspaceWithoutTurnRulesOpens(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range append([]string{
		`DROP TABLE turns`,
		`DROP TABLE lifecircle_prepared`, // which came later
		`DELETE FROM lifecircle_migration WHERE version_id >= 5`,
		`INSERT INTO import_report (kind, file, report) VALUES ('streets', 'town.osm.pbf', '{"kind":"streets","streets":{"segments":3}}')`,
	}, withoutIdle...) {
		if _, err := w.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := smallTown()
	want.Turns, want.Idle = nil, nil
	withoutAttributes(&want)
	if diff := cmp.Diff(want, town); diff != "" {
		t.Error(diff)
	}
	i, err := w.Inspect(t.Context())
	if err != nil || !slices.ContainsFunc(i.Findings, func(f Finding) bool { return f.Code == "turns_not_read" }) {
		t.Errorf("%+v, %v", i.Findings, err)
	}
}

// Streets bring their turn rules with them, and take those of the streets before away.
func TestImportedStreetsBringTheirTurnRules(t *testing.T) {
	w := newWorkspace(t)
	mustImport(t, w, ImportRequest{Kind: Facilities, Service: "clinic", Name: "none.csv", Content: []byte("id,name,lon,lat\n1,A,9.5,47.1\n")})
	for _, c := range []struct {
		file string
		kept []int64 // relations
		want osm.TurnCounts
	}{
		{"liechtenstein/liechtenstein.osm.pbf", []int64{2366291, 5217202}, osm.TurnCounts{Relations: 3, Applied: 2, Broken: 1}},
		{"macau/macau_roads.osm.pbf", nil, osm.TurnCounts{}},
	} {
		report := mustImport(t, w, ImportRequest{Kind: Streets, Path: realdata.Path(t, c.file)})
		if s := report.Streets; s.Turns != len(c.kept) || *s.Restrictions != c.want || warned(report, "turn_outside") != c.want.Broken {
			t.Errorf("%s: %d rules, %+v", c.file, s.Turns, s.Restrictions)
		}
		town, err := w.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var relations []int64
		for _, turn := range town.Turns {
			relations = append(relations, turn.Relation)
		}
		if !slices.Equal(relations, c.kept) {
			t.Errorf("%s: relations %v, want %v", c.file, relations, c.kept)
		}
		i, err := w.Inspect(t.Context())
		if err != nil || i.Counts.Turns != len(c.kept) || slices.ContainsFunc(i.Findings, func(f Finding) bool { return f.Code == "turns_not_read" }) {
			t.Errorf("%s: %+v, %v", c.file, i.Counts, err)
		}
	}
}

// What another program broke in the table is told with the relation, and is no rule.
func TestBrokenTurnRuleIsNamed(t *testing.T) {
	w := newWorkspace(t)
	err := errors.Join(w.PutTown(t.Context(), geo.Town{Turns: smallTown().Turns}), w.change(t.Context(), func(tx *writeTx) error {
		_, err := tx.Exec(`UPDATE turns SET path = '[1,2' WHERE relation = 4`)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Town(t.Context()); err == nil || !strings.Contains(err.Error(), "table turns, relation 4, path") {
		t.Errorf("got %v", err)
	}
}
