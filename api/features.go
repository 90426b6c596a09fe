package api

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// FacilityProperties describe a facility.
type FacilityProperties struct {
	Service      string     `json:"service"`
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Status       geo.Status `json:"status" enum:"active,planned,closed"`
	Capacity     *float64   `json:"capacity" doc:"null if not given."`
	CapacityUnit string     `json:"capacity_unit"`
	AreaM2       *float64   `json:"area_m2"`
	OpeningHours string     `json:"opening_hours"`
	Address      string     `json:"address"`
	OnNetwork    bool       `json:"on_network" doc:"It can be reached on foot from some street."`
}

// PointProperties describe a residential point. A group is null where its cell was empty or no column was imported.
type PointProperties struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Population *int32 `json:"population"`
	Age0to2    *int32 `json:"age0_2"`
	Age3to5    *int32 `json:"age3_5"`
	Age6to11   *int32 `json:"age6_11"`
	Age0to17   *int32 `json:"age0_17"`
	Age60      *int32 `json:"age60"`
	Age65      *int32 `json:"age65"`
	Age80      *int32 `json:"age80"`
	Working    *int32 `json:"working"`
	Disabled   *int32 `json:"disabled"`
	Households *int32 `json:"households"`
	Estimate   bool   `json:"estimate" doc:"Computed, not counted."`
	Kind       string `json:"kind"`
	Setting    string `json:"setting"`
	Area       string `json:"area" doc:"Id of the smallest area it belongs to, empty if none."`
}

// AreaProperties describe an area.
type AreaProperties struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Level      string `json:"level"`
	Parent     string `json:"parent" doc:"Id or name of the area above, empty if none."`
	Population *int64 `json:"population" doc:"As its own record says; null if it does not."`
}

type (
	facilityCollection = FeatureCollection[PointGeometry, FacilityProperties]
	pointCollection    = FeatureCollection[PointGeometry, PointProperties]
	areaCollection     = FeatureCollection[MultiPolygonGeometry, AreaProperties]
)

// FacilityQuery asks for a page of facilities.
type FacilityQuery struct {
	Service []string `query:"service" minItems:"1" maxItems:"64" doc:"Codes of services, joined by commas; all if not given." example:"elder_station"`
	Box
	Page
	address
}

// PointQuery asks for a page of residential points.
type PointQuery struct {
	Box
	Page
	address
}

// AreaQuery asks for areas.
type AreaQuery struct {
	Level string `query:"level" maxLength:"64" doc:"Only those of one level."`
}

// address remembers how a request was written, for the links to other pages.
type address struct{ url url.URL }

// Resolve is called by the framework before the operation.
func (a *address) Resolve(ctx huma.Context) []error {
	a.url = ctx.URL()
	return nil
}

func (s *Server) registerFeatures() {
	register(s, get("/facilities", "Features", "Facilities", "Sorted by service and id. A service of which no list was imported is an error, not an empty list."), s.facilities)
	register(s, get("/residential-points", "Features", "Residential points", "Sorted by id."), s.residentialPoints)
	register(s, get("/areas", "Features", "Areas", "Sorted by id, with their whole outlines."), s.areas)
}

func (s *Server) facilities(ctx context.Context, q *FacilityQuery) (*answer[facilityCollection], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	box, narrow, err := q.bound()
	if err != nil {
		return nil, err
	}
	wanted, err := t.wanted(q.Service)
	if err != nil {
		return nil, err
	}
	router, err := t.walkRouter(ctx)
	if err != nil {
		return nil, err
	}
	var matching []int
	for i := range t.Area.Facilities {
		f := &t.Area.Facilities[i]
		if (wanted == nil || wanted[f.Service]) && (!narrow || box.Contains(f.Point)) {
			matching = append(matching, i)
		}
	}
	first, end := q.of(len(matching))
	var features []Feature[PointGeometry, FacilityProperties]
	for _, i := range matching[first:end] {
		f := &t.Area.Facilities[i]
		features = append(features, Feature[PointGeometry, FacilityProperties]{"Feature", f.Service + ":" + f.ID, PointGeometry{"Point", f.Point}, FacilityProperties{
			Service: f.Service, ID: f.ID, Name: f.Name, Status: f.Status, Capacity: given(f.Capacity), CapacityUnit: f.CapacityUnit, AreaM2: given(f.AreaM2),
			OpeningHours: f.OpeningHours, Address: f.Address, OnNetwork: router.OnNetwork(i),
		}})
	}
	answer := answer[facilityCollection]{collection(features, len(matching))}
	answer.Body.Links = q.links(&q.Page, len(matching))
	return &answer, nil
}

