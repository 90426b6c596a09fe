package table

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// What is spent on untangling one shape: a broken outline meets itself a few times, while a random one of n
// corners does so some n²/5 times, and each meeting costs an overlay.
const (
	maxMeetings = 500        // of edges that cross or of corners on edges, in the whole shape
	maxVisits   = 50         // of one corner; overlays take the square of it
	maxCompared = 30_000_000 // pairs of edges, of which those that come close count more
	closePair   = 10         // what a pair whose boxes overlap counts
)

var errTangled = geo.Fail("its outline crosses or touches itself more than %d times; draw it anew", "边界自相交或自相接超过 %d 处，请重新绘制", maxMeetings)

// edge is a straight line between two corners.
type edge [2]orb.Point

func edgesOf(ring orb.Ring) []edge {
	edges := make([]edge, 0, len(ring))
	for i := range len(ring) - 1 {
		edges = append(edges, edge{ring[i], ring[i+1]})
	}
	return edges
}

// errDense is an outline, be it sound, whose edges lie side by side by the thousand.
var errDense = geo.Fail("too many of its edges lie side by side to be checked; simplify it", "并排的边过多，无法检查，请先简化")

// crossings finds for every edge the points inside it where another edge meets it. It gives up with errTangled or
// errDense where that takes more than a shape worth repairing does.
func crossings(edges []edge) (map[int][]orb.Point, error) {
	cuts, err := sweep(edges, 0)
	if errors.Is(err, errDense) { // such as a long border from north to south
		cuts, err = sweep(edges, 1)
	}
	return cuts, err
}

// sweep finds the crossings from west to east (along axis 0) or from south to north (1).
func sweep(edges []edge, along int) (map[int][]orb.Point, error) {
	across := 1 - along
	start := func(i int) float64 { return min(edges[i][0][along], edges[i][1][along]) }
	order := make([]int, len(edges))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(start(i), start(j)), cmp.Compare(i, j)) })
	cuts := map[int][]orb.Point{}
	meetings, compared := 0, 0
	for k, i := range order {
		a, b := edges[i][0], edges[i][1]
		end, low, high := max(a[along], b[along]), min(a[across], b[across]), max(a[across], b[across])
		for _, j := range order[k+1:] {
			if start(j) > end {
				break
			}
			if compared++; compared > maxCompared {
				return nil, errDense
			}
			c, d := edges[j][0], edges[j][1]
			if min(c[across], d[across]) > high || max(c[across], d[across]) < low {
				continue
			}
			compared += closePair
			met := false
			for _, p := range meet(a, b, c, d) {
				if p != a && p != b {
					cuts[i], met = append(cuts[i], p), true
				}
				if p != c && p != d {
					cuts[j], met = append(cuts[j], p), true
				}
			}
			if met {
				meetings++
			}
			if meetings > maxMeetings {
				return nil, errTangled
			}
		}
	}
	return cuts, nil
}

// meet gives the points two edges share: corners of one on the other, or where they cross.
func meet(a, b, c, d orb.Point) []orb.Point {
	sc, sd := side(a, b, c), side(a, b, d)
	sa, sb := side(c, d, a), side(c, d, b)
	if sc*sd < 0 && sa*sb < 0 {
		t := sa / (sa - sb)
		return []orb.Point{{geo.Round7(a[0] + t*(b[0]-a[0])), geo.Round7(a[1] + t*(b[1]-a[1]))}}
	}
	var shared []orb.Point
	for _, p := range []orb.Point{c, d} {
		if side(a, b, p) == 0 && between(a, b, p) {
			shared = append(shared, p)
		}
	}
	for _, p := range []orb.Point{a, b} {
		if side(c, d, p) == 0 && between(c, d, p) {
			shared = append(shared, p)
		}
	}
	return shared
}

// side is twice the area of the triangle a, b, p: positive to the left. Coordinates are multiples of 1e-7°, so
// integers decide exactly.
func side(a, b, p orb.Point) float64 {
	grid := func(v float64) int64 { return int64(math.Round(v * 1e7)) }
	ax, ay := grid(a[0]), grid(a[1])
	// Differences stay below 2^32, products below 2^63 for shapes narrower than 180°.
	left, right := float64(grid(b[0])-ax)*float64(grid(p[1])-ay), float64(grid(b[1])-ay)*float64(grid(p[0])-ax)
	return left - right
}

func between(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1])
}

func sqDist(a, b orb.Point) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	return dx*dx + dy*dy
}
