package osm

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
)

// ruleXML is relation 50; members are written "from:1 via:n2 to:3", nodes with an n.
func ruleXML(members, tags string) string {
	s := `<relation id="50">`
	for _, m := range strings.Fields(members) {
		role, ref, _ := strings.Cut(m, ":")
		kind := "way"
		if id, is := strings.CutPrefix(ref, "n"); is {
			kind, ref = "node", id
		}
		s += `<member type="` + kind + `" ref="` + ref + `" role="` + role + `"/>`
	}
	return s + tagXML(tags) + `</relation>`
}

// pathsOf writes rules as "kind 1-2-3".
func pathsOf(turns []geo.Turn) (paths []string) {
	for _, turn := range turns {
		text := turn.Kind + " "
		for i, n := range turn.Path {
			text += fmt.Sprintf("%s%d", []string{"", "-"}[min(i, 1)], n)
		}
		paths = append(paths, text)
	}
	return paths
}

// A town of six ways: 1 and 2 run from 1 to 5 and meet at 3, 3 comes to it from the side, 4 leads on from 5 to 7,
// 5 back from 7 to 1; 6 is for feet.
var crossing = row(9) + wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "3 4 5", "highway=primary") + wayXML(3, "8 3", "highway=residential") +
	wayXML(4, "5 6 7", "highway=primary") + wayXML(5, "1 9 7", "highway=primary") + wayXML(6, "3 6", "highway=footway")

