package coverage

import (
	"context"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Reason says why people are not covered. Exactly one applies: the first of these that does.
type Reason string

// The reasons. NotSnapped and Isolated are also summed as undetermined: they speak of the data, not of the service.
const (
	Covered      Reason = ""
	NoFacility   Reason = "no_facility"   // the list holds no active facility on the network
	NotSnapped   Reason = "not_snapped"   // no usable piece of street within the access limit
	Isolated     Reason = "isolated"      // no facility can be reached, whatever the time
	BeyondCutoff Reason = "beyond_cutoff" // the nearest one is too far
)

// Undetermined reports whether a reason speaks of the data rather than of the service.
func (r Reason) Undetermined() bool { return r == NotSnapped || r == Isolated }

// outcomes are the travel times of a request for every residential point, and why a time may be missing.
type outcomes struct {
	router  *isochrone.Router
	request Request // in canonical form
	times   []isochrone.Time
	missing []Reason // of points that reach nothing; Covered where something is reached
}

func (a *Analysis) outcomes(ctx context.Context, q Request) (*outcomes, error) {
	router, err := a.Router(ctx, q.Profile)
	if err != nil {
		return nil, err
	}
	o := &outcomes{router: router, request: q}
	for _, services := range q.needs() {
		facilities := a.active(services)
		times, err := router.Times(ctx, facilities)
		if err != nil {
			return nil, err
		}
		o.require(times, anyOnNetwork(router, facilities))
	}
	return o, nil
}

// needs lists what people need, each to be met by any of some services.
func (q *Request) needs() [][]string {
	if q.Need != All {
		return [][]string{q.Services}
	}
	needs := make([][]string, len(q.Services))
	for i, code := range q.Services {
		needs[i] = []string{code}
	}
	return needs
}

// active lists the active facilities of the services.
func (a *Analysis) active(services []string) (facilities []int32) {
	for _, code := range services {
		first, end := a.Area.FacilitiesOf(code)
		for f := first; f < end; f++ {
			if a.Area.Facilities[f].Status == geo.Active {
				facilities = append(facilities, int32(f))
			}
		}
	}
	return facilities
}

func anyOnNetwork(router *isochrone.Router, facilities []int32) bool {
	return slices.ContainsFunc(facilities, func(f int32) bool { return router.OnNetwork(int(f)) })
}

// require adds a need to be met: a point's time is that of the need that takes longest, its reason the first
// that applies to any need.
func (o *outcomes) require(times []isochrone.Time, onNetwork bool) {
	missing := make([]Reason, len(times))
	for i, t := range times {
		missing[i] = why(o.router, i, t, onNetwork)
	}
	if o.times == nil {
		o.times, o.missing = times, missing
		return
	}
	for i, t := range times {
		o.times[i], o.missing[i] = both(o.times[i], o.missing[i], t, missing[i])
	}
}

// both is the outcome where two needs are to be met.
func both(a isochrone.Time, missingA Reason, b isochrone.Time, missingB Reason) (isochrone.Time, Reason) {
	if b.Ms > a.Ms {
		a = b
	}
	if missingA == Covered || missingB == NoFacility {
		missingA = missingB
	}
	return a, missingA
}

// why tells why a travel time is missing; Covered if it is not.
func why(router *isochrone.Router, point int, t isochrone.Time, onNetwork bool) Reason {
	switch _, astray := router.Astray(point); {
	case t.Reached():
		return Covered
	case !onNetwork:
		return NoFacility
	case astray:
		return NotSnapped
	}
	return Isolated
}

// reason is why a residential point is not covered at a cutoff in milliseconds; Covered if it is.
func (o *outcomes) reason(point int, cutoffMs int64) Reason {
	return outcome{o.times[point], o.missing[point]}.reason(cutoffMs)
}

// outcome is what one residential point has.
type outcome struct {
	time    isochrone.Time
	missing Reason
}

func (o outcome) reason(cutoffMs int64) Reason {
	switch {
	case o.missing != Covered:
		return o.missing
	case o.time.Ms > cutoffMs:
		return BeyondCutoff
	}
	return Covered
}
