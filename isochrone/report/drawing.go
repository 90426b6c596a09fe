package report

// A drawing is a picture of a few kinds of shapes, in units of which 680 are as wide as the text of a page; x grows to the
// right and y downward. It leaves as SVG or as PNG.
type drawing struct {
	width, height float64
	about         string // what it shows, for those who cannot see it
	shapes        []shape
}

// xy is a position in a drawing.
type xy struct{ x, y float64 }

// colour is 0xRRGGBB; none draws nothing.
type colour int32

const none colour = -1

// The colours of reports: those of the map on the screen.
const (
	ink        colour = 0x16232d
	inkSoft    colour = 0x485862
	inkFaint   colour = 0x5f6d76
	rule       colour = 0xc6ced3
	white      colour = 0xffffff
	brand      colour = 0x123c55
	metFill    colour = 0xcfe0ee
	metInk     colour = 0x1a5f8a
	lateFill   colour = 0xf9d9c2
	lateInk    colour = 0xb63f06
	lateDark   colour = 0x6b2a05
	unknownInk colour = 0x5d5670
	refInk     colour = 0x6b5b1e
	paper      colour = 0xe9edee
	landFill   colour = 0xf6f6f3
	waterFill  colour = 0xcfdde4
	waterLine  colour = 0xb4cad5
	streetCase colour = 0xd9dbd7
	majorCase  colour = 0xbfc3bf
	pathLine   colour = 0xd3d5d1
	railLine   colour = 0xa9adaf
	border     colour = 0x8c949b
)

// pattern is laid over a fill, so that areas can be told apart without colour.
type pattern uint8

const (
	plain   pattern = iota
	hatched         // thin rust lines from bottom left to top right: failing
	dotted          // grey dots: no data
)

// shape is a path, or a text where text is not empty, or a drawing that several drawings share.
type shape struct {
	shared *shared

	rings  [][]xy // of a filled shape: closed by themselves, even-odd or with holes the other way round
	lines  [][]xy // of a stroke alone
	apart  bool   // the rings are shapes of their own, all the same way round, that may lie over each other
	fill   colour
	stroke colour
	width  float64
	dash   float64 // length of dashes and gaps; 0: unbroken

	text   string
	at     xy
	size   float64
	bold   bool
	anchor anchor
	colour colour
	halo   bool // a white edge, so that it is read on any ground
	signs  bool // of characters that strokes can draw (strokefont.go): also in the PNG
}

// shared is a drawing that stands below others, such as the streets of a map. A page holds it once, by its id.
type shared struct {
	id     string
	shapes []shape
}

type anchor uint8

const (
	start anchor = iota
	middle
	end
)

// area draws a filled shape with a pattern on it and an outline.
func (d *drawing) area(rings [][]xy, fill colour, over pattern, stroke colour, width float64) {
	if over == plain {
		d.shapes = append(d.shapes, shape{rings: rings, fill: fill, stroke: stroke, width: width})
		return
	}
	if fill != none {
		d.shapes = append(d.shapes, shape{rings: rings, fill: fill, stroke: none})
	}
	d.pattern(over, rings)
	if stroke != none {
		d.shapes = append(d.shapes, shape{rings: rings, fill: none, stroke: stroke, width: width})
	}
}

// crowd draws many small shapes of one kind at once.
func (d *drawing) crowd(rings [][]xy, fill, stroke colour, width float64) {
	if len(rings) > 0 {
		d.shapes = append(d.shapes, shape{rings: rings, apart: true, fill: fill, stroke: stroke, width: width})
	}
}

// stroke draws lines.
func (d *drawing) stroke(lines [][]xy, c colour, width float64) {
	if len(lines) > 0 {
		d.shapes = append(d.shapes, shape{lines: lines, fill: none, stroke: c, width: width})
	}
}

// dashed draws broken lines.
func (d *drawing) dashed(lines [][]xy, c colour, width, dash float64) {
	d.shapes = append(d.shapes, shape{lines: lines, fill: none, stroke: c, width: width, dash: dash})
}

// box draws a rectangle.
func (d *drawing) box(x, y, w, h float64, fill colour, over pattern, stroke colour, width float64) {
	d.area([][]xy{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}, fill, over, stroke, width)
}

// label writes a text that only the SVG shows: the PNG has no typeface.
func (d *drawing) label(at xy, text string, size float64, c colour, a anchor) *shape {
	d.shapes = append(d.shapes, shape{fill: none, stroke: none, text: clean(text), at: at, size: size, colour: c, anchor: a})
	return &d.shapes[len(d.shapes)-1]
}

// figures writes digits and the few signs of strokefont.go, which the PNG shows as well.
func (d *drawing) figures(at xy, text string, size float64, c colour, a anchor) *shape {
	s := d.label(at, text, size, c, a)
	s.signs = true
	return s
}

// lay puts a shared drawing over what was drawn so far.
func (d *drawing) lay(s *shared) { d.shapes = append(d.shapes, shape{shared: s}) }

// circle is a ring of short lines that looks round at the sizes of signs.
func circle(at xy, radius float64) []xy { return regular(at, radius, 20, 0) }

// textWidth estimates how wide a text is in the system's typefaces: a Chinese character is as wide as high.
func textWidth(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case r >= 0x2E80:
			w++
		case r == ' ' || r == '.' || r == ',' || r == 'i' || r == 'l':
			w += 0.3
		default:
			w += 0.58
		}
	}
	return w * size
}
