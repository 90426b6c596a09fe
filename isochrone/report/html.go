package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"lifecircle/isochrone/standard"
)

//go:embed page.css
var pageStyle string

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// HTML writes a report as one page that holds everything it needs: no script, no link, nothing to be loaded. Printed on A4
// it carries the result's id and the page number at the foot of every page (browsers that know margin boxes; every chapter
// of the screen version ends with the same line).
func HTML(q Request) ([]byte, error) {
	q, err := q.complete()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, webPage(&q, q.compose(listMaps)))
	return b.Bytes(), err
}

// The types below are the document as the template reads it: texts, which the template escapes, and drawings, which have
// escaped their own.
type webDocument struct {
	Chinese                                             bool
	Title, Subtitle, Verdict, Running, Kind, ResultWord string
	Style                                               template.CSS
	Shared, Headline                                    template.HTML
	HeadlineKeys                                        []webKey
	Lead                                                []string
	Cover                                               []webFact
	Sections                                            []webSection
}

type webFact struct{ Name, Value string }

type webVerdict struct{ Word, Sign, Class string }

type webSection struct {
	ID, Title     string
	NewPage, Part bool
	Verdict       webVerdict
	Blocks        []webBlock
}

type webBlock struct {
	Heading, Says string
	Quiet         bool
	Items         []string
	Facts         []webFact
	Table         *webTable
	Picture       *webPicture
}

type webTable struct {
	Columns []webColumn
	Rows    [][]webCell
	More    string
}

type webColumn struct {
	Title string
	Wide  int
	Right bool
}

type webCell struct {
	Says, Small string
	Right       bool
	Verdict     webVerdict
}

type webPicture struct {
	Drawing template.HTML
	Keys    []webKey
	Caption string
}

type webKey struct {
	Swatch template.HTML
	Text   string
}

func webPage(q *Request, d *document) *webDocument {
	v := d.voice
	w := &webDocument{Chinese: v.language == ZH, Title: d.title, Subtitle: d.subtitle, Verdict: d.verdict, Running: d.running, Lead: d.lead,
		Kind: v.Say("Assessment of service-circle plans", "规划实施评估"), ResultWord: v.Say("result %s", "结果编号 %s", q.ResultID),
		Shared: template.HTML(pageDefs(d.shared)), Cover: webFacts(d.cover)}
	w.Style = template.CSS(pageStyle + widths() + pageFoot(d.running))
	if d.headline != nil {
		w.Headline = template.HTML(d.headline.inPage())
		for _, k := range headlineKeys(v) {
			w.HeadlineKeys = append(w.HeadlineKeys, webKey{template.HTML(k.swatch.inPage()), k.text})
		}
	}
	for i := range d.sections {
		s := &d.sections[i]
		section := webSection{ID: s.id, Title: s.title, NewPage: s.newPage, Part: s.part, Verdict: v.webVerdict(s.verdict)}
		for k := range s.blocks {
			section.Blocks = append(section.Blocks, v.webBlock(&s.blocks[k]))
		}
		w.Sections = append(w.Sections, section)
	}
	return w
}

// widths are the classes of columns: html/template lets no number into a style attribute that a policy forbids anyway.
func widths() string {
	var b strings.Builder
	for n := 1; n <= 100; n++ {
		fmt.Fprintf(&b, "\n.w%d{width:%d%%}", n, n)
	}
	return b.String()
}

// pageFoot puts a line and the page number at the foot of every printed page. The line stands in a string of CSS: everything
// in it that is no letter or digit of any script is written by its number.
func pageFoot(running string) string {
	var b strings.Builder
	for _, r := range running {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	return fmt.Sprintf(`
@page { size: A4; margin: 17mm 15mm 19mm;
  @bottom-left { content: "%s"; font: 8pt Arial, "Liberation Sans", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #5f6d76; white-space: nowrap; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, "Liberation Sans", sans-serif; color: #5f6d76; } }
`, b.String())
}

func webFacts(facts []fact) (all []webFact) {
	for _, f := range facts {
		all = append(all, webFact{f.name, f.value})
	}
	return all
}

func (v voice) webVerdict(of standard.Verdict) webVerdict {
	if of == "" {
		return webVerdict{}
	}
	return webVerdict{v.verdict(of), looks(of).sign, string(of)}
}

func (v voice) webBlock(b *block) webBlock {
	w := webBlock{Heading: b.heading, Says: b.text, Quiet: b.quiet, Items: b.items, Facts: webFacts(b.facts)}
	if b.picture != nil {
		w.Picture = &webPicture{Drawing: template.HTML(b.picture.drawing.inPage()), Caption: b.picture.caption}
		for _, k := range b.picture.keys {
			w.Picture.Keys = append(w.Picture.Keys, webKey{template.HTML(k.swatch.inPage()), k.text})
		}
	}
	if b.table != nil {
		w.Table = &webTable{More: b.table.more}
		for _, c := range b.table.columns {
			w.Table.Columns = append(w.Table.Columns, webColumn{c.title, c.wide, c.right})
		}
		for _, row := range b.table.rows {
			cells := make([]webCell, len(row))
			for i, c := range row {
				cells[i] = webCell{Says: c.text, Small: c.small, Right: b.table.columns[i].right, Verdict: v.webVerdict(c.verdict)}
			}
			w.Table.Rows = append(w.Table.Rows, cells)
		}
	}
	return w
}
