package isochrone

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// NearestMap is the travel time from everywhere to the nearest of a set of facilities, kept exact while facilities
// open, close and move. An edit costs what it changes: the part of the town to which a facility is the nearest.
// After any sequence of edits it equals, bit for bit, the map computed anew.
//
// A facility is known by its index in the study area, or by the number that [NearestMap.Add] gives it.
// A map serves one caller at a time.
type NearestMap struct {
	router  *Router
	search  *search // its keys are kept from edit to edit
	sites   []openSite
	labels  []int32              // of each facility of the study area; -1 if it is closed or stands elsewhere
	ranked  []int32              // the open sites, by id and service: the order of their labels
	holder  map[int32]int32      // label -> site
	seeded  map[int32][]int32    // state -> the open sites that seed it
	direct  map[int32][]shortcut // rank of a point -> ways to moved and added sites that pass no junction
	times   []Time               // by rank of the point
	touched []int32              // ranks of the points whose times may have changed since the last call of Changes
	noted   []bool               // by rank: whether it is among them
}

// openSite is a facility, or a place that is tried as one.
type openSite struct {
	service, id string
	label       int32 // -1 while it is closed
	entries     []entry
	own         bool    // it stands where the study area has it, so that the lists of points know it
	reached     []int32 // ranks of the points that have a way in direct
}

// entry is a state from which a site is reached, and the time.
type entry struct {
	state int32
	ms    uint32
}

// NewNearestMap computes the map of a set of facilities, given by index.
func (r *Router) NewNearestMap(ctx context.Context, facilities []int32) (*NearestMap, error) {
	m := &NearestMap{
		router: r, search: newSearch(r.Network.States), sites: make([]openSite, len(r.facilities)), labels: r.rankOf(nil),
		holder: make(map[int32]int32), seeded: make(map[int32][]int32), direct: make(map[int32][]shortcut),
	}
	for i := range m.sites {
		f := &r.Area.Facilities[i]
		m.sites[i] = openSite{service: f.Service, id: f.ID, label: -1}
	}
	m.ranked = r.ranked(facilities)
	m.spaceLabels()
	var seeds []seed
	for _, site := range m.ranked {
		m.settle(site, r.facilities[site], true)
		seeds = append(seeds, m.seedsOf(site)...)
	}
	m.search.run(&r.Network.In, seeds, noLimit)
	m.times, m.noted = make([]Time, len(r.Area.Points)), make([]bool, len(r.Area.Points))
	err := inParallel(ctx, len(m.times), func(_, rank int) { m.times[rank] = m.timeOf(int32(rank)) })
	return m, err
}

// Time is the travel time from a residential point.
func (m *NearestMap) Time(point int) Time { return m.times[m.router.points.rank[point]] }

// OnNetwork reports whether an open site has a leg to any street.
func (m *NearestMap) OnNetwork() bool {
	return slices.ContainsFunc(m.ranked, func(site int32) bool { return len(m.sites[site].entries) > 0 })
}

// Open opens a site: a facility that is closed, at its own doors, or anywhere at others.
func (m *NearestMap) Open(site int32, doors []orb.Point) error {
	r := m.router
	if m.sites[site].label >= 0 {
		return fmt.Errorf("site %d is open already", site)
	}
	if doors == nil && int(site) >= len(r.facilities) {
		return fmt.Errorf("site %d has no doors of its own", site)
	}
	if err := m.rank(site); err != nil {
		return err
	}
	if doors == nil {
		m.settle(site, r.facilities[site], true)
	} else {
		m.settle(site, goal{doors, r.boardingsOf(doors)}, false)
	}
	m.search.improve(&r.Network.In, m.seedsOf(site), noLimit)
	m.touchArrivals(m.search.settled)
	m.touchDirect(site)
	return nil
}

// Close closes a site. The land to which it was the nearest falls to the others, from its border inward.
func (m *NearestMap) Close(site int32) error {
	s := &m.sites[site]
	if s.label < 0 {
		return fmt.Errorf("site %d is closed already", site)
	}
	m.touchDirect(site)
	lost := m.lose(site)
	m.forget(site)
	m.search.improve(&m.router.Network.In, m.border(lost), noLimit)
	m.touchArrivals(lost)
	return nil
}

// Add makes a new site, closed at first.
func (m *NearestMap) Add(service, id string) (site int32) {
	m.sites = append(m.sites, openSite{service: service, id: id, label: -1})
	return int32(len(m.sites) - 1)
}

// Change is a residential point whose travel time has changed.
type Change struct {
	Point         int32
	Before, After Time
}

// Changes lists the points whose times have changed since the last call, by index.
func (m *NearestMap) Changes() []Change {
	var changes []Change
	for _, rank := range m.touched {
		m.noted[rank] = false
		before, after := m.times[rank], m.timeOf(rank)
		if !same(before, after) {
			m.times[rank] = after
			changes = append(changes, Change{m.router.points.order[rank], before, after})
		}
	}
	m.touched = m.touched[:0]
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(a.Point, b.Point) })
	return changes
}

