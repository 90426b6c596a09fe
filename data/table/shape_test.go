package table

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// In the plane a ring across the antimeridian would cover the rest of the globe.
func TestRingsAcrossTheAntimeridianAreRejected(t *testing.T) {
	sheet := &Sheet{File: "areas.geojson", Spatial: true, Header: []string{"id"}, Rows: []Row{
		{Number: 1, Cells: []string{"fiji"}, Geometry: orb.Polygon{{{179, -18}, {-179, -18}, {-179, -17}, {179, -17}, {179, -18}}}},
		{Number: 2, Cells: []string{"half"}, Geometry: orb.MultiPolygon{{{{179, -18}, {180, -18}, {180, -17}, {179, -17}, {179, -18}}}, {{{-180, -18}, {-179, -18}, {-179, -17}, {-180, -17}, {-180, -18}}}}},
	}}
	areas, findings, err := Areas(sheet, Options{Level: "town"})
	if err != nil || len(areas) != 1 || areas[0].ID != "half" || findings.Rejected != 1 {
		t.Fatalf("%v, %v, %+v", err, areas, findings)
	}
	if r := findings.Rejects[0]; r.Value != "179 → -179" || !strings.Contains(r.Rule, "antimeridian") || !strings.Contains(r.RuleZH, "180° 经线") {
		t.Errorf("%+v", r)
	}
}
