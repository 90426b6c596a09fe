package siting

import "slices"

// median is the goal of the least sum of demand × cost; its value is minus that sum.
//
// Its relaxation: a demand point may be served by several sites, or none, and pays v for each. A site is worth what it
// saves the points that are nearer to it than what they pay:
//
//	sum ≥ Σ_j v_j − Σ_{i chosen} Σ_j max(0, v_j − w_j·d_ij)
//
// A point that an existing facility, or a site fixed open, serves at cost b pays at most b.
type median struct {
	*ground
	points   []int32 // the demand point of each row: those above 0 that somebody can serve
	legs     [][]leg // for each row the candidates by rising cost
	base     []int64 // what existing facilities cost each row; what is missing where there are none
	caps     []int64 // of multipliers: no row need pay more
	missing  []int64 // what each row counts without any site: more than with one, and much more than most
	scale    uint
	clock    *clock
	steps    int64
	most     []int64 // what a row pays at most, with the sites fixed open
	absorbed int     // how many of the sites that fix is given are in base already
	settled  int64   // minus what the rows pay that nothing left can serve better
	standing
}

// served says how well existing facilities and candidates reach the demand points of an instance.
type served struct {
	best        []int64 // least cost from existing facilities, -1 where none
	uncoverable []int
	outOfReach  int64
	total       int64
}

// whoIsServed looks at the costs of an instance.
func whoIsServed(in *Instance) served {
	s := served{best: make([]int64, len(in.Demand))}
	hoped := make([]bool, len(in.Demand))
	for j := range s.best {
		s.best[j] = -1
	}
	for i, costs := range in.Costs {
		state := in.Candidates[i].State
		for _, c := range costs {
			switch state {
			case Existing:
				if s.best[c.Point] < 0 || c.Cost < s.best[c.Point] {
					s.best[c.Point] = c.Cost
				}
			case Free, Must:
				hoped[c.Point] = true
			}
		}
	}
	for j, w := range in.Demand {
		s.total += w
		if w > 0 && s.best[j] < 0 && !hoped[j] {
			s.uncoverable = append(s.uncoverable, j)
			s.outOfReach += w
		}
	}
	return s
}

func newMedian(in *Instance, g *ground, at served, clock *clock) *median {
	m := &median{ground: g, clock: clock}
	row := make([]int32, len(in.Demand))
	for j, w := range in.Demand {
		row[j] = -1
		if w > 0 && !contains64(at.uncoverable, j) {
			row[j] = int32(len(m.points))
			m.points = append(m.points, int32(j))
		}
	}
	m.legs = m.lists(row)
	worst := make([]int64, len(m.points))
	for i, site := range g.site {
		for _, c := range in.Costs[site] {
			if j := row[c.Point]; j >= 0 {
				cost := c.Cost * in.Demand[c.Point]
				m.legs[j] = append(m.legs[j], leg{cost, int32(i)})
				worst[j] = max(worst[j], cost)
			}
		}
	}
	sum := int64(0)
	for j, p := range m.points {
		if b := at.best[p]; b >= 0 {
			worst[j] = b * in.Demand[p]
		}
		sum = plus(sum, worst[j])
	}
	m.scale = room(plus(sum, sum), 20)
	m.finish(in, at, worst)
	return m
}

// finish scales and sorts what each row can reach.
func (m *median) finish(in *Instance, at served, worst []int64) {
	n := len(m.points)
	m.base, m.caps, m.missing = make([]int64, n), make([]int64, n), make([]int64, n)
	large := 1 << 59 / int64(n+1)
	var spare []leg
	for j, p := range m.points {
		m.missing[j] = max(large, worst[j]<<m.scale) + 1
		m.base[j], m.caps[j] = m.missing[j], m.missing[j]
		if b := at.best[p]; b >= 0 {
			m.base[j] = b * in.Demand[p] << m.scale
			m.caps[j] = m.base[j]
		} else if len(m.legs[j]) == m.size() {
			m.caps[j] = worst[j] << m.scale
		}
		spare = slices.Grow(spare[:0], len(m.legs[j]))
		byCost(m.legs[j], spare[:len(m.legs[j])])
		for k := range m.legs[j] {
			m.legs[j][k].cost <<= m.scale
		}
	}
	m.steps = 8 * int64(len(m.points))
	m.most = slices.Clone(m.base)
	m.standing = newStanding(m)
}

func contains64(ascending []int, value int) bool {
	_, found := slices.BinarySearch(ascending, value)
	return found
}

func (m *median) ceiling() int64 { return 0 }

func (m *median) ceilings() []int64 { return m.caps }

func (m *median) work() int64 { return m.steps }

func (m *median) fix(open []int32) {
	copy(m.most, m.base)
	open = open[m.absorbed:]
	if len(open) == 0 {
		return
	}
	stands := make([]bool, m.size())
	for _, i := range open {
		stands[i] = true
	}
	for j, legs := range m.legs {
		for _, l := range legs {
			if l.cost >= m.most[j] {
				break
			}
			if stands[l.site] {
				m.most[j] = l.cost
				break
			}
		}
	}
}

// begin lets each row pay a little more than its way to the nearest site of a choice.
func (m *median) begin(u []int64, choice []int32) {
	copy(u, m.caps)
	if choice == nil {
		return
	}
	m.set(choice)
	for j := range u {
		d := min(m.first[j].cost, m.caps[j])
		u[j] = d + (min(m.second[j].cost, m.caps[j])-d)/4
	}
}

func (m *median) evaluate(u []int64, sites []int32, worth []int64) int64 {
	for _, i := range sites {
		worth[i] = 0
	}
	constant := m.settled
	m.steps = int64(2*len(u) + len(sites))
	for j, legs := range m.legs {
		v := min(u[j], m.most[j])
		u[j] = v
		constant -= v
		k := 0
		for ; k < len(legs) && legs[k].cost < v; k++ {
			worth[legs[k].site] += v - legs[k].cost
		}
		m.steps += int64(2 * k)
	}
	return constant
}

func (m *median) slope(u []int64, picks []pick, g []int32) {
	for _, p := range picks {
		m.part[p.site] = p.part
	}
	for j, legs := range m.legs {
		g[j] = 0
		got := int32(-whole)
		for _, l := range legs {
			if l.cost >= u[j] {
				break
			}
			got += m.part[l.site]
		}
		if got < 0 && u[j] < m.most[j] || got > 0 && u[j] > 0 {
			g[j] = got
		}
	}
	for _, p := range picks {
		m.part[p.site] = 0
	}
}

func (m *median) bound(total int64) int64 { return total >> m.scale }

func (m *median) aim(value int64) int64 {
	if value == nothing {
		value = -(1 << 60) >> m.scale
	}
	return value << m.scale
}
