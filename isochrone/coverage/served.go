package coverage

import "context"

// Served says whom one facility serves within a cutoff.
type Served struct {
	Service  string `json:"service"`
	Facility string `json:"facility_id"`
	Name     string `json:"facility_name"`
	Within   int64  `json:"within"`  // people of the group within the cutoff of it
	Nearest  int64  `json:"nearest"` // of these, the people to whom it is the nearest
	Only     int64  `json:"only"`    // of these, the people within the cutoff of no other: lost if it closed
}

// ServedBy counts, for every active facility of the services, whom it serves within the cutoff that the request names.
// Any of the services counts. The people of whom each is the nearest are together the covered people, and so are those
// whom one facility alone serves with those who have a choice.
func (a *Analysis) ServedBy(ctx context.Context, q Request) ([]Served, error) {
	q.Need = Any
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return nil, err
	}
	q = o.request
	facilities := a.active(q.Services)
	cutoff := q.cutoff()
	within, err := o.router.PointsWithin(ctx, facilities, cutoff)
	if err != nil {
		return nil, err
	}
	choices := make([]int32, len(a.Area.Points))
	for _, points := range within {
		for _, p := range points {
			choices[p]++
		}
	}
	all := make([]Served, len(facilities))
	for i, f := range facilities {
		facility := &a.Area.Facilities[f]
		s := Served{Service: facility.Service, Facility: facility.ID, Name: facility.Name}
		for _, p := range within[i] {
			n := int64(max(0, a.Area.Points[p].People[q.Group]))
			s.Within += n
			if o.times[p].Facility == f {
				s.Nearest += n
			}
			if choices[p] == 1 {
				s.Only += n
			}
		}
		all[i] = s
	}
	return all, nil
}
