package osm

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"testing"

	"github.com/klauspost/compress/zstd"
	"google.golang.org/protobuf/encoding/protowire"
)

// message builds a protobuf message field by field.
type message []byte

func (m message) number(field protowire.Number, x uint64) message {
	return protowire.AppendVarint(protowire.AppendTag(m, field, protowire.VarintType), x)
}

func (m message) data(field protowire.Number, data []byte) message {
	return protowire.AppendBytes(protowire.AppendTag(m, field, protowire.BytesType), data)
}

// deltas packs numbers as zigzag-coded differences.
func deltas(xs ...int64) (packed []byte) {
	last := int64(0)
	for _, x := range xs {
		packed = protowire.AppendVarint(packed, protowire.EncodeZigZag(x-last))
		last = x
	}
	return packed
}

func plain(xs ...uint64) (packed []byte) {
	for _, x := range xs {
		packed = protowire.AppendVarint(packed, x)
	}
	return packed
}

// pbfBlob frames data as a block of a PBF file.
func pbfBlob(kind string, blob message) []byte {
	header := message(nil).data(1, []byte(kind)).number(3, uint64(len(blob)))
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(header))), header...), blob...)
}

func rawBlob(data []byte) message { return message(nil).data(1, data).number(2, uint64(len(data))) }

func zlibBlob(data []byte) message {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return message(nil).number(2, uint64(len(data))).data(3, packed.Bytes())
}

func zstdBlob(data []byte) message {
	w, _ := zstd.NewWriter(nil)
	return message(nil).number(2, uint64(len(data))).data(7, w.EncodeAll(data, nil))
}

func header(features ...string) message {
	m := message(nil)
	for _, f := range append([]string{"OsmSchema-V0.6"}, features...) {
		m = m.data(4, []byte(f))
	}
	return m
}

// smallTown is one block: node 1 plain, nodes 2 to 4 dense (3 is a gate), way 10 along 1 2 3 9 (9 is not there), a
// relation, and a node and a way that were deleted.
func smallTown() message {
	var table message
	for _, s := range []string{"", "highway", "primary", "barrier", "gate", "name", "Ring", "outer"} {
		table = table.data(1, []byte(s))
	}
	node := message(nil).number(1, protowire.EncodeZigZag(1)).number(8, protowire.EncodeZigZag(300000000)).number(9, protowire.EncodeZigZag(1200000000)).
		data(4, message(nil).number(2, 1600000000))
	dense := message(nil).data(1, deltas(2, 3, 4)).data(8, deltas(300000001, 300000002, 300000003)).data(9, deltas(1200000001, 1200000002, 1200000003)).
		data(5, message(nil).data(2, deltas(1500000000, 1700000000, 1500000000)).data(6, plain(1, 1, 0))).data(10, plain(0, 3, 4, 0, 0))
	way := message(nil).number(1, 10).data(2, plain(1, 5)).data(3, plain(2, 6)).data(8, deltas(1, 2, 3, 9))
	gone := message(nil).number(1, 11).data(2, plain(1)).data(3, plain(2)).data(8, deltas(1, 2)).data(4, message(nil).number(6, 0))
	rel := message(nil).number(1, 20).data(2, plain(5)).data(3, plain(6)).data(8, plain(7, 0)).data(9, deltas(10, 1)).data(10, plain(1, 0))
	group := message(nil).data(1, node).data(2, dense).data(3, way).data(3, gone).data(4, rel)
	return message(nil).data(1, table).data(2, group)
}

// smallTownXML is the same in XML.
const smallTownXML = `<node id="1" lat="30" lon="120"/><node id="2" lat="30.0000001" lon="120.0000001"/>
	<node id="3" lat="30.0000002" lon="120.0000002" timestamp="2023-11-14T22:13:20Z"><tag k="barrier" v="gate"/></node>
	<node id="4" visible="false"/>
	<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="9"/><tag k="highway" v="primary"/><tag k="name" v="Ring"/></way>
	<way id="11" visible="false"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
	<relation id="20"><member type="way" ref="10" role="outer"/><member type="node" ref="1" role=""/><tag k="name" v="Ring"/></relation>`

func smallPBF(pack func([]byte) message) []byte {
	return append(pbfBlob("OSMHeader", pack(header("DenseNodes"))), pbfBlob("OSMData", pack(smallTown()))...)
}

func TestPackedFieldsInParts(t *testing.T) {
	whole := plain(1, 2, 300)
	parts := packed(nil, protowire.BytesType, 0, whole[:2])
	parts = packed(parts, protowire.VarintType, 300, nil)
	if !bytes.Equal(parts, whole) {
		t.Errorf("got %v, want %v", parts, whole)
	}
}
