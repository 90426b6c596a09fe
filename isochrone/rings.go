package isochrone

import (
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// shape writes rings with the inside on their left as polygons: counter-clockwise ones are outer rings, each clockwise
// one is a hole of the smallest outer ring around it.
func shape(lines []lineRing) orb.MultiPolygon {
	var shape orb.MultiPolygon
	var size []float64
	var boxes []orb.Bound
	var holes []orb.Ring
	for _, line := range lines {
		ring := make(orb.Ring, len(line.at)+1)
		for i, at := range line.at {
			ring[i] = at.position()
		}
		ring[len(line.at)] = ring[0]
		if a := signedArea(ring); a > 0 {
			shape, size, boxes = append(shape, orb.Polygon{ring}), append(size, a), append(boxes, ring.Bound())
		} else {
			holes = append(holes, ring)
		}
	}
	for _, hole := range holes {
		owner := -1
		for i := range shape {
			if (owner < 0 || size[i] < size[owner]) && boxes[i].Contains(hole[0]) && geo.Contains(orb.MultiPolygon{{shape[i][0]}}, hole[0]) {
				owner = i
			}
		}
		if owner >= 0 {
			shape[owner] = append(shape[owner], hole)
		}
	}
	return slices.Clip(shape)
}

// signedArea is the area of a ring in square degrees, above 0 if it runs counter-clockwise. It is taken about the
// ring's first point: far from it a small area would drown in rounding.
func signedArea(ring orb.Ring) float64 {
	area := 0.0
	for i := 1; i < len(ring); i++ {
		ax, ay := ring[i-1][0]-ring[0][0], ring[i-1][1]-ring[0][1]
		bx, by := ring[i][0]-ring[0][0], ring[i][1]-ring[0][1]
		area += ax*by - bx*ay
	}
	return area / 2
}
