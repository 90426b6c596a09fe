package main_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	store "lifecircle/data"
	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/geo/geotest/realdata"
	"lifecircle/isochrone"
)

// Catchments of real towns are held against the travel times point by point: of a sample of facilities one by one, and
// of all of a service together, on foot and by car, with their barriers and with turn rules.
func TestCatchmentsOfRealTowns(t *testing.T) {
	for _, town := range []struct {
		name, streets, service string
		lists                  func(t *testing.T, dir, w, extract string) (residents, facilities []map[string]string)
	}{
		{"macau", "macau/macau_roads.osm.pbf", "kindergarten", func(t *testing.T, dir, w, _ string) (residents, facilities []map[string]string) {
			return importLists(t, dir, w, "macau/residential_points.csv", "macau/macau_kindergartens.csv", "kindergarten", nil)
		}},
		{"saopaulo", "saopaulo/spo.osm.pbf", "clinic", func(t *testing.T, dir, w, _ string) (residents, facilities []map[string]string) {
			return importLists(t, dir, w, "saopaulo/spo_hexgrid.csv", "saopaulo/spo_hexgrid.csv", "clinic",
				func(row map[string]string) bool { return row["healthcare"] != "0" })
		}},
		{"liechtenstein", "liechtenstein/liechtenstein.osm.pbf", "pharmacy", importListsFromOSM},
	} {
		t.Run(town.name, func(t *testing.T) {
			extract := realdata.Path(t, town.streets)
			dir := t.TempDir()
			w := filepath.Join(dir, "town.gpkg")
			run(t, "import", "streets", withTurnRules(t, extract, filepath.Join(dir, "ruled.osm")), "-w", w)
			town.lists(t, dir, w, extract)
			area := studyAreaOf(t, w)
			if (len(area.Barriers) == 0 && town.name != "macau") || len(area.Turns) == 0 { // the extract of Macau holds roads alone
				t.Fatalf("%d barriers and %d turn rules", len(area.Barriers), len(area.Turns))
			}
			for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
				t.Run(string(mode), func(t *testing.T) {
					profile, err := isochrone.BuiltinProfile(mode)
					if err != nil {
						t.Fatal(err)
					}
					router, err := isochrone.NewRouter(t.Context(), area, profile)
					if err != nil {
						t.Fatal(err)
					}
					first, end := area.FacilitiesOf(town.service)
					all := make([]int32, 0, end-first)
					for f := first; f < end; f++ {
						all = append(all, int32(f))
					}
					checkCatchments(t, router, all)
					for i := 0; i < len(all); i += 1 + len(all)/8 {
						checkCatchments(t, router, all[i:i+1])
					}
				})
			}
		})
	}
}

func studyAreaOf(t *testing.T, workspace string) *geo.StudyArea {
	t.Helper()
	w, err := store.OpenReadOnly(workspace)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

func checkCatchments(t *testing.T, router *isochrone.Router, facilities []int32) {
	t.Helper()
	const minute = 60_000
	cutoffs := []int64{5 * minute, 6 * minute, 15 * minute, 30 * minute}
	catchments, err := router.Catchments(t.Context(), facilities, cutoffs)
	if err != nil {
		t.Fatal(err)
	}
	times, err := router.Times(context.Background(), facilities)
	if err != nil {
		t.Fatal(err)
	}
	best := make(map[orb.Point]int64) // of points on one spot the best counts
	for i, p := range router.Area.Points {
		if ms, seen := best[p.Point]; !seen || times[i].Ms < ms {
			best[p.Point] = times[i].Ms
		}
	}
	own := make(map[orb.Point]bool)
	for _, f := range router.Area.Facilities {
		own[f.Point] = true // may be within reach by a way that nobody else has
	}
	for k, c := range catchments {
		for _, fault := range geotest.ShapeFaults(c.Shape) {
			t.Errorf("%d ms: %s", c.CutoffMs, fault)
		}
		if k > 0 {
			for _, fault := range geotest.NestingFaults(catchments[k-1].Shape, c.Shape) {
				t.Errorf("%d in %d ms: %s", catchments[k-1].CutoffMs, c.CutoffMs, fault)
			}
		}
		within := 0
		for i, p := range router.Area.Points {
			if times[i].Ms <= c.CutoffMs {
				within++
			}
			if want := best[p.Point] <= c.CutoffMs; !own[p.Point] && geo.Contains(c.Shape, p.Point) != want {
				t.Errorf("%s takes %d ms: inside the shape of %d ms: %v", p.ID, best[p.Point], c.CutoffMs, !want)
			}
		}
		if len(c.Points) != within {
			t.Errorf("%d points are listed within %d ms, %d are", len(c.Points), c.CutoffMs, within)
		}
		for _, f := range facilities {
			if at := router.Area.Facilities[f]; c.CutoffMs >= 30*minute && router.OnNetwork(int(f)) && !geo.Contains(c.Shape, at.Point) {
				t.Errorf("facility %s is not inside its own catchment", at.ID)
			}
		}
	}
	parts, vertices := 0, 0
	for _, c := range catchments {
		for _, polygon := range c.Shape {
			for _, ring := range polygon {
				parts, vertices = parts+1, vertices+len(ring)
			}
		}
	}
	t.Logf("%d facilities: %d rings of %d vertices", len(facilities), parts, vertices)
}
