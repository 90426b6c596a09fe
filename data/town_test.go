package data

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// smallTown holds every kind of thing once or twice, with numbers missing and text that needs care. It is in
// the order in which [Workspace.Town] gives it.
func smallTown() geo.Town {
	noPeople := geo.People{12, -1, 0, -1, -1, 5, -1, -1, -1, -1, 4}
	square := orb.MultiPolygon{{{{113.5, 22.1}, {113.6, 22.1}, {113.6, 22.2}, {113.5, 22.2}, {113.5, 22.1}}}}
	return geo.Town{
		Name: "小城",
		Streets: []geo.Street{
			{WayID: 7, Name: "Rua \"da\" Paz; DROP TABLE street", Class: "residential", Nodes: []geo.NodeID{5, 9_000_000_000, -3},
				Line:    orb.LineString{{113.51, 22.11}, {113.52, 22.11}, {113.53, 22.12}},
				Passage: [geo.NumTravellers]geo.Passage{geo.BothWays, geo.Forward, geo.Backward}, MaxSpeed: [2]float64{40, 0}, Boardable: true},
			{WayID: 7, Class: "residential", Nodes: []geo.NodeID{-3, 11}, Line: orb.LineString{{113.53, 22.12}, {113.54, 22.12}}},
			{WayID: 8, Name: "高速", Class: "motorway", Nodes: []geo.NodeID{20, 21}, Line: orb.LineString{{113.5, 22.15}, {113.6, 22.15}},
				Passage: [geo.NumTravellers]geo.Passage{geo.Motorcar: geo.Forward}},
		},
		Stops: []geo.NodeStop{{Node: 5, Stops: [geo.NumTravellers]bool{geo.Motorcar: true}}, {Node: 11, Stops: [geo.NumTravellers]bool{true, true, true}}},
		Turns: []geo.Turn{
			{Relation: 4, Kind: "no_left_turn", FromWay: 7, ToWay: 8, Path: []geo.NodeID{9_000_000_000, -3, 11}},
			{Relation: 5, Kind: "no_entry", FromWay: 8, ToWay: 7, ViaWays: []int64{7, 9}, Path: []geo.NodeID{20, 21, -3, 11}},
			{Relation: 5, Kind: "no_entry", FromWay: 1, ToWay: 7, Path: []geo.NodeID{1, -3, 11}},
		},
		Barriers: []geo.Barrier{{WayID: -2, Kind: "natural=water", Line: orb.LineString{{113.5, 22.1}, {113.55, 22.2}}}, {WayID: 8, Kind: "highway=motorway", Line: orb.LineString{{113.5, 22.15}, {113.6, 22.15}}}},
		Points: []geo.ResidentialPoint{
			{ID: "10", Name: "十", Point: orb.Point{113.511, 22.111}, People: noPeople, Kind: "estate", Setting: "urban", Area: "a1", Attributes: map[string]string{"resettlement": "yes", "floor_m2": "1050.5"}},
			{ID: "9", Point: orb.Point{113.521, 22.111}, People: geo.People{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, Estimate: true},
		},
		Lists: []geo.FacilityList{{Service: "clinic"}, {Service: "elder_station", Incomplete: true}},
		Facilities: []geo.Facility{
			{Service: "clinic", ID: "1", Name: "<b>卫生站</b>", Point: orb.Point{113.52, 22.12}, Status: geo.Active, Capacity: 12.5, CapacityUnit: "beds", AreaM2: -1, OpeningHours: "Mo-Fr 08:00-18:00",
				Opened: "2020", Address: "路1号", Serves: []string{"a;1", "a2"}, Area: "a1", Attributes: map[string]string{"等级": "=cmd()", "b": "2"}},
			{Service: "clinic", ID: "2", Point: orb.Point{113.53, 22.12}, Status: geo.Closed, Capacity: -1, AreaM2: 0, Closed: "2024-05-01"},
		},
		Idle: []geo.IdleBuilding{
			{ID: "n10", Use: "amenity=library", Point: orb.Point{113.54, 22.13}, FootprintM2: -1},
			{ID: "w9", Name: "'旧'学校", Use: "building=school", Point: orb.Point{113.55, 22.13}, FootprintM2: 1250},
		},
		Areas: []geo.Area{
			{ID: "a1", Name: "一", Level: "community", Parent: "t", Kind: "居委会", Setting: "urban", Population: 100, Registered: -1, Households: 30, Attributes: map[string]string{"code": "01"}, Shape: square},
			{ID: "t", Level: "town", Population: -1, Registered: -1, Households: -1},
		},
		Entrances: []geo.Entrance{{OwnerKind: geo.FacilityOwner, OwnerID: "clinic:1", Point: orb.Point{113.52, 22.121}}, {OwnerKind: geo.ResidentOwner, OwnerID: "10", Point: orb.Point{113.511, 22.1111}}},
		Extent:    geo.Extent{Shape: square, Source: geo.ExtentDeclared},
		Reported:  []geo.Reported{{Indicator: "ZJ-04", Value: "12", Unit: "个", Year: 2024, Source: "公报"}, {Indicator: "ZJ-04", Area: "t", Value: "0.5", Year: 2023}},
		Sources:   []geo.Source{{Kind: "streets", SHA256: "ab", DataDate: "2026-01-01", Datum: "WGS 84"}, {Kind: "residents", SHA256: "cd", Datum: "GCJ-02", Options: "population=12"}},
	}
}

func newWorkspace(t testing.TB) *Workspace {
	t.Helper()
	w, err := OpenOrCreate(filepath.Join(t.TempDir(), "town.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func TestTownComesBackAsItWasPut(t *testing.T) {
	w := newWorkspace(t)
	want := smallTown()
	shuffled := smallTown()
	slices.Reverse(shuffled.Points)
	slices.Reverse(shuffled.Facilities)
	slices.Reverse(shuffled.Areas)
	slices.Reverse(shuffled.Idle)
	slices.Reverse(shuffled.Entrances)
	slices.Reverse(shuffled.Barriers)
	shuffled.Turns = append(shuffled.Turns[1:], shuffled.Turns[0]) // those of one relation keep their order
	slices.Reverse(shuffled.Lists)
	for _, town := range []geo.Town{want, shuffled, want} { // the second one replaces the first
		if err := w.PutTown(t.Context(), town); err != nil {
			t.Fatal(err)
		}
		got, err := w.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestStreetsComeInOrderOfWayAndPart(t *testing.T) {
	w := newWorkspace(t)
	town := smallTown()
	s := town.Streets
	if err := w.PutTown(t.Context(), geo.Town{Streets: []geo.Street{s[2], s[0], s[1]}}); err != nil {
		t.Fatal(err)
	}
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, got.Streets); diff != "" {
		t.Error(diff)
	}
}

func TestPutTownRefusesRepeatedIDsAndKeepsWhatWasThere(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	bad := smallTown()
	bad.Points = append(bad.Points, bad.Points[0])
	if err := w.PutTown(t.Context(), bad); err == nil {
		t.Fatal("a town in which an id stands twice was accepted")
	}
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(smallTown(), got); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyWorkspaceIsAnEmptyTown(t *testing.T) {
	got, err := newWorkspace(t).Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(geo.Town{}, got); diff != "" {
		t.Error(diff)
	}
}

// bigTown has n streets of five nodes, n/8 points and n/100 facilities.
func bigTown(n int) geo.Town {
	random := rand.New(rand.NewPCG(1, 2))
	var town geo.Town
	at := func() orb.Point {
		return orb.Point{geo.Round7(113.5 + random.Float64()/10), geo.Round7(22.1 + random.Float64()/10)}
	}
	for i := range n {
		s := geo.Street{WayID: int64(1_000_000 + i/3), Name: fmt.Sprint("Street ", i/30), Class: "residential", Boardable: true, Passage: [3]geo.Passage{3, 3, 1}}
		for range 5 {
			s.Nodes = append(s.Nodes, geo.NodeID(random.Int64N(1e10)))
			s.Line = append(s.Line, at())
		}
		town.Streets = append(town.Streets, s)
	}
	for i := range n / 8 {
		town.Points = append(town.Points, geo.ResidentialPoint{ID: fmt.Sprintf("P%07d", i), Point: at(), People: geo.People{10, 1, 1, 1, 3, 2, 1, 0, 6, -1, 4}})
	}
	for i := range n / 100 {
		town.Facilities = append(town.Facilities, geo.Facility{Service: "clinic", ID: fmt.Sprintf("%05d", i), Point: at(), Status: geo.Active})
	}
	return town
}

// A town of the size of Macau: 14,000 street segments, 1,750 points.
func BenchmarkTown(b *testing.B) {
	w := newWorkspace(b)
	if err := w.PutTown(b.Context(), bigTown(14000)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Town(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPutTown(b *testing.B) {
	w := newWorkspace(b)
	town := bigTown(14000)
	b.ReportAllocs()
	for b.Loop() {
		if err := w.PutTown(b.Context(), town); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever numbers another program gave to the rows, each is read once.
func TestRangesOfRowsAreSplitWhole(t *testing.T) {
	for _, r := range []fidRange{{1, 2}, {1, 1}, {1, 7}, {math.MinInt64, math.MaxInt64}, {-1, math.MaxInt64}, {math.MinInt64, math.MinInt64 + 1}, {math.MaxInt64, math.MaxInt64}} {
		halves := r.halves()
		for _, fid := range []int64{r.first, r.last, r.first/2 + r.last/2, min(max(5, r.first), r.last)} {
			fid = min(max(fid, r.first), r.last)
			held := 0
			for _, half := range halves {
				if half.first <= fid && fid <= half.last {
					held++
				}
			}
			if held != 1 {
				t.Errorf("%v: row %d is in %d of %v", r, fid, held, halves)
			}
		}
		if n := r.expected(); n < 1 || n > 1<<20 {
			t.Errorf("%v: room for %d rows", r, n)
		}
	}
	if halves := (fidRange{0, -1}).halves(); !halves[0].empty() || !halves[1].empty() {
		t.Errorf("nothing splits into %v", halves)
	}
}

// Streets come in two halves, in whatever order they were stored.
func TestStreetsOutOfOrder(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, statement := range []string{ // the last come first, far below all others
		`UPDATE street SET fid = fid - 9000000000000000000 WHERE fid = (SELECT max(fid) FROM street)`,
		`UPDATE residential_point SET fid = fid + 9000000000000000000 WHERE fid = (SELECT min(fid) FROM residential_point)`,
	} {
		if _, err := w.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	wantSmallTown(t, path)
}
