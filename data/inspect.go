package data

import (
	"cmp"
	"context"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// Severity tells how much a finding matters.
type Severity string

// An error makes results meaningless, a warning makes some of them wrong, an info is to be known.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is something about the workspace that its user must know.
type Finding struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Count    int      `json:"count"`
	TextEN   string   `json:"text_en"`
	TextZH   string   `json:"text_zh"`
	Examples []string `json:"examples"`
}

// Inspection says what is in a workspace and what is wrong with it.
type Inspection struct {
	Name            string       `json:"name"`
	DataDate        *string      `json:"data_date"` // of the streets
	BBox            *[4]float64  `json:"bbox"`      // west, south, east, north; nil for an empty workspace
	Extent          ExtentInfo   `json:"extent"`
	Counts          Counts       `json:"counts"`
	Groups          []GroupCount `json:"groups"` // only those that some point has
	Levels          []LevelCount `json:"levels"`
	Lists           []ListCount  `json:"lists"`
	Sources         []geo.Source `json:"sources"`
	PeopleEstimated bool         `json:"people_estimated"`
	Attribution     []string     `json:"attribution"`
	Sample          bool         `json:"sample"`
	Findings        []Finding    `json:"findings"`
}

// ExtentInfo tells how it is known which land the street data covers.
type ExtentInfo struct {
	Source geo.ExtentSource `json:"source"`
}

// Counts is how much of everything there is.
type Counts struct {
	Streets           int     `json:"streets"`   // segments
	Turns             int     `json:"turns"`     // turn rules for cars
	StreetKM          float64 `json:"street_km"` // to 0.1
	ResidentialPoints int     `json:"residential_points"`
	Facilities        int     `json:"facilities"`
	IdleBuildings     int     `json:"idle_buildings"`
	Areas             int     `json:"areas"`
	People            int64   `json:"people"`
}

// GroupCount is how many people of a group there are, and how many points do not say.
type GroupCount struct {
	Group        string `json:"group"`
	People       int64  `json:"people"`
	PointsNoData int    `json:"points_no_data"`
}

// LevelCount is how many areas a level has.
type LevelCount struct {
	Level string `json:"level"`
	Areas int    `json:"areas"`
}

// ListCount is how many facilities the list of a service has.
type ListCount struct {
	Service    string `json:"service"`
	Incomplete bool   `json:"incomplete"`
	Facilities int    `json:"facilities"`
	Active     int    `json:"active"`
}

// SampleSource is the kind of the source of an invented town.
const SampleSource = "sample"

const osmAttribution = "© OpenStreetMap contributors (ODbL 1.0)"

// Inspect says what is in the workspace and what is wrong with it, without computing any travel time.
func (w *Workspace) Inspect(ctx context.Context) (Inspection, error) {
	town, err := w.Town(ctx)
	if err != nil {
		return Inspection{}, err
	}
	return w.InspectTown(ctx, &town)
}

// InspectTown is [Workspace.Inspect] for a town that was just read by [Workspace.Town]; it is not changed.
func (w *Workspace) InspectTown(ctx context.Context, town *geo.Town) (Inspection, error) {
	reports, err := w.Reports(ctx)
	if err != nil {
		return Inspection{}, err
	}
	return inspect(nameOf(town, w.path), town, reports)
}

