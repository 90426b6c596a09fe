package town

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// Question asks where to build. Its zero values are the documented defaults. As JSON it is what the manifest of an
// answer records beside the request itself; what comes from files is recorded by a hash.
type Question struct {
	// Request names the services, how people travel, one cutoff, whom to count, and the areas for which to count. Each of
	// several services is served by itself.
	Request coverage.Request `json:"-"`

	Problem string  `json:"problem"`          // a key of [Problems]; "" takes mclp, or psclp where a share is given
	Least   string  `json:"least,omitempty"`  // of lscp and psclp: "sites" (the default) or "cost"
	Sites   int     `json:"sites,omitempty"`  // at most so many; 0 where only the budget counts
	Budget  float64 `json:"budget,omitempty"` // at most so much; 0 where only the number counts
	Share   float64 `json:"share,omitempty"`  // of all demand, to be covered: above 0 and at most 1

	Weights  []Weight `json:"weights,omitempty"`        // in place of the group of the request
	Capacity int64    `json:"capacity,omitempty"`       // of new sites that say none
	ApartM   float64  `json:"min_distance_m,omitempty"` // new sites of one service are at least so far apart, in metres
	Must     []string `json:"must,omitempty"`           // candidates that have to be chosen, listed or made: by id, or service:id
	Never    []string `json:"never,omitempty"`          // candidates that are never chosen, in the same way
	Closing  []string `json:"closing,omitempty"`        // facilities that are given up: "service:id", or an id that only one has
	Replace  []string `json:"replace,omitempty"`        // facilities that may be given up, or stay as one of the sites

	ForbiddenAreas []string `json:"forbidden_areas,omitempty"` // areas of the town, by id or name, where no site stands
	InsideAreas    []string `json:"inside_areas,omitempty"`    // and those in one of which every site stands

	Candidates []Candidate `json:"-"`
	Make       Make        `json:"make,omitzero"`
	Forbidden  []Land      `json:"-"` // more land where no site stands, edges included
	Inside     []Land      `json:"-"` // more land in one piece of which every site stands, edges included; none: anywhere
}

// Weight says what one person of a group counts for a service.
type Weight struct {
	Service string `json:"service,omitempty"` // "" for every service
	Group   string `json:"group"`
	Weight  int64  `json:"weight"` // from 1 to [MaxWeight]
}

// MaxWeight bounds what one person counts.
const MaxWeight = 1000

// Candidate is a place where something could be built.
type Candidate struct {
	ID, Name string
	Service  string    // the only one that can be built here, "" for any
	At       orb.Point // WGS 84, rounded to 7 decimals
	Cost     float64   // 0 or more, to 4 decimals; 1 is usual where nothing is known
	Capacity int64     // 0: that of the question
	State    siting.State
}

// Make says which candidates are made of what the workspace holds. Where neither is asked for and no candidates are
// given, it is junctions.
type Make struct {
	Junctions bool    `json:"junctions,omitempty"` // junctions and ends of streets near people
	Idle      bool    `json:"idle,omitempty"`      // the places of closed and of planned facilities, of any service, and idle public buildings
	SpacingM  float64 `json:"spacing_m,omitempty"` // junctions are at least so far apart; 0 for a tenth of what one goes within the cutoff
}

// Land is a named piece of land.
type Land struct {
	Name  string
	Shape orb.MultiPolygon
}

// Problems are the problems by their names.
var Problems = map[string]siting.Goal{
	"mclp": siting.MostCovered, "lscp": siting.FewestSites, "psclp": siting.FewestSites, "pmedian": siting.LeastMean, "pcenter": siting.LeastWorst,
	"backup": siting.MostCovered, "capacitated": siting.MostServed, "fair": siting.WorstAreaBest,
}

// problemNames lists [Problems] for messages, the usual first.
const problemNames = "mclp, lscp, psclp, pmedian, pcenter, backup, capacitated, fair"

// refuse makes an error about one part of a question.
func refuse(parameter, value string, rule, hint geo.Words) error {
	return &coverage.RequestError{Parameter: parameter, Value: value, Rule: rule, Hint: hint}
}

// check puts the question into its canonical form.
func (q *Question) check(a *coverage.Analysis) (err error) {
	q.Request.Need = coverage.Any
	if len(q.Weights) > 0 {
		q.Request.Group = geo.All
	}
	if q.Request, err = a.Ready(q.Request); err != nil {
		return err
	}
	if q.Problem == "" {
		if q.Problem = "mclp"; q.Share != 0 {
			q.Problem = "psclp"
		}
	}
	if _, known := Problems[q.Problem]; !known {
		return refuse("problem", q.Problem, geo.Say("is no problem of site selection", "不是选址问题类型"), geo.Say("The problems are: %s", "可选类型：%s", problemNames))
	}
	if err := q.checkNumbers(); err != nil {
		return err
	}
	if err := q.checkTarget(); err != nil {
		return err
	}
	if err := q.checkWeights(a); err != nil {
		return err
	}
	if len(q.Candidates) == 0 && !q.Make.Idle {
		q.Make.Junctions = true
	}
	if q.Make.SpacingM != 0 && !q.Make.Junctions {
		return refuse("spacing_m", fmt.Sprint(q.Make.SpacingM), geo.Say("goes with candidates at junctions", "只用于以路口为备选点位"), geo.Words{})
	}
	return q.checkLevel(a)
}

