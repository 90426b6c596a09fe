package coverage

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Remedies are what would bring an uncovered residential point within the cutoff of a service, each on its own. Every
// one was tried: the times are those of the town with the edit done.
type Remedies struct {
	Scenarios  []ScenarioRemedy `json:"scenarios"`  // of those that were named, in their order
	Facilities []FacilityRemedy `json:"facilities"` // planned or closed ones of the service that would do if they were open, by time
	Gates      []GateRemedy     `json:"gates"`      // which would do if they stopped nobody, by time

	TriedGates       int `json:"tried_gates"`
	UntriedGates     int `json:"untried_gates"` // near enough in a straight line, but past the bound of trials
	UntriedScenarios int `json:"untried_scenarios"`
}

// MaxTrials bounds the gates, and the scenarios, that are tried for one point.
const MaxTrials = 20

// ScenarioRemedy is what a scenario does for the point.
type ScenarioRemedy struct {
	Name         string     `json:"name"`
	Covers       bool       `json:"covers"`
	FacilityID   *string    `json:"facility_id"` // the nearest, if it is within the cutoff
	FacilityName *string    `json:"facility_name"`
	Seconds      *float64   `json:"seconds"` // to it; null by distance
	Metres       *float64   `json:"metres,omitempty"`
	Cannot       *geo.Words `json:"cannot,omitempty"` // why its edits cannot be done in this town
}

// FacilityRemedy is a facility that is not in use.
type FacilityRemedy struct {
	FacilityID   string     `json:"facility_id"`
	FacilityName string     `json:"facility_name"`
	Status       geo.Status `json:"status"` // planned or closed
	Seconds      *float64   `json:"seconds"`
	Metres       *float64   `json:"metres,omitempty"`
}

// GateRemedy is a node that stops the traveller.
type GateRemedy struct {
	Node         geo.NodeID `json:"node"`
	Position     orb.Point  `json:"position"` // longitude, latitude
	FacilityID   string     `json:"facility_id"`
	FacilityName string     `json:"facility_name"`
	Seconds      *float64   `json:"seconds"`
	Metres       *float64   `json:"metres,omitempty"`
}

// remedies looks for what would bring the point within the cutoff of the service asked for.
func (v *view) remedies(ctx context.Context) (*Remedies, error) {
	r := &Remedies{Scenarios: []ScenarioRemedy{}, Facilities: v.unused(), Gates: []GateRemedy{}}
	scenarios := v.ask.Scenarios[:min(len(v.ask.Scenarios), MaxTrials)]
	r.UntriedScenarios = len(v.ask.Scenarios) - len(scenarios)
	for _, s := range scenarios {
		remedy, err := v.tryScenario(ctx, s)
		if err != nil {
			return nil, err
		}
		r.Scenarios = append(r.Scenarios, remedy)
	}
	gates := v.gates()
	r.TriedGates = min(len(gates), MaxTrials)
	r.UntriedGates = len(gates) - r.TriedGates
	return r, v.tryGates(ctx, r, gates[:r.TriedGates])
}

// unused lists the planned and closed facilities of the service within the cutoff. The router knows the way to them as
// to any other.
func (v *view) unused() []FacilityRemedy {
	var times []isochrone.Time
	first, end := v.Area.FacilitiesOf(v.ask.Service)
	for f := first; f < end; f++ {
		if t := v.outward.Time(int32(f)); v.Area.Facilities[f].Status != geo.Active && t.Ms <= v.cutoff() {
			times = append(times, t)
		}
	}
	slices.SortStableFunc(times, func(x, y isochrone.Time) int { return cmp.Compare(x.Ms, y.Ms) })
	all := []FacilityRemedy{}
	for _, t := range times[:min(len(times), MaxNearest)] {
		f := &v.Area.Facilities[t.Facility]
		remedy := FacilityRemedy{FacilityID: f.ID, FacilityName: f.Name, Status: f.Status}
		remedy.Seconds, remedy.Metres = v.length(t.Ms)
		all = append(all, remedy)
	}
	return all
}

func (v *view) tryScenario(ctx context.Context, s geo.Scenario) (ScenarioRemedy, error) {
	remedy := ScenarioRemedy{Name: s.Name}
	edited, err := v.base.With(s)
	if err != nil {
		words := geo.WordsOf(err)
		remedy.Cannot = &words
		return remedy, nil
	}
	near, err := v.near(edited)
	if err != nil {
		return remedy, err
	}
	t, f, err := v.timeIn(ctx, near)
	if err != nil || t.Ms > v.cutoff() {
		return remedy, err
	}
	remedy.Covers, remedy.FacilityID, remedy.FacilityName = true, &f.ID, &f.Name
	remedy.Seconds, remedy.Metres = v.length(t.Ms)
	return remedy, nil
}

// gate is a node that stops the traveller. No way through it is shorter than atLeastM.
type gate struct {
	node     geo.NodeID
	at       orb.Point
	atLeastM float64
}