func TestTurnRules(t *testing.T) {
	const plain = "type=restriction restriction=no_left_turn"
	for name, c := range map[string]struct {
		also    string // elements beside those of the crossing
		members string
		tags    string
		want    []string // the rules, else
		fate    string   // the code of a warning, "no effect" or "not for cars"
	}{
		"over a node":              {"", "from:1 via:n3 to:2", plain, []string{"no_left_turn 2-3-4"}, ""},
		"against the way":          {"", "from:2 via:n3 to:1", plain, []string{"no_left_turn 4-3-2"}, ""},
		"members in another order": {"", "to:3 via:n3 from:2", plain, []string{"no_left_turn 4-3-8"}, ""},
		"a command":                {"", "from:1 via:n3 to:2", "type=restriction restriction=only_straight_on", []string{"only_straight_on 2-3-4"}, ""},
		"back again":               {"", "from:1 via:n3 to:1", "type=restriction restriction=no_u_turn", []string{"no_u_turn 2-3-2"}, ""},
		"over a way":               {"", "from:1 via:2 to:4", plain, []string{"no_left_turn 2-3-4-5-6"}, ""},
		"over a way backwards":     {"", "from:4 via:2 to:3", plain, []string{"no_left_turn 6-5-4-3-8"}, ""},
		"over ways":                {"", "from:3 via:2 via:4 to:5", plain, []string{"no_left_turn 8-3-4-5-6-7-9"}, ""},
		"over ways in disorder":    {"", "from:3 via:4 via:2 to:5", plain, []string{"no_left_turn 8-3-4-5-6-7-9"}, ""},
		"three ways in disorder":   {"", "from:3 via:4 via:5 via:2 to:1", plain, []string{"no_left_turn 8-3-4-5-6-7-9-1-2"}, ""},
		"a member for mappers":     {"", "from:1 via:n3 to:2 location_hint:n7", plain, []string{"no_left_turn 2-3-4"}, ""},
		"said twice":               {"", "from:1 from:1 via:n3 via:n3 to:2", plain, []string{"no_left_turn 2-3-4"}, ""},

		"of cars":                 {"", "from:1 via:n3 to:2", "type=restriction restriction:motorcar=no_u_turn", []string{"no_u_turn 2-3-4"}, ""},
		"the specific decides":    {"", "from:1 via:n3 to:2", "type=restriction restriction=no_u_turn restriction:vehicle=no_exit restriction:motor_vehicle=no_entry", []string{"no_entry 2-3-4"}, ""},
		"not cars after all":      {"", "from:1 via:n3 to:2", "type=restriction restriction=no_u_turn restriction:motorcar=none", nil, "not for cars"},
		"of lorries":              {"", "from:1 via:n3 to:2", "type=restriction restriction:hgv=no_left_turn", nil, "not for cars"},
		"of lorries at times":     {"", "from:1 via:n3 to:2", "type=restriction restriction:hgv:conditional=no_left_turn", nil, "not for cars"},
		"cars exempt":             {"", "from:1 via:n3 to:2", plain + " except=psv;motorcar", nil, "not for cars"},
		"buses exempt":            {"", "from:1 via:n3 to:2", plain + " except=psv;motorcycle", []string{"no_left_turn 2-3-4"}, ""},
		"at times":                {"", "from:1 via:n3 to:2", "type=restriction restriction:conditional=no_left_turn@(Mo-Fr)", nil, "turn_conditional"},
		"at times, the old way":   {"", "from:1 via:n3 to:2", plain + " day_on=Monday", nil, "turn_conditional"},
		"at hours, the old way":   {"", "from:1 via:n3 to:2", plain + " hour_on=07:00", nil, "turn_conditional"},
		"at a red light":          {"", "from:1 via:n3 to:2", "type=restriction restriction=no_right_turn_on_red", nil, "turn_conditional"},
		"several words":           {"", "from:1 via:n3 to:2", "type=restriction restriction=no_left_turn;no_u_turn", []string{"no_left_turn;no_u_turn 2-3-4"}, ""},
		"words that contradict":   {"", "from:1 via:n3 to:2", "type=restriction restriction=no_left_turn;only_straight_on", nil, "turn_unknown"},
		"of a kind nobody knows":  {"", "from:1 via:n3 to:2", "type=restriction restriction=yes", nil, "turn_unknown"},
		"a formula for a kind":    {"", "from:1 via:n3 to:2", "type=restriction restriction=no_=cmd()", nil, "turn_unknown"},
		"of no kind":              {"", "from:1 via:n3 to:2", "type=restriction", nil, "turn_unknown"},
		"no restriction":          {"", "from:1 via:n3 to:2", "type=route restriction=no_left_turn", nil, "none"},
		"of an older form":        {"", "from:1 via:n3 to:2", "type=restriction:hgv restriction=no_left_turn", nil, "none"},
		"water is no restriction": {"", "from:1 via:n3 to:2", plain + " natural=water", []string{"no_left_turn 2-3-4"}, ""},

		"without from":          {"", "via:n3 to:2", plain, nil, "turn_incomplete"},
		"without via":           {"", "from:1 to:2", plain, nil, "turn_incomplete"},
		"without to":            {"", "from:1 via:n3", plain, nil, "turn_incomplete"},
		"from a node":           {"", "from:n1 via:n3 to:2", plain, nil, "turn_incomplete"},
		"a way is missing":      {"", "from:77 via:n3 to:2", plain, nil, "turn_outside"},
		"a command leads out":   {"", "from:1 via:n3 to:77", "type=restriction restriction=only_straight_on", []string{"only_straight_on 2-3-0"}, ""},
		"a via way is missing":  {"", "from:1 via:77 to:2", plain, nil, "turn_outside"},
		"a node is missing":     {wayXML(8, "99 3", "highway=primary"), "from:8 via:n3 to:2", plain, nil, "turn_outside"},
		"several from":          {"", "from:1 from:3 via:n3 to:2", plain, nil, "turn_ambiguous"},
		"several to":            {"", "from:1 via:n3 to:2 to:3", "type=restriction restriction=only_straight_on", nil, "turn_ambiguous"},
		"several nodes":         {"", "from:1 via:n3 via:n4 to:2", plain, nil, "turn_ambiguous"},
		"a node and a way":      {"", "from:1 via:n3 via:2 to:4", plain, nil, "turn_ambiguous"},
		"elsewhere":             {"", "from:1 via:n5 to:2", plain, nil, "turn_detached"},
		"ways apart":            {"", "from:1 via:4 to:5", plain, nil, "turn_detached"},
		"via ways apart":        {"", "from:3 via:2 via:5 to:4", plain, nil, "turn_detached"},
		"via the way from":      {"", "from:1 via:1 to:2", plain, nil, "turn_detached"},
		"via a ring":            {wayXML(8, "3 9 8 3", "highway=primary"), "from:1 via:8 to:2", plain, nil, "turn_detached"},
		"via a fork":            {wayXML(8, "5 9", "highway=primary"), "from:1 via:2 via:4 via:8 to:5", plain, nil, "turn_detached"},
		"from the middle":       {wayXML(8, "7 3 9", "highway=primary"), "from:8 via:n3 to:2", plain, nil, "turn_ambiguous"},
		"into the middle":       {wayXML(8, "7 3 9", "highway=primary"), "from:2 via:n3 to:8", plain, nil, "turn_ambiguous"},
		"from a ring":           {wayXML(8, "3 9 8 3", "highway=primary"), "from:8 via:n3 to:2", plain, nil, "turn_ambiguous"},
		"both ends of via":      {wayXML(8, "3 9 5", "highway=primary"), "from:8 via:2 to:8", plain, nil, "turn_ambiguous"},
		"from a one-way middle": {wayXML(8, "7 3 9", "highway=primary oneway=yes"), "from:8 via:n3 to:2", plain, []string{"no_left_turn 7-3-4"}, ""},
		"into a one-way middle": {wayXML(8, "7 3 9", "highway=primary oneway=-1"), "from:2 via:n3 to:8", plain, []string{"no_left_turn 4-3-7"}, ""},
		"from a roundabout":     {wayXML(8, "3 9 8 3", "highway=primary junction=roundabout"), "from:8 via:n3 to:2", plain, []string{"no_left_turn 8-3-4"}, ""},
		"straight on is no U":   {wayXML(8, "7 3 9", "highway=primary oneway=yes"), "from:8 via:n3 to:8", "type=restriction restriction=no_u_turn", nil, "turn_ambiguous"},

		"from a footway":          {"", "from:6 via:n3 to:2", plain, nil, "no effect"},
		"broken and for feet":     {"", "from:6 via:n5 to:2", plain, nil, "no effect"},
		"from a building":         {wayXML(8, "9 3", "building=yes"), "from:8 via:n3 to:2", plain, nil, "no effect"},
		"against a one-way":       {wayXML(8, "9 3", "highway=primary oneway=yes"), "from:1 via:n3 to:8", plain, nil, "no effect"},
		"over a one-way":          {wayXML(8, "5 3", "highway=primary oneway=yes"), "from:1 via:8 to:4", plain, nil, "no effect"},
		"back out of a one-way":   {wayXML(8, "9 3", "highway=primary oneway=yes"), "from:8 via:n3 to:8", "type=restriction restriction=no_u_turn", nil, "no effect"},
		"a command to go nowhere": {wayXML(8, "9 3", "highway=primary oneway=yes"), "from:1 via:n3 to:8", "type=restriction restriction=only_left_turn", nil, "no effect"},

		"no entry from several": {"", "from:1 from:3 via:n3 to:2", "type=restriction restriction=no_entry", []string{"no_entry 2-3-4", "no_entry 8-3-4"}, ""},
		"no exit to several":    {"", "from:1 via:n3 to:2 to:3", "type=restriction restriction=no_exit", []string{"no_exit 2-3-4", "no_exit 2-3-8"}, ""},
		"no entry to several":   {"", "from:1 via:n3 to:2 to:3", "type=restriction restriction=no_entry", nil, "turn_ambiguous"},
		"too many members":      {"", strings.Repeat("via:n3 ", 60) + "from:1 to:2", plain, nil, "turn_oversized"},
	} {
		s := readStreets(t, crossing+c.also+ruleXML(c.members, c.tags))
		counts := s.Counts.Turns
		if got := pathsOf(s.Turns); !slices.Equal(got, c.want) {
			t.Errorf("%s: rules %v, want %v", name, got, c.want)
		}
		got := ""
		switch {
		case counts.Relations == 0:
			got = "none"
		case counts.NoEffect > 0:
			got = "no effect"
		case counts.NotForCars > 0:
			got = "not for cars"
		case counts.Applied == 0:
			got = turnWarning(t, s)
		}
		if got != c.fate || counts.Applied+counts.NoEffect+counts.NotForCars+counts.Conditional+counts.Broken != counts.Relations {
			t.Errorf("%s: %q, want %q; %+v", name, got, c.fate, counts)
		}
	}
}

