package capacity

// Best is the most that capacity could serve.
type Best struct {
	People int64
	// Tight are the facilities that set the limit: even if they were all full, whoever has no other facility could not be
	// served by more than they hold. It is the proof that nobody can do better: People is what the tight facilities hold
	// and all the people who have another one, a minimum cut.
	Tight []bool
}

// Most is the most people who could be served if somebody told everybody where to go: a maximum flow from points to
// facilities. Never less than [NearestFirst] serves.
//
// Points with the same facilities are one. Facilities that have room for everybody within reach serve them all, whatever
// the others do, and people who could fill all of their facilities fill them: taking these away first leaves little of a
// town (peel.go). What is left is solved by blocking flows (Dinic 1970, blocking.go).
func Most(pairs *Pairs, demand, capacity []int64) Best {
	n := gather(pairs, demand, capacity)
	n.peel()
	n.saturate()
	return Best{n.served, n.tight}
}

// network is a question of maximum flow: from classes of points, which have the same facilities, to facilities.
type network struct {
	left []int64 // of each class: people not yet served
	room []int64 // of each facility: capacity not yet used

	// The facilities of each class, and the other way round. An arc is the place of a facility in the list of a class.
	first    []uint32
	facility []int32
	carried  []int64 // people on each arc
	firstOf  []uint32
	arcOf    []uint32
	classOf  []int32 // as arcOf

	gone  []bool // classes that are settled
	out   []bool // facilities that are settled
	tight []bool // of those settled: full, whatever happens

	served int64
}

// gather makes the classes of points.
func gather(pairs *Pairs, demand, capacity []int64) *network {
	n := &network{room: make([]int64, len(capacity)), out: make([]bool, len(capacity)), tight: make([]bool, len(capacity)), first: []uint32{0}}
	for facility, holds := range capacity {
		n.room[facility] = max(0, holds)
		if holds <= 0 {
			n.out[facility], n.tight[facility] = true, true
		}
	}
	known := newClasses()
	var usable []int32
	for point := range pairs.Points() {
		if demand[point] <= 0 {
			continue
		}
		usable = usable[:0]
		for _, facility := range pairs.Of(point) {
			if !n.out[facility] {
				usable = append(usable, facility)
			}
		}
		if len(usable) == 0 {
			continue
		}
		class, is := known.find(n, usable)
		if !is {
			n.facility = append(n.facility, usable...)
			n.first = append(n.first, uint32(len(n.facility)))
			n.left = append(n.left, 0)
		}
		n.left[class] += demand[point]
	}
	n.carried = make([]int64, len(n.facility))
	n.gone = make([]bool, len(n.left))
	n.turnRound()
	return n
}

// turnRound lists the classes of each facility.
func (n *network) turnRound() {
	n.firstOf = make([]uint32, len(n.room)+1)
	for _, facility := range n.facility {
		n.firstOf[facility+1]++
	}
	for facility := range n.room {
		n.firstOf[facility+1] += n.firstOf[facility]
	}
	n.arcOf, n.classOf = make([]uint32, len(n.facility)), make([]int32, len(n.facility))
	next := make([]uint32, len(n.room))
	copy(next, n.firstOf)
	for class := range n.left {
		for arc := n.first[class]; arc < n.first[class+1]; arc++ {
			at := &next[n.facility[arc]]
			n.arcOf[*at], n.classOf[*at] = arc, int32(class)
			*at++
		}
	}
}

// classes finds classes by their facilities: a table of hashes with open places, so that a million points cost no
// allocation each.
type classes struct {
	slots []int32 // class + 1; 0 is empty
	hash  []uint64
}

func newClasses() *classes { return &classes{slots: make([]int32, 1024)} }

// find is the class of some facilities; where there is none yet, the number that it gets.
func (c *classes) find(n *network, facilities []int32) (class int32, is bool) {
	hash := uint64(len(facilities))
	for _, f := range facilities {
		hash = (hash ^ uint64(uint32(f))) * 0x9e3779b97f4a7c15
		hash ^= hash >> 29
	}
	if 2*len(c.hash) >= len(c.slots) {
		c.grow()
	}
	mask := uint64(len(c.slots) - 1)
	for slot := hash & mask; ; slot = (slot + 1) & mask {
		class := c.slots[slot] - 1
		if class < 0 {
			c.slots[slot] = int32(len(c.hash)) + 1
			c.hash = append(c.hash, hash)
			return int32(len(c.hash)) - 1, false
		}
		if c.hash[class] == hash && same(n.facility[n.first[class]:n.first[class+1]], facilities) {
			return class, true
		}
	}
}

func (c *classes) grow() {
	c.slots = make([]int32, 2*len(c.slots))
	mask := uint64(len(c.slots) - 1)
	for class, hash := range c.hash {
		slot := hash & mask
		for c.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		c.slots[slot] = int32(class) + 1
	}
}

func same(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