// gates lists the nodes that stop the traveller and through which, in straight lines, a facility could be within the
// cutoff, the shortest such line first.
func (v *view) gates() []gate {
	stops := make(map[geo.NodeID]bool)
	for _, s := range v.Area.Stops {
		if s.Stops[v.traveller()] {
			stops[s.Node] = true
		}
	}
	var facilities []orb.Point
	for _, f := range v.active([]string{v.ask.Service}) {
		facilities = append(facilities, v.Area.FacilityDoors(int(f))...)
	}
	leastM := func(at orb.Point, to []orb.Point) float64 {
		m := math.Inf(1)
		for _, p := range to {
			m = min(m, geo.Distance(at, p))
		}
		return m
	}
	var gates []gate
	reachM, box, doors := v.reachM(), v.around(), v.Area.PointDoors(v.point)
	for i := range v.Area.Streets {
		s := &v.Area.Streets[i]
		if !s.Line.Bound().Intersects(box) {
			continue
		}
		for k, node := range s.Nodes {
			if !stops[node] {
				continue
			}
			delete(stops, node) // nodes are shared by streets
			m := leastM(s.Line[k], doors)
			if m > reachM { // most are: facilities need not be looked at
				continue
			}
			if m += leastM(s.Line[k], facilities); m <= reachM {
				gates = append(gates, gate{node, s.Line[k], m})
			}
		}
	}
	slices.SortFunc(gates, func(x, y gate) int { return cmp.Or(cmp.Compare(x.atLeastM, y.atLeastM), cmp.Compare(x.node, y.node)) })
	return gates
}

func (v *view) tryGates(ctx context.Context, r *Remedies, gates []gate) error {
	if len(gates) == 0 {
		return nil
	}
	near, err := v.near(v.Area)
	if err != nil {
		return err
	}
	for _, g := range gates {
		edited, err := near.With(geo.Scenario{Edits: []geo.Edit{geo.OpenGate{Node: g.node}}})
		if err != nil {
			return err
		}
		t, f, err := v.timeIn(ctx, edited)
		if err != nil {
			return err
		}
		if t.Ms > v.cutoff() {
			continue
		}
		remedy := GateRemedy{Node: g.node, Position: g.at, FacilityID: f.ID, FacilityName: f.Name}
		remedy.Seconds, remedy.Metres = v.length(t.Ms)
		r.Gates = append(r.Gates, remedy)
	}
	slices.SortStableFunc(r.Gates, func(x, y GateRemedy) int {
		return cmp.Or(cmp.Compare(*cmp.Or(x.Seconds, x.Metres), *cmp.Or(y.Seconds, y.Metres)), cmp.Compare(x.Node, y.Node))
	})
	return nil
}

// timeIn is the time of the point, the only one of a study area, and the facility it leads to.
func (v *view) timeIn(ctx context.Context, area *geo.StudyArea) (isochrone.Time, *geo.Facility, error) {
	router, err := isochrone.NewRouter(ctx, area, v.ask.Profile)
	if err != nil {
		return isochrone.Time{}, nil, err
	}
	times, err := router.Times(ctx, New(area).active([]string{v.ask.Service}))
	if err != nil || !times[0].Reached() {
		return isochrone.Time{Ms: isochrone.Never}, nil, err
	}
	return times[0], &area.Facilities[times[0].Facility], nil
}

// near is what of a town can matter to the point within the cutoff: whatever lies within the distance that the fastest
// could travel, and a leg more, so that the piece of street nearest to a facility is there too. In it the times within
// the cutoff are those of the whole town; longer ones are not.
func (v *view) near(area *geo.StudyArea) (*geo.StudyArea, error) {
	box := v.around()
	town := area.Town
	town.Points, town.Areas = slices.Clone(v.Area.Points[v.point:v.point+1]), nil
	town.Points[0].Area = ""
	town.Streets = within(area.Streets, func(s *geo.Street) bool { return s.Line.Bound().Intersects(box) })
	town.Barriers = within(area.Barriers, func(b *geo.Barrier) bool { return b.Line.Bound().Intersects(box) })
	town.Facilities = within(area.Facilities, func(f *geo.Facility) bool { return f.Service == v.ask.Service })
	town.Stops, town.Turns = slices.Clone(area.Stops), slices.Clone(area.Turns)
	town.Lists, town.Entrances = slices.Clone(area.Lists), slices.Clone(area.Entrances)
	town.Extent = area.Extent
	return geo.NewStudyArea(town)
}

// around is a box that holds whatever the point can reach within the cutoff, and a leg more.
func (v *view) around() (box orb.Bound) {
	for i, door := range v.Area.PointDoors(v.point) {
		of := circleBox(door, v.reachM()+v.ask.Profile.Access.LimitM)
		if i == 0 {
			box = of
		}
		box = box.Union(of)
	}
	return box
}

func within[T any](all []T, keep func(*T) bool) (kept []T) {
	for i := range all {
		if keep(&all[i]) {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// reachM is the distance that nobody can outrun within the cutoff, and a metre for rounding.
func (v *view) reachM() float64 {
	p := &v.ask.Profile
	fastest := max(p.SpeedKmh, p.Access.SpeedKmh)
	for _, kmh := range p.SpeedsKmh {
		fastest = max(fastest, kmh)
	}
	return seconds(v.cutoff())*fastest/3.6 + 1
}

// traveller is the kind of road user of the profile.
func (v *view) traveller() geo.Traveller {
	for t := range geo.NumTravellers {
		if t.String() == v.ask.Profile.Traveller {
			return t
		}
	}
	return geo.Foot // no profile has another
}
