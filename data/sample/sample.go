// Package sample makes the town that Lifecircle shows before anyone has imported a real one: 青汀市 (Qingting), a
// fictional county-level city of some 300,000 people on a river between hills.
//
// Everything in it is drawn by rules and by chance with a fixed seed, and is the same, byte for byte, on every
// machine. No place, street or facility is a real one, and its position in southern Anhui is only a place on the globe.
// It is built to show every answer the analysis can give: people behind a river with few bridges, behind a motorway,
// behind the walls of estates, on an eyot without a bridge, in villages on one winding road, and at the edge of the data.
//
// The order of the drawing: rivers and cuts (river.go, cuts.go), main roads (road.go, hills.go), the land between them
// (faces.go, land.go) and its division into blocks (subdivide.go), what is built there (core.go, grid.go, estate.go,
// plain.go, water.go), the junctions (weave.go, streets.go), people, areas, facilities, and the facts about them that plans ask for (facts.go).
package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// DataDate is the day for which the sample town claims to be true.
const DataDate = "2026-01-01"

// Town draws the sample town. Every call gives a new copy that the caller owns.
func Town() geo.Town {
	s := draw()
	t := geo.Town{Name: "青汀市（虚构示例）"}
	t.Streets, t.Stops = s.streets()
	t.Barriers = s.barriers()
	t.Points = s.residents()
	cs := s.communities(t.Points)
	t.Areas = areas(cs)
	t.Facilities = s.facilities(cs, t.Points)
	facts(&t)
	for _, service := range geo.ServiceTypes() {
		t.Lists = append(t.Lists, geo.FacilityList{Service: service.Code})
	}
	t.Extent = geo.Extent{Shape: extent(), Source: geo.ExtentDeclared}
	t.Sources = []geo.Source{{Kind: "sample", SHA256: fingerprint(t), DataDate: DataDate, Datum: "WGS 84"}}
	return t
}

// extent is a little larger than the town: 450 m beyond its border on every side.
func extent() orb.MultiPolygon {
	border := landBorder()
	wide := border[:len(border)-1].beside(-450)
	ring := orb.Ring(append(wide, wide[0]).positions())
	return orb.MultiPolygon{{ring}}
}

// fingerprint is the SHA-256 of the town's content as JSON.
func fingerprint(t geo.Town) string {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(t); err != nil {
		panic("sample: the town has content that JSON cannot hold: " + err.Error()) // NaN or infinite: a fault of the drawing
	}
	return hex.EncodeToString(h.Sum(nil))
}
