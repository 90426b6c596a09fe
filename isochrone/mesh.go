package isochrone

// mesh is the triangulation of one cell of a lattice: its corners and, as further vertices, the residential points and
// facilities in it, each with its own travel time. Between them time is taken to rise steadily along every edge. Lines
// of equal time on such meshes have every site on its right side, and lines of rising time enclose each other.
type mesh struct {
	at        []vertexAt // the four corners counter-clockwise from the south-western one, then the sites
	ms        []int64
	triangles [][3]int32 // counter-clockwise
	suspects  []int32    // triangles whose first edge may have to be flipped
}

// cell triangulates the cell in column i and row j.
func (m *mesh) cell(s *surface, i, j int, sites []site) {
	m.at = append(m.at[:0], s.at(i, j), s.at(i+1, j), s.at(i+1, j+1), s.at(i, j+1))
	m.ms = append(m.ms[:0], s.exact(i, j), s.exact(i+1, j), s.exact(i+1, j+1), s.exact(i, j+1))
	m.triangles = append(m.triangles[:0], [3]int32{0, 1, 2}, [3]int32{0, 2, 3})
	for k := range sites {
		m.insert(&sites[k])
	}
}

// insert splits the triangle that holds a site; two, if it lies on the edge between them. A second site on the same
// spot adds nothing but a lesser time.
func (m *mesh) insert(p *site) {
	v := int32(len(m.at))
	for i, end := 0, len(m.triangles); i < end; i++ {
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
				m.suspects = append(m.suspects, int32(i))
			} else {
				m.suspects = append(m.suspects, int32(len(m.triangles)))
				m.triangles = append(m.triangles, part)
			}
		}
	}
	m.flip()
}

// flip makes the edges around a new vertex those of Delaunay's triangulation (Lawson 1977), which has as few narrow
// triangles as can be. The sides of the cell stay. In every suspect the new vertex is the last.
func (m *mesh) flip() {
	for len(m.suspects) > 0 {
		i := m.suspects[len(m.suspects)-1]
		m.suspects = m.suspects[:len(m.suspects)-1]
		a, b, v := m.triangles[i][0], m.triangles[i][1], m.triangles[i][2]
		j, d := m.across(b, a)
		if j < 0 || !m.inCircle(a, b, v, d) || m.side(v, a, m.at[d]) <= 0 || m.side(v, d, m.at[b]) <= 0 {
			continue
		}
		m.triangles[i], m.triangles[j] = [3]int32{a, d, v}, [3]int32{d, b, v}
		m.suspects = append(m.suspects, i, j)
	}
}

// across finds the triangle with an edge, and its other vertex; -1 if the edge is a side of the cell.
func (m *mesh) across(a, b int32) (triangle, other int32) {
	for j, t := range m.triangles {
		for k := range t {
			if t[k] == a && t[(k+1)%3] == b {
				return int32(j), t[(k+2)%3]
			}
		}
	}
	return -1, -1
}

// inCircle reports whether d lies in the circle through a, b and c. It need not be exact: whichever way it errs, the
// triangles are triangles.
func (m *mesh) inCircle(a, b, c, d int32) bool {
	relative := func(v int32) (x, y, square float64) {
		x, y = float64(m.at[v].x-m.at[d].x), float64(m.at[v].y-m.at[d].y)
		return x, y, float64(x*x) + float64(y*y)
	}
	ax, ay, aa := relative(a)
	bx, by, bb := relative(b)
	cx, cy, cc := relative(c)
	return float64(aa*(float64(bx*cy)-float64(by*cx)))+float64(bb*(float64(cx*ay)-float64(cy*ax)))+float64(cc*(float64(ax*by)-float64(ay*bx))) > 0
}

// side is above 0 if p lies to the left of the line from a to b, 0 on it. Exact: cells are far smaller than 2^31
// half units.
func (m *mesh) side(a, b int32, p vertexAt) int64 { return side(m.at[a], m.at[b], p) }

func side(a, b, p vertexAt) int64 {
	return (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x)
}

// step is how a line passes through a triangle: over one edge in and over another out, each by the vertex within the
// cutoff and the one beyond. It has what is within the cutoff on its left.
type step struct{ entry, exit [2]int32 }

// steps lists how the line of a cutoff passes through the cell.
func (m *mesh) steps(steps []step, cutoffMs int64) []step {
	for _, t := range m.triangles {
		var s step
		crossed := false
		for k := range t {
			a, b := t[k], t[(k+1)%3]
			switch in := m.ms[a] <= cutoffMs; {
			case in == (m.ms[b] <= cutoffMs):
			case in:
				s.entry, crossed = [2]int32{a, b}, true
			default:
				s.exit = [2]int32{b, a}
			}
		}
		if crossed {
			steps = append(steps, s)
		}
	}
	return steps
}
