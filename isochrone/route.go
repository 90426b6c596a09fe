package isochrone

import (
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Way is how the people of a residential point get to one facility.
type Way struct {
	Time
	Stretches []Stretch // from the door to the facility; empty if the facility cannot be reached
}

// Stretch is a part of a way: a leg, or a run along one street.
type Stretch struct {
	Kind   StretchKind
	Street int32 // index of the street, -1 for legs
	Ms     int64
	Line   orb.LineString
}

// StretchKind tells the parts of a way apart.
type StretchKind string

// A way begins with an access leg and ends with an egress leg, or it is one direct walk.
const (
	AccessLeg   StretchKind = "access"
	AlongStreet StretchKind = "street"
	EgressLeg   StretchKind = "egress"
	DirectWalk  StretchKind = "direct"
)

// Outward is a search from one residential point: the times from there to everywhere.
type Outward struct {
	router    *Router
	point     int
	boardings []boarding
	keys      []key
}

// From searches outward from a residential point. Times to facilities equal those of [Router.Times]: they sum
// the same integers, from the other end.
func (r *Router) From(point int) *Outward {
	boardings := r.boardingsOf(r.Area.PointDoors(point))
	var seeds []seed
	for i := range boardings {
		b := &boardings[i]
		r.exits(b, func(state int32, ms uint32) {
			seeds = append(seeds, seed{state, makeKey(uint64(ms)+uint64(b.legMs), 0)})
		})
	}
	return &Outward{r, point, boardings, searchAll(r.Network.States, &r.Network.Out, seeds)}
}

// arrival is one of the ways to end at a facility.
type arrival struct {
	ms        int64
	state     int32     // from which the last edge is entered, -1 if none is
	direction int       // in which the facility's piece is then come to
	last      *boarding // at the facility; nil for a direct walk
	first     *boarding // at the resident, where both are on one edge
	direct    [2]orb.Point
	accessM   float64
}

// Time is the travel time to one facility.
func (o *Outward) Time(facility int32) Time {
	a, ok := o.arrive(facility)
	if !ok {
		return never
	}
	return Time{a.ms, facility, a.accessM}
}

func (o *Outward) arrive(facility int32) (best arrival, ok bool) {
	r := o.router
	offer := func(a arrival) {
		if !ok || a.ms < best.ms {
			best, ok = a, true
		}
	}
	to := &r.facilities[facility]
	for i := range to.boardings {
		there := &to.boardings[i]
		p := &r.Network.Pieces[there.piece]
		for d := range p.Ms {
			ms, passable := r.coming(there, d)
			if !passable {
				continue
			}
			for _, state := range r.Network.Entries(p.Edge, p.EdgeDirection(d)) {
				if o.keys[state] != unreached {
					offer(arrival{ms: int64(o.keys[state].plus(ms).plus(there.legMs).ms()), state: state, direction: d, last: there})
				}
			}
		}
		for k := range o.boardings {
			here := &o.boardings[k]
			if ms, passable := r.between(here, there); passable {
				offer(arrival{ms: int64(here.legMs) + int64(ms) + int64(there.legMs), state: -1, first: here, last: there})
			}
		}
	}
	if r.Profile.Access.Rule == AccessAll {
		for _, from := range r.Area.PointDoors(o.point) {
			box := geo.NewFrame(from).Box(r.Profile.Access.LimitM)
			for _, door := range to.doors {
				if !box.Contains(door) {
					continue // most are far away, and a long line meets many barriers
				}
				if d, clear := r.Area.Barrier.Straight(from, door); clear && d <= r.Profile.Access.LimitM {
					offer(arrival{ms: int64(r.Profile.legMs(d)), state: -1, direct: [2]orb.Point{from, door}, accessM: d})
				}
			}
		}
	}
	return best, ok
}

// Way is the way to one facility, drawn along the streets.
func (o *Outward) Way(facility int32) Way {
	a, ok := o.arrive(facility)
	if !ok {
		return Way{Time: never}
	}
	way := Way{Time{a.ms, facility, a.accessM}, []Stretch{{DirectWalk, -1, a.ms, a.direct[:]}}}
	if a.last != nil {
		way.Stretches, way.AccessM = o.draw(facility, a)
	}
	if o.router.Profile.Direction == FromFacility { // the search ran against the direction of travel
		turnRoundStretches(way.Stretches)
	}
	return way
}

func turnRoundStretches(stretches []Stretch) {
	slices.Reverse(stretches)
	for i := range stretches {
		stretches[i].Line.Reverse()
	}
}

// draw gathers the stretches of a way backward, from the facility to the door, and turns them round at last.
// accessM is the length of the leg from the door.
func (o *Outward) draw(facility int32, a arrival) (stretches []Stretch, accessM float64) {
	r := o.router
	there := a.last
	d := drawing{network: r.Network}
	d.back = []Stretch{{EgressLeg, -1, int64(there.legMs), orb.LineString{r.Area.FacilityDoors(int(facility))[there.door], r.foot(there)}}}
	p := &r.Network.Pieces[there.piece]
	first := a.first
	if first != nil {
		d.alongEdge(r, p.Edge, r.directionBetween(first, there), first, there)
	} else {
		d.alongEdge(r, p.Edge, p.EdgeDirection(a.direction), nil, there)
		first = o.climb(&d, a.state)
	}
	door := r.Area.PointDoors(o.point)[first.door]
	d.back = append(d.back, Stretch{AccessLeg, -1, int64(first.legMs), orb.LineString{r.foot(first), door}})
	turnRoundStretches(d.back)
	return d.back, first.legM
}

// directionBetween is the direction along the edge in which one gets from the foot of a leg to that of another.
func (r *Router) directionBetween(from, to *boarding) int {
	p := &r.Network.Pieces[from.piece]
	switch {
	case from.piece != to.piece && r.Network.Ahead(from.piece, 0, to.piece), from.piece == to.piece && to.t >= from.t:
		return p.EdgeDirection(0)
	}
	return p.EdgeDirection(1)
}

// climb follows arcs backward from a state, each from a state whose time is exactly the arc's less, until it
// comes to an edge that the resident boards. Times fall by at least 1 ms a step, so it ends.
func (o *Outward) climb(d *drawing, state int32) *boarding {
	n := o.router.Network
	for {
		if b, direction := o.boardedFor(state); b != nil {
			edge := n.Pieces[b.piece].Edge
			d.alongEdge(o.router, edge, direction, b, nil)
			return b
		}
		for i := n.In.First[state]; i < n.In.First[state+1]; i++ {
			arc := n.In.List[i]
			if o.keys[arc.State] != unreached && o.keys[arc.State].plus(arc.Ms) == o.keys[state] {
				d.alongEdge(o.router, n.In.Along[i]/2, int(n.In.Along[i]%2), nil, nil)
				state = arc.State
				break
			}
		}
	}
}

// boardedFor finds the resident's leg by which a state has its time, if it has it by a leg, and the direction in which
// its edge is then travelled.
func (o *Outward) boardedFor(state int32) (*boarding, int) {
	r := o.router
	for i := range o.boardings {
		b := &o.boardings[i]
		p := &r.Network.Pieces[b.piece]
		for d := range p.Ms {
			ms, ok := r.onward(b, d)
			if ok && makeKey(uint64(ms)+uint64(b.legMs), 0) == o.keys[state] && slices.Contains(r.Network.Exits(p.Edge, p.EdgeDirection(d)), state) {
				return b, p.EdgeDirection(d)
			}
		}
	}
	return nil, 0
}

// drawing gathers stretches backward.
type drawing struct {
	network *geo.Network
	back    []Stretch
}

// alongEdge draws the way along an edge in a direction, backward: from the foot of one leg, or from the start of the
// edge, to the foot of another, or to its end.
func (d *drawing) alongEdge(r *Router, edge int32, direction int, from, to *boarding) {
	first, end := d.network.PiecesOf(edge)
	step := int32(1) // against the direction of travel
	piece, stop := first, end-1
	if direction == 0 {
		step, piece, stop = -1, end-1, first
	}
	if to != nil {
		piece = to.piece
	}
	if from != nil {
		stop = from.piece
	}
	for ; ; piece += step {
		p := &d.network.Pieces[piece]
		along := p.EdgeDirection(direction)
		ends := [2]orb.Point{d.network.Points[p.From], d.network.Points[p.To]}
		start, finish, ms := ends[along], ends[1-along], p.Ms[along]
		switch here, there := from != nil && piece == from.piece, to != nil && piece == to.piece; {
		case here && there:
			start, finish = r.foot(from), r.foot(to)
			ms, _ = r.alongPiece(from, to)
		case here:
			start = r.foot(from)
			ms, _ = part(from.share(1-along), ms)
		case there:
			finish = r.foot(to)
			ms, _ = part(to.share(along), ms)
		}
		d.run(p.Street, int64(ms), finish, start)
		if piece == stop {
			return
		}
	}
}

// run adds a run along a street, joined to the last where the street is the same.
func (d *drawing) run(street int32, ms int64, from, to orb.Point) {
	if last := &d.back[len(d.back)-1]; last.Kind == AlongStreet && last.Street == street {
		last.Ms += ms
		last.Line = append(last.Line, to)
		return
	}
	d.back = append(d.back, Stretch{AlongStreet, street, ms, orb.LineString{from, to}})
}

func (r *Router) foot(b *boarding) orb.Point {
	from, to := r.Network.Ends(b.piece)
	return geo.Along(from, to, b.t)
}
