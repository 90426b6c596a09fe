// Package reference computes travel times the slow, obvious way, from a network, barriers and turn rules as Lifecircle
// exports them. It shares no code with the engine, so that a fault of either shows. It tries every piece for
// every door and keeps nothing between questions.
package reference

import (
	"container/heap"
	"math"
)

// Arc is a row of an exported network: one piece in one permitted direction.
type Arc struct {
	Way                            int64
	Piece                          int64 // the same for the two directions of one piece, of no other; only motor cars ask
	From, To                       int64
	FromLon, FromLat, ToLon, ToLat float64
	Ms                             int64
	Boardable                      bool
}

// Place is a position in degrees.
type Place struct{ Lon, Lat float64 }

// Facility is a place where the service is given, with one door.
type Facility struct {
	ID string
	At Place
}

// Problem is a network with barriers and the rules by which people get to it.
type Problem struct {
	Arcs         []Arc
	Barriers     [][]Place
	LimitM       float64
	Factor       float64
	AccessKmh    float64
	Facilities   []Facility
	FromFacility bool   // the journey is from the facility to the resident
	Motorcar     bool   // nobody turns round on a street that goes on, and Turns bind
	Turns        []Turn // of no meaning to anyone but motor cars

	ends   []end         // where facilities are tied to arcs
	endsOn map[int][]end // the same by arc
	rest   []int64       // of each arc, the time from its head on to a facility or, from a facility, until its tail
}

// Never is the time where no facility can be reached.
const Never = math.MaxInt64

type end struct {
	arc int
	t   float64
	ms  int64
}

const earth, rad = 6371008.8, math.Pi / 180

// Solve prepares the times between every arc and the nearest facility.
func (p *Problem) Solve() {
	p.ends, p.endsOn = nil, map[int][]end{}
	for _, f := range p.Facilities {
		p.ends = append(p.ends, p.legs(f.At)...)
	}
	for _, e := range p.ends {
		p.endsOn[e.arc] = append(p.endsOn[e.arc], e)
	}
	if p.Motorcar {
		p.rest = p.restByTurns()
	} else {
		p.rest = p.restByNodes()
	}
}

// restByNodes is for everyone who may turn at a node as they like: what is behind them does not matter.
func (p *Problem) restByNodes() []int64 {
	hops := map[int64][]nodeTime{}
	for _, a := range p.Arcs {
		if p.FromFacility {
			hops[a.From] = append(hops[a.From], nodeTime{a.To, a.Ms})
		} else {
			hops[a.To] = append(hops[a.To], nodeTime{a.From, a.Ms})
		}
	}
	var seeds []nodeTime
	for _, e := range p.ends {
		a := p.Arcs[e.arc]
		if p.FromFacility {
			seeds = append(seeds, nodeTime{a.To, e.ms + p.toHead(e)})
		} else {
			seeds = append(seeds, nodeTime{a.From, p.fromTail(e) + e.ms})
		}
	}
	times := least(seeds, hops)
	rest := make([]int64, len(p.Arcs))
	for i, a := range p.Arcs {
		node := a.To
		if p.FromFacility {
			node = a.From
		}
		rest[i] = Never
		if ms, reached := times[node]; reached {
			rest[i] = ms
		}
	}
	return rest
}

// toHead and fromTail are the times from the foot of a leg to the head of its arc, and from the tail to the foot.
func (p *Problem) toHead(e end) int64   { return round((1 - e.t) * float64(p.Arcs[e.arc].Ms)) }
func (p *Problem) fromTail(e end) int64 { return round(e.t * float64(p.Arcs[e.arc].Ms)) }

// Time is the travel time in milliseconds between a door and the nearest facility. Call Solve first.
func (p *Problem) Time(door Place) int64 {
	best := int64(Never)
	for _, leg := range p.legs(door) {
		if rest := p.rest[leg.arc]; rest != Never {
			along := p.toHead(leg)
			if p.FromFacility {
				along = p.fromTail(leg)
			}
			best = min(best, leg.ms+along+rest)
		}
		for _, e := range p.endsOn[leg.arc] {
			ahead := e.t - leg.t
			if p.FromFacility {
				ahead = -ahead
			}
			if ahead >= 0 {
				best = min(best, leg.ms+round(ahead*float64(p.Arcs[e.arc].Ms))+e.ms)
			}
		}
	}
	project := plane(door)
	for _, f := range p.Facilities {
		x, y := project(f.At)
		if d := math.Hypot(x, y); d <= p.LimitM && !p.blocked(door, x, y) {
			best = min(best, p.legMs(d))
		}
	}
	return best
}

