package osm

import (
	"cmp"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// idleReader gathers the idle public buildings of an extract: nodes, ways and multipolygon relations that [IdleUse]
// tells of.
type idleReader struct {
	found []geo.IdleBuilding

	incomplete, otherRelation, merged, inUse tally
}

func (r *idleReader) wants(tags Tags) bool {
	use, _ := IdleUse(tags)
	return use != ""
}

func (r *idleReader) relation(rel *relation) bool {
	if !r.wants(rel.tags) {
		return false
	}
	kind := rel.tags.Get("type")
	if kind != "multipolygon" {
		r.otherRelation.add("relation %d (type %q)", rel.id, kind)
	}
	return kind == "multipolygon"
}

// shapes adds the ways and relations. An outer way that is tagged as its relation is, is the same building.
func (r *idleReader) shapes(c *collection) {
	doubled := map[int64]bool{}
	for i := range c.relations {
		rel := &c.relations[i]
		if !r.wants(rel.tags) {
			continue
		}
		shape, ok := c.relationOutline(rel)
		if !ok {
			r.incomplete.add("relation %d", rel.id)
			continue
		}
		for _, m := range rel.members {
			doubled[m.ref] = doubled[m.ref] || m.kind == wayMember && m.role != "inner"
		}
		r.add("r"+strconv.FormatInt(rel.id, 10), shape.point(), areaM2(shape.polygons), rel.tags)
	}
	for i := range c.ways {
		w := &c.ways[i]
		if !r.wants(w.tags) {
			continue
		}
		if doubled[w.id] {
			r.merged.add("way %d", w.id)
			continue
		}
		if shape, ok := c.wayOutline(w); ok {
			r.add("w"+strconv.FormatInt(w.id, 10), shape.point(), areaM2(shape.polygons), w.tags)
		} else {
			r.incomplete.add("way %d", w.id)
		}
	}
}

// nameTags are the names of a building, those it bears before those it bore.
var nameTags = []string{"name", "name:zh", "disused:name", "abandoned:name", "was:name", "old_name"}

func (r *idleReader) add(id string, at orb.Point, areaM2 float64, tags Tags) {
	use, because := IdleUse(tags)
	if because != "" {
		r.inUse.add("%s (%s)", id, because)
		return
	}
	b := geo.IdleBuilding{ID: id, Use: use, Point: at, FootprintM2: geo.NoData}
	for _, key := range nameTags {
		b.Name = cmp.Or(b.Name, text(tags.Get(key)))
	}
	if m2 := math.Round(areaM2); m2 > 0 && isOutlineOfBuilding(tags) { // else it is the area of the grounds
		b.FootprintM2 = m2
	}
	r.found = append(r.found, b)
}

func (r *idleReader) warn(to []Warning) []Warning {
	to = r.incomplete.warn(to, "idle_incomplete_outline", geo.Say("idle public buildings whose outline the file does not hold in full, left out", "闲置公共建筑的轮廓在文件中不完整，已略去"))
	to = r.otherRelation.warn(to, "idle_relation_type", geo.Say("relations of idle public buildings of another type than multipolygon, left out", "闲置公共建筑的关系类型不是 multipolygon，已略去"))
	to = r.merged.warn(to, "idle_merged", geo.Say("outlines that are tagged as an idle public building, as their relation is; counted once", "轮廓与其关系都标为闲置公共建筑，只计一次"))
	return r.inUse.warn(to, "idle_in_use", geo.Say("former public buildings that are in other use, gone or for soldiers: no idle ones", "曾为公共建筑，但已另作他用、已不存在或属军事用途，不作为闲置建筑"))
}
