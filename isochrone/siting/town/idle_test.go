package town

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/data/sample"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// withBuildings is the sample town with idle buildings.
func withBuildings(t *testing.T, idle ...geo.IdleBuilding) *coverage.Analysis {
	t.Helper()
	town := sample.Town()
	town.Idle = idle
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	return coverage.New(area)
}

// beside is a place some metres to the east of another.
func beside(at orb.Point, metres float64) orb.Point { return geo.NewFrame(at).Position(metres, 0) }

func idlePlaces(p *Prepared) (ids []string) {
	for _, c := range p.places {
		if c.building != none {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Of buildings at one place the largest is a candidate, and none where a facility stood or a list has one. A building
// off the streets or on forbidden land is left out and hides no other.
func TestIdleBuildingsAreCandidates(t *testing.T) {
	plain := sampleTown(t).Area
	at := func(i int) orb.Point { return plain.Points[i].Point } // people live on streets there
	var former *geo.Facility
	for i := range plain.Facilities {
		if plain.Facilities[i].Status != geo.Active {
			former = &plain.Facilities[i]
			break
		}
	}
	if former == nil {
		t.Fatal("the sample town has no closed or planned facility")
	}
	formers := len(slices.DeleteFunc(slices.Clone(plain.Facilities), func(f geo.Facility) bool { return f.Status == geo.Active }))
	building := func(id string, at orb.Point, m2 float64) geo.IdleBuilding {
		return geo.IdleBuilding{ID: id, Use: "amenity=school", Point: at, FootprintM2: m2}
	}
	a := withBuildings(t,
		building("w1", at(0), 300), building("w2", beside(at(0), 40), 900), building("n3", beside(at(0), 45), geo.NoData), // w2 is the largest
		building("w4", beside(at(0), -15), 100),                    // 55 m from w2
		building("w5", at(400), 500), building("w6", at(400), 500), // the first by id
		building("w7", beside(former.Point, 20), 5000),
		building("w8", beside(at(800), 30), 700),
		building("w9", beside(at(0), 1e6), 800), // in the sea of nowhere
	)
	q := inSample(t, "clinic")
	q.Make.Idle = true
	q.Candidates = []Candidate{{ID: "parcel", At: at(800), Cost: 1}}
	p := mustPrepare(t, a, q)
	found := p.Found()
	if got := idlePlaces(p); !slices.Equal(got, []string{"idle-w2", "idle-w4", "idle-w5"}) {
		t.Errorf("buildings %q", got)
	}
	if found.Idle != formers+9 || found.IdleBuildings != 9 || found.Given != 1 {
		t.Errorf("%+v", found)
	}
	if want := []string{"idle-n3", "idle-w1", "idle-w6", "idle-w7", "idle-w8"}; found.TooClose.Count != 5 || !slices.Equal(found.TooClose.IDs, want) {
		t.Errorf("too close: %+v", found.TooClose)
	}
	if !slices.Contains(found.OffNetwork.IDs, "idle-w9") {
		t.Errorf("off the streets: %+v", found.OffNetwork)
	}
	if total := found.Given + found.Junctions + found.Idle - found.Forbidden - found.Outside - found.TooClose.Count - found.OffNetwork.Count; total != found.Places {
		t.Errorf("%+v: %d are accounted for", found, total)
	}

	// Land on which w2 lies, and no other.
	q.Forbidden = []Land{{"w2", orb.MultiPolygon{{orb.Ring{beside(at(0), 39), beside(at(0), 41), {beside(at(0), 41)[0], at(0)[1] + 0.00001}, {beside(at(0), 39)[0], at(0)[1] + 0.00001}, beside(at(0), 39)}}}}}
	p = mustPrepare(t, a, q)
	if got := idlePlaces(p); p.Found().Forbidden != 1 || !slices.Equal(got, []string{"idle-w1", "idle-w5"}) || !slices.Contains(p.Found().TooClose.IDs, "idle-w4") {
		t.Errorf("without w2: %q, %+v", got, p.Found())
	}
}

// A manifest names the part of the town that idle buildings are, and is replayed only with the same.
func TestAnswersNameIdleBuildings(t *testing.T) {
	at := sampleTown(t).Area.Points[0].Point
	school := geo.IdleBuilding{ID: "w1", Name: "Old school", Use: "amenity=school", Point: at, FootprintM2: 900}
	a := withBuildings(t, school)
	q := inSample(t, "clinic")
	q.Make.Idle, q.InsideAreas = true, nil
	q.Inside = []Land{{"here", orb.MultiPolygon{{orb.Ring{{at[0] - 1e-6, at[1] - 1e-6}, {at[0] + 1e-6, at[1] - 1e-6}, {at[0] + 1e-6, at[1] + 1e-6}, {at[0] - 1e-6, at[1] + 1e-6}, {at[0] - 1e-6, at[1] - 1e-6}}}}}}
	q.Sites = 1
	answer := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	if len(answer.Sites) != 1 || answer.Sites[0].ID != "idle-w1" || answer.Sites[0].Name != "Old school" {
		t.Fatalf("%+v", answer.Sites)
	}
	if _, named := answer.Manifest.Parts[geo.IdleBuildings]; !named {
		t.Errorf("parts: %v", answer.Manifest.Parts)
	}
	files := Files{Inside: q.Inside}
	if again, err := Replay(t.Context(), a, answer.Manifest, files); err != nil || written(t, again.Answer) != written(t, answer) {
		t.Errorf("replayed: %v", err)
	}
	school.FootprintM2 = 901
	var tampered *coverage.TamperedError
	if _, err := Replay(t.Context(), withBuildings(t, school), answer.Manifest, files); !errors.As(err, &tampered) || !strings.Contains(err.Error(), geo.IdleBuildings) {
		t.Errorf("with another building: %v", err)
	}
	// Without idle places the answer hangs on none.
	q.Make = Make{}
	q.Inside = nil
	plain, other := mustSolve(t, mustPrepare(t, a, q), siting.Limits{}), mustSolve(t, mustPrepare(t, sampleTown(t), q), siting.Limits{})
	if written(t, plain) != written(t, other) {
		t.Error("idle buildings change an answer that takes none")
	}
}

func TestNoIdlePlaces(t *testing.T) {
	town := sample.Town()
	town.Facilities = slices.DeleteFunc(town.Facilities, func(f geo.Facility) bool { return f.Status != geo.Active })
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	q := inSample(t, "clinic")
	q.Make.Idle = true
	var lacks *coverage.NoDataError
	if _, err := Prepare(t.Context(), coverage.New(area), q, nil); !errors.As(err, &lacks) || !strings.Contains(lacks.Hint.EN, "--from-osm") || lacks.Hint.ZH == "" {
		t.Errorf("%v", err)
	}
}
