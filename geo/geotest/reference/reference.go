// Package reference computes travel times the slow, obvious way, from a network and barriers as Lifecircle
// exports them. It shares no code with the engine, so that a fault of either shows. It tries every piece for
// every door and keeps nothing between questions.
package reference

import (
	"container/heap"
	"math"
)

// Arc is a row of an exported network: one piece in one permitted direction.
type Arc struct {
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
	Arcs       []Arc
	Barriers   [][]Place
	LimitM     float64
	Factor     float64
	AccessKmh  float64
	Facilities []Facility

	toFacility map[int64]int64 // node -> ms
	ends       []end
}

// Never is the time where no facility can be reached.
const Never = math.MaxInt64

type end struct {
	arc int
	t   float64
	ms  int64
}

const earth, rad = 6371008.8, math.Pi / 180

// Solve prepares the times from every node to the nearest facility.
func (p *Problem) Solve() {
	p.toFacility = map[int64]int64{}
	p.ends = nil
	backward := map[int64][]int{}
	for i, a := range p.Arcs {
		backward[a.To] = append(backward[a.To], i)
	}
	queue := &nodeHeap{}
	offer := func(node, ms int64) {
		if old, seen := p.toFacility[node]; !seen || ms < old {
			p.toFacility[node] = ms
			heap.Push(queue, nodeTime{node, ms})
		}
	}
	for _, f := range p.Facilities {
		for _, e := range p.legs(f.At) {
			p.ends = append(p.ends, e)
			a := p.Arcs[e.arc]
			offer(a.From, round(e.t*float64(a.Ms))+e.ms)
		}
	}
	for queue.Len() > 0 {
		n := heap.Pop(queue).(nodeTime)
		if n.ms > p.toFacility[n.node] {
			continue
		}
		for _, i := range backward[n.node] {
			offer(p.Arcs[i].From, n.ms+p.Arcs[i].Ms)
		}
	}
}

// Time is the travel time in milliseconds from a door to the nearest facility. Call Solve first.
func (p *Problem) Time(from Place) int64 {
	best := int64(Never)
	for _, leg := range p.legs(from) {
		a := p.Arcs[leg.arc]
		if d, ok := p.toFacility[a.To]; ok {
			best = min(best, leg.ms+round((1-leg.t)*float64(a.Ms))+d)
		}
		for _, e := range p.ends {
			if e.arc == leg.arc && e.t >= leg.t {
				best = min(best, leg.ms+round((e.t-leg.t)*float64(a.Ms))+e.ms)
			}
		}
	}
	project := plane(from)
	for _, f := range p.Facilities {
		x, y := project(f.At)
		if d := math.Hypot(x, y); d <= p.LimitM && !p.blocked(from, x, y) {
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
