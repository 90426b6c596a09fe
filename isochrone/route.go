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
	boardings := r.board(r.Area.PointDoors(point))
	var seeds []seed
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok {
			seeds = append(seeds, seed{p.From, makeKey(uint64(ms)+uint64(b.legMs), 0)})
		}
		if ms, ok := r.toEnd(b); ok {
			seeds = append(seeds, seed{p.To, makeKey(uint64(ms)+uint64(b.legMs), 0)})
		}
	}
	return &Outward{r, point, boardings, searchAll(len(r.Network.IDs), &r.Network.Out, seeds)}
}

// arrival is one of the ways to end at a facility.
type arrival struct {
	ms      int64
	node    int32     // the last node passed, -1 if none
	last    *boarding // at the facility; nil for a direct walk
	first   *boarding // at the resident, where both are on one piece
	direct  [2]orb.Point
	accessM float64
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
		if ms, passable := r.fromStart(there); passable && o.keys[p.From] != unreached {
			offer(arrival{ms: int64(o.keys[p.From].plus(ms).plus(there.legMs).ms()), node: p.From, last: there})
		}
		if ms, passable := r.fromEnd(there); passable && o.keys[p.To] != unreached {
			offer(arrival{ms: int64(o.keys[p.To].plus(ms).plus(there.legMs).ms()), node: p.To, last: there})
		}
		for k := range o.boardings {
			here := &o.boardings[k]
			if here.piece != there.piece {
				continue
			}
			if ms, passable := r.between(here, there); passable {
				offer(arrival{ms: int64(here.legMs) + int64(ms) + int64(there.legMs), node: -1, first: here, last: there})
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
					offer(arrival{ms: int64(r.Profile.legMs(d)), node: -1, direct: [2]orb.Point{from, door}, accessM: d})
				}
			}
		}
	}
	return best, ok
}

// Way is the way to one facility, drawn along the streets.
func (o *Outward) Way(facility int32) Way {
	a, ok := o.arrive(facility)
	switch {
	case !ok:
		return Way{Time: never}
	case a.last == nil:
		return Way{Time{a.ms, facility, a.accessM}, []Stretch{{DirectWalk, -1, a.ms, a.direct[:]}}}
	}
	stretches, accessM := o.draw(facility, a)
	return Way{Time{a.ms, facility, accessM}, stretches}
}

// draw gathers the stretches of a way backward, from the facility to the door, and turns them round at last.
// accessM is the length of the leg from the door.
func (o *Outward) draw(facility int32, a arrival) (stretches []Stretch, accessM float64) {
	r := o.router
	there := a.last
	foot, street := r.foot(there), r.Network.Pieces[there.piece].Street
	back := []Stretch{{EgressLeg, -1, int64(there.legMs), orb.LineString{r.Area.FacilityDoors(int(facility))[there.door], foot}}}
	first := a.first
	if first != nil {
		ms, _ := r.between(first, there)
		back = run(back, street, int64(ms), foot, r.foot(first))
	} else {
		back = run(back, street, a.ms-int64(there.legMs)-int64(o.keys[a.node].ms()), foot, r.Network.Points[a.node])
		var node int32
		back, first, node = o.climb(back, a.node)
		ms := int64(o.keys[node].ms()) - int64(first.legMs)
		back = run(back, r.Network.Pieces[first.piece].Street, ms, r.Network.Points[node], r.foot(first))
	}
	door := r.Area.PointDoors(o.point)[first.door]
	back = append(back, Stretch{AccessLeg, -1, int64(first.legMs), orb.LineString{r.foot(first), door}})
	slices.Reverse(back)
	for i := range back {
		back[i].Line.Reverse()
	}
	return back, first.legM
}

// climb follows arcs backward from a node, each from a node whose time is exactly the arc's less, until it
// comes to an end of a piece that the resident boards. Times fall by at least 1 ms a step, so it ends.
func (o *Outward) climb(back []Stretch, node int32) ([]Stretch, *boarding, int32) {
	n := o.router.Network
	for {
		if b := o.boardedAt(node); b != nil {
			return back, b, node
		}
		for i := n.In.First[node]; i < n.In.First[node+1]; i++ {
			arc := n.In.List[i]
			if o.keys[arc.Node] != unreached && o.keys[arc.Node].plus(arc.Ms) == o.keys[node] {
				back = run(back, n.Pieces[n.In.Pieces[i]].Street, int64(arc.Ms), n.Points[node], n.Points[arc.Node])
				node = arc.Node
				break
			}
		}
	}
}

// run adds a run along a street to a way that is gathered backward, joined to the last where the street is the same.
func run(back []Stretch, street int32, ms int64, from, to orb.Point) []Stretch {
	if last := &back[len(back)-1]; last.Kind == AlongStreet && last.Street == street {
		last.Ms += ms
		last.Line = append(last.Line, to)
		return back
	}
	return append(back, Stretch{AlongStreet, street, ms, orb.LineString{from, to}})
}

// boardedAt finds the resident's leg by which a node has its time, if it has it by a leg.
func (o *Outward) boardedAt(node int32) *boarding {
	r := o.router
	for i := range o.boardings {
		b := &o.boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok && p.From == node && makeKey(uint64(ms)+uint64(b.legMs), 0) == o.keys[node] {
			return b
		}
		if ms, ok := r.toEnd(b); ok && p.To == node && makeKey(uint64(ms)+uint64(b.legMs), 0) == o.keys[node] {
			return b
		}
	}
	return nil
}

func (r *Router) foot(b *boarding) orb.Point {
	from, to := r.Network.Ends(b.piece)
	return geo.Along(from, to, b.t)
}
