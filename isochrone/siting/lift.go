package siting

import (
	"cmp"
	"slices"
)

// lift is the question whether every area can be lifted to a share. Its value is 0 where a choice does so and -1 where it
// does not; a bound below 0 is a no.
//
// Its relaxation: a person of area z weighs λ_z, and a row pays u to each site that covers it. What an area still needs,
// held by what stands already, is more than its rows can have by themselves by
//
//	gap_z = max(0, λ_z·(need_z − held_z) − Σ_j max(0, λ_z·w_j − u_j))
//
// and of a site no area can use more than its gap. So if every area is lifted, then
//
//	Σ_z gap_z ≤ Σ_{i chosen} Σ_z min(gap_z, Σ_{j of z reached} min(u_j, λ_z·w_j))
//
// That a site counts no more than what is needed makes the bound much stronger than that of the mean share.
//
// Multipliers are those of the rows and after them the weights of the areas, λ times their people, which are moved by
// this model itself: areas that the picks cover badly come to weigh more.
type lift struct {
	*rows
	*ground
	*areas
	share int64
	need  []int64     // of each area, people to be covered
	parts [][]stretch // of each site: its rows by area, those of one area together
	caps  []int64
	clock *clock
	steps int64
	state *liftSet

	best    []int32 // the choice so far whose smallest share is the largest, and that share
	reached int64

	held   []bool  // rows that sites fixed open cover
	stands []int64 // of each area, people covered by them and by existing facilities
	lambda []int64 // of each area, for one person
	gap    []int64
	sums   []int64   // what the rows before each pay
	whole  []int32   // of each area, picks that fill its gap alone, in 1/256
	done   []float64 // of each area, how much of its need the picks cover: a running mean
	eager  float64   // how fast weights move
}

// stretch is rows of one area that follow each other.
type stretch struct {
	zone int32
	Run
}

// allWeight is the weight of all areas together.
const allWeight = int64(1) << 40

func newLift(r *rows, g *ground, a *areas, share int64, clock *clock) *lift {
	n, zones := r.size(), len(a.people)
	m := &lift{rows: r, ground: g, areas: a, share: share, need: a.needs(share), clock: clock, held: make([]bool, n), lambda: make([]int64, zones),
		gap: make([]int64, zones), sums: make([]int64, n+1), whole: make([]int32, zones), done: make([]float64, zones), caps: make([]int64, n+zones)}
	for j, w := range r.weight {
		m.caps[j] = allWeight / a.people[r.zone[j]] * w
	}
	for z := range zones {
		m.caps[n+z] = allWeight
	}
	m.parts = make([][]stretch, len(r.sets))
	for i, set := range r.sets {
		m.parts[i] = r.byArea(set)
		m.steps += int64(len(m.parts[i]))
	}
	m.steps += 4 * int64(n)
	m.state = newLiftSet(m)
	m.fix(nil)
	return m
}

func (m *lift) ceiling() int64 { return 0 }

func (m *lift) ceilings() []int64 { return m.caps }

func (m *lift) work() int64 { return m.steps }

func (m *lift) fix(open []int32) {
	m.mark(m.held, open)
	m.stands = append(m.stands[:0], m.served...)
	for j, held := range m.held {
		if held {
			m.stands[m.zone[j]] += m.weight[j]
		}
	}
}

// wants tells whether an area needs more people covered than are.
func (m *lift) wants(z int) bool { return m.need[z] > m.stands[z] }

// begin gives all areas in need the same weight; where nothing may be chosen, all of it to the first one.
func (m *lift) begin(u []int64, choice []int32) {
	n := m.rows.size()
	rows, areas := u[:n], u[n:]
	copy(rows, m.caps)
	clear(areas)
	m.eager = 0.5
	inNeed := int64(0)
	for z := range areas {
		m.done[z] = 0
		if m.wants(z) {
			inNeed++
		}
	}
	for z := range areas {
		if m.wants(z) {
			if areas[z] = allWeight / inNeed; choice == nil {
				areas[z] = allWeight
				return
			}
		}
	}
	if choice == nil {
		return
	}
	m.weigh(areas)
	for j, w := range m.weight {
		rows[j] = m.lambda[m.zone[j]] * w // less, and areas fill their gaps by themselves
	}
}

// weigh turns the weights of areas into those of persons.
func (m *lift) weigh(areas []int64) {
	rest := allWeight // keeps sums within 64 bits, whatever the weights are
	for z, weight := range areas {
		m.lambda[z] = 0
		if m.people[z] > 0 {
			m.lambda[z] = min(weight, rest) / m.people[z]
			rest -= m.lambda[z] * m.people[z]
		}
	}
}

