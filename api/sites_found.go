package api

import (
	"context"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	sites "lifecircle/isochrone/siting/town"
)

// SitesPath names a search for sites, by the id of its job.
type SitesPath struct {
	ID string `path:"id" maxLength:"64"`
}

// SiteCurve is what numbers of sites give at best.
type SiteCurve struct {
	Unit     string             `json:"unit" doc:"Of values and bounds."`
	Complete bool               `json:"complete" doc:"Every number of sites that was asked for is there, but those for which there is no choice."`
	Points   []sites.CurvePoint `json:"points" nullable:"false"`
}

// SiteLayer is a GeoJSON feature collection of sites and their catchments.
type SiteLayer = layerOf[SiteCollection]

// SiteCollection documents sites and their catchments.
type SiteCollection struct {
	_        struct{}                               `additionalProperties:"true"`
	Type     string                                 `json:"type" enum:"FeatureCollection"`
	Features []Feature[AnyGeometry, SiteProperties] `json:"features" nullable:"false"`
}

// SiteProperties describe a site, or the land from which it is reached.
type SiteProperties struct {
	Feature      string           `json:"feature" enum:"site,catchment"`
	Rank         int              `json:"rank" doc:"Of the site among all: 1, 2, …"`
	Service      string           `json:"service"`
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Existing     bool             `json:"existing"`
	Mode         geo.Mode         `json:"mode"`
	Minutes      *int             `json:"minutes,omitempty" doc:"Absent by distance."`
	WithinM      *int             `json:"within_m,omitempty" doc:"By distance alone."`
	Cost         float64          `json:"cost"`
	Gain         *float64         `json:"gain"`
	CoveredAfter *int64           `json:"covered_after"`
	Alone        *float64         `json:"alone"`
	Together     *float64         `json:"together"`
	People       map[string]int64 `json:"people" doc:"By group, newly covered; of problems by time, those to whom it is the nearest."`
	Alternatives string           `json:"alternatives" doc:"Ids of candidates that would be nearly as good, joined by semicolons."`
}

// PlaySites says which of the sites a scenario is to have.
type PlaySites struct {
	SitesPath
	Body struct {
		Name    string `json:"name,omitempty" maxLength:"80" doc:"By which the scenario is shown."`
		Ranks   []int  `json:"ranks,omitempty" nullable:"false" minimum:"1" maximum:"1000" maxItems:"1000" doc:"Only these sites: 1 is the first. All of them if not given. Facilities that may be given up close only with all of them."`
		Save    bool   `json:"save,omitempty" doc:"Also save it in the workspace, under its name."`
		Replace bool   `json:"replace,omitempty" doc:"With save: in the place of another saved scenario of that name."`
	}
}

func (s *Server) sites(_ context.Context, q *SitesPath) (*answer[*sites.Answer], error) {
	found, err := s.foundSites(q.ID)
	return &answer[*sites.Answer]{found.answer}, err
}

func (s *Server) sitesLayer(_ context.Context, q *SitesPath) (*answer[SiteLayer], error) {
	found, err := s.foundSites(q.ID)
	if err != nil {
		return nil, err
	}
	if found.layer == nil {
		return nil, notYet()
	}
	return &answer[SiteLayer]{SiteLayer{*found.layer}}, nil
}

func (s *Server) sitesCurve(_ context.Context, q *SitesPath) (*answer[SiteCurve], error) {
	found, err := s.foundSites(q.ID)
	if err != nil {
		return nil, err
	}
	if found.question.CurveUpTo == 0 {
		return nil, noResult.problem(geo.Say("the search was not asked for a curve", "该求解未要求曲线"), geo.Say("Ask again with curve_up_to.", "请带 curve_up_to 重新求解。"))
	}
	body := SiteCurve{Unit: found.answer.Unit, Complete: found.complete, Points: slices.Clone(found.curve)}
	if body.Points == nil {
		body.Points = []sites.CurvePoint{}
	}
	return &answer[SiteCurve]{body}, nil
}

// foundSites is a search that has found something.
func (s *Server) foundSites(id string) (siteSearch, error) {
	found, known := s.found.of(id)
	job, _, listed := s.jobs.watch(id)
	switch {
	case !known || !listed:
		return found, notFound.problem(geo.Say("there is no search for sites %q", "没有选址求解“%s”", shown(id)), geo.Say("The last %d are remembered until the program ends. Ask again: POST /api/v1/sites.", "程序运行期间只保留最近 %d 次求解。请重新求解：POST /api/v1/sites。", maxSiteAnswer))
	case found.answer != nil:
		return found, nil
	case !job.ended():
		return found, notYet()
	case job.Error != "":
		return found, noResult.problem(geo.Words{EN: job.Error, ZH: job.ErrorZH}, geo.Words{})
	}
	return found, noResult.problem(geo.Say("it was cancelled before it found anything", "在得到结果之前已被取消"), geo.Say("Ask again: POST /api/v1/sites.", "请重新求解：POST /api/v1/sites。"))
}

func notYet() error {
	return noResult.problem(geo.Say("the search is still under way", "求解仍在进行"), geo.Say("Follow its job: /api/v1/jobs/{id}/events.", "进度见 /api/v1/jobs/{id}/events。"))
}

// playSites begins a scenario with sites, about the question that they answer.
func (s *Server) playSites(ctx context.Context, q *PlaySites) (*Created[ScenarioState], error) {
	found, err := s.foundSites(q.ID)
	if err != nil {
		return nil, err
	}
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	if found.revision != t.revision {
		return nil, scenarioEnded.problem(geo.Say("an import has changed the town", "导入已更新数据"), geo.Say("Look for sites again.", "请重新求解选址。"))
	}
	scenario, err := someSites(found.answer, q.Body.Ranks)
	if err != nil {
		return nil, err
	}
	scenario.Name = q.Body.Name
	if q.Body.Name != "" || q.Body.Save {
		if err := checkScenarioName(q.Body.Name); err != nil {
			return nil, err
		}
	}
	var keep func(*session) error
	if q.Body.Save {
		keep = func(begun *session) error { return s.keepScenario(ctx, t, begun, q.Body.Name, q.Body.Replace) }
	}
	return s.openSession(ctx, t, "", found.question.asks(), scenario, keep)
}

// someSites are the edits of an answer, with the sites of some ranks alone where any are named.
func someSites(a *sites.Answer, ranks []int) (geo.Scenario, error) {
	all := a.Scenario("")
	if len(ranks) == 0 {
		return all, nil
	}
	for _, rank := range ranks {
		if rank > len(a.Sites) {
			return all, &coverage.RequestError{Parameter: "ranks", Value: number(float64(rank)), Rule: geo.Say("there are %d sites", "共有 %d 个推荐点位", len(a.Sites))}
		}
	}
	opened := 0
	for _, site := range a.Sites {
		if !site.Existing {
			opened++
		}
	}
	before := len(all.Edits) - opened - len(a.Closed)
	some := geo.Scenario{Edits: slices.Clone(all.Edits[:before])}
	next := len(all.Edits) - opened
	for k, site := range a.Sites {
		if site.Existing {
			continue
		}
		if slices.Contains(ranks, k+1) {
			some.Edits = append(some.Edits, all.Edits[next])
		}
		next++
	}
	return some, nil
}
