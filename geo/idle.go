package geo

import "github.com/paulmach/orb"

// IdleBuilding is a public building that nobody uses, as far as its tags in OpenStreetMap tell: a place where a
// service could move in. It serves nobody as it is.
type IdleBuilding struct {
	ID          string // "n123", "w123" or "r123": a node, way or relation of OpenStreetMap
	Name        string // "" unknown
	Use         string // what it was, as the tag that tells, such as "amenity=school"
	Point       orb.Point
	FootprintM2 float64 // of its outline, the floors not counted; NoData for what is mapped as a point or as grounds
}

// IdleBuildings is how sources and fingerprints call the idle buildings of a town.
const IdleBuildings = "idle_buildings"

// Label is what to call the building: its name, else what it was.
func (b *IdleBuilding) Label() string {
	if b.Name != "" {
		return b.Name
	}
	return b.Use
}

// idle digests the idle buildings.
func (d *digest) idle(t *Town) {
	d.count(len(t.Idle))
	for i := range t.Idle {
		b := &t.Idle[i]
		d.text(b.ID)
		d.text(b.Name)
		d.text(b.Use)
		d.point(b.Point)
		d.real(b.FootprintM2)
	}
}
