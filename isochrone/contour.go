package isochrone

import "slices"

// contour follows the line of one cutoff through the cells of a surface, in memory that the next one uses again.
type contour struct {
	mesh    mesh
	steps   []step
	portals []portal
	chains  []chain
	entered []int32 // of each edge of the lattice the chain that enters over it, plus 1
	lap     []portal
	thread  thread
}

// chain is a stretch of a line through one cell: the portal by which it enters and those in the cell; the one by which
// it leaves is the first of another chain. A line that stays in the cell has an exit of -1.
type chain struct {
	first, end int32 // portals
	entry      int32 // edges of the lattice
	exit       int32
}

// closed is the exit of a chain that is a whole line.
const closed = -1

// trace draws the line of a cutoff: closed rings with what is within on their left, in the order of the cells from
// west to east and south to north.
func (c *contour) trace(s *surface, q *gauge, cells []int32, sites []site, cutoffMs int64) []lineRing {
	c.portals, c.chains = c.portals[:0], c.chains[:0]
	c.entered = resized(c.entered, 2*s.nx*s.ny)
	for j := range s.ny - 1 {
		for i := range s.nx - 1 {
			inside := sites[cells[j*s.nx+i]:cells[j*s.nx+i+1]]
			if s.crossed(i, j, inside, cutoffMs) {
				c.cross(s, q, i, j, inside, cutoffMs)
			}
		}
	}
	for k := range c.chains {
		if ch := &c.chains[k]; ch.exit != closed {
			c.entered[ch.entry] = int32(k) + 1
		}
	}
	var rings []lineRing
	for k := range c.chains {
		ch := c.chains[k]
		if ch.first == ch.end {
			continue // was part of a ring
		}
		c.lap = append(c.lap[:0], c.portals[ch.first:ch.end]...)
		c.chains[k].end = ch.first
		for ch.exit != closed && c.chains[c.entered[ch.exit]-1].end > c.chains[c.entered[ch.exit]-1].first {
			next := c.entered[ch.exit] - 1
			ch = c.chains[next]
			c.lap = append(c.lap, c.portals[ch.first:ch.end]...)
			c.chains[next].end = ch.first
		}
		rings = append(rings, c.thread.ring(c.lap))
	}
	return rings
}

// crossed reports whether the line of a cutoff comes through a cell.
func (s *surface) crossed(i, j int, sites []site, cutoffMs int64) bool {
	south := j*s.nx + i
	in := s.ms[south] <= cutoffMs
	for _, slot := range [3]int{south + 1, south + s.nx, south + s.nx + 1} {
		if (s.ms[slot] <= cutoffMs) != in {
			return true
		}
	}
	return slices.ContainsFunc(sites, func(p site) bool { return (p.ms <= cutoffMs) != in })
}

// cross adds the chains of a cell.
func (c *contour) cross(s *surface, q *gauge, i, j int, sites []site, cutoffMs int64) {
	m := &c.mesh
	m.cell(s, i, j, sites)
	c.steps = m.steps(c.steps[:0], cutoffMs)
	south := int32(2 * (j*s.nx + i))
	edges := [4]int32{south, south + 3, south + int32(2*s.nx), south + 1} // of the lattice, each from the corner of its number on
	pass := func(e [2]int32) {
		c.portals = append(c.portals, q.portal(m.at[e[0]], m.at[e[1]], m.ms[e[0]], m.ms[e[1]], cutoffMs))
	}
	follow := func(k int) (exit [2]int32) {
		for {
			pass(c.steps[k].entry)
			exit = c.steps[k].exit
			c.steps = slices.Delete(c.steps, k, k+1)
			if k = slices.IndexFunc(c.steps, func(s step) bool { return s.entry == exit }); k < 0 {
				return exit
			}
		}
	}
	for k := 0; k < len(c.steps); {
		side := outerSide(c.steps[k].entry)
		if side < 0 {
			k++
			continue
		}
		ch := chain{first: int32(len(c.portals)), entry: edges[side]}
		ch.exit, ch.end = edges[outerSide(follow(k))], int32(len(c.portals))
		c.chains = append(c.chains, ch)
		k = 0
	}
	for len(c.steps) > 0 { // what enters over no outer side is closed
		ch := chain{first: int32(len(c.portals)), exit: closed}
		follow(0)
		ch.end = int32(len(c.portals))
		c.chains = append(c.chains, ch)
	}
}

// outerSide is the number of the side of a cell that an edge of its mesh is, counted as its corners are; -1 if it is
// none.
func outerSide(e [2]int32) int {
	a, b := int(e[0]), int(e[1])
	switch {
	case a >= 4 || b >= 4:
		return -1
	case b == (a+1)%4:
		return a
	case a == (b+1)%4:
		return b
	}
	return -1
}
