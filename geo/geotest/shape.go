package geotest

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Shapes are held against their rules in whole units of 1e-7 degrees, the slow and obvious way: in whole numbers there
// is no doubt on which side of a line a place lies.

// unit is a position in units of 1e-7 degrees.
type unit struct{ x, y int64 }

func unitOf(p orb.Point) (u unit, whole bool) {
	u = unit{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
	return u, float64(u.x)/1e7 == p[0] && float64(u.y)/1e7 == p[1]
}

// turn is above 0 if c lies to the left of the line from a to b, 0 if it lies on it.
func turn(a, b, c unit) int64 { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }

// segment is a side of a ring, and the number of the next one.
type segment struct {
	a, b unit
	next int
}

func (s *segment) west() int64 { return min(s.a.x, s.b.x) }
func (s *segment) east() int64 { return max(s.a.x, s.b.x) }

// holds reports whether a place on the line of a segment lies on the segment.
func (s *segment) holds(p unit) bool {
	return s.west() <= p.x && p.x <= s.east() && min(s.a.y, s.b.y) <= p.y && p.y <= max(s.a.y, s.b.y)
}

func opposite(a, b int64) bool { return (a < 0 && b > 0) || (a > 0 && b < 0) }

// meets reports whether two segments have a place in common.
func (s *segment) meets(o *segment) bool {
	oa, ob, sa, sb := turn(s.a, s.b, o.a), turn(s.a, s.b, o.b), turn(o.a, o.b, s.a), turn(o.a, o.b, s.b)
	return opposite(oa, ob) && opposite(sa, sb) ||
		oa == 0 && s.holds(o.a) || ob == 0 && s.holds(o.b) || sa == 0 && o.holds(s.a) || sb == 0 && o.holds(s.b)
}

// crosses reports whether two segments pass each other, from one side to the other.
func (s *segment) crosses(o *segment) bool {
	return opposite(turn(s.a, s.b, o.a), turn(s.a, s.b, o.b)) && opposite(turn(o.a, o.b, s.a), turn(o.a, o.b, s.b))
}

// turnsBack reports whether a segment goes back over the one before it.
func (s *segment) turnsBack(next *segment) bool {
	return turn(s.a, s.b, next.b) == 0 && (s.b.x-s.a.x)*(next.b.x-s.b.x)+(s.b.y-s.a.y)*(next.b.y-s.b.y) < 0
}

func segmentsOf(shape orb.MultiPolygon) (segments []segment, faults []string) {
	for _, polygon := range shape {
		for i, ring := range polygon {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				faults = append(faults, fmt.Sprintf("a ring of %d positions is not closed or too short", len(ring)))
				continue
			}
			if (ring.Orientation() == orb.CCW) != (i == 0) {
				faults = append(faults, fmt.Sprintf("ring %d at %v is wound the wrong way", i, ring[0]))
			}
			first := len(segments)
			for k := 1; k < len(ring); k++ {
				a, _ := unitOf(ring[k-1])
				b, whole := unitOf(ring[k])
				if !whole {
					faults = append(faults, fmt.Sprintf("%v has more than 7 decimals", ring[k]))
				}
				if a == b {
					faults = append(faults, fmt.Sprintf("%v stands there twice in a row", ring[k]))
				}
				segments = append(segments, segment{a, b, len(segments) + 1})
			}
			segments[len(segments)-1].next = first
		}
	}
	return segments, faults
}

// eachPair visits the pairs of segments that are not apart from west to east.
func eachPair(a, b []segment, visit func(i, k int)) {
	byWest := make([]int, len(b))
	widest := int64(0)
	for i := range b {
		byWest[i] = i
		widest = max(widest, b[i].east()-b[i].west())
	}
	slices.SortFunc(byWest, func(i, k int) int { return int(b[i].west() - b[k].west()) })
	for i := range a {
		first, _ := slices.BinarySearchFunc(byWest, a[i].west()-widest, func(k int, west int64) int { return int(b[k].west() - west) })
		for _, k := range byWest[first:] {
			if b[k].west() > a[i].east() {
				break
			}
			visit(i, k)
		}
	}
}

// ShapeFaults lists what is wrong with the lines of a shape: positions of more than 7 decimals, rings that are wound
// against RFC 7946, and lines that meet anywhere but where the next begins.
func ShapeFaults(shape orb.MultiPolygon) []string {
	segments, faults := segmentsOf(shape)
	eachPair(segments, segments, func(i, k int) {
		s, o := &segments[i], &segments[k]
		switch {
		case i == k || o.next == i:
		case s.next == k:
			if s.turnsBack(o) {
				faults = append(faults, fmt.Sprintf("the line turns back at %v", s.b))
			}
		case i < k && s.meets(o):
			faults = append(faults, fmt.Sprintf("%v-%v and %v-%v meet", s.a, s.b, o.a, o.b))
		}
	})
	return faults
}

// NestingFaults lists where the line of an inner shape crosses that of an outer one, and which of its corners lie
// outside. The two may touch.
func NestingFaults(inner, outer orb.MultiPolygon) (faults []string) {
	lines, _ := segmentsOf(inner)
	others, _ := segmentsOf(outer)
	eachPair(lines, others, func(i, k int) {
		if s, o := &lines[i], &others[k]; s.crosses(o) {
			faults = append(faults, fmt.Sprintf("the inner line %v-%v crosses the outer %v-%v", s.a, s.b, o.a, o.b))
		}
	})
	for i := range lines {
		if !inside(others, lines[i].a) {
			faults = append(faults, fmt.Sprintf("%v is a corner of the inner shape and lies outside the outer", lines[i].a))
		}
	}
	return faults
}

// Inside reports whether a position of 7 decimals lies in a shape or on its edge.
func Inside(shape orb.MultiPolygon, p orb.Point) bool {
	segments, _ := segmentsOf(shape)
	at, _ := unitOf(p)
	return inside(segments, at)
}

// inside counts how often a ray to the east crosses a line.
func inside(segments []segment, p unit) bool {
	in := false
	for i := range segments {
		s := &segments[i]
		side := turn(s.a, s.b, p)
		if side == 0 && s.holds(p) {
			return true
		}
		if (s.a.y > p.y) != (s.b.y > p.y) && (side > 0) == (s.b.y > s.a.y) {
			in = !in
		}
	}
	return in
}
