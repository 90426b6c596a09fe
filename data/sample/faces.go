package sample

import (
	"cmp"
	"slices"
)

// face is a piece of land between lines.
type face struct {
	ring  ring
	edges []edge // edges[i] leads from ring[i] to the next position
	lo    pt     // corners of the box around it
	hi    pt
}

func (f face) contains(p pt) bool {
	return p.x >= f.lo.x && p.x <= f.hi.x && p.y >= f.lo.y && p.y <= f.hi.y && f.ring.contains(p)
}

// edge is a directed stretch between two neighbouring positions of woven lines.
type edge struct{ from, to pt }

func (e edge) twin() edge { return edge{e.to, e.from} }

// faces are the pieces of land that the woven lines enclose. Loose ends enclose nothing. Faces that contain an
// unconnected group of lines overlap the faces of that group.
func faces(lines []line) []face {
	next := map[pt][]pt{}
	var order []pt
	link := func(a, b pt) {
		if _, known := next[a]; !known {
			order = append(order, a)
		}
		if !slices.Contains(next[a], b) {
			next[a] = append(next[a], b)
		}
	}
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			link(l[i-1], l[i])
			link(l[i], l[i-1])
		}
	}
	dropLooseEnds(order, next)
	for _, a := range order {
		slices.SortFunc(next[a], func(b, c pt) int { return compareAngle(b.sub(a), c.sub(a)) })
	}
	seen := map[edge]bool{}
	var out []face
	for _, a := range order {
		for _, b := range next[a] {
			f := face{lo: a, hi: a}
			for e := (edge{a, b}); !seen[e]; {
				seen[e] = true
				f.ring, f.edges = append(f.ring, e.from), append(f.edges, e)
				f.lo, f.hi = pt{min(f.lo.x, e.from.x), min(f.lo.y, e.from.y)}, pt{max(f.hi.x, e.from.x), max(f.hi.y, e.from.y)}
				around := next[e.to] // counter-clockwise; the edge before the way back keeps the face to the left
				i := slices.Index(around, e.from)
				e = edge{e.to, around[(i+len(around)-1)%len(around)]}
			}
			if len(f.ring) > 2 && f.ring.area() > 1 {
				out = append(out, f)
			}
		}
	}
	return out
}

func dropLooseEnds(order []pt, next map[pt][]pt) {
	for _, p := range order {
		for len(next[p]) == 1 {
			q := next[p][0]
			next[p] = nil
			next[q] = slices.DeleteFunc(next[q], func(r pt) bool { return r == p })
			p = q
		}
	}
}

// compareAngle orders vectors counter-clockwise from east, exactly.
func compareAngle(u, v pt) int {
	if c := cmp.Compare(half(u), half(v)); c != 0 {
		return c
	}
	return -cmp.Compare(u.cross(v), 0)
}

func half(u pt) int {
	if u.y > 0 || u.y == 0 && u.x > 0 {
		return 0
	}
	return 1
}

// outline joins the faces to polygons and gives their boundary: every ring of edges whose other side lies in
// none of them. Outer rings are counter-clockwise, holes clockwise.
func outline(fs []face) []ring {
	inside := map[edge]bool{}
	for _, f := range fs {
		for _, e := range f.edges {
			inside[e] = true
		}
	}
	starts := map[pt][]pt{}
	var order []edge
	for _, f := range fs {
		for _, e := range f.edges {
			if !inside[e.twin()] {
				starts[e.from] = append(starts[e.from], e.to)
				order = append(order, e)
			}
		}
	}
	used := map[edge]bool{}
	var out []ring
	for _, first := range order {
		var r ring
		for e := first; !used[e]; {
			used[e] = true
			r = append(r, e.from)
			e = edge{e.to, sharpestLeft(e, starts[e.to], used)}
		}
		if len(r) > 2 {
			out = append(out, r)
		}
	}
	return out
}

// sharpestLeft chooses how a boundary goes on from e: where several stretches of it touch in one place, the one
// furthest to the left, so that rings touch there and do not cross.
func sharpestLeft(e edge, choices []pt, used map[edge]bool) pt {
	back := e.from.sub(e.to)
	best, found := pt{}, false
	for _, c := range choices {
		if used[edge{e.to, c}] {
			continue
		}
		if !found || turnBefore(back, c.sub(e.to), best.sub(e.to)) {
			best, found = c, true
		}
	}
	if !found && len(choices) > 0 {
		return choices[0] // the ring closes here
	}
	return best
}

// turnBefore says whether u comes before v when turning clockwise from back.
func turnBefore(back, u, v pt) bool {
	uLater, vLater := compareAngle(u, back) >= 0, compareAngle(v, back) >= 0
	if uLater != vLater {
		return vLater // directions below back come first when turning clockwise
	}
	return compareAngle(u, v) > 0
}
