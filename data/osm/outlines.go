package osm

import (
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// outlineReader finds objects that are outlined by closed ways and multipolygon relations, each once. Some stand as nodes
// alone: these are for the caller.
type outlineReader struct {
	wants func(Tags) bool
	add   func(id string, at orb.Point, areaM2 float64, tags Tags)

	incomplete, otherRelation, merged tally
}

func (r *outlineReader) relation(rel *relation) bool {
	if !r.wants(rel.tags) {
		return false
	}
	kind := rel.tags.Get("type")
	if kind != "multipolygon" {
		r.otherRelation.add("relation %d (type %q)", rel.id, kind)
	}
	return kind == "multipolygon"
}

// node adds an object that is mapped as a place and not as an outline.
func (r *outlineReader) node(n *node) {
	if len(n.tags) > 0 && r.wants(n.tags) {
		r.add("n"+strconv.FormatInt(n.id, 10), n.at.point(), 0, n.tags)
	}
}

// shapes adds the ways and relations. The outer way of a multipolygon that is itself tagged as what the relation is (an
// old habit) is the same object, and the relation, which knows of the courtyard, stands for both.
func (r *outlineReader) shapes(c *collection) {
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

// warn tells of what was left out or joined: prefix begins the codes, what is said is the caller's.
func (r *outlineReader) warn(to []Warning, prefix string, incomplete, otherRelation, merged geo.Words) []Warning {
	to = r.incomplete.warn(to, prefix+"incomplete_outline", incomplete)
	to = r.otherRelation.warn(to, prefix+"relation_type", otherRelation)
	return r.merged.warn(to, prefix+"merged", merged)
}
