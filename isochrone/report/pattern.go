package report

import (
	"math"
	"slices"
)

const (
	hatchStep = 7.0 // between hatches along an axis
	dotStep   = 6.0
)

// pattern draws a pattern within rings as plain lines and squares: word processors that read SVG know no patterns. Patterns
// of neighbours meet, for all are cut from one that covers the whole drawing.
func (d *drawing) pattern(p pattern, rings [][]xy) {
	switch p {
	case hatched:
		d.stroke(hatches(rings), lateInk, 0.55)
	case dotted:
		d.crowd(dots(rings), unknownInk, none, 0)
	}
}

// hatches are the stretches of the lines x + y = k·step that lie within rings (even-odd).
func hatches(rings [][]xy) (lines [][]xy) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, p.x+p.y), max(high, p.x+p.y)
		}
	}
	for c := math.Ceil(low/hatchStep) * hatchStep; c < high; c += hatchStep {
		along := crossings(rings, func(p xy) float64 { return p.x + p.y - c }, func(p xy) float64 { return p.x })
		for i := 1; i < len(along); i += 2 {
			if along[i]-along[i-1] > 0.4 {
				lines = append(lines, []xy{{along[i-1], c - along[i-1]}, {along[i], c - along[i]}})
			}
		}
	}
	return lines
}

// dots are small squares on a lattice, within rings.
func dots(rings [][]xy) (squares [][]xy) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			low, high = min(low, p.y), max(high, p.y)
		}
	}
	for row := math.Ceil(low / dotStep * 2); row < high/dotStep*2; row++ {
		y := row * dotStep / 2
		shift := dotStep / 2 * math.Mod(math.Abs(row), 2)
		along := crossings(rings, func(p xy) float64 { return p.y - y }, func(p xy) float64 { return p.x })
		for i := 1; i < len(along); i += 2 {
			for x := math.Ceil((along[i-1]+0.8-shift)/dotStep)*dotStep + shift; x < along[i]-0.8; x += dotStep {
				squares = append(squares, []xy{{x - 0.6, y - 0.6}, {x + 0.6, y - 0.6}, {x + 0.6, y + 0.6}, {x - 0.6, y + 0.6}})
			}
		}
	}
	return squares
}

// crossings are where the edges of rings cross the line on which side is 0, each as its position along the line, ascending.
func crossings(rings [][]xy, side, along func(xy) float64) (at []float64) {
	for _, ring := range rings {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if a, b := side(p), side(q); (a > 0) != (b > 0) {
				at = append(at, along(between(p, q, a/(a-b))))
			}
		}
	}
	slices.Sort(at)
	return at
}
