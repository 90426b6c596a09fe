package api

import (
	"encoding/json"
	"net/http"
	"reflect"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	sites "lifecircle/isochrone/siting/town"
)

// SiteQuestion asks where to build.
type SiteQuestion struct {
	Service []string `json:"service" minItems:"1" maxItems:"16" doc:"Codes of services. Each is served by itself; all share the sites and the budget." example:"[\"elder_station\"]"`
	Minutes []int    `json:"minutes,omitempty" minimum:"1" maximum:"120" minItems:"1" maxItems:"1" doc:"One cutoff in whole minutes, inclusive; 15 if not given."`
	Metres  []int    `json:"metres,omitempty" minimum:"1" maximum:"50000" minItems:"1" maxItems:"1" doc:"Instead: one cutoff in whole metres along the streets."`
	Travel
	Group   string       `json:"group,omitempty" enum:"all,age0_2,age3_5,age6_11,age0_17,age60,age65,age80,working,disabled,households" doc:"Whom to count; all if not given."`
	Weights []SiteWeight `json:"weights,omitempty" nullable:"false" maxItems:"176" doc:"Instead of a group: what one person of each group counts."`
	By      string       `json:"by,omitempty" maxLength:"64" doc:"Also what each site gives to the areas of this level, or of all levels with area, and rows for them; of fair, the level of which the worst-served area is lifted."`

	Problem string  `json:"problem,omitempty" enum:"mclp,lscp,psclp,pmedian,pcenter,backup,capacitated,fair" doc:"Most people covered (mclp, if nothing is said), fewest sites for everybody who can be covered (lscp) or for a share (psclp, if one is given), least mean time, least worst time, most covered twice as well, most served within capacities, largest share in the worst-served area."`
	Least   string  `json:"least,omitempty" enum:"sites,cost" doc:"Of lscp and psclp: the fewest sites, or the least cost."`
	Sites   int     `json:"sites,omitempty" minimum:"1" maximum:"1000" doc:"At most so many sites."`
	Budget  float64 `json:"budget,omitempty" exclusiveMinimum:"0" maximum:"1e12" doc:"At most so much cost. Candidates that say none cost 1."`
	Share   float64 `json:"share,omitempty" exclusiveMinimum:"0" maximum:"1" doc:"Of all demand, to be covered." example:"0.95"`

	SitePlaces

	From  string          `json:"from,omitempty" maxLength:"80" doc:"Name of a saved scenario whose edits are done first."`
	Edits json.RawMessage `json:"edits,omitempty" doc:"Instead: a list of edits to be done first, each as POST /scenarios/{id}/edits takes it."`

	TimeLimitS float64 `json:"time_limit_s,omitempty" minimum:"0.1" maximum:"300" doc:"Give the best found after so many seconds from when the job runs, the phase of candidates included, which always comes to its end. Without it the search does a fixed amount of work, about ten seconds of one core, and ends in the same place on every machine."`
	CurveUpTo  int     `json:"curve_up_to,omitempty" minimum:"1" maximum:"100" doc:"Afterwards also the best for 1, 2, … up to so many sites: /sites/{id}/curve. At most a minute."`
}

// SiteWeight is what one person counts.
type SiteWeight struct {
	Service string `json:"service,omitempty" maxLength:"64" doc:"For this service alone."`
	Group   string `json:"group" maxLength:"32"`
	Weight  int64  `json:"weight" minimum:"1" maximum:"1000"`
}

// SitePlaces say where sites may stand.
type SitePlaces struct {
	Candidates []SiteCandidate `json:"candidates,omitempty" nullable:"false" maxItems:"100000" doc:"Places where something could be built. Where none are given, the junctions of streets near people are taken."`
	File       *SiteFile       `json:"candidates_file,omitempty" doc:"The same as a file."`
	Junctions  bool            `json:"junctions,omitempty" doc:"Beside candidates that are given: junctions and ends of streets near people."`
	Idle       bool            `json:"idle,omitempty" doc:"Idle places: those of closed and of planned facilities, and the public buildings that OpenStreetMap calls disused or vacant (imported with the facilities of an extract). Of buildings within 50 m of each other, of such a place or of a candidate of the list, one is taken, the largest."`
	SpacingM   float64         `json:"spacing_m,omitempty" exclusiveMinimum:"0" maximum:"1000000" doc:"Junctions are at least so many metres apart; a tenth of what one goes within the cutoff if not given."`

	Must           []string        `json:"must,omitempty" nullable:"false" maxItems:"1000" doc:"Candidates that have to be chosen, listed or made: by id, as answers name them; of several services as service:id."`
	Never          []string        `json:"never,omitempty" nullable:"false" maxItems:"1000" doc:"Candidates that are never chosen, by id, or service:id for one service alone."`
	ForbiddenAreas []string        `json:"forbidden_areas,omitempty" nullable:"false" maxItems:"10000" doc:"Areas of the town where no site stands, by id or name."`
	InsideAreas    []string        `json:"inside_areas,omitempty" nullable:"false" maxItems:"10000" doc:"Areas in one of which every site stands."`
	Forbidden      json.RawMessage `json:"forbidden,omitempty" doc:"More land where no site stands: polygons as GeoJSON."`
	Inside         json.RawMessage `json:"inside,omitempty" doc:"More land in one piece of which every site stands: polygons as GeoJSON."`
	ApartM         float64         `json:"min_distance_m,omitempty" minimum:"0" maximum:"1000000" doc:"New sites of one service are at least so many metres apart."`
	Capacity       int64           `json:"capacity,omitempty" minimum:"1" maximum:"1000000000000" doc:"Of new sites that say none."`
	Closing        []string        `json:"closing,omitempty" nullable:"false" maxItems:"1000" doc:"Facilities that are given up, whatever comes: service:id, or an id that only one has."`
	Replace        []string        `json:"replace,omitempty" nullable:"false" maxItems:"1000" doc:"Facilities that may be given up for another place, or stay as one of the sites."`
}

