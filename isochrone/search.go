package isochrone

import "lifecircle/geo"

// key packs a travel time in milliseconds with the index of the facility it leads to, so that one comparison
// finds the shorter time and, of equal times, the facility with the smaller index. Adding a duration to the
// time keeps the order: the least key of a node is the least over all its ways out.
type key uint64

const (
	labelBits = 24 // 16.7 million facilities; 40 bits are left for 34 years of milliseconds
	unreached = ^key(0)
)

func makeKey(ms uint64, label int32) key { return key(ms<<labelBits | uint64(label)) }

func (k key) ms() uint64         { return uint64(k >> labelBits) }
func (k key) label() int32       { return int32(k & (1<<labelBits - 1)) }
func (k key) plus(ms uint32) key { return k + key(ms)<<labelBits }

// seed is a node from which a search sets out, with the time already spent.
type seed struct {
	node int32
	key  key
}

// bucketBits sets the width of a bucket to 4.1 s. A bucket may be wider than the shortest arc: it is worked
// as a queue until it is empty, and a node improved inside its own bucket is simply scanned again.
const bucketBits = 12

// searchAll settles every node that the seeds can reach along arcs and returns the least key of each node;
// [unreached] where there is none.
func searchAll(nodes int, arcs *geo.Arcs, seeds []seed) []key {
	s := newSearch(nodes)
	s.run(arcs, seeds, noLimit)
	return s.keys
}

// noLimit lets a search run until nothing is left to reach.
const noLimit = uint64(unreached) >> labelBits

// search is Dijkstra's algorithm on a ring of buckets (Dial 1969), with the memory it works in. A search that is
// bounded by a time touches only what it reaches, and what it touched is all that the next one has to clear.
type search struct {
	keys    []key   // of each node; unreached where the last run did not come
	touched []int32 // the nodes it came to
	ring    [][]int32
}

func newSearch(nodes int) *search {
	s := &search{keys: make([]key, nodes)}
	for i := range s.keys {
		s.keys[i] = unreached
	}
	return s
}

// run settles every node that the seeds can reach along arcs within limitMs, inclusive.
func (s *search) run(arcs *geo.Arcs, seeds []seed, limitMs uint64) {
	for _, node := range s.touched {
		s.keys[node] = unreached
	}
	s.touched = s.touched[:0]
	span := uint64(arcs.MaxMs) // the farthest that an entry can lie ahead of the bucket being worked
	for _, seed := range seeds {
		span = max(span, seed.key.ms())
	}
	for uint64(len(s.ring)) < span>>bucketBits+2 {
		s.ring = make([][]int32, max(2, 2*len(s.ring)))
	}
	mask := len(s.ring) - 1
	waiting := 0
	push := func(node int32, k key) {
		if s.keys[node] == unreached {
			s.touched = append(s.touched, node)
		}
		s.keys[node] = k
		slot := int(k.ms()>>bucketBits) & mask
		s.ring[slot] = append(s.ring[slot], node)
		waiting++
	}
	for _, seed := range seeds {
		if seed.key < s.keys[seed.node] && seed.key.ms() <= limitMs {
			push(seed.node, seed.key)
		}
	}
	for bucket := uint64(0); waiting > 0; bucket++ {
		slot := int(bucket) & mask
		for i := 0; i < len(s.ring[slot]); i++ { // the bucket may grow while it is worked
			node := s.ring[slot][i]
			waiting--
			k := s.keys[node]
			if k.ms()>>bucketBits != bucket {
				continue // a better way was found and worked since
			}
			for _, a := range arcs.Of(node) {
				if next := k.plus(a.Ms); next < s.keys[a.Node] && next.ms() <= limitMs {
					push(a.Node, next)
				}
			}
		}
		s.ring[slot] = s.ring[slot][:0]
	}
}
