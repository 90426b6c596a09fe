package isochrone

import "lifecircle/geo"

// tileBits sets the size of a tile: 8,192 states, whose keys and arcs fit the cache of a processor.
const tileBits = 13

// worthTiles tells whether a search from many seeds is worked tile by tile: where the town is larger than a cache and
// the seeds are many. From few seeds a front of few states grows through the town, and the cache holds what it needs.

func worthTiles(states, seeds int) bool { return states >= 1<<17 && seeds >= 1<<12 }

// improveByTiles does what improve does without a limit, one stretch of 2^bits states of the Hilbert curve after the other. Inside a tile
// it searches until nothing is left to do; what leaves the tile waits for the tile it leads to. A state may be settled
// again when a better way comes in from a neighbour later, but most are not, and keys end up the same: the least of all
// ways, in whatever order they are tried.
func (s *search) improveByTiles(arcs *geo.Arcs, seeds []seed, bits int) {
	waiting := make([][]seed, len(s.keys)>>bits+1)
	wait := func(w seed) {
		if w.key < s.keys[w.state] {
			s.keys[w.state] = w.key
			waiting[w.state>>bits] = append(waiting[w.state>>bits], w)
		}
	}
	for _, w := range seeds {
		wait(w)
	}
	var own []seed
	for left := true; left; {
		left = false
		for tile := range waiting {
			if len(waiting[tile]) == 0 {
				continue
			}
			left = true
			own = own[:0]
			for _, w := range waiting[tile] {
				if w.key == s.keys[w.state] { // else a better one waits, or was worked
					own = append(own, w)
				}
			}
			waiting[tile] = waiting[tile][:0]
			s.improveTile(arcs, int32(tile), bits, own, wait)
		}
	}
}

// improveTile settles the states of one tile from some of them that have their keys already, and hands on what leaves.
func (s *search) improveTile(arcs *geo.Arcs, tile int32, bits int, from []seed, leave func(seed)) {
	const toBucket = labelBits + bucketBits
	keys, ring := s.keys, &s.ring
	first, last := unreached, key(0)
	for _, w := range from {
		first, last = min(first, w.key), max(last, w.key)
	}
	ring.spanning(max(uint64(arcs.MaxMs), last.ms()-min(first, last).ms())>>bucketBits + 2)
	for _, w := range from {
		ring.push(uint64(w.key)>>toBucket, w.state)
	}
	waiting := len(from)
	for bucket := uint64(first) >> toBucket; waiting > 0; bucket++ {
		slot := bucket & ring.mask
		for i := 0; i < int(ring.filled[slot]); i++ {
			state := ring.slots[slot][i]
			waiting--
			k := keys[state]
			if uint64(k)>>toBucket != bucket {
				continue
			}
			for _, a := range arcs.List[arcs.First[state]:arcs.First[state+1]] {
				next := k.plus(a.Ms)
				if a.State>>bits != tile {
					leave(seed{a.State, next})
					continue
				}
				old := keys[a.State]
				better := key(int64(next-old) >> 63)
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
}