// SiteCandidate is a place where something could be built.
type SiteCandidate struct {
	ID       string   `json:"id" minLength:"1" maxLength:"200"`
	Name     string   `json:"name,omitempty" maxLength:"200"`
	Service  string   `json:"service,omitempty" maxLength:"64" doc:"The only service that can be built here."`
	Lon      float64  `json:"lon" minimum:"-180" maximum:"180"`
	Lat      float64  `json:"lat" minimum:"-90" maximum:"90"`
	Cost     *float64 `json:"cost,omitempty" minimum:"0" maximum:"1e12" doc:"1 if not given; to four decimals."`
	Capacity int64    `json:"capacity,omitempty" minimum:"0" maximum:"1000000000000"`
	Status   string   `json:"status,omitempty" enum:"candidate,must,forbidden" doc:"candidate if not given."`
}

// SiteFile is a list of candidates as a file: points or polygons; id, position and, if wanted, name, service, cost,
// capacity and status.
type SiteFile struct {
	Name     string `json:"name" minLength:"1" maxLength:"200" doc:"Its end says what it is: .csv, .xlsx or .geojson." example:"parcels.csv"`
	Content  []byte `json:"content" doc:"In base64."`
	Datum    string `json:"datum,omitempty" maxLength:"64" doc:"Of the positions: wgs84 (as if not given), gcj02, bd09, cgcs2000 or an EPSG code."`
	Encoding string `json:"encoding,omitempty" maxLength:"32" doc:"Of a text file: utf-8 or gb18030; found out if not given."`
	Map      string `json:"map,omitempty" maxLength:"4000" doc:"Columns that their names do not tell: field=column, joined by commas."`
}

// The bounds of the body of a question: a hundred thousand candidates, and land.
const (
	maxSiteBytes = 32 << 20
	maxLandBytes = 8 << 20
)

func (s *Server) registerSites() {
	schemas := s.api.OpenAPI().Components.Schemas
	schemas.RegisterTypeAlias(reflect.TypeFor[json.Number](), reflect.TypeFor[float64]())
	tag := "Sites"
	ask := operation(http.MethodPost, "/sites", tag, "Look for the best sites",
		"The search is a job: follow the Location; its member site tells the value, the bound that no choice can beat, and the gap between them. "+
			"Two searches run at a time, and others wait. Cancelling the job keeps the best found by then. "+
			"What was found is at /sites/{id} as soon as it is there, for the last 32 searches, until the program ends.")
	ask.DefaultStatus, ask.MaxBodyBytes = http.StatusAccepted, maxSiteBytes
	register(s, ask, s.askSites)
	register(s, operation(http.MethodGet, "/sites/{id}", tag, "The sites that a search found", "The same as lifecircle site --json, byte for byte."), s.sites)
	register(s, operation(http.MethodGet, "/sites/{id}/layer.geojson", tag, "The sites and their catchments", "As GeoJSON, the same as lifecircle site -o FILE.geojson: the sites in their order as points, then the land from which each is reached. The member feature tells them apart."), s.sitesLayer)
	register(s, operation(http.MethodGet, "/sites/{id}/curve", tag, "What 1, 2, … sites give at best", "Of searches that were asked for it. It grows while the job goes on; complete tells that nothing more will come and nothing is missing."), s.sitesCurve)
	play := operation(http.MethodPost, "/sites/{id}/scenario", tag, "Begin a scenario with the sites", "All of them, or some. It is a scenario as POST /scenarios begins one; with save it is also saved in the workspace.")
	play.DefaultStatus = http.StatusCreated
	register(s, play, s.playSites)
}

