package standard

import (
	"context"
	"math"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/fairness"
)

// Fairness says how unequally people live from a service: rows for everybody by group, for town and country, and for the
// areas asked for; and how much of the inequality lies between these and how much within them.
type Fairness struct {
	Manifest *coverage.Manifest `json:"manifest"`
	Unit     string             `json:"unit"` // of the times: s, or m by distance
	Results  []FairnessRow      `json:"results"`
	Parts    []FairnessParts    `json:"parts"` // by urban and rural land, and by each level of areas asked for
}

// FairnessRow is how far some people have to go. Mean, Gini and Theil are of those who arrive, the others of all people.
type FairnessRow struct {
	Service    string   `json:"service"`
	Mode       geo.Mode `json:"mode"`
	Group      string   `json:"group"`
	Setting    string   `json:"setting,omitempty"` // urban, rural, or "unknown"; "" where rows are not by setting
	Area       *string  `json:"area"`              // null where rows are not by area
	AreaName   *string  `json:"area_name"`
	Level      *string  `json:"level"`
	Total      int64    `json:"total"`
	Unreached  int64    `json:"unreached"`   // people who never arrive
	NoData     int64    `json:"no_data"`     // residential points whose cell was empty
	Mean       *float64 `json:"mean"`        // null where nobody arrives
	Median     *float64 `json:"median"`      // until half of all people are there; null if never
	P95        *float64 `json:"p95"`         // until 95 of 100 are
	WorstTenth *float64 `json:"worst_tenth"` // mean of the tenth who need longest; null where some of them never arrive
	Gini       *float64 `json:"gini"`
	Theil      *float64 `json:"theil"`
}

// FairnessParts takes the inequality among those who arrive apart.
type FairnessParts struct {
	By           string  `json:"by"` // setting, or a level of areas
	Theil        float64 `json:"theil"`
	TheilWithin  float64 `json:"theil_within"`
	TheilBetween float64 `json:"theil_between"`
	Gini         float64 `json:"gini"`
	GiniWithin   float64 `json:"gini_within"`
	GiniBetween  float64 `json:"gini_between"`
	GiniOverlap  float64 `json:"gini_overlap"` // where people of a better served part have farther to go than some of a worse one
}

// usualMinutes stands for the cutoff where a question does not depend on one.
const usualMinutes = 15

// FairnessOf answers how fairly a service is within reach. Of the request the cutoff does not matter and may be left out;
// by distance one in metres says so. Several services: the nearest of any, or the farthest where all are needed.
func FairnessOf(ctx context.Context, a *coverage.Analysis, q coverage.Request) (*Fairness, error) {
	if len(q.Minutes)+len(q.Metres) == 0 {
		q.Minutes = []int{usualMinutes}
	}
	q, err := a.Ready(q)
	if err != nil {
		return nil, err
	}
	times, err := timesOf(ctx, a, &q)
	if err != nil {
		return nil, err
	}
	f := &fairTown{a: a, q: &q, times: times, settings: newSettings(a.Area)}
	answer := &Fairness{Manifest: a.QuestionManifest("fairness", q), Unit: "s"}
	if q.ByDistance() {
		answer.Unit = "m"
	}
	everybody := make([]int32, len(a.Area.Points)) // all in part 0
	for g := geo.All; g < geo.Households; g++ {
		if a.Area.HasGroup(g) {
			answer.Results = append(answer.Results, f.rows(everybody, 1, g, nil)...)
		}
	}
	answer.add(f, "setting", f.bySetting(), 3, func(i int, row *FairnessRow) { row.Setting = settingNames[i] })
	for _, level := range a.Area.Levels() {
		if q.By != level && q.By != "area" {
			continue
		}
		answer.addLevel(f, level)
	}
	return answer, nil
}

// FairnessOf is [FairnessOf] of the people of a check, by the mode that decides and its first need: a row for all of them,
// and the rows of one level of areas. Days on which facilities are closed are not looked at.
func (a *Assessed) FairnessOf(ctx context.Context, c *Check, level string) (*Fairness, error) {
	s, err := a.assessor()
	if err != nil {
		return nil, err
	}
	if !s.area.HasGroup(c.Group) {
		return nil, lackingColumn(c.Group.Column())
	}
	ways, err := s.ways(c)
	if err != nil {
		return nil, err
	}
	need := s.std.Expand(c)[0]
	facilities, err := s.facilities(need.Services)
	if err != nil {
		return nil, err
	}
	reach, err := s.travel.to(ctx, &ways[0], facilities)
	if err != nil {
		return nil, err
	}
	f := &fairTown{a: a.Analysis, q: &coverage.Request{Services: need.Services, Profile: ways[0].profile, Group: c.Group}, times: make([]int64, len(reach))}
	for p, ms := range reach {
		if f.times[p] = int64(ms); ms == never {
			f.times[p] = isochrone.Never
		}
	}
	answer := &Fairness{Unit: "s", Results: f.rows(make([]int32, len(reach)), 1, c.Group, nil)}
	answer.addLevel(f, level)
	return answer, nil
}

