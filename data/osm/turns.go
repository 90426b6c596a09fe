package osm

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// TurnCounts tells what became of the turn restrictions of a file: Relations is the sum of the others. What is broken
// or conditional is named in warnings.
type TurnCounts struct {
	Relations   int `json:"relations"`    // of type=restriction
	Applied     int `json:"applied"`      // that gave a rule, those of several ways more than one
	NoEffect    int `json:"no_effect"`    // of ways that no car can drive in the order of the rule
	NotForCars  int `json:"not_for_cars"` // about others, or exempting cars
	Conditional int `json:"conditional"`  // not applied because they hold at some times only
	Broken      int `json:"broken"`       // not applied because they are incomplete, ambiguous or lead out of the file
}

// turnReader makes turn rules of restrictions and tells apart why some give none.
type turnReader struct {
	turns  []geo.Turn
	counts TurnCounts
	named  [numFates]tally
	nodes  int // of all paths so far
}

// maxPathNodes bounds the nodes of all rules of a file, at several times those of the whole planet.
const maxPathNodes = 1 << 24

func turns(c *collection, rules []relation, cut *cutter) *turnReader {
	r := &turnReader{}
	ways := func(id int64) (roadway, bool) {
		w, held := c.way(id)
		if !held {
			return roadway{}, false
		}
		return roadway{w.refs, Passage(w.tags, geo.Motorcar)}, true
	}
	for i := range rules {
		r.count(r.rule(&rules[i], ways, cut))
	}
	return r
}

// rule adds what one relation says to cars, and tells what became of it.
func (r *turnReader) rule(rel *relation, ways func(int64) (roadway, bool), cut *cutter) fate {
	kind, why, because := turnRule(rel.tags)
	if why != applied {
		r.named[why].add("relation %d (%s)", rel.id, because.shown())
		return why
	}
	if tag, too := conditionalRule(rel.tags); too { // beside a rule that holds always
		r.named[conditional].add("relation %d (%s)", rel.id, tag.shown())
	}
	rule, why := readRestriction(rel, kind)
	if why != applied {
		r.named[why].add("relation %d (%s)", rel.id, because.shown())
		return why
	}
	whole := withoutEffect
	for _, from := range rule.from {
		for _, to := range rule.to {
			turn, why := rule.resolve(from, to, ways)
			switch {
			case why == applied && !cut.holds(turn.Path):
				why = outside
			case why == applied && r.nodes+len(turn.Path) > maxPathNodes:
				why = oversized
			}
			if why == applied {
				r.nodes += len(turn.Path)
				r.turns = append(r.turns, turn)
			} else {
				r.named[why].add("relation %d (%s, from way %d to way %d)", rel.id, because.shown(), from, to)
			}
			if why == applied || whole == withoutEffect {
				whole = why
			}
		}
	}
	return whole
}

func (r *turnReader) count(what fate) {
	r.counts.Relations++
	switch what {
	case applied:
		r.counts.Applied++
	case withoutEffect:
		r.counts.NoEffect++
	case notForCars:
		r.counts.NotForCars++
	case conditional:
		r.counts.Conditional++
	default:
		r.counts.Broken++
	}
}

// warn names the rules that are not obeyed though they may bind cars.
func (r *turnReader) warn(to []Warning) []Warning {
	to = r.named[conditional].warn(to, "turn_conditional", geo.Say("turn restrictions that hold at some times or on a condition only, not applied", "仅在特定时段或条件下有效的转向限制，未采用"))
	to = r.named[unknownRule].warn(to, "turn_unknown", geo.Say("turn restrictions of an unknown kind, not applied", "类型不明的转向限制，未采用"))
	to = r.named[incomplete].warn(to, "turn_incomplete", geo.Say("turn restrictions without a way from, a via or a way to, not applied", "缺少起始道路、途经点或目标道路的转向限制，未采用"))
	to = r.named[outside].warn(to, "turn_outside", geo.Say("turn restrictions with ways or nodes that the file does not hold, not applied", "引用了文件中没有的道路或节点的转向限制，未采用"))
	to = r.named[detached].warn(to, "turn_detached", geo.Say("turn restrictions whose ways from, via and to do not meet, not applied", "起始、途经与目标道路不相接的转向限制，未采用"))
	to = r.named[ambiguous].warn(to, "turn_ambiguous", geo.Say("turn restrictions that can be read in several ways, not applied; ways should be split where the rule turns", "含义不唯一的转向限制，未采用；道路应在转向处断开"))
	return r.named[oversized].warn(to, "turn_oversized", geo.Say("turn restrictions with more members or nodes than any real one, not applied", "成员或节点过多、不合常理的转向限制，未采用"))
}

// shown is a tag as warnings show it.
func (t Tag) shown() string {
	value := strings.ToValidUTF8(t.Value, "\ufffd")
	if len(value) > 60 {
		value = strings.ToValidUTF8(value[:60], "") + "…"
	}
	return t.Key + "=" + value
}

// holds tells whether the streets lead along a path: the file has its nodes, and it does not cross the antimeridian.
func (c *cutter) holds(path []geo.NodeID) bool {
	last := -1
	if path[len(path)-1] == elsewhere {
		path = path[:len(path)-1]
	}
	return !slices.ContainsFunc(path, func(id geo.NodeID) bool {
		i, known := c.nodes.find(int64(id))
		broken := !known || last >= 0 && c.leaps180(last, i)
		last = i
		return broken
	})
}
