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
// [unreached] where there is none. It is Dijkstra's algorithm on a ring of buckets (Dial 1969).
func searchAll(nodes int, arcs *geo.Arcs, seeds []seed) []key {
	keys := make([]key, nodes)
	for i := range keys {
		keys[i] = unreached
	}
	span := uint64(0) // the farthest that an entry can lie ahead of the bucket being worked
	for _, s := range seeds {
		span = max(span, s.key.ms())
	}
	for _, a := range arcs.List {
		span = max(span, uint64(a.Ms))
	}
	size := 1
	for uint64(size) < span>>bucketBits+2 {
		size *= 2
	}
	ring := make([][]int32, size)
	waiting := 0
	push := func(node int32, k key) {
		keys[node] = k
		slot := int(k.ms()>>bucketBits) & (size - 1)
		ring[slot] = append(ring[slot], node)
		waiting++
	}
	for _, s := range seeds {
		if s.key < keys[s.node] {
			push(s.node, s.key)
		}
	}
	for bucket := uint64(0); waiting > 0; bucket++ {
		slot := int(bucket) & (size - 1)
		for i := 0; i < len(ring[slot]); i++ { // the bucket may grow while it is worked
			node := ring[slot][i]
			waiting--
			k := keys[node]
			if k.ms()>>bucketBits != bucket {
				continue // a better way was found and worked since
			}
			for _, a := range arcs.Of(node) {
				if next := k.plus(a.Ms); next < keys[a.Node] {
					push(a.Node, next)
				}
			}
		}
		ring[slot] = ring[slot][:0]
	}
	return keys
}