// timesOf is the time of every point, as coverage counts it: milliseconds or millimetres, [isochrone.Never] if never.
func timesOf(ctx context.Context, a *coverage.Analysis, q *coverage.Request) (times []int64, err error) {
	router, err := a.Router(ctx, q.Profile)
	if err != nil {
		return nil, err
	}
	times = make([]int64, len(a.Area.Points))
	for i, facilities := range needsOf(a, q) {
		found, err := router.Times(ctx, facilities)
		if err != nil {
			return nil, err
		}
		for p := range found {
			if i == 0 || found[p].Ms > times[p] {
				times[p] = found[p].Ms
			}
		}
	}
	return times, nil
}

// needsOf lists the facilities that a request asks for: of any of its services, or of each.
func needsOf(a *coverage.Analysis, q *coverage.Request) (needs [][]int32) {
	for i, service := range q.Services {
		if i > 0 && q.Need != coverage.All {
			needs[0] = append(needs[0], a.Active(service)...)
			continue
		}
		needs = append(needs, a.Active(service))
	}
	return needs
}

// fairTown is one question about one town.
type fairTown struct {
	a        *coverage.Analysis
	q        *coverage.Request
	times    []int64
	settings *settings
}

var settingNames = []string{"urban", "rural", "unknown"}

func (f *fairTown) bySetting() []int32 {
	part := make([]int32, len(f.a.Area.Points))
	for p := range part {
		switch f.settings.point[p] {
		case Urban:
			part[p] = 0
		case Rural:
			part[p] = 1
		default:
			part[p] = 2
		}
	}
	return part
}

// byArea puts every point into its area; those in none come last.
func (f *fairTown) byArea(level string) []int32 {
	part := make([]int32, len(f.a.Area.Points))
	for p, area := range f.a.Area.AreasAt(level) {
		part[p] = area
		if area < 0 {
			part[p] = int32(len(f.a.Area.Areas))
		}
	}
	return part
}

// samples are the people of a group, part by part, and how many points of each do not say.
func (f *fairTown) samples(part []int32, parts int, g geo.Group) (samples []*fairness.Sample, noData []int64) {
	values := make([][]fairness.Valued, parts)
	noData = make([]int64, parts)
	for p, ms := range f.times {
		n := int64(f.a.Area.Points[p].People[g])
		if n == geo.NoData {
			noData[part[p]]++
			continue
		}
		v := fairness.Valued{Value: float64(ms) / 1000, Weight: n}
		if ms == isochrone.Never {
			v.Value = math.Inf(1)
		}
		values[part[p]] = append(values[part[p]], v)
	}
	for _, v := range values {
		samples = append(samples, fairness.New(v))
	}
	return samples, noData
}

// rows are the parts in which anybody lives; name says what a part is called.
func (f *fairTown) rows(part []int32, parts int, g geo.Group, name func(i int, row *FairnessRow)) []FairnessRow {
	samples, noData := f.samples(part, parts, g)
	return f.rowsOf(samples, noData, g, name)
}

func (f *fairTown) rowsOf(samples []*fairness.Sample, noData []int64, g geo.Group, name func(i int, row *FairnessRow)) (rows []FairnessRow) {
	for i, s := range samples {
		if name != nil && s.Weight() == 0 && noData[i] == 0 {
			continue
		}
		row := FairnessRow{Service: f.q.Joined(), Mode: f.q.Profile.Mode, Group: g.String(), Total: s.Weight(), Unreached: s.Weight() - s.Arrived(), NoData: noData[i]}
		row.Mean, row.Gini, row.Theil, row.WorstTenth = known(s.Mean()), known(s.Gini()), known(s.Theil()), known(s.WorstTenth())
		row.Median, row.P95 = known(s.Quantile(50, 100)), known(s.Quantile(95, 100))
		if name != nil {
			name(i, &row)
		}
		rows = append(rows, row)
	}
	return rows
}

// addLevel appends the rows of a level of areas.
func (answer *Fairness) addLevel(f *fairTown, level string) {
	areas := f.a.Area.Areas
	answer.add(f, level, f.byArea(level), len(areas)+1, func(i int, row *FairnessRow) {
		name, id := geo.OutsideArea, geo.OutsideArea
		if i < len(areas) {
			name, id = areas[i].Name, areas[i].ID
		}
		row.Area, row.AreaName, row.Level = &id, &name, &level
	})
}

// known is a number that there may not be.
func known(v float64, is bool) *float64 {
	if !is {
		return nil
	}
	return &v
}

// add appends the rows of a division of the town, and the inequality taken apart by it. A division of one part says nothing.
func (answer *Fairness) add(f *fairTown, by string, part []int32, parts int, name func(i int, row *FairnessRow)) {
	samples, noData := f.samples(part, parts, f.q.Group)
	rows := f.rowsOf(samples, noData, f.q.Group, name)
	if by == "setting" && len(rows) == 1 && rows[0].Setting == settingNames[2] {
		return // nobody says urban or rural
	}
	answer.Results = append(answer.Results, rows...)
	theil, ok := fairness.TheilByGroup(samples)
	if !ok {
		return
	}
	gini, _ := fairness.GiniByGroup(samples)
	answer.Parts = append(answer.Parts, FairnessParts{by, theil.Whole, theil.Within, theil.Between, gini.Whole, gini.Within, gini.Between, gini.Overlap})
}
