package standard

import (
	"bytes"
	"encoding/json"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// Scorecard is what came of holding a standard against a town.
type Scorecard struct {
	Standard    string             `json:"standard"`
	Title       geo.Words          `json:"title"`
	AsOf        string             `json:"as_of,omitempty"` // ISO 8601; "": the facilities' status as the lists have it
	History     bool               `json:"history,omitempty"`
	Headline    Headline           `json:"headline"`
	Checks      []Outcome          `json:"checks"`
	Groups      []GroupGap         `json:"groups,omitempty"`
	Assumptions []geo.Words        `json:"assumptions"` // that hold for all checks
	Manifest    *coverage.Manifest `json:"manifest"`
}

// Headline counts the checks with targets that the plan itself states, and the others apart.
type Headline struct {
	Met           int `json:"met"`
	NotMet        int `json:"not_met"`
	NotAssessable int `json:"not_assessable"`
	Total         int `json:"total"`  // of the three above
	Others        int `json:"others"` // borrowed, for reference, reports
}

// Verdict says what became of a check.
type Verdict string

// The verdicts. A check for reference has a value and a target, and yet nothing is claimed: see [Check.Reference].
const (
	Met           Verdict = "met"
	NotMet        Verdict = "not_met"
	NotAssessable Verdict = "not_assessable"
	Reference     Verdict = "reference"
	ReportOnly    Verdict = "report"
)

// Outcome is what became of one check.
type Outcome struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	Title       geo.Words  `json:"title"`
	Clause      string     `json:"clause,omitempty"`
	Measure     Measure    `json:"measure"`
	Severity    Severity   `json:"severity"`
	Reach       Origin     `json:"reach,omitempty"`
	Goal        Origin     `json:"goal,omitempty"`
	Source      Evidence   `json:"source"`
	Confirmed   *Confirmed `json:"confirmed,omitempty"`
	Responsible geo.Words  `json:"responsible,omitzero"`

	Verdict Verdict           `json:"verdict"`
	Would   Verdict           `json:"would_be,omitempty"` // of one for reference: met or not_met, were it confirmed
	Why     geo.Words         `json:"why"`                // one sentence
	Value   *Number           `json:"value"`              // null where there is none; shares are fractions of 1
	Values  map[string]Number `json:"values"`             // by mode, and "pooled", "units" (the share of units that meet the target), "mean", "possible" (the most that capacity could serve)
	Target  *Number           `json:"target"`
	Between []Number          `json:"between,omitempty"`
	Op      Op                `json:"op"`
	Unit    string            `json:"unit"` // of value and target: people, m2, places, persons, communities, …

	Modes     []ModeOutcome `json:"modes,omitempty"` // where several modes were run, each
	Total     *int64        `json:"total,omitempty"` // people (or households, …) that the check is about
	Covered   *int64        `json:"covered,omitempty"`
	Uncovered *int64        `json:"uncovered,omitempty"`
	Deficit   *Number       `json:"deficit,omitempty"` // pooled: what is missing to the target, in DeficitUnit
	DeficitIn string        `json:"deficit_unit,omitempty"`

	UnitsMet   int         `json:"units_met"`
	UnitsTotal int         `json:"units_total"`         // without those that have no data
	UnitKind   string      `json:"unit_kind,omitempty"` // community, town, street, county, facility
	Units      []UnitValue `json:"-"`                   // every unit, those that fail first
	Failing    []UnitValue `json:"failing"`             // largest deficit first, then by id
	NoData     []UnitName  `json:"no_data"`             // units that lack a number the check needs

	Missing     []Missing     `json:"missing,omitempty"` // services that keep people out of a full circle, most people first
	Sensitivity []Sensitivity `json:"sensitivity,omitempty"`
	Needed      *Needed       `json:"needed,omitempty"`
	Assumptions []geo.Words   `json:"assumptions"`
}

