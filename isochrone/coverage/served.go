package coverage

import (
	"context"

	"lifecircle/isochrone"
)

// Served says whom the facilities of the services serve within a cutoff.
type Served struct {
	Facilities []ServedBy `json:"items" nullable:"false" doc:"Active facilities, by service and id."`
	Union      int64      `json:"union" doc:"People within the cutoff of any facility: exclusive and shared together."`
	Exclusive  int64      `json:"exclusive" doc:"Of these, people within the cutoff of one facility alone."`
	Shared     int64      `json:"shared" doc:"Of these, people within the cutoff of two or more."`
	ByChoice   []int64    `json:"by_choice" nullable:"false" doc:"People within the cutoff of exactly 0, 1, 2, … facilities."`
}

// ServedBy says whom one facility serves.
type ServedBy struct {
	Service  string `json:"service"`
	Facility string `json:"facility_id"`
	Name     string `json:"facility_name"`
	Within   int64  `json:"within"`  // people of the group within the cutoff of it
	Nearest  int64  `json:"nearest"` // of these, the people to whom it is the nearest
	Only     int64  `json:"only"`    // of these, the people within the cutoff of no other: lost if it closed
	Shared   int64  `json:"shared"`  // of these, the people within the cutoff of another too
}

// ServedBy counts, for every active facility of the services, whom it serves within the cutoff that the request names.
// Any of the services counts. The people of whom each is the nearest are together the covered people, and so are those
// whom one facility alone serves with those who have a choice.
func (a *Analysis) ServedBy(ctx context.Context, q Request) (*Served, error) {
	q.Need = Any
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return nil, err
	}
	q = o.request
	facilities := a.active(q.Services)
	catchments, err := o.router.CatchmentRuns(ctx, facilities, q.cutoff())
	if err != nil {
		return nil, err
	}
	people := func(point int32) int64 { return int64(max(0, a.Area.Points[point].People[q.Group])) }
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
	for i, f := range facilities {
		facility := &a.Area.Facilities[f]
		s := ServedBy{Service: facility.Service, Facility: facility.ID, Name: facility.Name, Within: catchments[i].Sum(sums), Only: catchments[i].Sum(only)}
		s.Shared = s.Within - s.Only
		for _, run := range catchments[i] {
			for _, point := range order[run.First:run.End] {
				if o.times[point].Facility == f {
					s.Nearest += people(point)
				}
			}
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