// same compares times; no leg, a NaN, equals no leg.
func same(a, b Time) bool {
	return a.Ms == b.Ms && a.Facility == b.Facility && (a.AccessM == b.AccessM || (a.AccessM != a.AccessM && b.AccessM != b.AccessM))
}

func (m *NearestMap) timeOf(rank int32) Time {
	best, legM := m.router.points.best(int(rank), m.search.keys, m.labels)
	for _, s := range m.direct[rank] {
		if k := makeKey(uint64(s.ms), m.sites[s.facility].label); k < best || (k == best && s.legM < legM) {
			best, legM = k, s.legM
		}
	}
	t := asTime(best, legM)
	if t.Facility >= 0 {
		t.Facility = m.holder[t.Facility]
	}
	return t
}

// touch notes that a point's time may have changed.
func (m *NearestMap) touch(rank int32) {
	if !m.noted[rank] {
		m.noted[rank] = true
		m.touched = append(m.touched, rank)
	}
}

func (m *NearestMap) touchArrivals(states []int32) {
	at := m.router.arriving()
	for _, state := range states {
		for rank := range at.atState.at(state) {
			m.touch(rank)
		}
	}
}

// touchDirect touches the points that have a way to a site which passes no junction.
func (m *NearestMap) touchDirect(site int32) {
	s := &m.sites[site]
	if s.own {
		for rank := range m.router.arriving().atFacility.at(site) {
			m.touch(rank)
		}
	}
	for _, rank := range s.reached {
		m.touch(rank)
	}
}

// settle notes how a site that has a label is reached.
func (m *NearestMap) settle(site int32, at goal, own bool) {
	s := &m.sites[site]
	s.own, s.entries, s.reached = own, s.entries[:0], s.reached[:0]
	for i := range at.boardings {
		b := &at.boardings[i]
		m.router.entries(b, func(state int32, ms uint32) {
			s.entries = append(s.entries, entry{state, ms + b.legMs})
		})
	}
	for _, e := range s.entries {
		if held := m.seeded[e.state]; !slices.Contains(held, site) {
			m.seeded[e.state] = append(held, site)
		}
	}
	if own {
		m.labels[site] = s.label
		return
	}
	if int(site) < len(m.labels) {
		m.labels[site] = -1 // whatever it had before it moved
	}
	m.router.directWays([]goal{at}, func(rank int32, way shortcut) {
		m.direct[rank] = append(m.direct[rank], shortcut{site, way.ms, way.legM})
		s.reached = append(s.reached, rank)
	})
}

// forget undoes settle and takes the label back.
func (m *NearestMap) forget(site int32) {
	s := &m.sites[site]
	isSite := func(other int32) bool { return other == site }
	for _, e := range s.entries {
		if held := slices.DeleteFunc(m.seeded[e.state], isSite); len(held) > 0 {
			m.seeded[e.state] = held
		} else {
			delete(m.seeded, e.state)
		}
	}
	for _, rank := range s.reached {
		m.direct[rank] = slices.DeleteFunc(m.direct[rank], func(way shortcut) bool { return way.facility == site })
		if len(m.direct[rank]) == 0 {
			delete(m.direct, rank)
		}
	}
	if s.own {
		m.labels[site], s.own = -1, false
	}
	delete(m.holder, s.label)
	m.ranked = slices.DeleteFunc(m.ranked, isSite)
	s.label = -1
}

func (m *NearestMap) seedsOf(site int32) []seed {
	s := &m.sites[site]
	seeds := make([]seed, len(s.entries))
	for i, e := range s.entries {
		seeds[i] = seed{e.state, makeKey(uint64(e.ms), s.label)}
	}
	return seeds
}

// lose resets the states to which a site is the nearest and lists them. They hang together: whoever goes to the site
// goes by states to which it is the nearest too, at the least time and, of equal times, with the least label.
func (m *NearestMap) lose(site int32) (lost []int32) {
	keys, label := m.search.keys, m.sites[site].label
	take := func(state int32) {
		if k := keys[state]; k != unreached && k.label() == label {
			keys[state] = unreached
			lost = append(lost, state)
		}
	}
	for _, e := range m.sites[site].entries {
		take(e.state)
	}
	for i := 0; i < len(lost); i++ {
		for _, arc := range m.router.Network.In.Of(lost[i]) {
			take(arc.State)
		}
	}
	return lost
}

// border offers lost states the ways on that are left to them: an arc to a state that is not lost, or an open site
// that has its entry in the lost land.
func (m *NearestMap) border(lost []int32) []seed {
	var seeds []seed
	keys := m.search.keys
	for _, state := range lost {
		for _, arc := range m.router.Network.Out.Of(state) {
			if k := keys[arc.State]; k != unreached {
				seeds = append(seeds, seed{state, k.plus(arc.Ms)})
			}
		}
		for _, site := range m.seeded[state] {
			s := &m.sites[site]
			for _, e := range s.entries {
				if e.state == state {
					seeds = append(seeds, seed{state, makeKey(uint64(e.ms), s.label)})
				}
			}
		}
	}
	return seeds
}
