package coverage

import (
	"cmp"
	"encoding/json"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Version is the version of the program that results name.
const Version = "0.1.0"

// Manifest says how a result came about: everything needed to compute it again, byte for byte. It holds no
// clock, host or path.
type Manifest struct {
	Program    string            `json:"program"`
	Version    string            `json:"version"`
	Command    string            `json:"command"`
	Parameters Parameters        `json:"parameters"`
	Direction  string            `json:"direction"` // people travel "to" the facility, or help comes "from" it
	Profile    isochrone.Profile `json:"profile,omitzero"`
	Standard   *string           `json:"standard"`
	Scenario   *geo.Scenario     `json:"scenario,omitempty"` // the edits done first; absent: the town as it was imported
	Against    *geo.Scenario     `json:"against,omitempty"`  // of a difference: what it was compared with; absent: no edits
	Town       string            `json:"town"`               // fingerprint of the part of the study area, without edits, that the result depends on
	Parts      map[string]string `json:"parts"`              // what the fingerprint is made of, to tell in which part another town differs
	Inputs     []geo.Source      `json:"inputs"`
}

// Parameters are the options of the command that made a result.
type Parameters struct {
	Services []string `json:"services,omitempty"`
	Need     Need     `json:"need,omitempty"`
	Minutes  []int    `json:"minutes,omitempty"`
	Metres   []int    `json:"metres,omitempty"`
	Group    string   `json:"group"`
	By       string   `json:"by,omitempty"`
	Band     bool     `json:"band,omitempty"`
	Radius   bool     `json:"radius,omitempty"`
	As       string   `json:"as,omitempty"`     // of blind spots: points or areas; of a catchment: streets
	Layer    string   `json:"layer,omitempty"`  // of an export
	Format   string   `json:"format,omitempty"` // of the file, such as "geojson"
	Save     string   `json:"save,omitempty"`   // the layer it was saved as

	Facility string     `json:"facility,omitempty"` // of a catchment
	At       *orb.Point `json:"at,omitempty"`

	GroupSpeeds map[string]float64 `json:"group_speeds,omitempty"` // km/h

	Site  json.RawMessage `json:"site,omitempty"`  // of a choice of sites: what else was asked, in its own words
	Check json.RawMessage `json:"check,omitempty"` // of a plan's checks, likewise
}

func (a *Analysis) manifest(command string, q Request, also func(*Parameters)) *Manifest {
	m := &Manifest{
		Program: "lifecircle", Version: Version, Command: command,
		Parameters: Parameters{Services: q.Services, Need: q.Need, Minutes: q.Minutes, Metres: q.Metres, Group: q.Group.String(), By: q.By, Band: q.Band, Radius: q.Radius},
		Direction:  string(cmp.Or(q.Profile.Direction, isochrone.ToFacility)), Profile: q.Profile,
	}
	for _, s := range q.GroupSpeeds {
		if m.Parameters.GroupSpeeds == nil {
			m.Parameters.GroupSpeeds = make(map[string]float64)
		}
		m.Parameters.GroupSpeeds[s.Group.String()] = s.SpeedKmh
	}
	if also != nil {
		also(&m.Parameters)
	}
	if len(a.scenario.Edits) > 0 {
		m.Scenario = &a.scenario
	}
	a.seal(m)
	return m
}

// seal names the town that the result depends on.
func (a *Analysis) seal(m *Manifest) {
	scope := m.scope()
	m.Town, m.Parts, m.Inputs = a.base.Fingerprint(scope), a.base.FingerprintParts(scope), a.base.SourcesOf(scope)
}

// scope is the part of the study area that the result depends on: importing a list of libraries changes nothing about
// an answer on clinics. Catchments are drawn past every facility, so they depend on all. Whether an edit can be done
// depends on the facilities of its service, so these belong to it.
func (m *Manifest) scope() geo.Scope {
	edited := m.edited()
	switch m.Command {
	case "network":
		return geo.Scope{Services: edited}
	case "islands", "island_lines":
		return geo.Scope{Points: true, Services: edited}
	case "site": // candidates that are made of facilities are named by their content
		return geo.Scope{Points: true, Services: append(edited, m.Parameters.Services...), Areas: true, Idle: m.takesIdle()}
	case "fairness", "capacity": // areas say whether their people are urban or rural
		return geo.Scope{Points: true, Services: append(edited, m.Parameters.Services...), Areas: true}
	case "coverage", "curve", "radius", "points", "times", "facilities", "facility_points", "blindspots", "difference":
		namesAreas := m.Parameters.By != "" || m.Parameters.As == "areas"
		return geo.Scope{Points: true, Services: append(edited, m.Parameters.Services...), Areas: namesAreas, Idle: m.takesIdle()}
	}
	return geo.Everything
}

// takesIdle reports whether idle buildings were among the candidates for sites.
func (m *Manifest) takesIdle() bool {
	var site struct{ Make struct{ Idle bool } }
	return m.Parameters.Site != nil && json.Unmarshal(m.Parameters.Site, &site) == nil && site.Make.Idle
}

// edited lists the services whose facilities the scenarios of the manifest speak of.
func (m *Manifest) edited() (services []string) {
	for _, s := range []*geo.Scenario{m.Scenario, m.Against} {
		if s != nil {
			services = append(services, s.Services()...)
		}
	}
	return services
}

// TownManifest is the manifest of a layer of the town as it was imported, which answers no question.
func (a *Analysis) TownManifest(layer string) *Manifest {
	return a.manifest("export", Request{}, func(p *Parameters) { p.Layer = layer })
}

// Request is the question that the manifest records.
func (m *Manifest) Request() (Request, error) {
	group, known := geo.ParseGroup(m.Parameters.Group)
	if !known {
		return Request{}, &RequestError{"group", m.Parameters.Group, geo.Say("is no group of people", "不是可选人群"), geo.Words{}}
	}
	p := m.Parameters
	q := Request{Services: p.Services, Need: p.Need, Profile: m.Profile, Minutes: p.Minutes, Metres: p.Metres, Group: group, By: p.By, Band: p.Band, Radius: p.Radius}
	for name, kmh := range p.GroupSpeeds { // sorted when the request is checked
		group, known := geo.ParseGroup(name)
		if !known {
			return Request{}, &RequestError{"group", name, geo.Say("is no group of people", "不是可选人群"), geo.Words{}}
		}
		q.GroupSpeeds = append(q.GroupSpeeds, GroupSpeed{group, kmh})
	}
	return q, nil
}
