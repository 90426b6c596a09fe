package osm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Streets is what an extract says of ways and barriers.
type Streets struct {
	Streets  []geo.Street   // by way id, then along the way
	Stops    []geo.NodeStop // nodes of streets that stop someone, by id
	Barriers []geo.Barrier  // by way id, then along the way
	Box      *orb.Bound     // the box the file declares, nil if it declares none
	DataDate string         // RFC 3339; of the file, else of its newest object; "" if neither is known
	SHA256   string         // of the file's bytes
	Counts   Counts
	Warnings []Warning
}

// Counts tells what was read.
type Counts struct {
	Nodes, Ways, Relations int // in the file
	UsedWays               int // that someone may use
	UnusedWays             int // streets by their class that nobody may use
	Segments               int
	Dangling               int // references to nodes the file does not hold
}

// ErrNoStreets is the error of an extract without a single usable street.
var ErrNoStreets = errors.New("holds no street that anyone may use")

// ReadStreets reads the streets of an extract, in PBF or XML, plain or packed with gzip or bzip2.
//
// Ways are split where usable ways meet: at nodes that several of them share or one visits twice. A way whose nodes
// the file does not hold is cut there. Ways nobody may use are left out. The same file gives the same result on every
// machine. Progress, which may be nil, counts bytes of several readings of the file.
func ReadStreets(ctx context.Context, path string, progress func(done, total int64)) (Streets, error) {
	f, err := openFile(path)
	if err != nil {
		return Streets{}, err
	}
	r := streetReader{unknown: census{}, unknownSpeed: census{}, unknownBarrier: census{}}
	c, err := f.collect(ctx, selector{way: r.way, relation: r.relation, node: r.node}, progress)
	if err != nil {
		return Streets{}, err
	}
	streets := r.result(c)
	streets.Box, streets.DataDate, streets.SHA256 = f.box, f.dataDate(), f.sha256
	if len(streets.Streets) == 0 {
		hint := "give an extract of the town that includes highway=* ways"
		if streets.Counts.Dangling > 0 {
			hint = "its ways lack their nodes; extract it with complete ways, and not with locations on ways"
		}
		return streets, fmt.Errorf("%s: %w (%d nodes and %d ways read); %s", path, ErrNoStreets, c.nodesRead, c.waysRead, hint)
	}
	return streets, nil
}

// streetReader picks what matters to streets while a file is read.
type streetReader struct {
	stops  []geo.NodeStop
	unused int // streets that nobody may use

	unknown, unknownSpeed, unknownBarrier census
}

// way keeps streets and barriers. Whether anyone may use it is decided here; what it is like, once all is read.
func (r *streetReader) way(w *way) bool {
	if _, usable := passages(w.tags); usable {
		return true
	}
	if class := Class(w.tags); class != "" {
		r.unused++
		if _, known := classes[class]; !known && !closedClasses[class] {
			r.unknown.add(Tag{"highway", class})
		}
	}
	return BarrierKind(w.tags) != ""
}

// relation keeps areas of water and of pedestrians; what they are made of are ways without tags of their own.
func (r *streetReader) relation(rel *relation) bool {
	if rel.tags.Get("type") != "multipolygon" {
		return false
	}
	switch Class(rel.tags) {
	case "pedestrian", "footway", "platform":
		return Passage(rel.tags, geo.Foot) != geo.NoPassage
	}
	return BarrierKind(rel.tags) == "natural=water" || BarrierKind(rel.tags) == "waterway=riverbank"
}

func (r *streetReader) node(n *node) {
	if n.tags.Get("barrier") == "" {
		return
	}
	stops, known := Stops(n.tags)
	if !known {
		r.unknownBarrier.add(Tag{"barrier", n.tags.Get("barrier")})
	}
	if stops != stopsNobody {
		r.stops = append(r.stops, geo.NodeStop{Node: geo.NodeID(n.id), Stops: stops})
	}
}

func passages(tags Tags) (p [geo.NumTravellers]geo.Passage, usable bool) {
	for who := range geo.NumTravellers {
		p[who] = Passage(tags, who)
		usable = usable || p[who] != geo.NoPassage
	}
	return p, usable
}

