package sample

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lifecircle/geo"
)

func areaOf(shape orb.MultiPolygon) float64 {
	return planar.Area(shape) * metresPerDegreeLat * metresPerDegreeLon
}

func TestPeopleOfAreasAreThePeopleInThem(t *testing.T) {
	town := sampleTown()
	people, households := map[string]int64{}, map[string]int64{}
	for _, p := range town.Points {
		found := map[string]int{}
		for _, a := range town.Areas {
			if geo.Contains(a.Shape, p.Point) {
				found[a.Level]++
				people[a.ID] += int64(p.People[geo.All])
				households[a.ID] += int64(p.People[geo.Households])
			}
		}
		if found["community"] != 1 || found["town"] != 1 || found["county"] != 1 {
			t.Errorf("%s %s at %v lies in %v", p.ID, p.Name, p.Point, found)
		}
	}
	byParent := map[string]int64{}
	for _, a := range town.Areas {
		if a.Population != people[a.ID] || a.Households != households[a.ID] {
			t.Errorf("%s %s states %d people in %d households, its points have %d in %d", a.ID, a.Name, a.Population, a.Households, people[a.ID], households[a.ID])
		}
		byParent[a.Parent] += a.Population
	}
	for _, a := range town.Areas {
		if a.Level != "community" && byParent[a.ID] != a.Population {
			t.Errorf("%s states %d people, its parts %d", a.Name, a.Population, byParent[a.ID])
		}
	}
}

func TestAreasTileTheLand(t *testing.T) {
	town := sampleTown()
	size, edges := map[string]float64{}, map[[2]orb.Point]string{}
	var land float64
	count := map[string]int{}
	for _, a := range town.Areas {
		size[a.Level] += areaOf(a.Shape)
		count[a.Level]++
		if a.Level == "county" {
			land = areaOf(a.Shape)
		}
		if a.Level != "community" {
			continue
		}
		for _, polygon := range a.Shape {
			for _, r := range polygon {
				if r[0] != r[len(r)-1] {
					t.Errorf("%s: a ring is open", a.Name)
				}
				for i := 1; i < len(r); i++ {
					e := [2]orb.Point{r[i-1], r[i]}
					if other, taken := edges[e]; taken {
						t.Errorf("%s and %s lie on the same side of %v", a.Name, other, e)
					}
					edges[e] = a.Name
				}
			}
		}
	}
	for level, m2 := range size {
		if math.Abs(m2-land) > 1 {
			t.Errorf("areas of level %s measure %.1f m², the land %.1f m²", level, m2, land)
		}
	}
	if count["county"] != 1 || count["town"] < 10 || count["community"] < 50 {
		t.Errorf("areas: %v", count)
	}
	// What is no other community's edge is the border of the land.
	border := 0
	for e := range edges {
		if _, shared := edges[[2]orb.Point{e[1], e[0]}]; !shared {
			border++
		}
	}
	rings := 0
	for _, a := range town.Areas {
		if a.Level == "county" {
			for _, polygon := range a.Shape {
				for _, r := range polygon {
					rings += len(r) - 1
				}
			}
		}
	}
	if border != rings {
		t.Errorf("%d stretches of community borders are no other community's; the city's border has %d", border, rings)
	}
}

func TestOuterRingsAreCounterClockwise(t *testing.T) {
	for _, a := range sampleTown().Areas {
		for _, polygon := range a.Shape {
			for i, r := range polygon {
				if (r.Orientation() == orb.CCW) != (i == 0) {
					t.Errorf("%s: ring %d turns the wrong way", a.Name, i)
				}
			}
		}
	}
}

func TestExtentIsLargerThanTheTown(t *testing.T) {
	town := sampleTown()
	if town.Extent.Source != geo.ExtentDeclared {
		t.Fatalf("extent is %s", town.Extent.Source)
	}
	for _, a := range town.Areas {
		for _, polygon := range a.Shape {
			for _, p := range polygon[0] {
				if !geo.Contains(town.Extent.Shape, p) {
					t.Fatalf("%s reaches out of the extent at %v", a.Name, p)
				}
			}
		}
	}
	for _, p := range town.Points {
		if !geo.Contains(town.Extent.Shape, p.Point) {
			t.Errorf("%s lies outside the extent", p.ID)
		}
	}
}