// turnWarning gives the code of the one warning about turn rules, which must name the relation and its tag.
func turnWarning(t *testing.T, s Streets) (code string) {
	t.Helper()
	for _, w := range s.Warnings {
		if !strings.HasPrefix(w.Rule, "turn_") {
			continue
		}
		code += w.Rule
		if len(w.Examples) != 1 || !strings.HasPrefix(w.Examples[0], "relation 50 (") || !strings.Contains(w.Examples[0], "=") {
			t.Errorf("%s: %q", w.Rule, w.Examples)
		}
	}
	return code
}

// A rule that holds always and another one at times in the same relation: the first is obeyed, the second named.
func TestRuleWithAConditionalOneBeside(t *testing.T) {
	s := readStreets(t, crossing+ruleXML("from:1 via:n3 to:2", "type=restriction restriction=no_u_turn restriction:conditional=no_left_turn@(Mo)"))
	if got := turnWarning(t, s); len(s.Turns) != 1 || got != "turn_conditional" || s.Counts.Turns.Applied != 1 {
		t.Errorf("%v, %q", s.Turns, got)
	}
}

// One bad pair of several leaves the others alone, and is named.
func TestNoEntryWithOneBadWay(t *testing.T) {
	s := readStreets(t, crossing+ruleXML("from:1 from:4 via:n3 to:2", "type=restriction restriction=no_entry"))
	if got := pathsOf(s.Turns); !slices.Equal(got, []string{"no_entry 2-3-4"}) || turnWarning(t, s) != "turn_detached" {
		t.Errorf("%v, %v", got, s.Warnings)
	}
}