// nameOf is how a town is called: the sample town by its own name, another one as the county, city or province that
// holds all its areas, else as its file.
func nameOf(town *geo.Town, path string) string {
	sample := slices.ContainsFunc(town.Sources, func(s geo.Source) bool { return s.Kind == SampleSource })
	if sample && town.Name != "" {
		return town.Name
	}
	for _, level := range []string{"province", "city", "county"} { // from above
		var names []string
		for i := range town.Areas {
			if town.Areas[i].Level == level {
				names = append(names, town.Areas[i].Name)
			}
		}
		if len(names) == 1 && names[0] != "" {
			return names[0]
		}
		if len(names) > 0 {
			break
		}
	}
	return cmp.Or(town.Name, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
}

func inspect(name string, town *geo.Town, reports []Report) (Inspection, error) {
	i := Inspection{Name: name, Extent: ExtentInfo{cmp.Or(town.Extent.Source, geo.ExtentHull)}, Groups: []GroupCount{}, Levels: []LevelCount{}, Lists: []ListCount{},
		Sources: append([]geo.Source{}, town.Sources...), Attribution: []string{}, Findings: []Finding{}}
	i.Counts = Counts{Streets: len(town.Streets), Turns: len(town.Turns), ResidentialPoints: len(town.Points), Facilities: len(town.Facilities), IdleBuildings: len(town.Idle), Areas: len(town.Areas)}
	for s := range town.Streets {
		line := town.Streets[s].Line
		for j := 1; j < len(line); j++ {
			i.Counts.StreetKM += geo.Distance(line[j-1], line[j]) / 1000
		}
	}
	i.Counts.StreetKM = math.Round(10*i.Counts.StreetKM) / 10
	i.bbox(town)
	i.people(town)
	i.lists(town)
	for _, a := range town.Areas {
		at := slices.IndexFunc(i.Levels, func(l LevelCount) bool { return l.Level == a.Level })
		if at < 0 {
			at = len(i.Levels)
			i.Levels = append(i.Levels, LevelCount{Level: a.Level})
		}
		i.Levels[at].Areas++
	}
	slices.SortFunc(i.Levels, func(a, b LevelCount) int { return strings.Compare(a.Level, b.Level) })
	for _, s := range town.Sources {
		fromOSM := s.Kind == string(Streets) || strings.HasPrefix(s.Options, "from_osm")
		if fromOSM && !slices.Contains(i.Attribution, osmAttribution) {
			i.Attribution = append(i.Attribution, osmAttribution)
		}
		if (s.Kind == string(Streets) || s.Kind == SampleSource) && s.DataDate != "" {
			date := s.DataDate
			i.DataDate = &date
		}
		i.Sample = i.Sample || s.Kind == SampleSource
	}
	return i, i.examine(town, reports)
}

func (i *Inspection) bbox(town *geo.Town) {
	var bound orb.Bound
	some := false
	add := func(b orb.Bound) {
		if !some {
			bound, some = b, true
		}
		bound = bound.Union(b)
	}
	if len(town.Extent.Shape) > 0 {
		add(town.Extent.Shape.Bound())
	} else {
		for s := range town.Streets {
			add(town.Streets[s].Line.Bound())
		}
	}
	if !some {
		for _, p := range town.Points {
			add(p.Point.Bound())
		}
		for _, f := range town.Facilities {
			add(f.Point.Bound())
		}
		for _, a := range town.Areas {
			if len(a.Shape) > 0 {
				add(a.Shape.Bound())
			}
		}
	}
	if some {
		i.BBox = &[4]float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
	}
}

func (i *Inspection) people(town *geo.Town) {
	for g := geo.All; g < geo.NumGroups; g++ {
		count := GroupCount{Group: g.String()}
		for _, p := range town.Points {
			if n := p.People[g]; n == geo.NoData {
				count.PointsNoData++
			} else {
				count.People += int64(n)
			}
			i.PeopleEstimated = i.PeopleEstimated || p.Estimate
		}
		if count.PointsNoData < len(town.Points) {
			i.Groups = append(i.Groups, count)
		}
		if g == geo.All {
			i.Counts.People = count.People
		}
	}
}

func (i *Inspection) lists(town *geo.Town) {
	at := make(map[string]int)
	for _, l := range town.Lists {
		at[l.Service] = len(i.Lists)
		i.Lists = append(i.Lists, ListCount{Service: l.Service, Incomplete: l.Incomplete})
	}
	for _, f := range town.Facilities {
		if n, ok := at[f.Service]; ok {
			i.Lists[n].Facilities++
			if f.Status == geo.Active {
				i.Lists[n].Active++
			}
		}
	}
}

func (i *Inspection) find(severity Severity, prefix string, w table.Warning) {
	if w.Count == 0 {
		return
	}
	subject := map[string][2]string{"points": {"residential points ", "居民点"}, "facilities": {"facilities ", "设施"}}[prefix]
	code := w.Code
	if prefix != "" {
		code = prefix + "_" + code
	}
	i.Findings = append(i.Findings, Finding{Severity: severity, Code: code, Count: w.Count, TextEN: subject[0] + w.Text, TextZH: subject[1] + w.TextZH,
		Examples: append([]string{}, w.Examples...)})
}

// missing notes that a whole kind of data is not there.
func (i *Inspection) missing(there bool, severity Severity, code, text, textZH string) {
	if !there {
		i.find(severity, "", table.Warning{Code: code, Count: 1, Text: text, TextZH: textZH})
	}
}

// examine looks for what is wrong, the worst first.
func (i *Inspection) examine(town *geo.Town, reports []Report) error {
	i.missing(len(town.Streets) > 0, SeverityError, "no_streets", "there are no streets: import them with 'lifecircle import streets'", "没有道路，请用 lifecircle import streets 导入")
	i.missing(len(town.Points) > 0, SeverityError, "no_residents", "there are no residential points: import them with 'lifecircle import residents'", "没有居民点，请用 lifecircle import residents 导入")
	i.missing(len(town.Points) == 0 || i.Counts.People > 0, SeverityError, "no_people", "no residential point has any people", "居民点均无人口")
	x, points, facilities := indexStreets(town.Streets), pointPlaces(town.Points), facilityPlaces(town.Facilities)
	for _, w := range contradictions(x, town, datumSample) {
		i.find(SeverityError, "", w)
	}
	i.missing(len(town.Lists) > 0, SeverityWarning, "no_facilities", "there is no list of facilities: import one with 'lifecircle import facilities'", "没有设施清单，请用 lifecircle import facilities 导入")
	for _, of := range []struct {
		what   string
		places []place
	}{{"points", points}, {"facilities", facilities}} {
		i.find(SeverityWarning, of.what, farFromStreets(x, of.places))
		i.find(SeverityWarning, of.what, outsideExtent(town.Extent, of.places))
		i.find(SeverityWarning, of.what, outsideAreas(town.Areas, of.places))
		i.find(SeverityWarning, of.what, unknownArea(town.Areas, of.places))
	}
	i.find(SeverityWarning, "points", samePlace(points, func(int) string { return "" }))
	i.find(SeverityWarning, "facilities", samePlace(facilities, func(n int) string { return town.Facilities[n].Service }))
	i.find(SeverityWarning, "points", outsideLevels(town.Areas, points))
	i.find(SeverityWarning, "points", overlaps(town.Areas, points))
	i.find(SeverityWarning, "", estimatesBesideCounts(town.Points))
	i.find(SeverityWarning, "", orphans(town.Areas))
	i.find(SeverityWarning, "", overlapping(town.Areas))
	i.find(SeverityWarning, "", sameNames(town.Areas))
	i.find(SeverityWarning, "facilities", unknownServes(town))
	i.find(SeverityWarning, "", unknownReported(town))
	i.find(SeverityWarning, "", ownerless(town.Entrances, town))
	differ, err := areasDiffer(town.Points, town.Areas)
	if err != nil {
		return err
	}
	i.find(SeverityWarning, "", differ)
	i.find(SeverityWarning, "", rejectedRows(reports))
	i.find(SeverityInfo, "points", nobody(town.Points))
	i.find(SeverityInfo, "", incompleteLists(town.Lists))
	i.missing(turnsRead(reports), SeverityInfo, "turns_not_read", "the streets were imported by a program that read no turn restrictions: import them again", "道路由不读取转向限制的旧版程序导入，请重新导入")
	i.missing(!i.PeopleEstimated, SeverityInfo, "estimated", "people are estimated, not counted", "人口为推算值，并非统计数")
	i.missing(len(town.Areas) > 0, SeverityInfo, "no_areas", "there are no areas: results are for the whole only", "没有区划单元，只能给出全域结果")
	return nil
}

// turnsRead tells whether the import that brought the streets, if one did, knew of turn restrictions.
func turnsRead(reports []Report) bool {
	for _, r := range slices.Backward(reports) {
		if r.Streets != nil {
			return r.Streets.Restrictions != nil
		}
	}
	return true
}
