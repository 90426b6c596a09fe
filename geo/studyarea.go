package geo

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
)

// StudyArea is one immutable town, checked and indexed: what every analysis is a function of.
// Points, areas and idle buildings are sorted by id, lists by service, facilities by service and id, reported numbers by
// indicator, area and year, all in byte order.
// It is safe for concurrent use; nothing in it may be changed.
type StudyArea struct {
	Town
	Barrier *BarrierIndex

	levels    []string
	areaAt    map[string][]int32 // level -> for each residential point its area, or -1
	people    [NumGroups]bool
	ofOwner   map[owner][]orb.Point
	areaIndex map[string]int32
	tabled    map[string]bool // levels on which some area has no shape
	parts     func() *fingerprintParts
	ofLevel   func() map[string][]int32 // level -> for each facility its area, or -1
}

type owner struct {
	kind OwnerKind
	id   string
}

// NewStudyArea sorts, checks and indexes a town. It takes the town's slices over.
// An error means that the town contradicts itself, which importers do not let happen.
func NewStudyArea(t Town) (*StudyArea, error) {
	slices.SortStableFunc(t.Points, func(a, b ResidentialPoint) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(t.Areas, func(a, b Area) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(t.Facilities, func(a, b Facility) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(t.Idle, func(a, b IdleBuilding) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(t.Reported, compareReported)
	slices.SortStableFunc(t.Lists, func(a, b FacilityList) int { return cmp.Compare(a.Service, b.Service) })
	s := &StudyArea{Town: t, Barrier: NewBarrierIndex(t.Barriers), ofOwner: make(map[owner][]orb.Point)}
	if err := s.check(); err != nil {
		return nil, err
	}
	if len(s.Extent.Shape) == 0 {
		s.Extent = Extent{Hull(s.Streets), ExtentHull}
	}
	for _, e := range t.Entrances {
		key := owner{e.OwnerKind, e.OwnerID}
		s.ofOwner[key] = append(s.ofOwner[key], e.Point)
	}
	for i := range t.Points {
		for g, n := range t.Points[i].People {
			s.people[g] = s.people[g] || n != NoData
		}
	}
	s.assignAreas()
	s.derive()
	return s, nil
}

// derive prepares what is computed of the town when it is first asked for.
func (s *StudyArea) derive() {
	s.parts = sync.OnceValue(func() *fingerprintParts { return newFingerprintParts(&s.Town) })
	s.ofLevel = sync.OnceValue(s.assignFacilities)
}

// HasGroup reports whether any residential point counts the group: whether its column was imported.
func (s *StudyArea) HasGroup(g Group) bool { return s.people[g] }

// HasList reports whether a list of the service was imported, be it empty.
func (s *StudyArea) HasList(service string) bool {
	return slices.ContainsFunc(s.Lists, func(l FacilityList) bool { return l.Service == service })
}

// IncompleteList reports whether the list of a service is known not to be complete.
func (s *StudyArea) IncompleteList(service string) bool {
	return slices.ContainsFunc(s.Lists, func(l FacilityList) bool { return l.Service == service && l.Incomplete })
}

// FacilitiesOf returns the range of indexes [first, end) of the facilities of a service.
func (s *StudyArea) FacilitiesOf(service string) (first, end int) {
	byService := func(f Facility, service string) int { return cmp.Compare(f.Service, service) }
	first, _ = slices.BinarySearchFunc(s.Facilities, service, byService)
	end, _ = slices.BinarySearchFunc(s.Facilities, service+"\x00", byService)
	return first, end
}

// PointByID finds a residential point by its id.
func (s *StudyArea) PointByID(id string) (index int, found bool) {
	return slices.BinarySearchFunc(s.Points, id, func(p ResidentialPoint, id string) int { return cmp.Compare(p.ID, id) })
}

// FacilityDoors are the positions at which a facility is entered: its entrances, else its own position.
func (s *StudyArea) FacilityDoors(index int) []orb.Point {
	f := &s.Facilities[index]
	if doors := s.ofOwner[owner{FacilityOwner, f.Service + ":" + f.ID}]; doors != nil {
		return doors
	}
	if doors := s.ofOwner[owner{FacilityOwner, f.ID}]; doors != nil {
		return doors
	}
	return []orb.Point{f.Point}
}

// PointDoors are the positions from which the people of a residential point set out.
func (s *StudyArea) PointDoors(index int) []orb.Point {
	p := &s.Points[index]
	if doors := s.ofOwner[owner{ResidentOwner, p.ID}]; doors != nil {
		return doors
	}
	return []orb.Point{p.Point}
}

// Bound is the smallest box around streets, points, facilities and areas; false if the town is empty.
func (s *StudyArea) Bound() (orb.Bound, bool) {
	low, high := orb.Point{math.Inf(1), math.Inf(1)}, orb.Point{math.Inf(-1), math.Inf(-1)}
	extend := func(p orb.Point) {
		low = orb.Point{min(low[0], p[0]), min(low[1], p[1])}
		high = orb.Point{max(high[0], p[0]), max(high[1], p[1])}
	}
	for i := range s.Streets {
		for _, p := range s.Streets[i].Line {
			extend(p)
		}
	}
	for i := range s.Points {
		extend(s.Points[i].Point)
	}
	for i := range s.Facilities {
		extend(s.Facilities[i].Point)
	}
	for i := range s.Areas {
		if len(s.Areas[i].Shape) > 0 {
			box := s.Areas[i].Shape.Bound()
			extend(box.Min)
			extend(box.Max)
		}
	}
	if low[0] > high[0] {
		return orb.Bound{}, false
	}
	return orb.Bound{Min: low, Max: high}, true
}