// Every member way of a turn rule is named with the rule, via ways in the order of driving; rules come by relation.
func TestTurnNamesItsWays(t *testing.T) {
	s := readStreets(t, crossing+ruleXML("from:3 via:4 via:2 to:5", "type=restriction restriction=no_u_turn")+
		strings.Replace(ruleXML("from:1 via:n3 to:2", "type=restriction restriction=no_left_turn"), `"50"`, `"7"`, 1))
	if len(s.Turns) != 2 || s.Turns[0].Relation != 7 || s.Turns[0].FromWay != 1 || s.Turns[0].ToWay != 2 || len(s.Turns[0].ViaWays) != 0 {
		t.Fatalf("%+v", s.Turns)
	}
	if r := s.Turns[1]; r.Relation != 50 || r.FromWay != 3 || r.ToWay != 5 || !slices.Equal(r.ViaWays, []int64{2, 4}) {
		t.Errorf("%+v", r)
	}
	checkTurns(t, s)
}

// Rules change nothing of the streets themselves, nor do their ways that nobody may use become streets.
func TestTurnRulesLeaveTheStreets(t *testing.T) {
	closed := wayXML(8, "3 9", "highway=construction")
	before, after := readStreets(t, crossing+closed), readStreets(t, crossing+closed+ruleXML("from:1 via:n3 to:8", "type=restriction restriction=no_left_turn natural=water"))
	if !slices.Equal(outlineOf(before), outlineOf(after)) || len(before.Barriers) != len(after.Barriers) || before.Counts.Dangling != after.Counts.Dangling {
		t.Errorf("%v\n%v", outlineOf(before), outlineOf(after))
	}
}

