package isochrone

import "lifecircle/geo"

// key packs a travel time in milliseconds with the index of the facility it leads to, so that one comparison
// finds the shorter time and, of equal times, the facility with the smaller index. Adding a duration to the
// time keeps the order: the least key of a state is the least over all its ways out. Keys have 63 bits, so that
// the sign of a difference tells which is less.
type key uint64

const (
	labelBits = 24 // 16.7 million facilities; 39 bits are left for 17 years of milliseconds
	unreached = ^key(0) >> 1
)

func makeKey(ms uint64, label int32) key { return key(ms<<labelBits | uint64(label)) }

func (k key) ms() uint64         { return uint64(k >> labelBits) }
func (k key) label() int32       { return int32(k & (1<<labelBits - 1)) }
func (k key) plus(ms uint32) key { return k + key(ms)<<labelBits }

// seed is a state from which a search sets out, with the time already spent.
type seed struct {
	state int32
	key   key
}

// bucketBits sets the width of a bucket to 4.1 s. A bucket may be wider than the shortest arc: it is worked
// as a queue until it is empty, and a state improved inside its own bucket is simply scanned again.
const bucketBits = 12

// noLimit lets a search run until nothing is left to reach.
const noLimit = uint64(unreached)>>labelBits - 1

// searchAll settles every state that the seeds can reach along arcs and returns the least key of each state;
// [unreached] where there is none.
func searchAll(states int, arcs *geo.Arcs, seeds []seed) []key {
	s := newSearch(states)
	if worthTiles(states, len(seeds)) {
		s.improveByTiles(arcs, seeds, tileBits)
	} else {
		s.run(arcs, seeds, noLimit)
	}
	return s.keys
}

// search is Dijkstra's algorithm on a ring of buckets (Dial 1969), with the memory it works in. A search that is
// bounded by a time touches only what it reaches, and what it touched is all that the next one has to clear.
// Once warm it allocates nothing.
type search struct {
	keys    []key   // of each state; unreached where the last run did not come
	settled []int32 // the states it came to, the soonest reached first, to within a bucket
	ring    bucketRing
}

func newSearch(states int) *search {
	s := &search{keys: make([]key, states)}
	for i := range s.keys {
		s.keys[i] = unreached
	}
	return s
}

// run settles every state that the seeds can reach along arcs within limitMs, inclusive.
func (s *search) run(arcs *geo.Arcs, seeds []seed, limitMs uint64) {
	for _, state := range s.settled {
		s.keys[state] = unreached
	}
	s.improve(arcs, seeds, limitMs)
}

// improve adds seeds to what was searched before: it settles every state that they reach within limitMs, inclusive,
// with a lesser key than it has. What is settled are just these.
//
// The inner loop has no branch that depends on whether an arc leads to something better, which no processor can
// foresee: the least key is taken without one, the state is written behind the end of its bucket in any case, and
// only then does the end move on or not.
func (s *search) improve(arcs *geo.Arcs, seeds []seed, limitMs uint64) {
	keys, settled := s.keys, s.settled[:0]
	const toBucket = labelBits + bucketBits
	first, last := unreached, key(0)
	for _, seed := range seeds {
		first, last = min(first, seed.key), max(last, seed.key)
	}
	beyond := makeKey(limitMs+1, 0)
	last = min(last, beyond)
	// The farthest that an entry can lie ahead of the bucket being worked.
	s.ring.spanning(max(uint64(arcs.MaxMs), last.ms()-min(first, last).ms())>>bucketBits + 2)
	waiting := 0
	for _, seed := range seeds {
		if seed.key < keys[seed.state] && seed.key < beyond {
			keys[seed.state] = seed.key
			s.ring.push(uint64(seed.key)>>toBucket, seed.state)
			waiting++
		}
	}
	ring := &s.ring
	for bucket := uint64(first) >> toBucket; waiting > 0; bucket++ {
		slot := bucket & ring.mask
		for i := 0; i < int(ring.filled[slot]); i++ { // the bucket may grow while it is worked
			state := ring.slots[slot][i]
			waiting--
			k := keys[state]
			if uint64(k)>>toBucket != bucket {
				continue // a better way was found and worked since
			}
			settled = append(settled, state)
			for _, a := range arcs.List[arcs.First[state]:arcs.First[state+1]] {
				next, old := k.plus(a.Ms), keys[a.State]
				better := key(int64(next-min(old, beyond)) >> 63) // all ones if it is, else 0
				keys[a.State] = old ^ (old^next)&better
				to := uint64(next) >> toBucket & ring.mask
				filled := ring.filled[to]
				if int(filled) == len(ring.slots[to]) {
					ring.deepen(to)
				}
				ring.slots[to][filled] = a.State
				ring.filled[to] = filled + int32(better&1)
				waiting += int(better & 1)
			}
		}
		ring.filled[slot] = 0
	}
	s.settled = s.once(settled)
}

// once drops the states that were settled twice: those improved inside their own bucket. Which they are is told by a
// mark in the highest bit of their key.
func (s *search) once(settled []int32) []int32 {
	const mark = key(1) << 63
	kept := settled[:0]
	for _, state := range settled {
		if s.keys[state]&mark == 0 {
			s.keys[state] |= mark
			kept = append(kept, state)
		}
	}
	for _, state := range kept {
		s.keys[state] &^= mark
	}
	return kept
}

// bucketRing is a ring of buckets of states.
type bucketRing struct {
	mask   uint64
	filled []int32   // of each slot, how many entries are in use
	slots  [][]int32 // each as long as it ever had to be
}

// spanning makes the ring at least so many buckets long. It must be empty.
func (r *bucketRing) spanning(buckets uint64) {
	size := uint64(len(r.filled))
	if size >= buckets {
		return
	}
	for size = max(size, 64); size < buckets; size *= 2 {
	}
	r.mask, r.filled, r.slots = size-1, make([]int32, size), make([][]int32, size)
}

func (r *bucketRing) push(bucket uint64, state int32) {
	slot := bucket & r.mask
	if int(r.filled[slot]) == len(r.slots[slot]) {
		r.deepen(slot)
	}
	r.slots[slot][r.filled[slot]] = state
	r.filled[slot]++
}

// deepen makes room in a bucket.
func (r *bucketRing) deepen(slot uint64) {
	deeper := make([]int32, max(32, 2*len(r.slots[slot])))
	copy(deeper, r.slots[slot])
	r.slots[slot] = deeper
}
