package town

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// SamePlaceM is how near to another idle place, in metres, an idle building is the same place to those who come: a
// school and its gymnasium. It is also the least that junctions are apart where nobody says how far.
const SamePlaceM = 50

// idle are the places of closed and of planned facilities, and the idle public buildings of the town.
func (p *Prepared) idle() (all []place) {
	for i := range p.analysis.Area.Facilities {
		if f := &p.analysis.Area.Facilities[i]; f.Status != geo.Active {
			all = append(all, open(Candidate{ID: "idle-" + f.Service + "-" + f.ID, Name: f.Name, At: f.Point, Cost: 1}))
		}
	}
	for i := range p.analysis.Area.Idle {
		b := &p.analysis.Area.Idle[i]
		inside := open(Candidate{ID: "idle-" + b.ID, Name: b.Label(), At: b.Point, Cost: 1})
		inside.building = int32(i)
		all = append(all, inside)
	}
	return all
}

// spreadBuildings leaves out the idle buildings that are the same place as another one: as a candidate of a list, as the
// place of a facility, or as an idle building that is larger, or, of equal ones, comes first by id. Only what may be
// chosen counts: who lies on forbidden land, or on no street, hides nobody.
func (p *Prepared) spreadBuildings() {
	if !p.q.Make.Idle || len(p.analysis.Area.Idle) == 0 {
		return
	}
	var buildings []int
	var taken geo.Index
	for i := range p.places {
		switch c := &p.places[i]; {
		case c.junction || c.facility != none || !p.onStreet(c.At): // the last are named later
		case c.building != none:
			buildings = append(buildings, i)
		default:
			taken.Insert(c.At.Bound(), int32(i))
		}
	}
	footprint := func(i int) float64 { return p.analysis.Area.Idle[p.places[i].building].FootprintM2 }
	slices.SortFunc(buildings, func(a, b int) int {
		return cmp.Or(cmp.Compare(footprint(b), footprint(a)), cmp.Compare(p.places[a].ID, p.places[b].ID))
	})
	hidden := make(map[string]bool)
	var ids []string
	for _, i := range buildings {
		at, near := p.places[i].At, false
		taken.Search(geo.NewFrame(at).Box(SamePlaceM+1), func(k int32) bool {
			near = geo.Distance(p.places[k].At, at) < SamePlaceM
			return !near
		})
		if !near {
			taken.Insert(at.Bound(), int32(i))
			continue
		}
		hidden[p.places[i].ID] = true
		ids = append(ids, p.places[i].ID)
	}
	p.places = slices.DeleteFunc(p.places, func(c place) bool { return c.building != none && hidden[c.ID] })
	p.found.TooClose = left(ids)
}

// onStreet reports whether a leg leads from a place to any street.
func (p *Prepared) onStreet(at orb.Point) bool {
	return len(p.router.Network.Legs(nil, at, p.router.Profile.Access.LimitM, p.router.Area.Barrier)) > 0
}
