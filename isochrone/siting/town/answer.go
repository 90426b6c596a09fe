package town

import (
	"encoding/json"
	"io"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// Answer is a choice of sites, as the command line and the HTTP API give it. Demand is people, or, with weights, what
// they count together. Numbers are exact: costs of building have four decimals, times and distances three.
type Answer struct {
	Problem       string             `json:"problem"`
	Status        string             `json:"status"`         // optimal, or feasible where the bound is not reached
	Sites         []Site             `json:"sites"`          // in order of gain
	CoveredBefore *int64             `json:"covered_before"` // by the facilities of today; of capacitated: served by those that stay; null for problems by time
	CoveredKept   *int64             `json:"covered_kept"`   // of these, without the facilities that are closed or may be replaced
	CoveredAfter  *int64             `json:"covered_after"`
	Value         json.Number        `json:"value"`
	Unit          string             `json:"unit"` // of value, bound and gains: people, weighted_people, sites, cost, person_seconds, seconds, person_metres, metres or share
	Cost          json.Number        `json:"cost"`
	Unserved      int64              `json:"unserved"` // demand that is not covered, not served, or out of everybody's reach
	Bound         json.Number        `json:"bound"`    // no choice of the candidates is better
	Gap           float64            `json:"gap"`      // |bound − value| ÷ max(|value|, 1)
	Proven        bool               `json:"proven"`
	Ended         string             `json:"ended"` // finished, work_limit, time_limit or cancelled
	Total         int64              `json:"total"` // all demand
	Target        *int64             `json:"target,omitempty"`
	Uncoverable   Uncoverable        `json:"uncoverable"`
	Hopeless      []string           `json:"hopeless_areas"` // of fair, whose value is the share of those who can be covered: areas in which nobody can be, left out
	Candidates    Candidates         `json:"candidates"`
	Closed        []string           `json:"closed"` // facilities that are given up: "service:id"
	Before        []coverage.Result  `json:"before"` // rows of coverage for each service and group that counts
	After         []coverage.Result  `json:"after"`  // with the sites; null for more than 1,000 edits, which no scenario holds
	Manifest      *coverage.Manifest `json:"manifest"`

	Certificate *siting.Certificate `json:"-"` // where a proof was asked for

	edits []geo.Edit
}

// Site is a chosen place. Gains are in the unit of the value; where sites or cost are least, in demand.
type Site struct {
	Service      string           `json:"service"`
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Lon          float64          `json:"lon"`
	Lat          float64          `json:"lat"`
	Existing     bool             `json:"existing"` // a facility that could have been replaced, and stays
	Cost         json.Number      `json:"cost"`
	Capacity     *int64           `json:"capacity"`
	Served       *int64           `json:"served"` // of capacitated: the demand it serves
	Gain         *json.Number     `json:"gain"`   // added after the sites before it; null for the first site of a problem by time where nobody was served before
	CoveredAfter *int64           `json:"covered_after"`
	Alone        *json.Number     `json:"alone"`    // the gain if it were the only one; null as gain is
	Together     *json.Number     `json:"together"` // what is lost if it alone is given up; null where all would be
	People       map[string]int64 `json:"people"`   // by group, newly covered; of problems by time those to whom it is the nearest
	Areas        []AreaGain       `json:"areas"`    // the same by area, as demand; of the areas that the request names
	Alternatives []Alternative    `json:"alternatives"`

	candidate int // of the instance
}

// AreaGain is what a site gives to one area.
type AreaGain struct {
	Area   string `json:"area"`
	Name   string `json:"area_name"`
	Level  string `json:"level"`
	Demand int64  `json:"demand"`
}

// Alternative is a candidate that could stand in the place of a site, at little loss.
type Alternative struct {
	ID    string      `json:"id"`
	Name  string      `json:"name"`
	Lon   float64     `json:"lon"`
	Lat   float64     `json:"lat"`
	Value json.Number `json:"value"` // of all sites then
}

// Uncoverable is the demand that no candidate and no facility reaches within the cutoff.
type Uncoverable struct {
	Demand   int64    `json:"demand"`
	Points   int      `json:"points"`
	ByReason ByReason `json:"by_reason"`
	IDs      []string `json:"ids"` // of residential points, the first 1,000, in byte order
}

// ByReason says of uncoverable demand why. The first reason that applies counts.
type ByReason struct {
	NotSnapped  int64 `json:"not_snapped"`  // no usable piece of street within the access limit
	Isolated    int64 `json:"isolated"`     // on streets that do not lead to the others and back
	NoCandidate int64 `json:"no_candidate"` // every candidate is too far
}

// WriteJSON writes an answer as one line of JSON, byte for byte the same for the same question.
func (a *Answer) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(a)
}

// Scenario makes a scenario of the sites: what was edited before, the facilities that are given up closed, and a new
// facility at each site. It has at most [geo.MaxEdits] edits where [Answer.After] is not nil.
func (a *Answer) Scenario(name string) geo.Scenario { return geo.Scenario{Name: name, Edits: a.edits} }

// Progress is how far a search has come, in the unit in which values are shown.
type Progress struct {
	Value json.Number `json:"value"`
	Bound json.Number `json:"bound"`
	Gap   float64     `json:"gap"`
	Found bool        `json:"found"` // whether there is a value yet
}

// Shown is the progress of a search in the unit in which values are shown.
func (p *Prepared) Shown(s siting.Progress) Progress {
	return Progress{number(s.Value, p.places10()), number(s.Bound, p.places10()), gap(s.Value, s.Bound, p.places10()), s.Found}
}

// places10 is how many digits after the point values of the problem have.
func (p *Prepared) places10() int {
	switch p.goal {
	case siting.LeastMean, siting.LeastWorst:
		return 3
	case siting.LeastCost:
		return moneyPlaces
	case siting.WorstAreaBest:
		return 6
	}
	return 0
}

// unit names the unit of values.
func (p *Prepared) unit() string {
	by := "seconds"
	if p.q.Request.ByDistance() {
		by = "metres"
	}
	switch p.goal {
	case siting.LeastMean:
		return "person_" + by
	case siting.LeastWorst:
		return by
	case siting.FewestSites:
		return "sites"
	case siting.LeastCost:
		return "cost"
	case siting.WorstAreaBest:
		return "share"
	}
	if len(p.q.Weights) > 0 {
		return "weighted_people"
	}
	return "people"
}