func round(v float64) int64 { return int64(math.Floor(v + 0.5)) }

func (p *Problem) legMs(d float64) int64 { return round(1000 * p.Factor * d / (p.AccessKmh / 3.6)) }

// plane returns the projection into the plane at a place.
func plane(origin Place) func(at Place) (x, y float64) {
	cos := math.Cos(origin.Lat * rad)
	return func(at Place) (x, y float64) {
		return (at.Lon - origin.Lon) * rad * cos * earth, (at.Lat - origin.Lat) * rad * earth
	}
}

// legs tries every arc on which a leg may end.
func (p *Problem) legs(from Place) []end {
	var found []end
	project := plane(from)
	for i, a := range p.Arcs {
		if !a.Boardable {
			continue
		}
		if p.beyond(from, a.FromLat, a.ToLat) {
			continue
		}
		ax, ay := project(Place{a.FromLon, a.FromLat})
		bx, by := project(Place{a.ToLon, a.ToLat})
		t, square := 0.0, (bx-ax)*(bx-ax)+(by-ay)*(by-ay)
		if square > 0 {
			t = min(1, max(0, (ax*(ax-bx)+ay*(ay-by))/square))
		}
		x, y := ax+t*(bx-ax), ay+t*(by-ay)
		if d := math.Hypot(x, y); d <= p.LimitM && !p.blocked(from, x, y) {
			found = append(found, end{i, t, p.legMs(d)})
		}
	}
	return found
}

// beyond spares arithmetic: a line whose ends are both too far north, or both too far south, is out of reach.
func (p *Problem) beyond(from Place, lat1, lat2 float64) bool {
	reach := 1.01 * p.LimitM / (rad * earth)
	return max(lat1, lat2) < from.Lat-reach || min(lat1, lat2) > from.Lat+reach
}

// blocked reports whether the straight line from a place to (x, y) in its plane passes from one side of a
// barrier to the other.
func (p *Problem) blocked(from Place, x, y float64) bool {
	project := plane(from)
	for _, line := range p.Barriers {
		for i := 1; i < len(line); i++ {
			if p.beyond(from, line[i-1].Lat, line[i].Lat) {
				continue
			}
			ax, ay := project(line[i-1])
			bx, by := project(line[i])
			left, right := x*ay-y*ax, x*by-y*bx
			here := (bx-ax)*(0-ay) - (by-ay)*(0-ax)
			there := (bx-ax)*(y-ay) - (by-ay)*(x-ax)
			length := math.Hypot(bx-ax, by-ay) // to be within a millimetre is to touch
			if (left >= 0) != (right >= 0) && here*there < 0 && min(math.Abs(here), math.Abs(there)) > 0.001*length {
				return true
			}
		}
	}
	return false
}

// least is Dijkstra's algorithm: the least time to everywhere that hops lead to from the seeds.
func least(seeds []nodeTime, hops map[int64][]nodeTime) map[int64]int64 {
	times := map[int64]int64{}
	queue := &nodeHeap{}
	offer := func(node, ms int64) {
		if old, seen := times[node]; !seen || ms < old {
			times[node] = ms
			heap.Push(queue, nodeTime{node, ms})
		}
	}
	for _, s := range seeds {
		offer(s.node, s.ms)
	}
	for queue.Len() > 0 {
		n := heap.Pop(queue).(nodeTime)
		if n.ms > times[n.node] {
			continue
		}
		for _, hop := range hops[n.node] {
			offer(hop.node, n.ms+hop.ms)
		}
	}
	return times
}

type nodeTime struct{ node, ms int64 }
type nodeHeap []nodeTime

func (h nodeHeap) Len() int           { return len(h) }
func (h nodeHeap) Less(i, j int) bool { return h[i].ms < h[j].ms }
func (h nodeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *nodeHeap) Push(v any)        { *h = append(*h, v.(nodeTime)) }
func (h *nodeHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