// Confirmed is a [Confirmation] in JSON.
type Confirmed struct {
	By     string `json:"by"`
	Clause string `json:"clause"`
	On     string `json:"on,omitempty"`
}

// ModeOutcome is the value by one mode.
type ModeOutcome struct {
	Mode      geo.Mode `json:"mode"`
	SpeedKmh  *float64 `json:"speed_kmh,omitempty"` // where the mode has one speed
	Value     *Number  `json:"value"`
	Covered   int64    `json:"covered"`
	Uncovered int64    `json:"uncovered"`
	Decides   bool     `json:"decides"`
}

// UnitName names an area ("U1"), a facility ("clinic:7") or a residential point.
type UnitName struct {
	ID   string `json:"unit"`
	Name string `json:"name,omitempty"`
	Why  string `json:"why,omitempty"` // of units without data: the attribute that is missing
}

// UnitValue is what a check says of one unit.
type UnitValue struct {
	UnitName
	Value     *Number `json:"value"`
	Deficit   *Number `json:"deficit"` // null where a deficit means nothing
	DeficitIn string  `json:"deficit_unit,omitempty"`
	People    *int64  `json:"people,omitempty"` // whom it concerns
	Note      string  `json:"note,omitempty"`   // such as "serves": met through a list of areas that are served without a visit
	Met       bool    `json:"-"`

	Kind  UnitKind `json:"-"`
	Index int32    `json:"-"` // of the area, facility or point in the study area
}

// UnitKind says what the index of a unit counts.
type UnitKind uint8

// A unit is an area, a facility or a residential point, or the whole study area.
const (
	WholeUnit UnitKind = iota
	AreaUnit
	FacilityUnit
	PointUnit
)

// Missing says of a service of a bundle how many people lack it.
type Missing struct {
	Service string `json:"service"` // the code of the need: a service or a set
	People  int64  `json:"people"`
}

// Sensitivity is the value at another speed.
type Sensitivity struct {
	Mode    geo.Mode `json:"mode"`
	Speed   string   `json:"speed"` // "3.2 km/h", "× 0.7"
	Value   *Number  `json:"value"`
	Verdict Verdict  `json:"verdict"` // what it would be
}

// Needed is what it would take to meet the target.
type Needed struct {
	Facilities *int      `json:"facilities,omitempty"` // how many more
	Proven     bool      `json:"proven"`               // that fewer would not do
	Sites      []Site    `json:"sites,omitempty"`
	Amount     *Number   `json:"amount,omitempty"` // of floor area, places, staff
	AmountIn   string    `json:"amount_unit,omitempty"`
	Note       geo.Words `json:"note"`
}

// Site is where a facility would help.
type Site struct {
	ID   string  `json:"id"`
	Lon  float64 `json:"lon"`
	Lat  float64 `json:"lat"`
	Gain int64   `json:"gain"` // people
	Area string  `json:"area,omitempty"`
}

// GroupGap holds a group of areas against the rest.
type GroupGap struct {
	Group string    `json:"group"`
	Name  geo.Words `json:"name"`
	Gaps  []Gap     `json:"gaps"`
	Note  geo.Words `json:"note,omitzero"` // why there are none: no area carries the attribute
}

// Gap is one check for a group of areas and for the rest.
type Gap struct {
	Check  string  `json:"check"`
	Inside *Number `json:"inside"`
	Rest   *Number `json:"rest"`
	Gap    *Number `json:"gap"`              // rest − inside
	People *int64  `json:"people,omitempty"` // how many in the group make the difference
}

// Check finds an outcome by its id.
func (s *Scorecard) Check(id string) (*Outcome, bool) {
	for i := range s.Checks {
		if s.Checks[i].ID == id {
			return &s.Checks[i], true
		}
	}
	return nil, false
}

// JSON is the scorecard as `lifecircle check --json` prints it.
func (s *Scorecard) JSON() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // ">=" stays what it is
	encoder.SetIndent("", "  ")
	err := encoder.Encode(s)
	return text.Bytes(), err
}
