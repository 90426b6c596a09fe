package data

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"lifecircle/geo"
)

// Whatever a town holds, in whatever order, it comes back the same and in the order that Town promises.
func TestEveryTownComesBack(t *testing.T) {
	w, err := OpenOrCreate(filepath.Join(t.TempDir(), "town.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	text := rapid.StringN(0, 6, 20)
	number := rapid.OneOf(rapid.Just(-1.0), rapid.Float64Range(0, 1e9))
	count := rapid.OneOf(rapid.Just(int32(-1)), rapid.Int32Min(0))
	position := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{geo.Round7(rapid.Float64Range(-180, 180).Draw(t, "lon")), geo.Round7(rapid.Float64Range(-90, 90).Draw(t, "lat"))}
	})
	ids := rapid.SliceOfNDistinct(text, 0, 6, func(s string) string { return s })
	rapid.Check(t, func(r *rapid.T) {
		var town geo.Town
		for i := range rapid.IntRange(0, 5).Draw(r, "streets") {
			s := geo.Street{WayID: int64(rapid.IntRange(-2, 2).Draw(r, "way")), Name: text.Draw(r, "name"), Class: text.Draw(r, "class"), Boardable: rapid.Bool().Draw(r, "boardable")}
			for n := range s.Passage {
				s.Passage[n] = geo.Passage(rapid.IntRange(0, 3).Draw(r, "passage"))
			}
			for range rapid.IntRange(2, 5).Draw(r, "nodes") {
				s.Nodes = append(s.Nodes, geo.NodeID(rapid.Int64().Draw(r, "node")))
				s.Line = append(s.Line, position.Draw(r, "at"))
			}
			s.MaxSpeed[i%2] = float64(i)
			town.Streets = append(town.Streets, s)
		}
		for _, id := range ids.Draw(r, "points") {
			p := geo.ResidentialPoint{ID: id, Name: text.Draw(r, "name"), Point: position.Draw(r, "at"), Area: text.Draw(r, "area"), Estimate: rapid.Bool().Draw(r, "estimate")}
			for g := range p.People {
				p.People[g] = count.Draw(r, "people")
			}
			town.Points = append(town.Points, p)
		}
		for _, id := range ids.Draw(r, "facilities") {
			town.Facilities = append(town.Facilities, geo.Facility{Service: fmt.Sprint("s", rapid.IntRange(0, 2).Draw(r, "service")), ID: id, Point: position.Draw(r, "at"), Status: geo.Planned,
				Capacity: number.Draw(r, "capacity"), AreaM2: number.Draw(r, "area"), Serves: rapid.SliceOfN(text, 0, 3).Draw(r, "serves"), Attributes: rapid.MapOfN(text, text, 0, 3).Draw(r, "attributes")})
		}
		for _, id := range ids.Draw(r, "areas") {
			a := geo.Area{ID: id, Level: text.Draw(r, "level"), Population: int64(count.Draw(r, "people")), Registered: -1, Households: -1}
			if rapid.Bool().Draw(r, "shaped") {
				p := position.Draw(r, "corner")
				a.Shape = orb.MultiPolygon{{{p, {p[0] + 1, p[1]}, {p[0], p[1] + 1}, p}}}
			}
			town.Areas = append(town.Areas, a)
		}
		if err := w.PutTown(t.Context(), town); err != nil {
			r.Fatal(err)
		}
		got, err := w.Town(t.Context())
		if err != nil {
			r.Fatal(err)
		}
		slices.SortStableFunc(town.Streets, func(a, b geo.Street) int { return int(a.WayID - b.WayID) })
		slices.SortFunc(town.Points, func(a, b geo.ResidentialPoint) int { return strings.Compare(a.ID, b.ID) })
		slices.SortFunc(town.Areas, func(a, b geo.Area) int { return strings.Compare(a.ID, b.ID) })
		slices.SortFunc(town.Facilities, func(a, b geo.Facility) int { return strings.Compare(a.Service+"\x00"+a.ID, b.Service+"\x00"+b.ID) })
		if diff := cmp.Diff(town, got, cmpopts.EquateEmpty()); diff != "" {
			r.Fatal(diff)
		}
	})
}
