package standard

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// MapOf is a check as a map: a feature for every unit, met or not, and for those without data. An area is its land, a
// facility and a residential point their position, a check without units the land of the study area. value and deficit are
// in the units of the check; target is what it wants in words; met is null of units without data, whose note says what they
// lack.
func MapOf(card *Scorecard, check string, area *geo.StudyArea) (geo.Layer, error) {
	o, is := card.Check(check)
	if !is {
		return geo.Layer{}, &coverage.RequestError{Parameter: "check", Value: check, Rule: geo.Say("is not in the scorecard of %s", "不在 %s 的评估结果中", card.Standard)}
	}
	layer := geo.Layer{Name: layerName(o.ID), Columns: []geo.Column{
		{Name: "unit"}, {Name: "name"}, {Name: "value", Type: geo.Real}, {Name: "target"}, {Name: "met", Type: geo.Boolean},
		{Name: "deficit", Type: geo.Real}, {Name: "deficit_unit"}, {Name: "people", Type: geo.Integer}, {Name: "note"},
	}}
	wanted := any(nil)
	if text := o.asCheck().wanted(); text != "" {
		wanted = text
	}
	units := o.Units
	if len(units) == 0 && len(o.NoData) == 0 && o.Value != nil {
		whole := o.asUnit(area)
		whole.Met = o.Verdict == Met || o.Would == Met || o.Verdict == ReportOnly
		units = []UnitValue{whole}
	}
	for i := range units {
		u := &units[i]
		layer.Features = append(layer.Features, geo.Feature{ID: u.ID, Geometry: placeOf(u.Kind, u.Index, area), Values: []any{
			u.ID, text(u.Name), float64Or(u.Value), wanted, u.Met, float64Or(u.Deficit), text(u.DeficitIn), int64Or(u.People), text(u.Note)}})
	}
	for _, u := range o.NoData {
		kind, index := findUnit(u.ID, area)
		layer.Features = append(layer.Features, geo.Feature{ID: u.ID, Geometry: placeOf(kind, index, area), Values: []any{
			u.ID, text(u.Name), nil, wanted, nil, nil, nil, nil, text(u.Why)}})
	}
	var err error
	layer.Manifest, err = json.Marshal(card.Manifest)
	return layer, err
}

// layerName is a name for the map of a check that every format can bear: letters, digits and underscores, 63 at most.
func layerName(check string) string {
	name := "check_" + strings.NewReplacer("-", "_", ".", "_").Replace(check)
	return name[:min(len(name), 63)]
}

// placeOf is where a unit is; nothing where an area was imported without its land.
func placeOf(kind UnitKind, index int32, area *geo.StudyArea) orb.Geometry {
	land := area.Extent.Shape
	switch kind {
	case FacilityUnit:
		return area.Facilities[index].Point
	case PointUnit:
		return area.Points[index].Point
	case AreaUnit:
		land = area.Areas[index].Shape
	}
	if len(land) == 0 {
		return nil
	}
	return land
}

// findUnit finds a unit by its id: an area, a facility ("clinic:7") or a residential point; else it is the whole.
func findUnit(id string, area *geo.StudyArea) (UnitKind, int32) {
	if a, is := area.AreaByID(id); is {
		return AreaUnit, a
	}
	if service, own, is := strings.Cut(id, ":"); is {
		first, end := area.FacilitiesOf(service)
		byID := func(f geo.Facility, id string) int { return strings.Compare(f.ID, id) }
		if at, is := slices.BinarySearchFunc(area.Facilities[first:end], own, byID); is {
			return FacilityUnit, int32(first + at)
		}
	}
	if p, is := area.PointByID(id); is {
		return PointUnit, int32(p)
	}
	return WholeUnit, 0
}

// text, float64Or and int64Or are values of a layer, nil where there is nothing.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func float64Or(n *Number) any {
	if n == nil {
		return nil
	}
	return n.Float()
}

func int64Or(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}