// A piece over the antimeridian is no street, so no rule leads over it.
func TestTurnAtTheAntimeridian(t *testing.T) {
	s := readStreets(t, `<node id="1" lat="-17" lon="179.99"/><node id="2" lat="-17" lon="180"/><node id="3" lat="-17" lon="-180"/><node id="4" lat="-17" lon="-179.99"/>`+
		wayXML(1, "1 2", "highway=residential")+wayXML(2, "2 3 4", "highway=residential")+ruleXML("from:1 via:n2 to:2", "type=restriction restriction=no_left_turn"))
	if len(s.Turns) != 0 || turnWarning(t, s) != "turn_outside" {
		t.Errorf("%v %v", s.Turns, s.Warnings)
	}
}

// checkTurns holds rules against the streets: cars can drive every step of a path, in its direction, on the ways that
// the rule names.
func checkTurns(t *testing.T, s Streets) {
	t.Helper()
	type step struct {
		way      int64
		from, to geo.NodeID
	}
	steps := map[step]bool{}
	for _, street := range s.Streets {
		for i, b := range street.Nodes[1:] {
			a := street.Nodes[i]
			if street.Passage[geo.Motorcar]&geo.Forward != 0 {
				steps[step{street.WayID, a, b}] = true
			}
			if street.Passage[geo.Motorcar]&geo.Backward != 0 {
				steps[step{street.WayID, b, a}] = true
			}
		}
	}
	if !slices.IsSortedFunc(s.Turns, func(a, b geo.Turn) int { return cmp.Compare(a.Relation, b.Relation) }) {
		t.Error("rules are not in order")
	}
	for _, turn := range s.Turns {
		path, via := turn.Path, turn.ViaWays
		n := len(path)
		if n < 3 || !steps[step{turn.FromWay, path[0], path[1]}] || !steps[step{turn.ToWay, path[n-2], path[n-1]}] || len(via) == 0 && n != 3 {
			t.Errorf("relation %d: path %v", turn.Relation, path)
			continue
		}
		for i := 1; i < n-2; i++ {
			for len(via) > 0 && !steps[step{via[0], path[i], path[i+1]}] {
				via = via[1:]
			}
			if len(via) == 0 {
				t.Errorf("relation %d: no via way leads from %d to %d", turn.Relation, path[i], path[i+1])
				break
			}
		}
	}
}

// Random towns and random rules: whatever becomes of a rule, what is applied can be driven, and nothing is lost.
func TestRandomTurnRules(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 14))
	rules := 0
	for range 200 {
		elements := row(5)
		for way := 1; way <= 6; way++ {
			refs := ""
			for range 2 + random.IntN(3) {
				refs += fmt.Sprintf("%d ", 1+random.IntN(5))
			}
			elements += wayXML(way, refs, "highway=primary"+[]string{"", " oneway=yes", " oneway=-1"}[random.IntN(3)])
		}
		for id := range 30 {
			via := fmt.Sprintf("via:n%d", 1+random.IntN(5))
			if random.IntN(2) == 0 {
				via = fmt.Sprintf("via:%d via:%d", 1+random.IntN(6), 1+random.IntN(6))
			}
			rule := ruleXML(fmt.Sprintf("from:%d %s to:%d", 1+random.IntN(7), via, 1+random.IntN(6)), "type=restriction restriction=no_u_turn")
			elements += strings.Replace(rule, `"50"`, fmt.Sprintf(`"%d"`, id+1), 1)
		}
		s := readStreets(t, elements+wayXML(9, "1 2", "highway=primary"))
		checkTurns(t, s)
		rules += len(s.Turns)
		if c := s.Counts.Turns; c.Relations != 30 || c.Applied != len(s.Turns) || c.Applied+c.NoEffect+c.Broken != 30 {
			t.Errorf("%+v, %d rules", c, len(s.Turns))
		}
	}
	if rules < 300 {
		t.Errorf("only %d rules were applied: too few to say anything", rules)
	}
}