func (q *Question) checkNumbers() error {
	for _, n := range []struct {
		name        string
		value, most float64
	}{{"sites", float64(q.Sites), siting.MaxCandidates}, {"budget", q.Budget, maxMoney}, {"capacity", float64(q.Capacity), 1e12}, {"min_distance_m", q.ApartM, 1e6}, {"spacing_m", q.Make.SpacingM, 1e6}} {
		if !(n.value >= 0 && n.value <= n.most) {
			return refuse(n.name, fmt.Sprint(n.value), geo.Say("must be from 0 to %v", "应在 0 到 %v 之间", n.most), geo.Words{})
		}
	}
	if !(q.Share >= 0 && q.Share <= 1) {
		return refuse("share", fmt.Sprint(q.Share), geo.Say("must be above 0 and at most 1", "应大于 0 且不超过 1"), geo.Say("For example: 0.95", "例如：0.95"))
	}
	if q.Share > 0 && q.millionths() == 0 {
		return refuse("share", fmt.Sprint(q.Share), geo.Say("is less than a millionth", "小于百万分之一"), geo.Words{})
	}
	return nil
}

// checkTarget refuses a target where none is wanted, and looks for the missing end of the question.
func (q *Question) checkTarget() error {
	covers := Problems[q.Problem] == siting.FewestSites
	switch {
	case q.Share > 0 && !covers:
		return refuse("share", fmt.Sprint(q.Share), geo.Say("says nothing about %s", "不适用于 %s", q.Problem), geo.Say("It belongs to the problem lscp", "仅用于 lscp"))
	case q.Share == 0 && q.Problem == "psclp":
		return refuse("share", "", geo.Say("is missing", "缺失"), geo.Say("For example: 0.95", "例如：0.95"))
	case q.Least != "" && q.Least != "sites" && q.Least != "cost":
		return refuse("least", q.Least, geo.Say("must be sites or cost", "只能是 sites（点位数）或 cost（成本）"), geo.Words{})
	case q.Least == "cost" && !covers:
		return refuse("least", q.Least, geo.Say("says nothing about %s", "不适用于 %s", q.Problem), geo.Say("It belongs to the problem lscp", "仅用于 lscp"))
	case !covers && q.Sites == 0 && q.Budget == 0:
		return refuse("sites", "", geo.Say("neither the number of sites nor a budget is given", "未给出点位数或预算"), geo.Say("For example: 3 sites", "例如：3 个点位"))
	}
	if q.Share > 0 {
		q.Problem = "psclp"
	}
	if covers && q.Least == "" {
		q.Least = "sites"
	} else if !covers {
		q.Least = ""
	}
	return nil
}

func (q *Question) checkWeights(a *coverage.Analysis) error {
	seen := map[[2]string]bool{}
	for _, w := range q.Weights {
		group, known := geo.ParseGroup(w.Group)
		key := [2]string{w.Service, w.Group}
		switch {
		case !known:
			return refuse("weights", w.Group, geo.Say("is no group of people", "不是可选人群"), geo.Words{})
		case w.Service != "" && !slices.Contains(q.Request.Services, w.Service):
			return refuse("weights", w.Service, geo.Say("is none of the services asked for", "不在所选设施类型之中"), geo.Words{})
		case w.Weight < 1 || w.Weight > MaxWeight:
			return refuse("weights", fmt.Sprintf("%s=%d", w.Group, w.Weight), geo.Say("a weight is from 1 to %d", "权重应为 1 到 %d", MaxWeight), geo.Words{})
		case seen[key]:
			return refuse("weights", w.Group, geo.Say("is given twice", "重复给出"), geo.Words{})
		case !a.Area.HasGroup(group):
			return &coverage.NoDataError{What: geo.Say("column %s of the residential points", "居民点的 %s 列", group.Column()), Hint: geo.Say("Import residents with that column, or choose another group", "请导入含该列的居民点，或选择其他人群")}
		}
		seen[key] = true
	}
	for _, service := range q.Request.Services {
		if len(q.Weights) > 0 && len(q.weightsOf(service)) == 0 {
			return refuse("weights", service, geo.Say("no group counts for this service", "该设施类型没有任何人群计入"), geo.Say("Give a weight without a service, or one for it", "请给出不限设施类型的权重，或为其单独给出"))
		}
	}
	return nil
}

// checkLevel wants the areas of which the worst-served is to be lifted.
func (q *Question) checkLevel(a *coverage.Analysis) error {
	if Problems[q.Problem] != siting.WorstAreaBest {
		return nil
	}
	levels := strings.Join(a.Area.Levels(), ", ")
	if levels == "" {
		return &coverage.NoDataError{What: geo.Say("areas", "区划单元"), Hint: geo.Say("Import them: lifecircle import areas FILE", "请先导入：lifecircle import areas FILE")}
	}
	if q.Request.By == "" || q.Request.By == "area" {
		return refuse("by", q.Request.By, geo.Say("name the level of the areas of which the worst-served is to be lifted", "请指明要提升最差区划的级别"), geo.Say("The levels are: %s", "现有级别：%s", levels))
	}
	return nil
}

// weighed is a group and what one person of it counts.
type weighed struct {
	group  geo.Group
	weight int64
}

// weightsOf are the groups that count for a service: weights for the service itself come before those for every one.
func (q *Question) weightsOf(service string) (all []weighed) {
	if len(q.Weights) == 0 {
		return []weighed{{q.Request.Group, 1}}
	}
	own := map[string]int64{}
	for _, of := range []string{"", service} {
		for _, w := range q.Weights {
			if w.Service == of {
				own[w.Group] = w.Weight
			}
		}
	}
	for g := range geo.NumGroups {
		if weight := own[g.String()]; weight > 0 {
			all = append(all, weighed{g, weight})
		}
	}
	return all
}

// millionths are the share to be covered.
func (q *Question) millionths() int64 { return int64(math.Round(q.Share * 1e6)) }
