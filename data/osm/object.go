package osm

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// Tags are the tags of an object.
type Tags []Tag

// Tag is one key and its value.
type Tag struct{ Key, Value string }

// Get gives the value of a key, "" if the object does not have it.
func (t Tags) Get(key string) string {
	for i := range t {
		if t[i].Key == key {
			return t[i].Value
		}
	}
	return ""
}

// clone copies the tags out of the buffer of a reader.
func (t Tags) clone() Tags {
	kept := make(Tags, len(t))
	for i := range t {
		kept[i] = Tag{strings.Clone(t[i].Key), strings.Clone(t[i].Value)}
	}
	return kept
}

// position is a longitude and latitude in units of 1e-7 degrees.
type position struct{ lon, lat int32 }

func (p position) point() [2]float64 { return [2]float64{float64(p.lon) / 1e7, float64(p.lat) / 1e7} }

// The objects of a file as a reader hands them out. They and their slices belong to the reader, which uses them again
// for the next object.
type (
	node struct {
		id   int64
		at   position
		ok   bool // at is a position on Earth
		tags Tags
	}
	way struct {
		id   int64
		refs []int64 // of nodes
		tags Tags
	}
	relation struct {
		id      int64
		members []member
		tags    Tags
	}
	member struct {
		kind memberKind
		ref  int64
		role string
	}
)

type memberKind uint8

const (
	nodeMember memberKind = iota
	wayMember
	relationMember
)

// visitor receives the objects of one reading of a file. Kinds without a function are skipped as cheaply as possible.
type visitor struct {
	node     func(*node)
	way      func(*way)
	relation func(*relation)
}

func (r *relation) clone() relation {
	members := slices.Clone(r.members)
	for i := range members {
		members[i].role = strings.Clone(members[i].role)
	}
	return relation{id: r.id, members: members, tags: r.tags.clone()}
}

// What one object may hold. OpenStreetMap itself allows 2,000 nodes of a way and 32,000 members of a relation; a file
// that goes far beyond is made to fill the memory.
const (
	maxRefs    = 1 << 18
	maxMembers = 1 << 18
	maxTags    = 1 << 12
)

var errTooLarge = geo.Fail("holds more nodes, members or tags than OpenStreetMap allows: the file is damaged or hostile", "节点、成员或标签超过 OpenStreetMap 允许的数量：文件已损坏或带有恶意")

// toPosition takes nanodegrees.
func toPosition(lonNano, latNano int64) (position, bool) {
	if lonNano < -180e9 || lonNano > 180e9 || latNano < -90e9 || latNano > 90e9 {
		return position{}, false
	}
	return position{int32(divRound(lonNano, 100)), int32(divRound(latNano, 100))}, true
}

// divRound rounds to the nearest integer, halves away from zero.
func divRound(n, by int64) int64 {
	if n < 0 {
		return -((-n + by/2) / by)
	}
	return (n + by/2) / by
}
