package geo

import (
	"math/bits"
	"math/rand/v2"
)

// nodeTable finds a node by its id. Building a network looks up every node of every street, so it is a plain table with
// open addressing (Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithm L) and not a map. It holds
// raw numbers alone; the ids are those of the nodes.
type nodeTable struct {
	slots  []int32 // raw number plus 1; 0 where there is none
	factor uint64  // of the hash; another one each time, so that no file can be made whose ids all collide
	shift  int
}

// rowBits is how many nodes with ids in a row are kept together: sixteen, which a line of the cache holds. Nodes that were
// made one after the other mostly follow each other along a street.
const rowBits = 4

// newNodeTable has room for n nodes, and is never more than half full.
func newNodeTable(n int) nodeTable {
	width := max(rowBits, bits.Len(uint(2*n+1)))
	return nodeTable{make([]int32, 1<<width), rand.Uint64() | 1, 64 - width}
}

// slot is where the number of a node stands, or is to be put.
func (t *nodeTable) slot(id NodeID, ids []NodeID) *int32 {
	mask := uint64(len(t.slots) - 1)
	row, place := uint64(id)>>rowBits*t.factor>>(t.shift+rowBits), uint64(id)&(1<<rowBits-1)
	for i := row<<rowBits | place; ; i = (i + 1) & mask {
		if slot := &t.slots[i]; *slot == 0 || ids[*slot-1] == id {
			return slot
		}
	}
}

// find gives the raw number of a node.
func (t *nodeTable) find(id NodeID, ids []NodeID) (node int32, known bool) {
	slot := *t.slot(id, ids)
	return slot - 1, slot > 0
}
