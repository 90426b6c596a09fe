package report

// room is the places on a map that labels have taken.
type room struct{ boxes [][4]float64 }

// take takes a rectangle if nothing has taken part of it.
func (r *room) take(x, y, w, h float64) bool {
	for _, b := range r.boxes {
		if x < b[2] && b[0] < x+w && y < b[3] && b[1] < y+h {
			return false
		}
	}
	r.boxes = append(r.boxes, [4]float64{x, y, x + w, y + h})
	return true
}

// beside takes a rectangle around a place, or the nearest free one of some beside it; where all are taken, the place itself.
func (r *room) beside(at xy, w, h float64) xy {
	for _, off := range []xy{{}, {0, -h}, {0, h}, {w, 0}, {-w, 0}, {w, -h}, {-w, -h}, {w, h}, {-w, h}, {0, -2 * h}, {0, 2 * h}, {2 * w, 0}, {-2 * w, 0}} {
		p := xy{at.x + off.x*1.05, at.y + off.y*1.05}
		if r.take(p.x-w/2, p.y-h/2, w, h) {
			return p
		}
	}
	return at
}
