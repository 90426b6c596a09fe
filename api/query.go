package api

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// Travel says how people travel, as parameters of an address or as members of a body.
type Travel struct {
	Mode        string  `query:"mode" json:"mode,omitempty" enum:"walk,walk_elder,bike,ebike,drive" default:"walk" doc:"The mode of travel."`
	Access      string  `query:"access" json:"access,omitempty" enum:"all,nearest" default:"all" doc:"The streets by which people leave their door: all within the limit, or the nearest alone, as most GIS do."`
	Speed       float64 `query:"speed" json:"speed,omitempty" minimum:"0.1" maximum:"200" doc:"Another speed in km/h, for modes of one speed."`
	SpeedFactor float64 `query:"speed_factor" json:"speed_factor,omitempty" minimum:"0.01" maximum:"10" doc:"A factor on every speed."`
	Direction   string  `query:"direction" json:"direction,omitempty" enum:"to,from" default:"to" doc:"People travel to the facility, or help comes from it; one-way streets tell the difference."`
}

func (t *Travel) profile() (isochrone.Profile, error) {
	profile, err := isochrone.BuiltinProfile(geo.Mode(t.Mode))
	if err != nil {
		return profile, &coverage.RequestError{Parameter: "mode", Value: t.Mode, Rule: geo.WordsOf(err)}
	}
	if t.Speed != 0 && t.SpeedFactor != 0 {
		return profile, &coverage.RequestError{Parameter: "speed_factor", Value: number(t.SpeedFactor), Rule: geo.Say("give a speed or a factor, not both", "速度与速度系数只能给出一个")}
	}
	if t.Speed != 0 {
		if profile, err = profile.WithSpeed(t.Speed); err != nil {
			return profile, &coverage.RequestError{Parameter: "speed", Value: number(t.Speed), Rule: geo.WordsOf(err)}
		}
	}
	if t.SpeedFactor != 0 {
		if profile, err = profile.WithSpeedFactor(t.SpeedFactor); err != nil {
			return profile, &coverage.RequestError{Parameter: "speed_factor", Value: number(t.SpeedFactor), Rule: geo.WordsOf(err)}
		}
	}
	if profile, err = profile.WithAccess(isochrone.AccessRule(t.Access)); err != nil {
		return profile, &coverage.RequestError{Parameter: "access", Value: t.Access, Rule: geo.WordsOf(err)}
	}
	if profile, err = profile.WithDirection(isochrone.Direction(t.Direction)); err != nil {
		return profile, &coverage.RequestError{Parameter: "direction", Value: t.Direction, Rule: geo.WordsOf(err)}
	}
	return profile, nil
}

// Question is what all questions of coverage have in common, as parameters of an address or as members of a body.
type Question struct {
	Service []string `query:"service" json:"service" required:"true" minItems:"1" maxItems:"64" doc:"Codes of services, joined by commas." example:"elder_station"`
	Need    string   `query:"need" json:"need,omitempty" enum:"any,all" default:"any" doc:"What several services mean together: any is enough, or all are needed and the slowest decides."`
	Group   string   `query:"group" json:"group,omitempty" enum:"all,age0_2,age3_5,age6_11,age0_17,age60,age65,age80,working,disabled,households" default:"all" doc:"Whom to count."`
	Minutes []int    `query:"minutes" json:"minutes,omitempty" minimum:"1" maximum:"120" minItems:"1" maxItems:"24" doc:"Cutoffs in whole minutes, inclusive, joined by commas; 15 if not given." example:"[15]"`
	Metres  []int    `query:"metres" json:"metres,omitempty" minimum:"1" maximum:"50000" minItems:"1" maxItems:"24" doc:"Instead: cutoffs in whole metres along the streets, the shortest way, inclusive; legs count as the length walked."`
	Travel
}

func (q *Question) request() (coverage.Request, error) {
	group, known := geo.ParseGroup(q.Group)
	if !known {
		return coverage.Request{}, &coverage.RequestError{Parameter: "group", Value: q.Group, Rule: geo.Say("is no group of people", "不是可选人群")}
	}
	profile, minutes, err := q.cutoffs(q.Minutes, q.Metres)
	return coverage.Request{Services: q.Service, Need: coverage.Need(q.Need), Profile: profile, Minutes: minutes, Metres: q.Metres, Group: group}, err
}

