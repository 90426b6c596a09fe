package data

import (
	"encoding/binary"
	"errors"

	"lifecircle/geo"
)

var errNodeBlob = errors.New("a broken list of nodes")

// encodeNodes packs node ids as zigzag varints of the differences, because neighbours on a way usually
// have close ids: about three bytes a node instead of eight.
func encodeNodes(nodes []geo.NodeID) []byte {
	blob := make([]byte, 0, 4*len(nodes)+8)
	last := geo.NodeID(0)
	for _, id := range nodes {
		blob = binary.AppendVarint(blob, int64(id-last))
		last = id
	}
	return blob
}

// decodeNodes reads what [encodeNodes] wrote; there must be exactly n ids.
func decodeNodes(blob []byte, n int) ([]geo.NodeID, error) {
	if n > len(blob) {
		return nil, errNodeBlob
	}
	nodes := make([]geo.NodeID, n)
	last := geo.NodeID(0)
	for i := range nodes {
		delta, size := binary.Varint(blob)
		if size <= 0 {
			return nil, errNodeBlob
		}
		last += geo.NodeID(delta)
		nodes[i] = last
		blob = blob[size:]
	}
	if len(blob) != 0 {
		return nil, errNodeBlob
	}
	return nodes, nil
}
