package report

import (
	"math"
	"regexp"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// veil hides of a finding what the public edition does not show.
//
// Whoever reads it is taken to know how many people live in each unit, so that of a unit the people without service, those
// with it, and with them its share and its deficit are all told by any one of them: they are hidden together. The check's
// own total is hidden only where no two units can hide each other.
func (q *Request) veil(f *finding) {
	if countsPeople(f.Measure) {
		q.veilUnits(f)
	}
	q.gatherPoints(f)
	if few(f.Uncovered) || few(f.Covered) {
		f.veilTotal(voice{q.Language})
	}
	for i := range f.units {
		if u := &f.units[i]; u.People != nil && small(*u.People) && u.people.number != nil {
			u.people, u.value, u.deficit, f.veiled = figure{text: hiddenFew}, figure{text: hiddenMore}, figure{text: hiddenMore}, true
		}
	}
	f.why = withoutSmall(f.why)
}

func (f *finding) veilTotal(v voice) {
	f.covered, f.uncovered = figure{text: hiddenMore}, figure{text: hiddenMore}
	if few(f.Uncovered) && len(f.units) == 0 { // with units, whether the total is small may tell of one of them
		f.uncovered = figure{text: hiddenFew}
	}
	f.value, f.deficit, f.veiled = figure{text: hiddenMore}, figure{text: hiddenMore}, true
	f.why = v.Say("The number is hidden in the public edition", "公开版不显示该数值")
}

func few(n *int64) bool { return n != nil && small(*n) }

// countsPeople tells whether the people that a measure gives with a unit are those in it who are without service.
func countsPeople(m standard.Measure) bool {
	switch m {
	case standard.Coverage, standard.FullCircle, standard.MeanCircle, standard.CapacityCoverage, standard.CommunityShare, standard.FloatingSupply:
		return true
	}
	return false
}

// veilUnits hides the units of which a few people could be told, and the next smallest that protect them.
func (q *Request) veilUnits(f *finding) {
	const sum = 1
	var counts []secret
	var of []int
	total, inhabitants := int64(0), q.inhabitants(f)
	for i := range f.units {
		u := &f.units[i]
		if u.People == nil {
			continue
		}
		secret := newSecret(*u.People, sum, 0)
		if all, known := f.peopleOf(u, inhabitants); known {
			secret = newPart(*u.People, all, sum, 0)
		}
		counts, of, total = append(counts, secret), append(of, i), total+*u.People
	}
	counts = append(counts, newTotal(total, 0, sum))
	protect(counts)
	for k, i := range of {
		if counts[k].hidden {
			u := &f.units[i]
			u.people, u.value, u.deficit, f.veiled = hiddenText(counts[k].value), figure{text: hiddenMore}, figure{text: hiddenMore}, true
			if counts[k].blurred {
				u.people = figure{text: hiddenMore}
			}
		}
	}
	if counts[len(of)].hidden {
		f.veilTotal(voice{q.Language})
	}
}

// peopleOf is how many people of a unit a check counts, as the share of those without service tells; where there are none
// of those, all who live there.
func (f *finding) peopleOf(u *unitFinding, inhabitants []int64) (int64, bool) {
	switch f.Measure {
	case standard.Coverage, standard.FullCircle, standard.CapacityCoverage, standard.CommunityShare:
		if u.UnitValue.Value == nil {
			return 0, false
		}
		if without := 1 - u.UnitValue.Value.Float(); without > 0 {
			return int64(math.Round(float64(*u.People) / without)), true
		}
		if u.kind == standard.AreaUnit && u.index >= 0 && inhabitants != nil {
			return inhabitants[u.index], true
		}
	}
	return 0, false
}

// inhabitants counts the people of a group in each area of the level that the units of a check are of; nil where they are no
// areas.
func (q *Request) inhabitants(f *finding) []int64 {
	level := ""
	for i := range f.units {
		if u := &f.units[i]; u.kind == standard.AreaUnit && u.index >= 0 {
			level = q.Area.Areas[u.index].Level
			break
		}
	}
	if level == "" {
		return nil
	}
	people := make([]int64, len(q.Area.Areas))
	for i, a := range q.Area.AreasAt(level) {
		if a >= 0 {
			people[a] += max(0, int64(q.Area.Points[i].People[f.check.Group]))
		}
	}
	return people
}

// gatherPoints puts communities in the place of residential points: how many points of each fail is not told, for they may
// be single houses.
func (q *Request) gatherPoints(f *finding) {
	kept := f.units[:0:0]
	people := map[int32]int64{}
	var order []int32
	level := finest(q.Area)
	for _, u := range f.units {
		if u.kind != standard.PointUnit {
			kept = append(kept, u)
			continue
		}
		if u.met || u.index < 0 {
			continue
		}
		a := int32(-1)
		if level != "" {
			a = q.Area.AreasAt(level)[u.index]
		}
		if _, known := people[a]; !known {
			order = append(order, a)
		}
		n := max(0, int64(q.Area.Points[u.index].People[geo.All]))
		if u.People != nil {
			n = *u.People
		}
		people[a] += n
	}
	if len(order) == 0 {
		f.units = kept
		return
	}
	v := voice{q.Language}
	parts := make([]int64, len(order))
	rows := make([][]int64, len(order)+1)
	total := int64(0)
	for i, a := range order {
		parts[i] = people[a]
		rows[i] = parts[i : i+1]
		total += parts[i]
	}
	rows[len(order)] = []int64{total}
	hidden := protectGrid(rows, false, true)
	if hidden[len(order)][0] {
		f.veilTotal(v)
	}
	f.failing = 0
	for i, a := range order {
		u := unitFinding{UnitValue: &standard.UnitValue{}, kind: standard.WholeUnit, index: -1, name: v.Say("in no area", "不在任何区划内"),
			value: figure{text: nothing}, deficit: figure{text: nothing}, people: count(parts[i])}
		if a >= 0 {
			u.kind, u.index, u.name = standard.AreaUnit, a, name(q.Area.Areas[a].Name)
			u.UnitValue = &standard.UnitValue{UnitName: standard.UnitName{ID: q.Area.Areas[a].ID, Name: q.Area.Areas[a].Name}, Kind: standard.AreaUnit, Index: a}
		}
		if hidden[i][0] {
			u.people, f.veiled = hiddenText(parts[i]), true
		}
		kept = append(kept, u)
		f.failing++
	}
	f.units = kept
}

// finest is the level with the most areas, "" where there are none.
func finest(area *geo.StudyArea) (level string) {
	counts := map[string]int{}
	for i := range area.Areas {
		counts[area.Areas[i].Level]++
	}
	for _, l := range area.Levels() {
		if counts[l] > counts[level] {
			level = l
		}
	}
	return level
}

// smallPeople finds small numbers of people in sentences, which measures write for the internal edition.
var smallPeople = regexp.MustCompile(`(^|[^0-9.,])[1-9](，单位)? ?(people|persons|households|人|户)`)

func withoutSmall(sentence string) string {
	return smallPeople.ReplaceAllString(sentence, "${1}"+hiddenFew+"${2} ${3}")
}

// maybeFew shows a count of people that stands in no sum.
func (q *Request) maybeFew(n int64) figure {
	if q.Edition == Public && small(n) {
		return figure{text: hiddenFew}
	}
	return count(n)
}
