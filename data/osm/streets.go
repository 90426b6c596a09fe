package osm

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Streets is what an extract says of ways, barriers and turn rules.
type Streets struct {
	Streets  []geo.Street   // by way id, then along the way
	Stops    []geo.NodeStop // nodes of streets that stop someone, by id
	Turns    []geo.Turn     // rules for cars, by relation id, then by the order of its members
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
	UnusedWays             int // streets by their class that nobody may use; a warning names some
	Segments               int
	Dangling               int // references to nodes the file does not hold
	Turns                  TurnCounts
}

// ErrNoStreets is the error of an extract without a single usable street.
var ErrNoStreets = geo.Fail("holds no street that anyone may use", "没有任何可通行的道路")

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
		hint := geo.Say("give an extract of the town that includes highway=* ways", "请提供包含 highway=* 道路的本地数据")
		if streets.Counts.Dangling > 0 {
			hint = geo.Say("its ways lack their nodes; extract it with complete ways, and not with locations on ways", "道路缺少节点；请按完整道路（complete ways）提取，不要使用 locations on ways")
		}
		return streets, geo.Fail("%s: %v (%d nodes and %d ways read); %s", "%s：%v（已读取 %d 个节点、%d 条线）；%s", path, ErrNoStreets, c.nodesRead, c.waysRead, hint)
	}
	return streets, nil
}

// streetReader picks what matters to streets while a file is read.
type streetReader struct {
	stops  []geo.NodeStop
	unused tally // streets that nobody may use

	unknown, unknownSpeed, unknownBarrier census
}

// way keeps streets and barriers. Whether anyone may use it is decided here; what it is like, once all is read.
func (r *streetReader) way(w *way) bool {
	if _, usable := passages(w.tags); usable {
		return true
	}
	if class := Class(w.tags); class != "" {
		r.unused.add("way %d (%s)", w.id, unusedBecause(class, w.tags))
		if _, known := classes[class]; !known && !closedClasses[class] {
			r.unknown.add(Tag{"highway", class})
		}
	}
	return BarrierKind(w.tags) != ""
}

// unusedBecause names the class of a street that nobody may use, and the access tag if it has one.
func unusedBecause(class string, tags Tags) string {
	if access := tags.Get("access"); access != "" {
		return fmt.Sprintf("%.40s, access=%.40s", class, access)
	}
	return fmt.Sprintf("%.40s", class)
}

// relation keeps turn rules, and areas of water and of pedestrians; what these are made of are ways without tags of
// their own.
func (r *streetReader) relation(rel *relation) bool {
	if isRestriction(rel.tags) {
		return true
	}
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
	areas, rules := apart(c.relations)
	ways, missing := r.usableWays(c, areas)
	cut := newCutter(c)
	for i := range ways {
		cut.count(ways[i].refs)
	}
	s := Streets{Streets: make([]geo.Street, 0, cut.cuts)}
	for i := range ways {
		s.Streets = cut.street(s.Streets, &ways[i], r)
	}
	s.Barriers = barriers(c, areas, cut)
	rulesRead := turns(c, rules, cut)
	s.Turns = rulesRead.turns
	s.Stops = stopsOn(r.stops, s.Streets)
	s.Counts = Counts{
		Nodes: c.nodesRead, Ways: c.waysRead, Relations: c.relationsRead,
		UsedWays: len(ways), UnusedWays: r.unused.count, Segments: len(s.Streets), Dangling: cut.dangling.count,
		Turns: rulesRead.counts,
	}
	w := cut.dangling.warn(nil, "dangling_node", geo.Say("references to nodes the file does not hold; the ways are cut there", "道路引用了文件中没有的节点，已在该处断开"))
	w = cut.leaps.warn(w, "antimeridian", geo.Say("pieces of ways cross the antimeridian (180°); the ways are cut there", "道路跨越 180° 经线，已在该处断开"))
	w = cut.short.warn(w, "short_way", geo.Say("ways with fewer than two nodes, left out", "节点不足两个的道路，已略去"))
	w = missing.warn(w, "dangling_way", geo.Say("areas of water or pedestrians refer to ways the file does not hold", "水面或步行区引用了文件中没有的线，已略去"))
	w = r.unused.warn(w, "unused_street", geo.Say("streets that nobody may use (under construction, private, closed classes), left out", "任何人都不能通行的道路（在建、私有等），未采用"))
	w = c.repeated.warn(w, "repeated", geo.Say("objects the file holds more than once; the last one counts", "文件中重复出现的对象，以最后一个为准"))
	w = c.misplaced.warn(w, "misplaced_node", geo.Say("nodes with a position that is not on Earth, left out", "位置不在地球上的节点，已略去"))
	w = r.unknown.warn(w, "unknown_class", geo.Say("ways of an unknown class, left out", "类别不明的道路，已略去"))
	w = cut.unknownAccess.warn(w, "unknown_access", geo.Say("access or one-way tags with an unknown value, not considered", "无法识别的通行或单行标签，未采用"))
	w = r.unknownSpeed.warn(w, "unknown_maxspeed", geo.Say("speed limits that could not be read, not considered", "无法识别的限速标签，未采用"))
	w = rulesRead.warn(w)
	s.Warnings = r.unknownBarrier.warn(w, "unknown_barrier", geo.Say("barriers of an unknown kind, taken to stop cars", "类型不明的路障，按阻挡机动车处理"))
	return s
}

// apart tells areas from turn rules.
func apart(relations []relation) (areas, rules []relation) {
	for _, rel := range relations {
		if isRestriction(rel.tags) {
			rules = append(rules, rel)
		} else {
			areas = append(areas, rel)
		}
	}
	return areas, rules
}

// usableWays lists the streets among the collected ways. Outlines of pedestrian areas get the tags of their relation
// unless they are streets themselves.
func (r *streetReader) usableWays(c *collection, areas []relation) (usable []way, missing tally) {
	ofArea := map[int64]Tags{}
	for _, rel := range areas {
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
func barriers(c *collection, areas []relation, cut *cutter) (lines []geo.Barrier) {
	done := map[int64]bool{}
	for i := range c.ways {
		w := &c.ways[i]
		if kind := BarrierKind(w.tags); kind != "" {
			done[w.id] = true
			lines = cut.barrier(lines, w, w.id, kind)
		}
	}
	for _, rel := range areas {
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
