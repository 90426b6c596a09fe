package osm

import (
	"regexp"
	"slices"
	"strings"
)

// restriction is a turn rule for cars as its relation states it, before anyone has looked at the ways.
type restriction struct {
	relation int64
	kind     string  // such as "no_left_turn"
	from, to []int64 // ways, each once
	via      []int64 // ways, each once; none where the rule is about a node
	node     int64   // the one between from and to, 0 where there are via ways
}

// fate is what became of a restriction.
type fate uint8

const (
	applied       fate = iota
	withoutEffect      // no car can drive that way anyhow
	notForCars         // exempt, or only others are meant
	conditional        // holds at some times, or at a red light, only
	unknownRule        // its value is not understood
	incomplete         // from, via or to is missing or of the wrong kind
	outside            // a member, or a node of one, is not in the file
	detached           // from, via and to do not meet
	ambiguous          // several readings are possible
	oversized          // more members or nodes than any real rule
	numFates
)

// maxRuleMembers is far above the handful that real rules have.
const maxRuleMembers = 50

// isRestriction tells whether a relation is a turn rule of any kind. Relations of the old form type=restriction:hgv
// are about others than cars.
func isRestriction(tags Tags) bool { return tags.Get("type") == "restriction" }

// ruleKeys are the tags that state a rule cars must obey, the most specific first: it decides.
var ruleKeys = [...]string{"restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle", "restriction"}

// timeKeys are the old way to say when a rule holds.
var timeKeys = [...]string{"day_on", "day_off", "hour_on", "hour_off", "opening_hours"}

var ruleKind = regexp.MustCompile(`^(no_[a-z_]+(;no_[a-z_]+)*|only_[a-z_]+(;only_[a-z_]+)*)$`)

// turnRule reads the tags of a restriction: what it forbids or commands to cars at all times, or why it does neither,
// and then the tag that says so.
func turnRule(tags Tags) (kind string, why fate, because Tag) {
	for _, exempt := range strings.FieldsFunc(tags.Get("except"), func(r rune) bool { return r == ';' || r == ',' || r == ' ' }) {
		if exempt == "motorcar" || exempt == "motor_vehicle" || exempt == "vehicle" {
			return "", notForCars, Tag{"except", tags.Get("except")}
		}
	}
	for _, key := range timeKeys {
		if value := tags.Get(key); value != "" {
			return "", conditional, Tag{key, value}
		}
	}
	for _, key := range ruleKeys {
		value := tags.Get(key)
		switch {
		case value == "":
			continue
		case value == "none":
			return "", notForCars, Tag{key, value}
		case strings.HasSuffix(value, "_on_red"): // waiting for green is no longer way
			return "", conditional, Tag{key, value}
		case !ruleKind.MatchString(value):
			return "", unknownRule, Tag{key, value}
		}
		return value, applied, Tag{key, value}
	}
	if tag, there := conditionalRule(tags); there {
		return "", conditional, tag
	}
	for _, tag := range tags {
		if strings.HasPrefix(tag.Key, "restriction:") { // of lorries, buses, bicycles
			return "", notForCars, tag
		}
	}
	return "", unknownRule, Tag{"restriction", ""}
}

// conditionalRule finds a tag that binds cars under a condition.
func conditionalRule(tags Tags) (Tag, bool) {
	for _, key := range ruleKeys {
		if value := tags.Get(key + ":conditional"); value != "" {
			return Tag{key + ":conditional", value}, true
		}
	}
	return Tag{}, false
}

// readRestriction sorts the members of a restriction by their roles. Roles other than from, via and to are for mappers.
func readRestriction(rel *relation, kind string) (restriction, fate) {
	r := restriction{relation: rel.id, kind: kind}
	if len(rel.members) > maxRuleMembers {
		return r, oversized
	}
	var nodes []int64
	for _, m := range rel.members {
		switch {
		case m.role != "from" && m.role != "via" && m.role != "to":
		case m.role == "via" && m.kind == nodeMember:
			nodes = addOnce(nodes, m.ref)
		case m.kind != wayMember:
			return r, incomplete
		case m.role == "from":
			r.from = addOnce(r.from, m.ref)
		case m.role == "to":
			r.to = addOnce(r.to, m.ref)
		default:
			r.via = addOnce(r.via, m.ref)
		}
	}
	switch {
	case len(r.from) == 0 || len(r.to) == 0 || len(r.via) == 0 && len(nodes) == 0:
		return r, incomplete
	case len(r.from) > 1 && kind != "no_entry", len(r.to) > 1 && kind != "no_exit":
		return r, ambiguous
	case len(nodes) > 1, len(nodes) == 1 && len(r.via) > 0:
		return r, ambiguous
	}
	if len(nodes) == 1 {
		r.node = nodes[0]
	}
	return r, applied
}

func addOnce(to []int64, id int64) []int64 {
	if slices.Contains(to, id) {
		return to
	}
	return append(to, id)
}