func (m *lift) evaluate(u []int64, sites []int32, worth []int64) int64 {
	n := m.rows.size()
	m.weigh(u[n:])
	for z := range m.gap {
		m.gap[z] = m.lambda[z] * max(0, m.need[z]-m.stands[z])
	}
	sum := int64(0)
	for j, w := range m.weight {
		if !m.held[j] {
			z := m.zone[j]
			value := m.lambda[z] * w
			pays := min(value, u[j])
			m.gap[z] -= value - pays
			sum += pays
		}
		m.sums[j+1] = sum
	}
	constant := int64(0)
	for z, gap := range m.gap {
		m.gap[z] = max(0, gap)
		constant -= m.gap[z]
	}
	for _, i := range sites {
		worth[i] = 0
		for part := m.parts[i]; len(part) > 0; {
			z, pays, next := m.first(part)
			worth[i] += min(m.gap[z], pays)
			part = part[next:]
		}
	}
	return constant
}

// first adds up what the rows of the first area of some stretches pay, and tells where the next area begins.
func (m *lift) first(part []stretch) (z int32, pays int64, next int) {
	z = part[0].zone
	for next < len(part) && part[next].zone == z {
		pays += m.sums[part[next].To] - m.sums[part[next].From]
		next++
	}
	return z, pays, next
}

// slope is that of covering for the rows, but that sites which fill a gap alone do so whatever the rows pay. Of the areas
// it only takes note of what the picks cover.
func (m *lift) slope(u []int64, picks []pick, g []int32) {
	clear(g)
	clear(m.whole)
	for _, p := range picks {
		for part := m.parts[p.site]; len(part) > 0; {
			z, pays, next := m.first(part)
			if pays >= m.gap[z] {
				m.whole[z] += p.part
			}
			part = part[next:]
		}
	}
	filled := make([]float64, len(m.gap))
	for _, p := range picks {
		for part := m.parts[p.site]; len(part) > 0; {
			z, pays, next := m.first(part)
			filled[z] += float64(min(m.gap[z], pays)) * float64(p.part) / whole
			for _, s := range part[:next] {
				if pays < m.gap[z] {
					g[s.From] += p.part
					g[s.To] -= p.part // of the last row it falls on an area, which is cleared below
				}
			}
			part = part[next:]
		}
	}
	n := m.rows.size()
	got := int32(0)
	for j := range n {
		got += g[j]
		w, z := m.weight[j], m.zone[j]
		free := whole - m.whole[z] // by how much the gap falls short of being filled, as rows pay more
		switch {
		case m.held[j] || !m.wants(int(z)):
			g[j] = 0
		case m.gap[z] == 0: // rows have to pay more before sites count at all
			g[j] = -whole
		case u[j] >= m.lambda[z]*w:
			g[j] = max(0, got-free)
		default:
			g[j] = got - free
		}
		if g[j] > 0 && u[j] == 0 {
			g[j] = 0
		}
	}
	clear(g[n:])
	for z := range m.need {
		if m.lambda[z] > 0 {
			m.done[z] = float64(0.8*m.done[z]) + float64(0.2*(filled[z]-float64(m.gap[z]))/float64(m.lambda[z]*m.people[z]))
		}
	}
}

// adjust moves weight from areas that the picks cover well to those they cover badly, and with it what their rows pay.
func (m *lift) adjust(u []int64) {
	n := m.rows.size()
	areas := u[n:]
	mean, all := 0.0, 0.0
	for z, weight := range areas {
		mean += float64(float64(weight) * m.done[z])
		all += float64(weight)
	}
	mean /= max(all, 1)
	next := make([]float64, len(areas))
	sum := 0.0
	for z := range areas {
		if m.wants(z) {
			next[z] = float64(max(areas[z], allWeight>>20)) * max(0.5, 1+float64(m.eager*(mean-m.done[z])))
			sum += next[z]
		}
	}
	if sum == 0 {
		return
	}
	ratio := make([]float64, len(areas))
	for z := range areas {
		before := areas[z]
		areas[z] = int64(next[z] / sum * float64(allWeight))
		ratio[z] = float64(areas[z]) / float64(max(before, 1))
	}
	for j := range n {
		u[j] = min(int64(float64(u[j])*ratio[m.zone[j]]), m.caps[j])
	}
	m.eager = max(0.02, m.eager*0.99)
}

func (m *lift) bound(total int64) int64 {
	if total < 0 {
		return -1
	}
	return 0
}

// aim of a no is well below 0, so that steps do not die away before the bound gets there.
func (m *lift) aim(value int64) int64 {
	if value < 0 {
		return -allWeight >> 8
	}
	return 0
}

// byArea cuts runs where the area of their rows changes, and brings what lies in one area together.
func (r *rows) byArea(set []Run) (parts []stretch) {
	for _, run := range set {
		for from := run.From; from < run.To; {
			to := from + 1
			for to < run.To && r.zone[to] == r.zone[from] {
				to++
			}
			parts = append(parts, stretch{r.zone[from], Run{from, to}})
			from = to
		}
	}
	slices.SortStableFunc(parts, func(a, b stretch) int { return cmp.Compare(a.zone, b.zone) })
	return parts
}