// result turns what was collected into streets, stops and barriers.
func (r *streetReader) result(c *collection) Streets {
	ways, missing := r.usableWays(c)
	cut := newCutter(c)
	for i := range ways {
		cut.count(ways[i].refs)
	}
	s := Streets{Streets: make([]geo.Street, 0, cut.cuts)}
	for i := range ways {
		s.Streets = cut.street(s.Streets, &ways[i], r)
	}
	s.Barriers = barriers(c, cut)
	s.Stops = stopsOn(r.stops, s.Streets)
	s.Counts = Counts{
		Nodes: c.nodesRead, Ways: c.waysRead, Relations: c.relationsRead,
		UsedWays: len(ways), UnusedWays: r.unused, Segments: len(s.Streets), Dangling: cut.dangling.count,
	}
	w := cut.dangling.warn(nil, "dangling_node", "references to nodes the file does not hold; the ways are cut there")
	w = cut.short.warn(w, "short_way", "ways with fewer than two nodes, left out")
	w = missing.warn(w, "dangling_way", "areas of water or pedestrians refer to ways the file does not hold")
	w = c.repeated.warn(w, "repeated", "objects the file holds more than once; the last one counts")
	w = c.misplaced.warn(w, "misplaced_node", "nodes with a position that is not on Earth, left out")
	w = r.unknown.warn(w, "unknown_class", "ways of an unknown class, left out")
	w = cut.unknownAccess.warn(w, "unknown_access", "access or one-way tags with an unknown value, not considered")
	w = r.unknownSpeed.warn(w, "unknown_maxspeed", "speed limits that could not be read, not considered")
	s.Warnings = r.unknownBarrier.warn(w, "unknown_barrier", "barriers of an unknown kind, taken to stop cars")
	return s
}

// usableWays lists the streets among the collected ways. Outlines of pedestrian areas get the tags of their relation
// unless they are streets themselves.
func (r *streetReader) usableWays(c *collection) (usable []way, missing tally) {
	ofArea := map[int64]Tags{}
	for _, rel := range c.relations {
		for _, m := range rel.members {
			if m.kind != wayMember {
				continue
			}
			if _, held := c.way(m.ref); !held {
				missing.add("way %d of relation %d", m.ref, rel.id)
			} else if _, taken := ofArea[m.ref]; !taken && BarrierKind(rel.tags) == "" {
				ofArea[m.ref] = rel.tags
			}
		}
	}
	for _, w := range c.ways {
		if Class(w.tags) == "" {
			if area, ok := ofArea[w.id]; ok {
				w.tags = area
			}
		}
		if _, ok := passages(w.tags); ok {
			usable = append(usable, w)
		}
	}
	return usable, missing
}

// barriers lists the lines no access leg may cross: ways by their own tags, then the outlines of water areas.
func barriers(c *collection, cut *cutter) (lines []geo.Barrier) {
	done := map[int64]bool{}
	for i := range c.ways {
		w := &c.ways[i]
		if kind := BarrierKind(w.tags); kind != "" {
			done[w.id] = true
			lines = cut.barrier(lines, w, w.id, kind)
		}
	}
	for _, rel := range c.relations {
		kind := BarrierKind(rel.tags)
		if kind == "" {
			continue
		}
		for _, m := range rel.members {
			w, held := c.way(m.ref)
			if m.kind != wayMember || !held || done[w.id] || offTheGround(w.tags) {
				continue
			}
			done[w.id] = true
			lines = cut.barrier(lines, w, -rel.id, kind)
		}
	}
	slices.SortStableFunc(lines, func(a, b geo.Barrier) int { return cmp.Compare(a.WayID, b.WayID) })
	return lines
}

// stopsOn keeps the stops that lie on a street, by node id.
func stopsOn(stops []geo.NodeStop, streets []geo.Street) []geo.NodeStop {
	slices.SortFunc(stops, func(a, b geo.NodeStop) int { return cmp.Compare(a.Node, b.Node) })
	used := make([]bool, len(stops))
	for i := range streets {
		for _, id := range streets[i].Nodes {
			at, found := slices.BinarySearchFunc(stops, id, func(s geo.NodeStop, id geo.NodeID) int { return cmp.Compare(s.Node, id) })
			if found {
				used[at] = true
			}
		}
	}
	kept := stops[:0]
	for i, s := range stops {
		if used[i] && (len(kept) == 0 || kept[len(kept)-1].Node != s.Node) {
			kept = append(kept, s)
		}
	}
	return kept
}

// streetName is the local name, else the Chinese one.
func streetName(tags Tags) string {
	return strings.ToValidUTF8(cmp.Or(tags.Get("name"), tags.Get("name:zh")), "\ufffd")
}
