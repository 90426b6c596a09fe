package main_test

import (
	"slices"
	"strings"

	osmlib "github.com/paulmach/osm"

	"lifecircle/geo/geotest/reference"
)

// rawTurns reads restriction relations. One that can be read in several ways does not count, nor does one from a way
// to itself by which nobody turns round.
func rawTurns(p *reference.Problem, relations []*osmlib.Relation) (turns []reference.Turn) {
	var rules []reference.WayTurn
	var first []int // of the readings of each rule
	for _, relation := range relations {
		for _, readings := range rawRules(relation) {
			first = append(first, len(rules))
			rules = append(rules, readings...)
		}
	}
	resolved := p.Resolve(rules)
	for i, k := range first {
		end := len(rules)
		if i+1 < len(first) {
			end = first[i+1]
		}
		found := slices.Concat(resolved[k:end]...)
		if len(found) != 1 {
			continue
		}
		path := found[0].Path
		if rules[k].From != rules[k].To || len(rules[k].ViaWays) > 0 || path[0] == path[2] {
			turns = append(turns, found[0])
		}
	}
	return turns
}

// rawRules reads a restriction relation by the rules of the documentation: for each pair of ways from and to, every
// order in which its via ways could follow each other.
func rawRules(relation *osmlib.Relation) (rules [][]reference.WayTurn) {
	tags := relation.Tags.Map()
	kind := ""
	for _, key := range []string{"restriction", "restriction:vehicle", "restriction:motor_vehicle", "restriction:motorcar"} {
		if tags[key] != "" {
			kind = tags[key]
		}
	}
	timed := tags["day_on"] + tags["day_off"] + tags["hour_on"] + tags["hour_off"] + tags["opening_hours"]
	if tags["type"] != "restriction" || timed != "" || strings.HasSuffix(kind, "_on_red") {
		return nil
	}
	for _, exempt := range strings.FieldsFunc(tags["except"], func(c rune) bool { return c == ';' || c == ',' || c == ' ' }) {
		if exempt == "motorcar" || exempt == "motor_vehicle" || exempt == "vehicle" {
			return nil
		}
	}
	if !strings.HasPrefix(kind, "no_") && !strings.HasPrefix(kind, "only_") {
		return nil
	}
	var from, to, viaWays, viaNodes []int64
	for _, m := range relation.Members {
		switch {
		case m.Role == "via" && m.Type == osmlib.TypeNode:
			viaNodes = append(viaNodes, m.Ref)
		case m.Role == "via":
			viaWays = append(viaWays, m.Ref)
		case m.Role == "from":
			from = append(from, m.Ref)
		case m.Role == "to":
			to = append(to, m.Ref)
		}
	}
	if len(viaNodes) > 1 || (len(viaNodes) == 1) == (len(viaWays) > 0) || len(from) > 1 && kind != "no_entry" || len(to) > 1 && kind != "no_exit" {
		return nil
	}
	for _, a := range from {
		for _, b := range to {
			if slices.Contains(viaWays, a) || slices.Contains(viaWays, b) {
				continue
			}
			var readings []reference.WayTurn
			for _, ways := range orders(viaWays) {
				rule := reference.WayTurn{Kind: kind, From: a, To: b, ViaWays: ways}
				if len(viaNodes) == 1 {
					rule.ViaNode = viaNodes[0]
				}
				readings = append(readings, rule)
			}
			rules = append(rules, readings)
		}
	}
	return rules
}

// orders lists every order of a few things; of none, the one order there is.
func orders(of []int64) (all [][]int64) {
	if len(of) == 0 {
		return [][]int64{nil}
	}
	for i := range of {
		for _, rest := range orders(slices.Concat(of[:i], of[i+1:])) {
			all = append(all, append([]int64{of[i]}, rest...))
		}
	}
	return all
}