// question is what is asked, in the words of site selection, and the town about which.
func (q *SiteQuestion) question() (asked sites.Question, err error) {
	asked = sites.Question{
		Problem: q.Problem, Least: q.Least, Sites: q.Sites, Budget: q.Budget, Share: q.Share,
		Capacity: q.Capacity, ApartM: q.ApartM, Must: q.Must, Never: q.Never, Closing: q.Closing, Replace: q.Replace,
		ForbiddenAreas: q.ForbiddenAreas, InsideAreas: q.InsideAreas,
		Make: sites.Make{Junctions: q.Junctions, Idle: q.Idle, SpacingM: q.SpacingM},
	}
	if asked.Request, err = q.request(); err != nil {
		return asked, err
	}
	for _, w := range q.Weights {
		asked.Weights = append(asked.Weights, sites.Weight{Service: w.Service, Group: w.Group, Weight: w.Weight})
	}
	for _, c := range q.Candidates {
		asked.Candidates = append(asked.Candidates, c.candidate())
	}
	if q.File != nil {
		listed, err := q.File.candidates()
		if err != nil {
			return asked, err
		}
		asked.Candidates = append(asked.Candidates, listed...)
	}
	if asked.Forbidden, err = landsOf("forbidden", q.Forbidden); err != nil {
		return asked, err
	}
	asked.Inside, err = landsOf("inside", q.Inside)
	return asked, err
}

// asks is the question as coverage asks it: whom, how, within what, and of which areas.
func (q *SiteQuestion) asks() ScenarioQuestion {
	group := q.Group
	if group == "" {
		group = geo.All.String()
	}
	minutes := q.Minutes
	if len(minutes)+len(q.Metres) == 0 {
		minutes = []int{15}
	}
	return ScenarioQuestion{Question: Question{Service: q.Service, Need: string(coverage.Any), Group: group, Minutes: minutes, Metres: q.Metres, Travel: q.Travel}, By: q.By}
}

func (q *SiteQuestion) request() (coverage.Request, error) {
	if q.Group != "" && len(q.Weights) > 0 {
		return coverage.Request{}, &coverage.RequestError{Parameter: "group", Value: q.Group, Rule: geo.Say("give a group or weights, not both", "人群与权重只能给出一项")}
	}
	asks := q.asks()
	request, err := asks.Question.oneCutoff()
	request.By = q.By
	return request, err
}

func (c *SiteCandidate) candidate() sites.Candidate {
	place := sites.Candidate{ID: c.ID, Name: c.Name, Service: c.Service, At: [2]float64{c.Lon, c.Lat}, Cost: 1, Capacity: c.Capacity}
	if c.Cost != nil {
		place.Cost = *c.Cost
	}
	switch c.Status {
	case "must":
		place.State = siting.Must
	case "forbidden":
		place.State = siting.Forbidden
	}
	return place
}

// candidates reads the file as the command line does: each costs 1 where the list has no costs.
func (f *SiteFile) candidates() (all []sites.Candidate, err error) {
	mapped, err := table.ParseMap(f.Map)
	if err != nil {
		return nil, &coverage.RequestError{Parameter: "candidates_file.map", Value: f.Map, Rule: geo.WordsOf(err)}
	}
	rows, _, err := data.ReadCandidates(data.ListFile{Name: shown(f.Name), Content: f.Content, Datum: f.Datum, Encoding: f.Encoding, Map: mapped})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c := sites.Candidate{ID: r.ID, Name: r.Name, Service: r.Service, At: r.Point, Cost: r.Cost, Capacity: int64(max(0, r.Capacity))}
		if r.Cost == geo.NoData {
			c.Cost = 1
		}
		var known bool
		if c.State, known = siting.ParseState(r.Status); !known || c.State == siting.Existing {
			return nil, &table.Refusal{File: shown(f.Name), Row: r.Row, Column: "status", Value: shown(r.Status), Rule: geo.Say("the status of a candidate is candidate, must or forbidden", "备选点位的状态应为 candidate（备选）、must（必选）或 forbidden（禁止）"),
				Hint: geo.Say("Facilities that exist are imported into the workspace, and count by themselves.", "现有设施请导入工作区，会自动计入。")}
		}
		all = append(all, c)
	}
	return all, nil
}

// landsOf reads land as the command line reads it from a file.
func landsOf(parameter string, text json.RawMessage) (lands []sites.Land, err error) {
	if text == nil {
		return nil, nil
	}
	if len(text) > maxLandBytes {
		return nil, &coverage.RequestError{Parameter: parameter, Rule: geo.Say("the land takes more than %d MiB", "范围数据超过 %d MiB", maxLandBytes>>20), Hint: geo.Say("Simplify it", "请简化边界")}
	}
	areas, _, err := data.ReadLands(data.ListFile{Name: parameter + ".geojson", Content: text})
	for _, a := range areas {
		lands = append(lands, sites.Land{Name: a.ID, Shape: a.Shape})
	}
	return lands, err
}
