package report

import "math"

// furnish puts on a map what every map needs: a scale bar and an arrow to the north.
func (v *view) furnish(d *drawing) {
	metres := niceLength(v.width * 0.18 / v.perM)
	text := short(metres) + " m"
	if metres >= 1000 {
		text = short(metres/1000) + " km"
	}
	long := metres * v.perM
	x, y := 12.0, v.height-14
	d.box(x-6, y-15, long+12, 23, white, plain, none, 0)
	for i := range 2 {
		fill := ink
		if i == 1 {
			fill = white
		}
		d.box(x+long/2*float64(i), y, long/2, 4, fill, plain, ink, 0.6)
	}
	d.figures(xy{x + long/2, y - 4}, text, 9.5, ink, middle)

	x, y = v.width-20, 30
	d.area([][]xy{{{x - 11, y - 24}, {x + 11, y - 24}, {x + 11, y + 12}, {x - 11, y + 12}}}, white, plain, none, 0)
	d.area([][]xy{{{x, y - 21}, {x, y - 4}, {x - 6, y}}}, ink, plain, ink, 0.5)
	d.area([][]xy{{{x, y - 21}, {x + 6, y}, {x, y - 4}}}, white, plain, ink, 0.5)
	d.figures(xy{x, y + 10}, "N", 9.5, ink, middle)
}

// niceLength is the greatest of 1, 2, 5, 10, 20, … that is not above a length.
func niceLength(most float64) float64 {
	if most <= 0 {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(most)))
	for _, f := range []float64{5, 2} {
		if f*ten <= most {
			return f * ten
		}
	}
	return ten
}
