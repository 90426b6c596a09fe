package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// mesh is a triangulation on which travel time is linear: the corners of a surface and, as further vertices with
// their exact time, the residential points and facilities. A level line of it therefore has every one of them on
// its right side, and level lines of rising time enclose each other.
type mesh struct {
	at        []vertexAt
	ms        []int64
	triangles [][3]int32 // counter-clockwise
}

// site is a place whose side of every level line must be right.
type site struct {
	at vertexAt
	ms int64
}

// newMesh triangulates the cells of a surface in which a time up to maxMs occurs, and inserts the sites.
func newMesh(s *surface, sites []site, maxMs int64) *mesh {
	m := &mesh{}
	inCell := make(map[[2]int][]site)
	for _, p := range sites {
		if i, j, ok := s.cellOf(p.at); ok {
			inCell[[2]int{i, j}] = append(inCell[[2]int{i, j}], p)
		}
	}
	corner := make([]int32, s.nx*s.ny) // vertex of each corner, plus 1
	vertex := func(i, j int) int32 {
		slot := j*s.nx + i
		if corner[slot] == 0 {
			m.at = append(m.at, s.corner(i, j))
			m.ms = append(m.ms, s.ms[slot])
			corner[slot] = int32(len(m.at))
		}
		return corner[slot] - 1
	}
	for j := range s.ny - 1 {
		for i := range s.nx - 1 {
			inside := inCell[[2]int{i, j}]
			reached := slices.ContainsFunc(inside, func(p site) bool { return p.ms <= maxMs })
			for _, slot := range [4]int{j*s.nx + i, j*s.nx + i + 1, (j+1)*s.nx + i, (j+1)*s.nx + i + 1} {
				reached = reached || s.ms[slot] <= maxMs
			}
			if !reached {
				continue
			}
			sw, se, nw, ne := vertex(i, j), vertex(i+1, j), vertex(i, j+1), vertex(i+1, j+1)
			first := len(m.triangles)
			m.triangles = append(m.triangles, [3]int32{sw, se, ne}, [3]int32{sw, ne, nw})
			for _, p := range inside {
				m.insert(p, first)
			}
		}
	}
	return m
}

// insert splits the triangle, from the given one on, that holds a site; two, if it lies on the edge between them.
// A second site on the same spot adds nothing but a lesser time.
func (m *mesh) insert(p site, first int) {
	v := int32(len(m.at))
	for i, end := first, len(m.triangles); i < end; i++ {
		t := m.triangles[i]
		var side [3]int64
		outside := false
		for k := range t {
			side[k] = m.side(t[k], t[(k+1)%3], p.at)
			outside = outside || side[k] < 0
		}
		if outside {
			continue
		}
		for _, corner := range t {
			if m.at[corner] == p.at {
				m.ms[corner] = min(m.ms[corner], p.ms)
				return
			}
		}
		if int(v) == len(m.at) {
			m.at = append(m.at, p.at)
			m.ms = append(m.ms, p.ms)
		}
		// Fan out to every edge that the site does not lie on; the first part takes the old triangle's place.
		replaced := false
		for k := range t {
			if side[k] == 0 {
				continue
			}
			part := [3]int32{t[k], t[(k+1)%3], v}
			if !replaced {
				m.triangles[i], replaced = part, true
			} else {
				m.triangles = append(m.triangles, part)
			}
		}
	}
}

// side is above 0 if p lies to the left of the line from a to b, 0 on it. Exact: cells are far smaller than 2^31
// half units.
func (m *mesh) side(a, b int32, p vertexAt) int64 {
	A, B := m.at[a], m.at[b]
	return (B.x-A.x)*(p.y-A.y) - (B.y-A.y)*(p.x-A.x)
}

// beyondMs is how far above a cutoff the time on the outer side of a line may be: beyond it, and where nothing is
// reached, the line is drawn as if the time were just that. It depends on nothing else, so that the line of a cutoff is
// the same whatever others are asked for, and lines of rising cutoffs keep their order on every edge.
const beyondMs = 5 * 60_000

// The crossing of a line is kept off the ends of an edge, so that rounding cannot move it over a vertex.
const nearestCrossing = 0.02

// edge is an edge of the mesh by its two vertices, the lesser first.
type edge [2]int32

// level draws the line between the vertices within a cutoff and the others: closed rings with the inside on the left.
func (m *mesh) level(cutoffMs int64) []orb.Ring {
	next := make(map[edge]edge)
	narrow := make(map[edge]bool)
	var starts []edge
	for _, t := range m.triangles {
		var in [3]bool
		count := 0
		for k, v := range t {
			if in[k] = m.ms[v] <= cutoffMs; in[k] {
				count++
			}
		}
		if count == 0 || count == 3 {
			continue
		}
		// The line enters over the edge from an outer to an inner vertex and leaves over the one from inner to outer,
		// seen counter-clockwise; walked the other way round it has the inside on its left.
		var entry, exit edge
		for k := range t {
			a, b := t[k], t[(k+1)%3]
			switch e := (edge{min(a, b), max(a, b)}); {
			case in[k] && !in[(k+1)%3]:
				entry = e
			case !in[k] && in[(k+1)%3]:
				exit = e
			}
		}
		next[entry] = exit
		starts = append(starts, entry)
		if m.height(t) < narrowHalfUnits {
			narrow[entry], narrow[exit] = true, true
		}
	}
	var rings []orb.Ring
	for _, start := range starts {
		if _, open := next[start]; !open {
			continue
		}
		var ring orb.Ring
		for at := start; ; {
			to, open := next[at]
			if !open {
				break
			}
			delete(next, at)
			ring = append(ring, round(m.crossing(at, cutoffMs), narrow[at]))
			at = to
		}
		rings = append(rings, append(ring, ring[0]))
	}
	return rings
}

// crossing is where the level of a cutoff crosses an edge, half a millisecond above it, so that no vertex ties.
func (m *mesh) crossing(e edge, cutoffMs int64) orb.Point {
	a, b := float64(min(m.ms[e[0]], cutoffMs+beyondMs)), float64(min(m.ms[e[1]], cutoffMs+beyondMs))
	t := (float64(cutoffMs) + 0.5 - a) / (b - a)
	t = math.Max(nearestCrossing, math.Min(1-nearestCrossing, t))
	return geo.Along(m.at[e[0]].position(), m.at[e[1]].position(), t)
}

// narrowHalfUnits is the height of a triangle, about 2 m, below which rounding to 7 decimals might move a crossing over
// a vertex: a residential point that lies next to another or to a line of the lattice. Lines through such triangles
// keep 10 decimals.
const narrowHalfUnits = 400

// height is the least height of a triangle, in half units.
func (m *mesh) height(t [3]int32) float64 {
	longest := 0.0
	for k := range t {
		a, b := m.at[t[k]], m.at[t[(k+1)%3]]
		longest = math.Max(longest, math.Hypot(float64(b.x-a.x), float64(b.y-a.y)))
	}
	return float64(m.side(t[0], t[1], m.at[t[2]])) / longest
}

func round(p orb.Point, narrow bool) orb.Point {
	if !narrow {
		return orb.Point{geo.Round7(p[0]), geo.Round7(p[1])}
	}
	return orb.Point{math.Round(p[0]*1e10) / 1e10, math.Round(p[1]*1e10) / 1e10}
}