// wanted checks the services asked for; nil means all.
func (t *town) wanted(services []string) (map[string]bool, error) {
	if len(services) == 0 {
		return nil, nil
	}
	wanted := make(map[string]bool)
	for _, code := range services {
		if _, known := geo.LookupService(code); !known {
			e := &coverage.RequestError{Parameter: "service", Value: code, Rule: geo.Say("is no service code", "不是设施类型代码")}
			if near, ok := geo.NearestService(code); ok {
				e.Hint = geo.Say("Did you mean %s?", "是否指 %s？", near)
			}
			return nil, e
		}
		if !t.Area.HasList(code) {
			return nil, &coverage.NoDataError{What: geo.Say("facilities of service %s", "设施清单（%s）", code), Hint: geo.Say("Import them: lifecircle import facilities FILE --service %s", "请先导入：lifecircle import facilities FILE --service %s", code)}
		}
		wanted[code] = true
	}
	return wanted, nil
}

func (s *Server) residentialPoints(ctx context.Context, q *PointQuery) (*answer[pointCollection], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	box, narrow, err := q.bound()
	if err != nil {
		return nil, err
	}
	var matching []int
	for i := range t.Area.Points {
		if !narrow || box.Contains(t.Area.Points[i].Point) {
			matching = append(matching, i)
		}
	}
	first, end := q.of(len(matching))
	var features []Feature[PointGeometry, PointProperties]
	for _, i := range matching[first:end] {
		p := &t.Area.Points[i]
		features = append(features, Feature[PointGeometry, PointProperties]{"Feature", p.ID, PointGeometry{"Point", p.Point}, t.pointProperties(i)})
	}
	answer := answer[pointCollection]{collection(features, len(matching))}
	answer.Body.Links = q.links(&q.Page, len(matching))
	return &answer, nil
}

func (t *town) pointProperties(i int) PointProperties {
	p := &t.Area.Points[i]
	n := func(g geo.Group) *int32 {
		if p.People[g] == geo.NoData {
			return nil
		}
		return &p.People[g]
	}
	return PointProperties{
		ID: p.ID, Name: p.Name, Population: n(geo.All),
		Age0to2: n(geo.Age0to2), Age3to5: n(geo.Age3to5), Age6to11: n(geo.Age6to11), Age0to17: n(geo.Age0to17),
		Age60: n(geo.Age60), Age65: n(geo.Age65), Age80: n(geo.Age80), Working: n(geo.Working), Disabled: n(geo.Disabled), Households: n(geo.Households),
		Estimate: p.Estimate, Kind: p.Kind, Setting: p.Setting, Area: t.areaID(i),
	}
}

func (s *Server) areas(ctx context.Context, q *AreaQuery) (*answer[areaCollection], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.checkLevel("level", q.Level); err != nil {
		return nil, err
	}
	var features []Feature[MultiPolygonGeometry, AreaProperties]
	for i := range t.Area.Areas {
		a := &t.Area.Areas[i]
		if q.Level != "" && q.Level != a.Level {
			continue
		}
		features = append(features, Feature[MultiPolygonGeometry, AreaProperties]{"Feature", a.ID, MultiPolygonGeometry{a.Shape},
			AreaProperties{ID: a.ID, Name: a.Name, Level: a.Level, Parent: a.Parent, Population: given(a.Population)}})
	}
	return &answer[areaCollection]{collection(features, len(features))}, nil
}

func (t *town) checkLevel(parameter, level string) error {
	if level == "" {
		return nil
	}
	for _, known := range t.levels {
		if level == known {
			return nil
		}
	}
	hint := geo.Say("No areas were imported: lifecircle import areas FILE", "尚未导入区划单元：lifecircle import areas FILE")
	if len(t.levels) > 0 {
		hint = geo.Say("The levels are: %s", "现有级别：%s", strings.Join(t.levels, ", "))
	}
	return &coverage.RequestError{Parameter: parameter, Value: level, Rule: geo.Say("is no level of the areas", "不是区划单元的级别"), Hint: hint}
}

// given is a number as an answer shows it: null if its source does not give it.
func given[N int64 | float64](n N) *N {
	if n == geo.NoData {
		return nil
	}
	return &n
}

// links lead to this page and its neighbours.
func (a *address) links(p *Page, matched int) []Link {
	at := func(rel string, offset int) Link {
		values := a.url.Query()
		values.Set("offset", strconv.Itoa(offset))
		values.Set("limit", strconv.Itoa(p.Limit))
		return Link{rel, fmt.Sprintf("%s?%s", a.url.Path, values.Encode()), geoJSONType}
	}
	links := []Link{at("self", p.Offset)}
	if p.Offset+p.Limit < matched {
		links = append(links, at("next", p.Offset+p.Limit))
	}
	if p.Offset > 0 {
		links = append(links, at("prev", max(0, p.Offset-p.Limit)))
	}
	return links
}
