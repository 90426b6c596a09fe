package geo

import (
	"math/rand/v2"
	"testing"
)

// The table is a map from ids to numbers, however few nodes there are and however their ids lie.
func TestNodeTableIsAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 21))
	for size := range 300 {
		table, number, ids := newNodeTable(size), make(map[NodeID]int32), []NodeID(nil)
		draw := []func() NodeID{
			func() NodeID { return NodeID(r.Int64()) },
			func() NodeID { return NodeID(r.IntN(2 * size)) },
			func() NodeID { return NodeID(16 * r.IntN(2*size)) },
			func() NodeID { return -NodeID(r.IntN(2 * size)) },
		}[r.IntN(4)]
		for range size {
			id := draw()
			want, known := number[id]
			if got, found := table.find(id, ids); found != known || (known && got != want) {
				t.Fatalf("%d nodes: %d is %d, %v; want %d, %v", size, id, got, found, want, known)
			}
			if !known {
				number[id] = int32(len(ids))
				*table.slot(id, ids) = int32(len(ids)) + 1
				ids = append(ids, id)
			}
		}
		for id, want := range number {
			if got, found := table.find(id, ids); !found || got != want {
				t.Fatalf("%d nodes: %d is %d, %v; want %d", size, id, got, found, want)
			}
		}
	}
}
