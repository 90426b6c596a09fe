package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// pngScale is how many pixels a unit of a drawing is wide: 680 units on 17 cm give 142 pixels per inch.
const pngScale = 1.4

// png draws a drawing into a picture for programs that know no SVG. Of texts it holds the figures alone.
func (d *drawing) png() ([]byte, error) {
	w, h := int(math.Ceil(d.width*pngScale)), int(math.Ceil(d.height*pngScale))
	r := &raster{image: image.NewRGBA(image.Rect(0, 0, w, h)), width: w, height: h, cover: make([]float64, w*h+1)}
	for i := range r.image.Pix {
		r.image.Pix[i] = 0xff
	}
	for i := range d.shapes {
		r.shape(&d.shapes[i])
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	err := encoder.Encode(&b, r.image)
	return b.Bytes(), err
}

// raster paints shapes. cover accumulates, per pixel, how the area to the right of the edges changes; its running sum along
// a row is how far a shape covers each pixel (the method of font rasterisers: exact areas, no samples).
type raster struct {
	image         *image.RGBA
	width, height int
	cover         []float64
	low, high     int // rows that hold edges
}

func (r *raster) shape(s *shape) {
	if s.shared != nil {
		for i := range s.shared.shapes {
			r.shape(&s.shared.shapes[i])
		}
		return
	}
	if s.text != "" {
		if s.signs {
			r.lettering(s)
		}
		return
	}
	if s.fill != none {
		r.begin()
		for _, ring := range s.rings {
			r.ring(ring)
		}
		r.paint(s.fill)
	}
	if s.stroke == none {
		return
	}
	r.begin()
	for _, ring := range s.rings {
		if len(ring) > 0 {
			r.pen(append(append([]xy(nil), ring...), ring[0]), s.width, s.dash)
		}
	}
	for _, line := range s.lines {
		r.pen(line, s.width, s.dash)
	}
	r.paint(s.stroke)
}

// lettering draws the figures of a text with a pen, with a white edge where it has one.
func (r *raster) lettering(s *shape) {
	lines, width := strokeText(s.text, s.size)
	x := s.at.x - []float64{0, width / 2, width}[s.anchor]
	for pass := range 2 {
		if pass == 0 && !s.halo {
			continue
		}
		r.begin()
		pen, c := s.size*0.115, s.colour
		if s.bold {
			pen *= 1.3
		}
		if pass == 0 {
			pen, c = pen+3, white
		}
		for _, line := range lines {
			moved := make([]xy, len(line))
			for i, p := range line {
				moved[i] = xy{x + p.x, s.at.y + p.y}
			}
			r.pen(moved, pen, 0)
		}
		r.paint(c)
	}
}

func (r *raster) begin() { r.low, r.high = r.height, -1 }

// ring adds a closed ring.
func (r *raster) ring(ring []xy) {
	for i, p := range ring {
		r.edge(p, ring[(i+1)%len(ring)])
	}
}

// pen adds a line of a width with round ends and corners, each stretch as a rectangle and each corner as a disc, all turned
// the same way round so that where they overlap they count as one.
func (r *raster) pen(line []xy, width, dash float64) {
	half := width / 2
	walked := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		if dash == 0 {
			r.stretch(a, b, length, half)
			continue
		}
		for from := -math.Mod(walked, 2*dash); from < length; from += 2 * dash {
			s, e := max(0, from), min(length, from+dash)
			if e > s {
				r.stretch(between(a, b, s/length), between(a, b, e/length), e-s, half)
			}
		}
		walked += length
	}
	if dash > 0 || width*pngScale < 1.2 {
		return
	}
	for _, p := range line {
		r.ring(regular(p, half, 12, 0))
	}
}

func between(a, b xy, t float64) xy {
	return xy{a.x + float64((b.x-a.x)*t), a.y + float64((b.y-a.y)*t)}
}

func (r *raster) stretch(a, b xy, length, half float64) {
	nx, ny := (b.y-a.y)/length*half, -(b.x-a.x)/length*half
	r.ring([]xy{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}})
}

// edge adds an edge of a shape. What lies beyond the left border is moved onto it; what lies beyond the others is cut off.
func (r *raster) edge(a, b xy) {
	ax, ay, bx, by := a.x*pngScale, a.y*pngScale, b.x*pngScale, b.y*pngScale
	if ay == by {
		return
	}
	direction := 1.0
	if ay > by {
		ax, ay, bx, by, direction = bx, by, ax, ay, -1
	}
	slope := (bx - ax) / (by - ay)
	first, last := max(0, int(math.Floor(ay))), min(r.height-1, int(math.Ceil(by))-1)
	for row := first; row <= last; row++ {
		top, bottom := max(ay, float64(row)), min(by, float64(row+1))
		if bottom <= top {
			continue
		}
		r.low, r.high = min(r.low, row), max(r.high, row)
		x0, x1 := ax+float64((top-ay)*slope), ax+float64((bottom-ay)*slope)
		r.span(row, min(x0, x1), max(x0, x1), direction*(bottom-top))
	}
}

// span adds to a row an edge that runs from x0 to x1 and is so high, with its sign.
func (r *raster) span(row int, x0, x1, height float64) {
	limit := float64(r.width)
	x0, x1 = min(max(x0, 0), limit), min(max(x1, 0), limit)
	line := r.cover[row*r.width:]
	first, last := int(x0), int(math.Ceil(x1))
	if last <= first+1 { // within one pixel
		if first < r.width {
			part := float64(height * (float64(first+1) - (x0+x1)/2))
			line[first] += part
			r.carry(row, first+1, height-part)
		}
		return
	}
	per := height / (x1 - x0)
	before := 0.0 // how much of the height the pixels so far have of their own
	for x := first; x < last && x < r.width; x++ {
		l, e := max(x0, float64(x)), min(x1, float64(x+1))
		crossed := per * (e - l)
		part := before + float64(crossed*(float64(x+1)-(l+e)/2))
		line[x] += part
		before = crossed - float64(crossed*(float64(x+1)-(l+e)/2))
	}
	r.carry(row, last, before)
}

// carry adds to a pixel what the one before it left over, unless the row ends there.
func (r *raster) carry(row, x int, amount float64) {
	if x < r.width {
		r.cover[row*r.width+x] += amount
	}
}

// paint fills what was added with a colour, and clears it.
func (r *raster) paint(c colour) {
	for row := max(0, r.low); row <= r.high; row++ {
		line := r.cover[row*r.width : (row+1)*r.width]
		sum := 0.0
		for x := range line {
			sum += line[x]
			line[x] = 0
			alpha := min(1, math.Abs(sum))
			if alpha < 1.0/512 {
				continue
			}
			r.blend(x, row, c, alpha)
		}
	}
}

func (r *raster) blend(x, y int, c colour, alpha float64) {
	at := r.image.PixOffset(x, y)
	pix := r.image.Pix[at : at+4 : at+4]
	to := color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
	for i, v := range [3]uint8{to.R, to.G, to.B} {
		pix[i] = uint8(float64(pix[i]) + float64((float64(v)-float64(pix[i]))*alpha) + 0.5)
	}
}
