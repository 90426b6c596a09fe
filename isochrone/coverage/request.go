package coverage

import (
	"fmt"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Request is a question about one or several services. Its zero values are the documented defaults.
type Request struct {
	Services []string          // codes; at least one
	Need     Need              // what several services mean together; any by default
	Profile  isochrone.Profile // how people travel
	Minutes  []int             // cutoffs, each from 1 to 120, inclusive
	Metres   []int             // instead: cutoffs along the streets, each from 1 to 50,000, inclusive
	Group    geo.Group         // whom to count; everyone by default
	By       string            // rows for the areas of one level, or of all levels if "area"; "" for the whole alone
	Band     bool              // also the share under nearest access, slower and faster
	Radius   bool              // of metres: also who lives within that distance in a straight line

	GroupSpeeds []GroupSpeed // of group all: groups with speeds of their own, no two of which hold the same people
}

// Need says how several services are asked for together.
type Need string

// Any: one of the services is enough. All: every one is needed, the slowest decides.
const (
	Any Need = "any"
	All Need = "all"
)

// RequestError is a question that cannot be answered as it stands.
type RequestError struct {
	Parameter string // "service", "minutes", …
	Value     string
	Rule      geo.Words // what is wanted
	Hint      geo.Words // what to do next
}

// Error is the error in English, with what to do next.
func (e *RequestError) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%v. %v", e.InWords(), e.Hint), ". ")
}

// InWords is the error in both languages, without the hint.
func (e *RequestError) InWords() geo.Words {
	return geo.Words{EN: fmt.Sprintf("%s %q: %s", e.Parameter, e.Value, e.Rule.EN), ZH: fmt.Sprintf("%s “%s”：%s", e.Parameter, e.Value, e.Rule.ZH)}
}

// NoDataError says that nothing was imported that could answer the question. It is never shown as 0 %.
type NoDataError struct {
	What geo.Words // "facilities of service clinic"
	Hint geo.Words // the command that imports it
}

// Error is the error in English, with what to do next.
func (e *NoDataError) Error() string { return fmt.Sprintf("%v. %v", e.InWords(), e.Hint) }

// InWords is the error in both languages, without the hint.
func (e *NoDataError) InWords() geo.Words {
	return geo.Words{EN: "no data: " + e.What.EN, ZH: "没有数据：" + e.What.ZH}
}

func noStreets() error {
	return &NoDataError{geo.Say("streets", "道路"), geo.Say("Import them: lifecircle import streets FILE.osm.pbf", "请先导入：lifecircle import streets FILE.osm.pbf")}
}

func noList(service string) error {
	return &NoDataError{geo.Say("facilities of service %s", "设施清单（%s）", service), geo.Say("Import them: lifecircle import facilities FILE --service %s", "请先导入：lifecircle import facilities FILE --service %s", service)}
}

// check holds a request against the study area and puts it into its canonical form: services and cutoffs
// sorted, without repetitions.
func (a *Analysis) check(q Request) (Request, error) {
	q.Services = slices.Compact(slices.Sorted(slices.Values(q.Services)))
	if q.Need == "" {
		q.Need = Any
	}
	if q.Need != Any && q.Need != All {
		return q, &RequestError{"need", string(q.Need), geo.Say("must be any or all", "只能是 any（任一）或 all（全部）"), geo.Words{}}
	}
	if len(q.Services) == 0 {
		return q, &RequestError{"service", "", geo.Say("name at least one service", "请至少选择一种设施类型"), geo.Say("For example: elder_station", "例如：elder_station")}
	}
	for _, code := range q.Services {
		if _, known := geo.LookupService(code); !known {
			return q, unknownService(code)
		}
	}
	var err error
	if q.Profile, q.Minutes, q.Metres, err = measured(q.Profile, q.Minutes, q.Metres); err != nil {
		return q, err
	}
	if q.By != "" && q.By != "area" && !slices.Contains(a.Area.Levels(), q.By) {
		if len(a.Area.Levels()) == 0 {
			return q, &NoDataError{geo.Say("areas", "区划单元"), geo.Say("Import them: lifecircle import areas FILE", "请先导入：lifecircle import areas FILE")}
		}
		return q, &RequestError{"by", q.By, geo.Say("is no level of the areas", "不是区划单元的级别"), geo.Say("The levels are: %s, or area for all of them", "现有级别：%s；area 表示全部级别", strings.Join(a.Area.Levels(), ", "))}
	}
	if q.By == "area" && len(a.Area.Areas) == 0 {
		return q, &NoDataError{geo.Say("areas", "区划单元"), geo.Say("Import them: lifecircle import areas FILE", "请先导入：lifecircle import areas FILE")}
	}
	if q.Radius && !q.byDistance() {
		return q, &RequestError{"radius", "", geo.Say("goes with cutoffs in metres", "须与以米为单位的距离同用"), geo.Say("For example: 300,500,1000", "例如：300,500,1000")}
	}
	if err := a.checkData(q); err != nil {
		return q, err
	}
	return q, a.checkGroupSpeeds(&q)
}

func unknownService(code string) error {
	e := &RequestError{Parameter: "service", Value: code, Rule: geo.Say("is no service code", "不是设施类型代码"), Hint: geo.Say("The codes are listed by: lifecircle services", "代码列表：lifecircle services")}
	if near, ok := geo.NearestService(code); ok {
		e.Hint = geo.Say("Did you mean %s?", "是否指 %s？", near)
	}
	return e
}

func (a *Analysis) checkData(q Request) error {
	if len(a.Area.Streets) == 0 {
		return noStreets()
	}
	if len(a.Area.Points) == 0 {
		return &NoDataError{geo.Say("residential points", "居民点"), geo.Say("Import them: lifecircle import residents FILE.csv", "请先导入：lifecircle import residents FILE.csv")}
	}
	for _, code := range q.Services {
		if !a.Area.HasList(code) {
			return noList(code)
		}
	}
	if !a.Area.HasGroup(q.Group) {
		return &NoDataError{geo.Say("column %s of the residential points", "居民点的 %s 列", q.Group.Column()), geo.Say("Import residents with that column, or choose another group", "请导入含该列的居民点，或选择其他人群")}
	}
	return nil
}

// Joined names the services of a request as results do: their sorted codes joined by "," where any is enough, by "+"
// where all are needed.
func (q *Request) Joined() string {
	codes := slices.Compact(slices.Sorted(slices.Values(q.Services)))
	if q.Need == All {
		return strings.Join(codes, "+")
	}
	return strings.Join(codes, ",")
}
