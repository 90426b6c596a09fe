package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Levels lists the levels of areas that the town has, in byte order.
func (s *StudyArea) Levels() []string { return s.levels }

// AreasAt gives for each residential point the index of its area of a level, or -1 if it lies in none.
//
// A point belongs to the area that its own record names, or to that area's ancestor of the level; else to the
// area it lies in (edges included), the one with the smallest id where several overlap. An area without a shape, which a
// table gave, holds whatever lies in the areas that name it as their parent.
func (s *StudyArea) AreasAt(level string) []int32 { return s.areaAt[level] }

// FacilityAreasAt gives for each facility the index of its area of a level, or -1 if it stands in none, by the same rule
// as [StudyArea.AreasAt].
func (s *StudyArea) FacilityAreasAt(level string) []int32 { return s.ofLevel()[level] }

// AreaByID finds an area by its id, else by a name that only one area has.
func (s *StudyArea) AreaByID(idOrName string) (index int32, found bool) {
	index, found = s.areaIndex[idOrName]
	return index, found && index >= 0
}

func (s *StudyArea) assignAreas() {
	s.areaIndex = make(map[string]int32, 2*len(s.Areas))
	for i := range s.Areas {
		name := s.Areas[i].Name
		if _, taken := s.areaIndex[name]; taken {
			s.areaIndex[name] = -1 // two areas of one name: the name alone says nothing
		} else {
			s.areaIndex[name] = int32(i)
		}
	}
	for i := range s.Areas {
		s.areaIndex[s.Areas[i].ID] = int32(i)
	}
	s.tabled = map[string]bool{}
	for i := range s.Areas {
		if !slices.Contains(s.levels, s.Areas[i].Level) {
			s.levels = append(s.levels, s.Areas[i].Level)
		}
		if len(s.Areas[i].Shape) == 0 {
			s.tabled[s.Areas[i].Level] = true
		}
	}
	slices.Sort(s.levels)

	index := s.indexAreas()
	s.areaAt = make(map[string][]int32, len(s.levels))
	for _, level := range s.levels {
		at := make([]int32, len(s.Points))
		for p := range s.Points {
			at[p] = s.areaOf(s.Points[p].Area, s.Points[p].Point, level, index)
		}
		s.areaAt[level] = at
	}
}

func (s *StudyArea) assignFacilities() map[string][]int32 {
	index := s.indexAreas()
	areaAt := make(map[string][]int32, len(s.levels))
	for _, level := range s.levels {
		at := make([]int32, len(s.Facilities))
		for f := range s.Facilities {
			at[f] = s.areaOf(s.Facilities[f].Area, s.Facilities[f].Point, level, index)
		}
		areaAt[level] = at
	}
	return areaAt
}

func (s *StudyArea) indexAreas() *Index {
	index := &Index{}
	for i := range s.Areas {
		if len(s.Areas[i].Shape) > 0 {
			index.Insert(s.Areas[i].Shape.Bound(), int32(i))
		}
	}
	return index
}

// areaOf finds the area of a level for something at a position whose record names an area, or none.
func (s *StudyArea) areaOf(named string, at orb.Point, level string, index *Index) int32 {
	if a := s.ancestor(named, level); a >= 0 {
		return a
	}
	if inside := s.shapeAt(at, level, index); inside >= 0 || !s.tabled[level] {
		return inside
	}
	for _, other := range s.levels {
		if other == level {
			continue
		}
		if inside := s.shapeAt(at, other, index); inside >= 0 {
			if a := s.ancestor(s.Areas[inside].Parent, level); a >= 0 && len(s.Areas[a].Shape) == 0 {
				return a
			}
		}
	}
	return -1
}

// ancestor is the area of a level that has an id or name, or that an area of this id or name belongs to; -1 for none.
func (s *StudyArea) ancestor(named, level string) int32 {
	for i, hops := named, 0; i != "" && hops < 16; hops++ { // 16: a loop of parents must end
		a, known := s.AreaByID(i)
		if !known {
			return -1
		}
		if s.Areas[a].Level == level {
			return a
		}
		i = s.Areas[a].Parent
	}
	return -1
}

// shapeAt is the area of a level whose shape holds a position, the one with the smallest id of several; -1 for none.
func (s *StudyArea) shapeAt(at orb.Point, level string, index *Index) int32 {
	inside := int32(-1)
	index.Search(at.Bound(), func(a int32) bool {
		if s.Areas[a].Level == level && (inside < 0 || a < inside) && Contains(s.Areas[a].Shape, at) {
			inside = a
		}
		return true
	})
	return inside
}

// Contains reports whether a position lies inside a multipolygon or on an edge of it, holes' edges included.
func Contains(shape orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range shape {
		inside := false
		for i, ring := range polygon {
			in, edge := ringContains(ring, p)
			if edge {
				return true
			}
			if i == 0 && !in {
				inside = false
				break
			}
			inside = i == 0 || (inside && !in)
		}
		if inside {
			return true
		}
	}
	return false
}

// ringContains counts the edges that a ray to the east crosses.
func ringContains(ring orb.Ring, p orb.Point) (inside, edge bool) {
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		side := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
		if side == 0 && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) {
			return false, true
		}
		if (a[1] > p[1]) != (b[1] > p[1]) && (side > 0) == (b[1] > a[1]) {
			inside = !inside
		}
	}
	return inside, false
}

// Hull is the convex hull of the streets, counter-clockwise; empty where there are no streets.
func Hull(streets []Street) orb.MultiPolygon {
	var points []orb.Point
	for i := range streets {
		points = append(points, streets[i].Line...)
	}
	slices.SortFunc(points, func(a, b orb.Point) int {
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		return cmp.Compare(a[1], b[1])
	})
	points = slices.Compact(points)
	if len(points) < 3 {
		return nil
	}
	half := func(points []orb.Point) orb.Ring { // Andrew's monotone chain
		var chain orb.Ring
		for _, p := range points {
			for len(chain) >= 2 {
				a, b := chain[len(chain)-2], chain[len(chain)-1]
				if (b[0]-a[0])*(p[1]-a[1])-(b[1]-a[1])*(p[0]-a[0]) > 0 {
					break
				}
				chain = chain[:len(chain)-1]
			}
			chain = append(chain, p)
		}
		return chain
	}
	lower := half(points)
	slices.Reverse(points)
	upper := half(points)
	ring := append(lower, upper[1:]...)
	if len(ring) < 4 {
		return nil
	}
	return orb.MultiPolygon{{ring}}
}

// OutsideArea is the name of the row of the people that lie in no area.
const OutsideArea = "(outside)"