// cutoffs gives the profile, and the minutes: the usual ones where no cutoff is given. A distance has no speed.
func (t *Travel) cutoffs(minutes, metres []int) (isochrone.Profile, []int, error) {
	if len(metres) > 0 && (t.Speed != 0 || t.SpeedFactor != 0) {
		return isochrone.Profile{}, nil, &coverage.RequestError{Parameter: "metres", Value: fmt.Sprint(metres), Rule: geo.Say("a distance has no speed", "按距离衡量时没有速度"), Hint: geo.Say("Leave out speed and speed_factor", "请去掉 speed 与 speed_factor")}
	}
	if len(minutes)+len(metres) == 0 {
		minutes = []int{15}
	}
	profile, err := t.profile()
	return profile, minutes, err
}

// oneCutoff is the question as an operation takes it whose answer speaks of a single cutoff.
func (q *Question) oneCutoff() (coverage.Request, error) {
	request, err := q.request()
	if err == nil && len(request.Minutes)+len(request.Metres) != 1 {
		err = &coverage.RequestError{Parameter: "minutes", Value: fmt.Sprint(append(request.Minutes, request.Metres...)), Rule: geo.Say("name one cutoff", "请只给出一个时限或距离"), Hint: geo.Say("For example: 15", "例如：15")}
	}
	return request, err
}

// Box narrows a list to what lies in a box.
type Box struct {
	BBox []float64 `query:"bbox" minItems:"4" maxItems:"4" doc:"Only what lies in this box: west,south,east,north in degrees, edges included." example:"[113.5,22.1,113.6,22.3]"`
}

// bound is the box, false if none was given.
func (b *Box) bound() (orb.Bound, bool, error) {
	if len(b.BBox) != 4 {
		return orb.Bound{}, false, nil
	}
	w, s, e, n := b.BBox[0], b.BBox[1], b.BBox[2], b.BBox[3]
	if !(-180 <= w && w <= e && e <= 180 && -90 <= s && s <= n && n <= 90) {
		return orb.Bound{}, false, &coverage.RequestError{Parameter: "bbox", Value: join(b.BBox), Rule: geo.Say("must be west,south,east,north in degrees, west <= east and south <= north", "应为以度为单位的 西,南,东,北，且西 <= 东、南 <= 北")}
	}
	return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}, true, nil
}

// Page is a part of a list.
type Page struct {
	Limit  int `query:"limit" minimum:"1" maximum:"10000" default:"1000" doc:"At most so many."`
	Offset int `query:"offset" minimum:"0" maximum:"100000000" doc:"Leave out so many at the beginning."`
}

// of gives the range [first, end) of n things that the page shows.
func (p *Page) of(n int) (first, end int) {
	first = min(p.Offset, n)
	return first, min(first+p.Limit, n)
}

// place is the position of a parameter that may be left out.
func place(text string) (*orb.Point, error) {
	if text == "" {
		return nil, nil
	}
	at, err := position(text)
	return &at, err
}

// position reads "lon,lat".
func position(text string) (orb.Point, error) {
	fail := &coverage.RequestError{Parameter: "at", Value: text, Rule: geo.Say("must be a longitude and a latitude in degrees", "应为以度为单位的经度,纬度"), Hint: geo.Say("For example: 113.55,22.19", "例如：113.55,22.19")}
	lon, lat, found := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if !found || errX != nil || errY != nil || !(math.Abs(x) <= 180 && math.Abs(y) <= 90) {
		return orb.Point{}, fail
	}
	return orb.Point{x, y}, nil
}

// strictQuery refuses an address that says something twice, half or unreadably, because one of the readings would
// be ignored in silence. Unknown parameters are refused by the framework.
func strictQuery(ctx huma.Context, next func(huma.Context)) {
	address := ctx.URL()
	values, err := url.ParseQuery(address.RawQuery)
	problem := (*Problem)(nil)
	if err != nil {
		problem = badQuery.problem(geo.Say("the address cannot be read: %v", "地址无法解析：%v", err), geo.Say("Write special characters as %XX.", "特殊字符请写作 %XX。"))
	}
	for name, given := range values {
		switch {
		case len(given) > 1:
			problem = badParameter.of(name, strings.Join(given, " "), geo.Say("given %d times", "给出了 %d 次", len(given)), geo.Say("Join several values by commas.", "多个值请用逗号连接。"))
		case given[0] == "":
			problem = badParameter.of(name, "", geo.Say("has no value", "没有值"), geo.Say("Leave the parameter out, or give it a value.", "请去掉该参数，或给出值。"))
		}
	}
	if problem != nil {
		writeProblem(humagin.Unwrap(ctx).Writer, problem)
		return
	}
	next(ctx)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func join(v []float64) string { return strings.Trim(strings.ReplaceAll(fmt.Sprint(v), " ", ","), "[]") }
