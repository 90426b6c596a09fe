package coverage

import (
	"cmp"
	"context"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Report is the answer to a question of coverage: rows for the whole study area and, where asked for, its areas.
type Report struct {
	Manifest *Manifest `json:"manifest"`
	Results  []Result  `json:"results"`
}

// Result counts the people of one group in one area at one cutoff.
type Result struct {
	Service      string   `json:"service"`
	Mode         geo.Mode `json:"mode"`
	Minutes      int      `json:"minutes"`
	Group        string   `json:"group"`
	Area         *string  `json:"area"` // null: the whole study area
	AreaName     *string  `json:"area_name"`
	Level        *string  `json:"level"`
	Total        int64    `json:"total"` // people of the group, without points whose cell was empty
	Covered      int64    `json:"covered"`
	Uncovered    int64    `json:"uncovered"`
	Undetermined int64    `json:"undetermined"` // not_snapped and isolated together
	EdgeOfData   int64    `json:"edge_of_data"` // uncovered people whose answer land beyond the data could change
	NoData       int64    `json:"no_data"`      // residential points whose cell was empty
	Share        *float64 `json:"share"`        // covered/total; null when the total is 0
	ByReason     ByReason `json:"by_reason"`
	Reached      int64    `json:"reached"`  // people who can reach a facility, however long it takes
	MeanS        *float64 `json:"mean_s"`   // over the reached
	MedianS      *float64 `json:"median_s"` // the time by which half of all people are there; null if never
	P95S         *float64 `json:"p95_s"`    // the same for 95 of 100
	Band         *Spread  `json:"band,omitempty"`
}

// ByReason counts uncovered people by their reason.
type ByReason struct {
	NoFacility   int64 `json:"no_facility"`
	NotSnapped   int64 `json:"not_snapped"`
	Isolated     int64 `json:"isolated"`
	BeyondCutoff int64 `json:"beyond_cutoff"`
}

// Spread shows how much a result depends on what was assumed: the same count under other assumptions.
type Spread struct {
	AccessNearest *Variant `json:"access_nearest"` // leaving by the nearest piece of street alone
	Slower        *Variant `json:"slower"`         // null where the profile has no band
	Faster        *Variant `json:"faster"`
}

// Variant is a result under one other assumption.
type Variant struct {
	SpeedKmh    float64  `json:"speed_kmh,omitempty"`
	SpeedFactor float64  `json:"speed_factor,omitempty"`
	Covered     int64    `json:"covered"`
	Share       *float64 `json:"share"`
}

// Coverage counts covered and uncovered people.
func (a *Analysis) Coverage(ctx context.Context, q Request) (*Report, error) {
	q, err := a.check(q)
	if err != nil {
		return nil, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return nil, err
	}
	report := &Report{Manifest: a.manifest("coverage", q, nil), Results: a.count(o)}
	if q.Band {
		err = a.addBand(ctx, q, report.Results)
	}
	return report, err
}

// place is a row of a report: a set of residential points.
type place struct {
	id, name, level *string
	points          []int32
}

// places lists the whole and the areas asked for; of each level the people in no area of it form the row "(outside)".
func (a *Analysis) places(by string) []place {
	whole := place{points: make([]int32, len(a.Area.Points))}
	for i := range whole.points {
		whole.points[i] = int32(i)
	}
	places := []place{whole}
	if by == "" { // a level without a name is shown by "area" alone
		return places
	}
	for _, level := range a.Area.Levels() {
		if by != level && by != "area" {
			continue
		}
		ofArea := make(map[int32][]int32)
		for i, area := range a.Area.AreasAt(level) {
			ofArea[area] = append(ofArea[area], int32(i))
		}
		for i := range a.Area.Areas {
			if area := &a.Area.Areas[i]; area.Level == level {
				places = append(places, place{&area.ID, &area.Name, &area.Level, ofArea[int32(i)]})
			}
		}
		if outside := ofArea[-1]; len(outside) > 0 {
			name := geo.OutsideArea
			places = append(places, place{&name, &name, &level, outside})
		}
	}
	return places
}

// count makes the rows: for each place, one for each cutoff.
func (a *Analysis) count(o *outcomes) []Result {
	var results []Result
	for _, p := range a.places(o.request.By) {
		base := a.spread(o, p)
		for _, minutes := range o.request.Minutes {
			r := base
			r.Minutes = minutes
			a.classify(&r, o, p)
			results = append(results, r)
		}
	}
	return results
}

// spread fills what does not depend on the cutoff: totals and the distribution of times.
func (a *Analysis) spread(o *outcomes, p place) Result {
	q := o.request
	r := Result{Service: q.Joined(), Mode: q.Profile.Mode, Group: q.Group.String(), Area: p.id, AreaName: p.name, Level: p.level}
	reached := make([]int32, 0, len(p.points))
	var sumMs int64
	for _, i := range p.points {
		n := int64(a.Area.Points[i].People[q.Group])
		if n == geo.NoData {
			r.NoData++
			continue
		}
		r.Total += n
		if o.times[i].Reached() {
			r.Reached += n
			sumMs += n * o.times[i].Ms
			reached = append(reached, i)
		}
	}
	if r.Reached > 0 {
		mean := float64(sumMs) / float64(r.Reached) / 1000
		r.MeanS = &mean
	}
	slices.SortFunc(reached, func(x, y int32) int { return cmp.Compare(o.times[x].Ms, o.times[y].Ms) })
	r.MedianS = a.percentile(o, reached, r.Total, 50)
	r.P95S = a.percentile(o, reached, r.Total, 95)
	return r
}

// percentile is the least time by which percent of 100 of all people of the group are there, in seconds; nil if
// never. The points are sorted by time.
func (a *Analysis) percentile(o *outcomes, reached []int32, total, percent int64) *float64 {
	if total == 0 {
		return nil
	}
	there := int64(0)
	for _, i := range reached {
		there += int64(a.Area.Points[i].People[o.request.Group])
		if there*100 >= percent*total {
			s := seconds(o.times[i].Ms)
			return &s
		}
	}
	return nil
}

// classify fills what depends on the cutoff.
func (a *Analysis) classify(r *Result, o *outcomes, p place) {
	cutoff := cutoffMs(r.Minutes)
	for _, i := range p.points {
		n := int64(a.Area.Points[i].People[o.request.Group])
		if n <= 0 {
			continue
		}
		reason := o.reason(int(i), cutoff)
		switch reason {
		case Covered:
			r.Covered += n
			continue
		case NoFacility:
			r.ByReason.NoFacility += n
		case NotSnapped:
			r.ByReason.NotSnapped += n
		case Isolated:
			r.ByReason.Isolated += n
		case BeyondCutoff:
			r.ByReason.BeyondCutoff += n
		}
		r.Uncovered += n
		if o.router.LeavesData(int(i), cutoff) {
			r.EdgeOfData += n
		}
	}
	r.Undetermined = r.ByReason.NotSnapped + r.ByReason.Isolated
	r.Share = share(r.Covered, r.Total)
}

func share(covered, total int64) *float64 {
	if total == 0 {
		return nil
	}
	s := float64(covered) / float64(total)
	return &s
}

// addBand computes the same rows under other assumptions and sets them beside the results.
func (a *Analysis) addBand(ctx context.Context, q Request, results []Result) error {
	for i := range results {
		results[i].Band = &Spread{}
	}
	variant := func(profile isochrone.Profile, set func(*Spread, *Variant)) error {
		q := q
		q.Profile = profile
		o, err := a.outcomes(ctx, q)
		if err != nil {
			return err
		}
		for i, r := range a.count(o) {
			set(results[i].Band, &Variant{Covered: r.Covered, Share: r.Share})
		}
		return nil
	}
	nearest, err := q.Profile.WithAccess(isochrone.AccessNearest)
	if err != nil {
		return err
	}
	if err := variant(nearest, func(s *Spread, v *Variant) { s.AccessNearest = v }); err != nil {
		return err
	}
	mark := func(v *Variant, speed float64) *Variant {
		if len(q.Profile.SpeedsKmh) > 0 {
			v.SpeedFactor = speed
		} else {
			v.SpeedKmh = speed
		}
		return v
	}
	if slower, ok := q.Profile.Slower(); ok {
		if err := variant(slower, func(s *Spread, v *Variant) { s.Slower = mark(v, q.Profile.Band.Slow) }); err != nil {
			return err
		}
	}
	if faster, ok := q.Profile.Faster(); ok {
		return variant(faster, func(s *Spread, v *Variant) { s.Faster = mark(v, q.Profile.Band.Fast) })
	}
	return nil
}

// CurvePoint is the number of people covered at one cutoff.
type CurvePoint struct {
	Minutes int   `json:"minutes"`
	Covered int64 `json:"covered"`
}

// Curve counts the covered people for every cutoff from 1 to upTo minutes.
func (a *Analysis) Curve(ctx context.Context, q Request, upTo int) (total int64, curve []CurvePoint, err error) {
	q.Minutes, q.By = []int{min(max(upTo, MinMinutes), MaxMinutes)}, ""
	q, err = a.check(q)
	if err != nil {
		return 0, nil, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return 0, nil, err
	}
	curve = make([]CurvePoint, q.Minutes[0])
	for i := range a.Area.Points {
		n := int64(max(0, a.Area.Points[i].People[q.Group]))
		total += n
		if minute := (o.times[i].Ms + 59_999) / 60_000; o.times[i].Reached() && minute <= int64(len(curve)) {
			curve[max(minute, 1)-1].Covered += n
		}
	}
	for i := range curve {
		curve[i].Minutes = i + 1
		if i > 0 {
			curve[i].Covered += curve[i-1].Covered
		}
	}
	return total, curve, nil
}
