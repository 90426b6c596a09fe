package coverage

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// CatchmentRequest asks for the land from which something is reached: one facility, a place, or the nearest
// facility of a service. Exactly one of Facility, At and Service is given.
type CatchmentRequest struct {
	Facility string // "service:id", or an id that only one facility has
	At       *orb.Point
	Service  string
	Profile  isochrone.Profile
	Minutes  []int
	Metres   []int // instead: along the streets
	Streets  bool  // the streets from which it is reached in place of the land
}

// Catchments draws catchments, one feature for each cutoff, the shortest first. The population of each is that of the
// residential points inside, which are exactly those within the cutoff. If streets are asked for, it draws these: see
// [Analysis.catchmentStreets].
func (a *Analysis) Catchments(ctx context.Context, q CatchmentRequest) (geo.Layer, error) {
	c, err := a.catchmentQuestion(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	layer := geo.Layer{Name: "catchment"}
	if q.Streets {
		err = a.catchmentStreets(ctx, c, &layer)
	} else {
		err = a.catchmentLand(ctx, c, &layer)
	}
	if err != nil {
		return geo.Layer{}, err
	}
	asked := Request{Services: []string{}, Profile: c.Profile, Minutes: c.Minutes, Metres: c.Metres}
	if q.Service != "" {
		asked.Services = []string{q.Service}
	}
	layer.Manifest, err = a.layerManifest("catchment", asked, func(p *Parameters) {
		p.Facility, p.At = q.Facility, q.At
		if q.Streets {
			p.As = asStreets
		}
	})
	return layer, err
}

// asStreets is how a manifest says that the streets of a catchment were asked for.
const asStreets = "streets"

// catchmentQuestion is a request that was held against the town.
type catchmentQuestion struct {
	CatchmentRequest
	facilities []int32 // none for a place
	router     *isochrone.Router
	cutoffs    []int64
	id         any // of the one facility
	service    any
}

func (a *Analysis) catchmentQuestion(ctx context.Context, q CatchmentRequest) (*catchmentQuestion, error) {
	facilities, err := a.catchmentGoal(q)
	if err != nil {
		return nil, err
	}
	if q.Profile, q.Minutes, q.Metres, err = measured(q.Profile, q.Minutes, q.Metres); err != nil {
		return nil, err
	}
	if len(a.Area.Streets) == 0 {
		return nil, noStreets()
	}
	c := &catchmentQuestion{CatchmentRequest: q, facilities: facilities, cutoffs: cutoffsOf(q.Minutes, q.Metres)}
	if c.router, err = a.Router(ctx, q.Profile); err != nil {
		return nil, err
	}
	if q.At != nil {
		if m, within := c.router.ToStreet(*q.At); !within {
			return nil, &RequestError{"at", fmt.Sprintf("%v,%v", q.At[0], q.At[1]),
				geo.Say("no usable street within %.0f m: the nearest is %.0f m away", "%.0f 米内没有可用道路：最近的一条在 %.0f 米外", q.Profile.Access.LimitM, m),
				geo.Say("Choose a place near a street of the town", "请选择本地道路附近的位置")}
		}
	}
	if q.Facility != "" {
		c.id = a.Area.Facilities[facilities[0]].ID
	}
	if len(facilities) > 0 {
		c.service = a.Area.Facilities[facilities[0]].Service
	}
	return c, nil
}

// columns are those that say what a feature is about, and within what cutoff.
func (c *catchmentQuestion) columns(also ...geo.Column) []geo.Column {
	columns := append([]geo.Column{{Name: "facility_id"}, {Name: "service"}, {Name: "mode"}, {Name: "minutes", Type: geo.Integer}}, also...)
	if len(c.Metres) > 0 {
		columns = append(columns, geo.Column{Name: "metres", Type: geo.Integer})
	}
	return columns
}

// row is the row of columns for a cutoff.
func (c *catchmentQuestion) row(cutoff int, also ...any) []any {
	row := append([]any{c.id, c.service, string(c.Profile.Mode), nil}, also...)
	if len(c.Metres) > 0 {
		return append(row, int64(c.Metres[cutoff]))
	}
	row[3] = int64(c.Minutes[cutoff])
	return row
}

func (a *Analysis) catchmentLand(ctx context.Context, c *catchmentQuestion, layer *geo.Layer) (err error) {
	var catchments []isochrone.Catchment
	if c.At != nil {
		catchments, err = c.router.CatchmentsOf(ctx, *c.At, c.cutoffs)
	} else {
		catchments, err = c.router.Catchments(ctx, c.facilities, c.cutoffs)
	}
	if err != nil {
		return err
	}
	layer.Columns = c.columns(geo.Column{Name: "population", Type: geo.Integer})
	for i, catchment := range catchments {
		population := int64(0)
		for _, p := range catchment.Points {
			population += int64(max(0, a.Area.Points[p].People[geo.All]))
		}
		layer.Features = append(layer.Features, geo.Feature{Geometry: catchment.Shape, Values: c.row(i, population)})
	}
	return nil
}

// catchmentGoal finds the facilities that are asked about; none for a place.
func (a *Analysis) catchmentGoal(q CatchmentRequest) ([]int32, error) {
	given := 0
	for _, is := range []bool{q.Facility != "", q.At != nil, q.Service != ""} {
		if is {
			given++
		}
	}
	if given != 1 {
		return nil, &RequestError{"facility", q.Facility, geo.Say("name one of a facility, a place and a service", "请在设施、位置、设施类型中选择一项"), geo.Say("For example: --facility clinic:7, --at 113.55,22.19 or --service clinic", "例如：--facility clinic:7、--at 113.55,22.19 或 --service clinic")}
	}
	switch {
	case q.At != nil:
		if lon, lat := q.At[0], q.At[1]; !(lon >= -180 && lon <= 180 && lat >= -85 && lat <= 85) {
			return nil, &RequestError{"at", fmt.Sprintf("%v,%v", lon, lat), geo.Say("is no longitude and latitude in degrees, in this order", "不是以度为单位的经度、纬度（先经后纬）"), geo.Words{}}
		}
		return nil, nil
	case q.Service != "":
		if _, known := geo.LookupService(q.Service); !known {
			return nil, unknownService(q.Service)
		}
		if !a.Area.HasList(q.Service) {
			return nil, noList(q.Service)
		}
		return a.active([]string{q.Service}), nil
	}
	return a.facilityByName(q.Facility)
}

// facilityByName finds the facility "service:id", or the only one with an id.
func (a *Analysis) facilityByName(name string) ([]int32, error) {
	var found []int32
	var services []string
	for i := range a.Area.Facilities {
		if f := &a.Area.Facilities[i]; f.Service+":"+f.ID == name || f.ID == name {
			found = append(found, int32(i))
			services = append(services, f.Service+":"+f.ID)
		}
	}
	switch len(found) {
	case 0:
		return nil, &RequestError{"facility", name, geo.Say("is no facility of the town", "没有该设施"), geo.Words{}}
	case 1:
		return found, nil
	}
	return nil, &RequestError{"facility", name, geo.Say("is the id of several facilities", "该编号对应多处设施"), geo.Say("Name one of them: %s", "请指明其一：%s", strings.Join(services, ", "))}
}
