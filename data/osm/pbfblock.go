package osm

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"lifecircle/geo"
)

// pbfBlock decodes the objects of one PBF data block. Its buffers are used again for the next block.
type pbfBlock struct {
	strings []string

	granularity, latOffset, lonOffset, dateGranularity int64

	visit visitor
	saw   func(seconds int64)
	node  node
	way   way
	rel   relation
}

var errPBF = geo.Fail("damaged block", "数据块已损坏")

// maxStrings is what the string table of one block may hold; blocks have up to 8,000 objects.
const maxStrings = 1 << 20

func (b *pbfBlock) decode(data []byte, v visitor, saw func(int64)) error {
	b.visit, b.saw = v, saw
	b.strings = b.strings[:0]
	b.granularity, b.dateGranularity, b.latOffset, b.lonOffset = 100, 1000, 0, 0
	err := fields(data, func(field protowire.Number, _ protowire.Type, number uint64, data []byte) error {
		switch field {
		case 1:
			return b.readStrings(data)
		case 17:
			b.granularity = int64(int32(number))
		case 18:
			b.dateGranularity = int64(int32(number))
		case 19:
			b.latOffset = int64(number)
		case 20:
			b.lonOffset = int64(number)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return fields(data, func(field protowire.Number, _ protowire.Type, _ uint64, data []byte) error {
		if field != 2 {
			return nil
		}
		return fields(data, b.object) // a group
	})
}

// readStrings makes one string of the whole table and cuts it: two allocations for thousands of strings.
func (b *pbfBlock) readStrings(table []byte) error {
	all := string(table)
	for rest := table; len(rest) > 0; {
		field, typ, n := protowire.ConsumeTag(rest)
		if n < 0 || field != 1 || typ != protowire.BytesType {
			return errPBF
		}
		rest = rest[n:]
		s, n := protowire.ConsumeBytes(rest)
		if n < 0 {
			return errPBF
		}
		rest = rest[n:]
		if len(b.strings) == maxStrings {
			return errTooLarge
		}
		end := len(table) - len(rest)
		b.strings = append(b.strings, all[end-len(s):end])
	}
	return nil
}

func (b *pbfBlock) object(field protowire.Number, _ protowire.Type, _ uint64, data []byte) error {
	switch {
	case field == 1 && b.visit.node != nil:
		return b.plainNode(data)
	case field == 2 && b.visit.node != nil:
		return b.denseNodes(data)
	case field == 3 && b.visit.way != nil:
		return b.readWay(data)
	case field == 4 && b.visit.relation != nil:
		return b.readRelation(data)
	}
	return nil
}

func (b *pbfBlock) place(lon, lat int64) (position, bool) {
	return toPosition(b.lonOffset+b.granularity*lon, b.latOffset+b.granularity*lat)
}

// common holds what nodes, ways and relations share.
type common struct {
	id         uint64
	keys, vals []byte
	deleted    bool
}

// decode reads an object. Its own fields go to own, which says whether it knows them; the others are those that objects
// of all kinds have.
func (c *common) decode(b *pbfBlock, object []byte, own func(field protowire.Number, typ protowire.Type, number uint64, data []byte) bool) error {
	return fields(object, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
		if own(field, typ, number, data) {
			return nil
		}
		return c.read(b, field, typ, number, data)
	})
}

func (c *common) read(b *pbfBlock, field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
	switch field {
	case 1:
		c.id = number
	case 2:
		c.keys = packed(c.keys, typ, number, data)
	case 3:
		c.vals = packed(c.vals, typ, number, data)
	case 4:
		return fields(data, func(field protowire.Number, _ protowire.Type, number uint64, _ []byte) error {
			switch field {
			case 2:
				b.seen(int64(number))
			case 6:
				c.deleted = number == 0
			}
			return nil
		})
	}
	return nil
}

func (c *common) tags(b *pbfBlock, into Tags) (Tags, error) {
	into = into[:0]
	keys, vals := varints(c.keys), varints(c.vals)
	for len(keys) > 0 && len(vals) > 0 {
		k, okK := keys.next()
		v, okV := vals.next()
		if !okK || !okV || k >= uint64(len(b.strings)) || v >= uint64(len(b.strings)) {
			return nil, errPBF
		}
		if len(into) == maxTags {
			return nil, errTooLarge
		}
		into = append(into, Tag{b.strings[k], b.strings[v]})
	}
	if len(keys) != len(vals) {
		return nil, errPBF
	}
	return into, nil
}

func (b *pbfBlock) seen(timestamp int64) {
	if timestamp > 0 && b.dateGranularity > 0 && timestamp < math.MaxInt64/b.dateGranularity {
		b.saw(timestamp * b.dateGranularity / 1000)
	}
}

func (b *pbfBlock) plainNode(data []byte) (err error) {
	var c common
	var lon, lat int64
	err = c.decode(b, data, func(field protowire.Number, _ protowire.Type, number uint64, _ []byte) bool {
		switch field {
		case 8:
			lat = protowire.DecodeZigZag(number)
		case 9:
			lon = protowire.DecodeZigZag(number)
		}
		return field == 8 || field == 9
	})
	if err != nil || c.deleted {
		return err
	}
	b.node.id = protowire.DecodeZigZag(c.id)
	b.node.at, b.node.ok = b.place(lon, lat)
	if b.node.tags, err = c.tags(b, b.node.tags); err != nil {
		return err
	}
	b.visit.node(&b.node)
	return nil
}

func (b *pbfBlock) denseNodes(data []byte) error {
	var ids, lats, lons, keyvals, times, visible varints
	err := fields(data, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
		switch field {
		case 1:
			ids = packed(ids, typ, number, data)
		case 5:
			return fields(data, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
				switch field {
				case 2:
					times = packed(times, typ, number, data)
				case 6:
					visible = packed(visible, typ, number, data)
				}
				return nil
			})
		case 8:
			lats = packed(lats, typ, number, data)
		case 9:
			lons = packed(lons, typ, number, data)
		case 10:
			keyvals = packed(keyvals, typ, number, data)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var id, lat, lon, time int64
	for len(ids) > 0 {
		if !ids.delta(&id) || !lats.delta(&lat) || !lons.delta(&lon) {
			return errPBF
		}
		if len(times) > 0 {
			if !times.delta(&time) {
				return errPBF
			}
			b.seen(time)
		}
		b.node.tags = b.node.tags[:0]
		for len(keyvals) > 0 {
			k, ok := keyvals.next()
			if !ok || k >= uint64(len(b.strings)) {
				return errPBF
			}
			if k == 0 {
				break
			}
			v, ok := keyvals.next()
			if !ok || v >= uint64(len(b.strings)) {
				return errPBF
			}
			if len(b.node.tags) == maxTags {
				return errTooLarge
			}
			b.node.tags = append(b.node.tags, Tag{b.strings[k], b.strings[v]})
		}
		if len(visible) > 0 {
			if shown, ok := visible.next(); !ok {
				return errPBF
			} else if shown == 0 {
				continue
			}
		}
		b.node.id = id
		b.node.at, b.node.ok = b.place(lon, lat)
		b.visit.node(&b.node)
	}
	return nil
}

func (b *pbfBlock) readWay(data []byte) error {
	var c common
	var refs varints
	err := c.decode(b, data, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) bool {
		if field == 8 {
			refs = packed(refs, typ, number, data)
		}
		return field == 8
	})
	if err != nil || c.deleted {
		return err
	}
	b.way.id = int64(c.id)
	if b.way.tags, err = c.tags(b, b.way.tags); err != nil {
		return err
	}
	b.way.refs = b.way.refs[:0]
	for ref := int64(0); len(refs) > 0; {
		if !refs.delta(&ref) {
			return errPBF
		}
		if len(b.way.refs) == maxRefs {
			return errTooLarge
		}
		b.way.refs = append(b.way.refs, ref)
	}
	b.visit.way(&b.way)
	return nil
}

func (b *pbfBlock) readRelation(data []byte) error {
	var c common
	var roles, refs, kinds varints
	err := c.decode(b, data, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) bool {
		switch field {
		case 8:
			roles = packed(roles, typ, number, data)
		case 9:
			refs = packed(refs, typ, number, data)
		case 10:
			kinds = packed(kinds, typ, number, data)
		}
		return field >= 8 && field <= 10
	})
	if err != nil || c.deleted {
		return err
	}
	b.rel.id = int64(c.id)
	if b.rel.tags, err = c.tags(b, b.rel.tags); err != nil {
		return err
	}
	b.rel.members = b.rel.members[:0]
	for ref := int64(0); len(refs) > 0; {
		role, okRole := roles.next()
		kind, okKind := kinds.next()
		if !refs.delta(&ref) || !okRole || !okKind || role >= uint64(len(b.strings)) || kind > uint64(relationMember) {
			return errPBF
		}
		if len(b.rel.members) == maxMembers {
			return errTooLarge
		}
		b.rel.members = append(b.rel.members, member{memberKind(kind), ref, b.strings[role]})
	}
	b.visit.relation(&b.rel)
	return nil
}

// varints is a row of numbers as protobuf packs them.
type varints []byte

func (v *varints) next() (uint64, bool) {
	x, n := protowire.ConsumeVarint(*v)
	if n < 0 {
		return 0, false
	}
	*v = (*v)[n:]
	return x, true
}

// delta adds the next number, a zigzag-coded difference, to x.
func (v *varints) delta(x *int64) bool {
	d, ok := v.next()
	*x += protowire.DecodeZigZag(d)
	return ok
}

// packed adds one occurrence of a repeated field to those before; protobuf allows it packed, unpacked and in parts.
// The result never grows into the block it was cut from.
func packed(before []byte, typ protowire.Type, number uint64, data []byte) []byte {
	switch {
	case typ == protowire.VarintType:
		return protowire.AppendVarint(before, number)
	case len(before) == 0:
		return data[:len(data):len(data)]
	}
	return append(before, data...)
}
