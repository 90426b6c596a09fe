package isochrone

import (
	"cmp"
	"fmt"
	"slices"
)

// Of equally near sites the one with the least id wins, and a search knows sites by labels alone, so labels rise with
// ids. They are given out with gaps, that a site may open between two others without all keys being written anew.

// compareSites orders sites as labels do.
func (m *NearestMap) compareSites(a, b int32) int {
	x, y := &m.sites[a], &m.sites[b]
	return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.service, y.service))
}

// rank gives a site its place and label among the open ones.
func (m *NearestMap) rank(site int32) error {
	if len(m.ranked) >= 1<<labelBits-2 {
		return fmt.Errorf("%d open facilities: the limit is %d", len(m.ranked), 1<<labelBits-2)
	}
	at, taken := slices.BinarySearchFunc(m.ranked, site, m.compareSites)
	if taken {
		return fmt.Errorf("facility %s:%s is open already", m.sites[site].service, m.sites[site].id)
	}
	below, above := int32(-1), int32(1<<labelBits-1)
	if at > 0 {
		below = m.sites[m.ranked[at-1]].label
	}
	if at < len(m.ranked) {
		above = m.sites[m.ranked[at]].label
	}
	m.ranked = slices.Insert(m.ranked, at, site)
	if above-below < 2 {
		m.respace()
		return nil
	}
	m.setLabel(site, below+(above-below)/2)
	return nil
}

func (m *NearestMap) setLabel(site, label int32) {
	m.sites[site].label = label
	m.holder[label] = site
	if m.sites[site].own {
		m.labels[site] = label
	}
}

// spaceLabels gives all open sites labels with gaps of one width.
func (m *NearestMap) spaceLabels() {
	clear(m.holder)
	gap := (1<<labelBits - 1) / int32(len(m.ranked)+1)
	for i, site := range m.ranked {
		m.setLabel(site, gap*int32(i+1)-1)
	}
}

// respace spaces the labels anew and writes them into all keys. Their order stays, so the keys stay the least.
func (m *NearestMap) respace() {
	old := make(map[int32]int32, len(m.holder)) // label -> site
	for label, site := range m.holder {
		old[label] = site
	}
	m.spaceLabels()
	for state, k := range m.search.keys {
		if k != unreached {
			m.search.keys[state] = makeKey(k.ms(), m.sites[old[k.label()]].label)
		}
	}
}
