package coverage

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// ServedReport says whom each facility serves, for one cutoff after the other.
type ServedReport struct {
	Manifest *Manifest `json:"manifest"`
	Results  []Served  `json:"results" nullable:"false" doc:"By cutoff, the shortest first."`
}

// Served says whom the facilities of the services serve within a cutoff.
type Served struct {
	Minutes    Minutes    `json:"minutes" doc:"The cutoff; null where it is a distance."`
	Metres     int        `json:"metres,omitempty" doc:"The cutoff, where it is a distance."`
	Facilities []ServedBy `json:"items" nullable:"false" doc:"Active facilities, by service and id."`
	Union      int64      `json:"union" doc:"People within the cutoff of any facility: exclusive and shared together."`
	Exclusive  int64      `json:"exclusive" doc:"Of these, people within the cutoff of one facility alone."`
	Shared     int64      `json:"shared" doc:"Of these, people within the cutoff of two or more."`
	ByChoice   []int64    `json:"by_choice" nullable:"false" doc:"People within the cutoff of exactly 0, 1, 2, … facilities."`
}

// ServedBy says whom one facility serves.
type ServedBy struct {
	Service  string   `json:"service"`
	Facility string   `json:"facility_id"`
	Name     string   `json:"facility_name"`
	Within   int64    `json:"within" doc:"People of the group within the cutoff of it."`
	Nearest  int64    `json:"nearest" doc:"Of these, the people to whom it is the nearest."`
	Only     int64    `json:"only" doc:"Of these, the people within the cutoff of no other: lost if it closed."`
	Shared   int64    `json:"shared" doc:"Of these, the people within the cutoff of another too."`
	Most     *Overlap `json:"shares_most_with,omitempty" doc:"The other facility with which it shares most people; absent where it shares none."`
}

// Overlap is the people whom two facilities both serve.
type Overlap struct {
	Service  string `json:"service"`
	Facility string `json:"facility_id"`
	Name     string `json:"facility_name"`
	People   int64  `json:"people"`
}

// ServedBy counts, for every active facility of the services and every cutoff, whom it serves. Any of the services
// counts, whatever the request says they mean together. The people of whom each is the nearest are together the covered
// people, and so are those whom one facility alone serves with those who have a choice.
func (a *Analysis) ServedBy(ctx context.Context, q Request) (*ServedReport, error) {
	q.Need, q.By, q.Band, q.Radius = Any, "", false, false
	q, err := a.check(q)
	if err != nil {
		return nil, err
	}
	if err := q.oneTimeEach(); err != nil {
		return nil, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return nil, err
	}
	report := &ServedReport{Manifest: a.manifest("facilities", q, nil)}
	facilities := a.active(q.Services)
	for i, cutoff := range q.cutoffs() {
		catchments, err := o.router.CatchmentRuns(ctx, facilities, cutoff)
		if err != nil {
			return nil, err
		}
		served, err := a.served(ctx, o, facilities, catchments, cutoff)
		if err != nil {
			return nil, err
		}
		if q.byDistance() {
			served.Metres = q.Metres[i]
		} else {
			served.Minutes = Minutes(q.Minutes[i])
		}
		report.Results = append(report.Results, *served)
	}
	return report, nil
}

// served counts at one cutoff, from the catchments of the facilities.
func (a *Analysis) served(ctx context.Context, o *outcomes, facilities []int32, catchments []isochrone.Runs, cutoff int64) (*Served, error) {
	people := func(point int32) int64 { return int64(max(0, a.Area.Points[point].People[o.request.Group])) }
	choices := choicesOf(len(a.Area.Points), catchments)
	order := o.router.Order()
	sums := o.router.RunningSums(people)
	only := o.router.RunningSums(func(point int32) int64 {
		if choices[o.router.Rank(point)] == 1 {
			return people(point)
		}
		return 0
	})
	all := &Served{Facilities: make([]ServedBy, len(facilities)), ByChoice: []int64{0}}
	for rank, n := range choices {
		for int(n) >= len(all.ByChoice) {
			all.ByChoice = append(all.ByChoice, 0)
		}
		all.ByChoice[n] += people(order[rank])
	}
	for n, people := range all.ByChoice[1:] {
		if all.Union += people; n == 0 {
			all.Exclusive = people
		}
	}
	all.Shared = all.Union - all.Exclusive
	nearest := make(map[int32]int64)
	for point, t := range o.times {
		if t.Reached() && t.Ms <= cutoff {
			nearest[t.Facility] += people(int32(point))
		}
	}
	overlaps, err := isochrone.MostShared(ctx, catchments, sums)
	if err != nil {
		return nil, err
	}
	for i, f := range facilities {
		facility := &a.Area.Facilities[f]
		s := ServedBy{Service: facility.Service, Facility: facility.ID, Name: facility.Name, Within: catchments[i].Sum(sums), Nearest: nearest[f], Only: catchments[i].Sum(only)}
		s.Shared = s.Within - s.Only
		if most := overlaps[i]; most.With >= 0 {
			other := &a.Area.Facilities[facilities[most.With]]
			s.Most = &Overlap{other.Service, other.ID, other.Name, most.People}
		}
		all.Facilities[i] = s
	}
	return all, nil
}

// choicesOf counts for every point, by rank, the catchments that hold it: each run adds one where it begins and takes it
// away where it ends.
func choicesOf(points int, catchments []isochrone.Runs) []int32 {
	choices := make([]int32, points+1)
	for _, runs := range catchments {
		for _, run := range runs {
			choices[run.First]++
			choices[run.End]--
		}
	}
	for rank := range points {
		choices[rank+1] += choices[rank]
	}
	return choices[:points]
}

// ServedLayer is the report as a layer of facilities, a row for each of them and each cutoff. Of a request by distance,
// column within_m takes the place of minutes.
func (a *Analysis) ServedLayer(ctx context.Context, q Request) (geo.Layer, error) {
	report, err := a.ServedBy(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	q, err = report.Manifest.Request()
	if err != nil {
		return geo.Layer{}, err
	}
	layer := geo.Layer{Name: "facilities", Columns: []geo.Column{
		{Name: "service"}, {Name: "id"}, {Name: "name"}, {Name: q.cutoffColumn(), Type: geo.Integer},
		{Name: "within", Type: geo.Integer}, {Name: "nearest", Type: geo.Integer}, {Name: "only", Type: geo.Integer}, {Name: "shared", Type: geo.Integer},
		{Name: "shares_most_with_service"}, {Name: "shares_most_with_id"}, {Name: "shares_most_with", Type: geo.Integer},
	}}
	facilities := a.active(q.Services)
	for n, served := range report.Results {
		for i, s := range served.Facilities {
			row := []any{s.Service, s.Facility, s.Name, int64(q.given()[n]), s.Within, s.Nearest, s.Only, s.Shared, nil, nil, nil}
			if s.Most != nil {
				row[8], row[9], row[10] = s.Most.Service, s.Most.Facility, s.Most.People
			}
			layer.Features = append(layer.Features, geo.Feature{Geometry: a.Area.Facilities[facilities[i]].Point, Values: row})
		}
	}
	layer.Manifest, err = a.layerManifest("facility_points", q, nil)
	return layer, err
}
