package siting

import "slices"

// standing is a set of sites of a median problem under change: for each row the two nearest of them.
type standing struct {
	chosen        []int32
	stands        []bool
	first, second []leg // site -1: an existing facility, or none
	left          allowance

	part  []int32 // scratch of slope
	gain  []int64 // of each candidate, if it were added
	loss  []int64 // of each chosen site, if it were given up
	extra []int64 // for a block of candidates and each chosen site: what of gain and loss cancels out
	place []int32 // of each chosen site in chosen
}

func newStanding(m *median) standing {
	n := m.size()
	return standing{stands: make([]bool, n), first: make([]leg, len(m.points)), second: make([]leg, len(m.points)),
		part: make([]int32, n), gain: make([]int64, n), loss: make([]int64, n), place: make([]int32, n)}
}

// set makes the chosen sites those of a list and finds the two nearest of each row.
func (m *median) set(list []int32) {
	for _, i := range m.chosen {
		m.stands[i] = false
	}
	m.chosen = append(m.chosen[:0], list...)
	m.left = m.limit
	for k, i := range m.chosen {
		m.stands[i] = true
		m.place[i] = int32(k)
		m.left, _ = m.left.take(m.cost[i])
	}
	for j := range m.points {
		m.nearest(j)
	}
}

// nearest finds the two nearest of a row. An existing facility is one of them where it is near enough.
func (m *median) nearest(j int) {
	a, b := leg{m.base[j], -1}, leg{m.missing[j], -1}
	found := 0
	for _, l := range m.legs[j] {
		if l.cost >= m.base[j] {
			break
		}
		if m.stands[l.site] {
			if found++; found == 1 {
				a, b = l, a
			} else {
				b = l
				break
			}
		}
	}
	m.first[j], m.second[j] = a, b
}

// improve makes an allowed choice out of a wish list: sites are added while they gain, then exchanged while that gains.
func (m *median) improve(wish []int32) ([]int32, int64, bool) {
	m.set(m.allowed(wish))
	m.fill()
	for m.exchange() {
	}
	sum, ok := int64(0), true
	for j := range m.points {
		ok = ok && m.first[j].cost < m.missing[j]
		sum += m.first[j].cost
	}
	return slices.Sorted(slices.Values(m.chosen)), -(sum >> m.scale), ok
}

// fill adds the site of the greatest gain, or gain per cost where there is a budget, until none gains or fits.
func (m *median) fill() {
	clear(m.gain)
	for j, legs := range m.legs {
		for _, l := range legs {
			if l.cost >= m.first[j].cost {
				break
			}
			m.gain[l.site] += m.first[j].cost - l.cost
		}
	}
	for {
		best, rank := int32(-1), 0.0
		for i, gain := range m.gain {
			if i := int32(i); gain > 0 && !m.stands[i] && m.left.affords(m.cost[i]) && !m.blocked(i, -1) {
				r := float64(gain)
				if m.left.budget != noLimit {
					r /= float64(max(1, m.cost[i]))
				}
				if r > rank {
					best, rank = i, r
				}
			}
		}
		if best < 0 {
			return
		}
		m.add(best)
	}
}

// add opens one more site and corrects the gains of the others.
func (m *median) add(i int32) {
	m.place[i] = int32(len(m.chosen))
	m.chosen, m.stands[i] = append(m.chosen, i), true
	m.left, _ = m.left.take(m.cost[i])
	for j, legs := range m.legs {
		before := m.first[j].cost
		m.nearest(j)
		now := m.first[j].cost
		if now == before {
			continue
		}
		for _, l := range legs {
			if l.cost >= before {
				break
			}
			m.gain[l.site] -= before - max(l.cost, now)
		}
	}
}

// blocked tells whether a candidate is too near to a chosen site other than one that goes.
func (m *median) blocked(i, goes int32) bool {
	for _, k := range m.near(i) {
		if k != goes && m.stands[k] {
			return true
		}
	}
	return false
}

// extraSize bounds the table of extra.
const extraSize = 1 << 22

// exchange makes the best exchange of a chosen site for another candidate, and tells whether one helped. The gain of a
// candidate and the loss of a site are found in one walk over the rows each, and what cancels out between them where a
// row has the site nearest and the candidate next (Resende and Werneck, 2004).
func (m *median) exchange() bool {
	p := len(m.chosen)
	if p == 0 {
		return false
	}
	best, out, in := int64(0), int32(-1), int32(-1)
	block := max(1, extraSize/p)
	for from := 0; from < m.size(); from += block {
		to := min(from+block, m.size())
		if !m.clock.spend(m.weigh(from, to)) {
			return false
		}
		for i := int32(from); i < int32(to); i++ {
			if m.stands[i] {
				continue
			}
			extra := m.extra[(int(i)-from)*p:][:p]
			for k, r := range m.chosen {
				if better := m.gain[i] - m.loss[r] + extra[k]; better > best && m.mayReplace(i, r) {
					best, out, in = better, r, i
				}
			}
		}
	}
	if best <= 0 {
		return false
	}
	next := slices.Clone(m.chosen)
	next[m.place[out]] = in
	m.set(next)
	return true
}

// weigh fills gain, loss and extra for a block of candidates, and gives the work it took.
func (m *median) weigh(from, to int) (work int64) {
	p := len(m.chosen)
	m.extra = append(m.extra[:0], make([]int64, (to-from)*p)...)
	clear(m.gain[from:to])
	clear(m.loss)
	for j, legs := range m.legs {
		first, second := m.first[j], m.second[j]
		if first.site >= 0 {
			m.loss[first.site] += second.cost - first.cost
		}
		for k, l := range legs {
			if l.cost >= second.cost {
				work += int64(k)
				break
			}
			if int(l.site) < from || int(l.site) >= to {
				continue
			}
			if l.cost < first.cost {
				m.gain[l.site] += first.cost - l.cost
			}
			if first.site >= 0 {
				m.extra[(int(l.site)-from)*p+int(m.place[first.site])] += second.cost - max(l.cost, first.cost)
			}
		}
	}
	return work + int64(len(m.legs)+(to-from)*p)
}

func (m *median) mayReplace(i, r int32) bool {
	return !m.mustStand(r) && !m.blocked(i, r) && (m.left.budget == noLimit || m.left.budget+m.cost[r]-m.cost[i] >= 0)
}
