package coverage

import (
	"encoding/json"
	"fmt"

	"lifecircle/geo"
)

// This file is what site selection needs of an analysis: it looks for sites by the same questions, the same travel
// times and the same manifests as every other answer.

// Ready checks a question that names one cutoff and puts it into canonical form.
func (a *Analysis) Ready(q Request) (Request, error) {
	q.Band, q.Radius = false, false
	q, err := a.check(q)
	if err != nil {
		return q, err
	}
	if err := q.oneTimeEach(); err != nil {
		return q, err
	}
	if len(q.Minutes) > 1 {
		return q, &RequestError{"minutes", fmt.Sprint(q.Minutes), geo.Say("name one cutoff", "请只给出一个时限"), geo.Say("For example: 15", "例如：15")}
	}
	if len(q.Metres) > 1 {
		return q, &RequestError{"metres", fmt.Sprint(q.Metres), geo.Say("name one cutoff", "请只给出一个距离"), geo.Say("For example: 500", "例如：500")}
	}
	return q, nil
}

// Cutoff is the cutoff of a request that is [Analysis.Ready], as routers count: in milliseconds, or in millimetres.
func (q *Request) Cutoff() int64 { return q.cutoff() }

// ByDistance reports whether the cutoffs of a request are metres.
func (q *Request) ByDistance() bool { return q.byDistance() }

// Active lists the active facilities of a service, by index.
func (a *Analysis) Active(service string) []int32 { return a.active([]string{service}) }

// FacilityNamed finds the facility "service:id", or the only one with an id.
func (a *Analysis) FacilityNamed(name string) (int32, error) {
	found, err := a.facilityByName(name)
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// Scenario is what is done to the town before it is asked anything; no edits for the town as it was imported.
func (a *Analysis) Scenario() geo.Scenario { return a.scenario }

// SiteManifest is the manifest of a choice of sites, or of blind spots with the best site of each. site is what else was
// asked, in the words of site selection.
func (a *Analysis) SiteManifest(command string, q Request, site json.RawMessage) *Manifest {
	return a.manifest(command, q, func(p *Parameters) { p.Site = site })
}

// CheckManifest is the manifest of a plan's checks. asked is what else was asked, in the words of the package that checks.
func (a *Analysis) CheckManifest(standard string, asked json.RawMessage) *Manifest {
	m := a.manifest("check", Request{}, func(p *Parameters) { p.Check = asked })
	m.Standard = &standard
	return m
}

// QuestionManifest is the manifest of an answer to a request that another package gives.
func (a *Analysis) QuestionManifest(command string, q Request) *Manifest {
	return a.manifest(command, q, nil)
}

// Straight is the distance of every residential point to the nearest of some facilities in a straight line, in
// millimetres along the great circle; [isochrone.Never] where there are none.
func (a *Analysis) Straight(facilities []int32) []int64 {
	mm, _ := a.StraightNearest(facilities)
	return mm
}

// StraightNearest is [Analysis.Straight] with the facility itself: of equally near ones the one with the least id, -1
// where there are none.
func (a *Analysis) StraightNearest(facilities []int32) (mm []int64, nearest []int32) {
	index := &geo.Index{}
	for _, f := range facilities {
		index.Insert(a.Area.Facilities[f].Point.Bound(), f)
	}
	mm, nearest = make([]int64, len(a.Area.Points)), make([]int32, len(a.Area.Points))
	for i := range mm {
		s := a.nearestStraight(index, a.Area.Points[i].Point)
		mm[i], nearest[i] = s.mm, s.facility
	}
	return mm, nearest
}

// OfSites reports whether a result rests on candidates for sites: site selection replays those.
func (m *Manifest) OfSites() bool { return m.Parameters.Site != nil }

// SameAs refuses a manifest that tells anything else than another, which the same result was made with.
func (m *Manifest) SameAs(made *Manifest) error { return sameManifest(m, made) }
