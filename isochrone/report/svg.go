package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
)

// fontFamily is the system's own typeface, with the Chinese ones of the usual systems.
const fontFamily = `-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif`

// svg writes a drawing as a complete SVG document.
func (d *drawing) svg() []byte {
	var b bytes.Buffer
	d.openSVG(&b)
	for i := range d.shapes {
		d.shapes[i].svg(&b)
	}
	b.WriteString("</svg>")
	return b.Bytes()
}

// inPage writes a drawing as an element of a page that already holds what drawings share.
func (d *drawing) inPage() []byte {
	var b bytes.Buffer
	d.openSVG(&b)
	for i := range d.shapes {
		if s := d.shapes[i].shared; s != nil {
			fmt.Fprintf(&b, `<use href="#%s"/>`, s.id)
			continue
		}
		d.shapes[i].svg(&b)
	}
	b.WriteString("</svg>")
	return b.Bytes()
}

func (d *drawing) openSVG(b *bytes.Buffer) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" font-family="%s"><title>%s</title>`,
		short(d.width), short(d.height), short(d.width), short(d.height), fontFamily, escaped(clean(d.about)))
}

// pageDefs is an element that shows nothing and holds what the drawings of a page share.
func pageDefs(all []*shared) []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" style="position:absolute" aria-hidden="true"><defs>`)
	for _, one := range all {
		fmt.Fprintf(&b, `<g id="%s">`, one.id)
		for i := range one.shapes {
			one.shapes[i].svg(&b)
		}
		b.WriteString("</g>")
	}
	b.WriteString("</defs></svg>")
	return b.Bytes()
}

func (s *shape) svg(b *bytes.Buffer) {
	switch {
	case s.shared != nil:
		for i := range s.shared.shapes {
			s.shared.shapes[i].svg(b)
		}
		return
	case s.text != "":
		s.textSVG(b)
		return
	case len(s.rings) == 0 && len(s.lines) == 0:
		return
	}
	b.WriteString(`<path d="`)
	for _, ring := range s.rings {
		tracePath(b, ring, true)
	}
	for _, line := range s.lines {
		tracePath(b, line, false)
	}
	b.WriteString(`" fill="` + s.fill.css() + `"`)
	if len(s.rings) > 1 && !s.apart {
		b.WriteString(` fill-rule="evenodd"`)
	}
	s.strokeSVG(b)
	b.WriteString("/>")
}

func (s *shape) strokeSVG(b *bytes.Buffer) {
	if s.stroke == none {
		return
	}
	fmt.Fprintf(b, ` stroke="%s" stroke-width="%s" stroke-linejoin="round"`, s.stroke.css(), short(s.width))
	switch {
	case s.dash > 0:
		fmt.Fprintf(b, ` stroke-dasharray="%s"`, short(s.dash))
	case len(s.lines) > 0:
		b.WriteString(` stroke-linecap="round"`)
	}
}

// textSVG writes a text, with its white edge as a text of its own below it: not every reader of SVG can draw the edge first.
func (s *shape) textSVG(b *bytes.Buffer) {
	if s.halo {
		s.textElement(b, ` stroke="#ffffff" stroke-width="3" stroke-linejoin="round"`)
	}
	s.textElement(b, "")
}

func (s *shape) textElement(b *bytes.Buffer, edge string) {
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s"`, short(s.at.x), short(s.at.y), short(s.size), s.colour.css())
	if s.anchor != start {
		fmt.Fprintf(b, ` text-anchor="%s"`, []string{"start", "middle", "end"}[s.anchor])
	}
	if s.bold {
		b.WriteString(` font-weight="600"`)
	}
	b.WriteString(edge + ">" + escaped(s.text) + "</text>")
}

// tracePath writes steps between positions rounded to a tenth, so that what is drawn does not drift and the file stays
// small.
func tracePath(b *bytes.Buffer, line []xy, closed bool) {
	var atX, atY int
	for i, p := range line {
		x, y := int(math.Round(p.x*10)), int(math.Round(p.y*10))
		switch {
		case i == 0:
			b.WriteByte('M')
			b.WriteString(tenth(x))
			b.WriteByte(' ')
			b.WriteString(tenth(y))
		case x == atX && y == atY && i < len(line)-1:
			continue
		default:
			b.WriteByte('l')
			b.WriteString(tenth(x - atX))
			b.WriteByte(' ')
			b.WriteString(tenth(y - atY))
		}
		atX, atY = x, y
	}
	if closed {
		b.WriteByte('z')
	}
}

func tenth(n int) string {
	if n%10 == 0 {
		return strconv.Itoa(n / 10)
	}
	text := strconv.FormatFloat(float64(n)/10, 'f', 1, 64)
	switch {
	case len(text) > 2 && text[:2] == "0.":
		return text[1:]
	case len(text) > 3 && text[:3] == "-0.":
		return "-" + text[2:]
	}
	return text
}

// short is a number with two decimals at most.
func short(f float64) string {
	return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
}

func (c colour) css() string {
	if c == none {
		return "none"
	}
	return fmt.Sprintf("#%06x", int32(c))
}

// escaped is a text as XML and HTML both hold it.
func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a buffer takes whatever is written
	}
	return b.String()
}
