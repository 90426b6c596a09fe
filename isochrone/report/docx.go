package report

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	docxMaps  = 12
	emuPerDot = 9525 * 0.944 // 680 units of a drawing are the width of the text, 170 mm
	textWide  = 9638         // twentieths of a point: 170 mm
)

// DOCX writes a report as a word-processor document (Office Open XML, ECMA-376): headings, real tables, and pictures as SVG
// with a PNG for programs that know no SVG. It holds the same as [HTML], with the result's id and the page number at the foot
// of every page.
func DOCX(q Request) ([]byte, error) {
	q, err := q.complete()
	if err != nil {
		return nil, err
	}
	w := &docx{document: q.compose(docxMaps)}
	w.cover(&q)
	for i := range w.sections {
		if err := w.section(&w.sections[i]); err != nil {
			return nil, err
		}
	}
	if w.failed != nil {
		return nil, w.failed
	}
	return w.pack()
}

// docx collects the parts of a document file.
type docx struct {
	*document
	body   bytes.Buffer
	media  []medium
	known  map[[32]byte]int // by the hash of the SVG: legends repeat their samples
	shown  int              // pictures so far: each has a number of its own
	failed error
}

type medium struct{ svg, png []byte }

// cover writes the first page.
func (w *docx) cover(q *Request) {
	w.paragraph("Title", w.title)
	w.paragraph("Subtitle", w.subtitle)
	w.paragraph("Verdict", w.verdict)
	if w.headline != nil {
		w.picture(&picture{drawing: w.headline, keys: headlineKeys(w.voice)})
	}
	for _, line := range w.lead {
		w.bullet(line)
	}
	w.paragraph("Quiet", "")
	t := &table{columns: []column{{"", 22, false}, {"", 78, false}}}
	for _, f := range w.document.cover {
		t.rows = append(t.rows, texts(f.name, f.value))
	}
	w.table(t)
}

func (w *docx) section(s *section) error {
	style := "Heading1"
	if s.part {
		style = "Heading2"
	}
	properties := ""
	if s.newPage {
		properties = "<w:pageBreakBefore/>"
	}
	w.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>`)
	w.run(s.title, "")
	if s.verdict != "" {
		l := looks(s.verdict)
		w.run("　", "")
		w.run(l.sign+" "+w.voice.verdict(s.verdict), runLook(l))
	}
	w.body.WriteString("</w:p>")
	for i := range s.blocks {
		w.block(&s.blocks[i])
	}
	return w.failed
}

func runLook(l look) string {
	return fmt.Sprintf(`<w:b/><w:color w:val="%06X"/><w:shd w:val="clear" w:color="auto" w:fill="%06X"/>`, int32(l.ink), int32(l.wash))
}

func (w *docx) block(b *block) {
	if b.heading != "" {
		w.paragraph("Heading3", b.heading)
	}
	switch {
	case b.text != "" && b.quiet:
		w.paragraph("Quiet", b.text)
	case b.text != "":
		w.paragraph("", b.text)
	}
	for _, item := range b.items {
		w.bullet(item)
	}
	if len(b.facts) > 0 {
		w.facts(b.facts)
	}
	if b.table != nil {
		w.table(b.table)
		if b.table.more != "" {
			w.paragraph("Quiet", b.table.more)
		}
	}
	if b.picture != nil {
		w.picture(b.picture)
	}
}

func (w *docx) paragraph(style, text string) {
	w.body.WriteString("<w:p>")
	if style != "" {
		w.body.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	w.run(text, "")
	w.body.WriteString("</w:p>")
}

func (w *docx) bullet(text string) {
	w.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Item"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>`)
	w.run(text, "")
	w.body.WriteString("</w:p>")
}

// run writes a stretch of text with properties of its own.
func (w *docx) run(text, properties string) {
	if text == "" {
		return
	}
	w.body.WriteString("<w:r>")
	if properties != "" {
		w.body.WriteString("<w:rPr>" + properties + "</w:rPr>")
	}
	w.body.WriteString(`<w:t xml:space="preserve">` + escaped(text) + "</w:t></w:r>")
}

// facts are a table of two rows without lines: names above, numbers below, four or so beside each other.
func (w *docx) facts(facts []fact) {
	for chunk := range slices.Chunk(facts, 5) {
		t := &table{}
		names, values := []cell{}, []cell{}
		for _, f := range chunk {
			t.columns = append(t.columns, column{"", 100 / len(chunk), false})
			names, values = append(names, cell{small: f.name}), append(values, cell{text: f.value})
		}
		t.rows = [][]cell{names, values}
		w.table(t)
	}
}

func (w *docx) table(t *table) {
	b := &w.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, c := range t.columns {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, textWide*c.wide/100)
	}
	b.WriteString("</w:tblGrid>")
	if slices.ContainsFunc(t.columns, func(c column) bool { return c.title != "" }) {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
		for _, c := range t.columns {
			w.cell(c, cell{text: c.title}, "Head")
		}
		b.WriteString("</w:tr>")
	}
	for _, row := range t.rows {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i, c := range row {
			w.cell(t.columns[i], c, "Cell")
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	w.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>`) // tables that touch become one
}

func (w *docx) cell(of column, c cell, style string) {
	b := &w.body
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, textWide*of.wide/100)
	open := func(style string) {
		b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>`)
		if of.right {
			b.WriteString(`<w:jc w:val="right"/>`)
		}
		b.WriteString("</w:pPr>")
	}
	if c.text != "" || c.small == "" {
		open(style)
		if c.verdict != "" {
			l := looks(c.verdict)
			w.run(l.sign+" "+c.text, runLook(l))
		} else {
			w.run(c.text, "")
		}
		b.WriteString("</w:p>")
	}
	if c.small != "" {
		open("Small")
		w.run(c.small, "")
		b.WriteString("</w:p>")
	}
	b.WriteString("</w:tc>")
}

func (w *docx) picture(p *picture) {
	w.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr>`)
	w.inline(p.drawing)
	w.body.WriteString("</w:p>")
	if len(p.keys) > 0 {
		w.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Keys"/></w:pPr>`)
		for i, k := range p.keys {
			if i > 0 {
				w.run("　 ", "")
			}
			w.inline(k.swatch)
			w.run(" "+k.text, "")
		}
		w.body.WriteString("</w:p>")
	}
	if p.caption != "" {
		w.paragraph("Quiet", p.caption)
	}
}

// inline writes a drawing into a line of text.
func (w *docx) inline(d *drawing) {
	index, err := w.hold(d)
	if err != nil {
		w.failed = err
		return
	}
	w.shown++
	cx, cy := int(d.width*emuPerDot), int(d.height*emuPerDot)
	fmt.Fprintf(&w.body, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="picture %[3]d" descr="%[5]s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:nvPicPr><pic:cNvPr id="%[3]d" name="picture %[3]d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="png%[4]d"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">`+
		`<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="svg%[4]d"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		cx, cy, w.shown, index, escaped(clean(d.about)))
}

// hold keeps a drawing among the media, once, and gives its number, from 1.
func (w *docx) hold(d *drawing) (int, error) {
	svg := d.svg()
	hash := sha256.Sum256(svg)
	if index, is := w.known[hash]; is {
		return index, nil
	}
	png, err := d.png()
	if err != nil {
		return 0, err
	}
	w.media = append(w.media, medium{svg, png})
	if w.known == nil {
		w.known = map[[32]byte]int{}
	}
	w.known[hash] = len(w.media)
	return len(w.media), nil
}

// pack writes the parts into a file whose bytes depend on nothing but them.
func (w *docx) pack() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestCompression) })
	add := func(name string, content []byte) error {
		// No time: zip has none before 1980, and a document is not another one because it was written later.
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRoot}, {"docProps/core.xml", w.core()}, {"docProps/app.xml", docxApp},
		{"word/document.xml", w.main()}, {"word/_rels/document.xml.rels", w.relations()}, {"word/styles.xml", docxStyles}, {"word/settings.xml", docxSettings},
		{"word/numbering.xml", docxNumbering}, {"word/fontTable.xml", docxFonts}, {"word/header1.xml", w.header()}, {"word/footer1.xml", w.footer()},
	}
	for _, p := range parts {
		if err := add(p.name, []byte(p.text)); err != nil {
			return nil, err
		}
	}
	for i, m := range w.media {
		if err := add(fmt.Sprintf("word/media/image%d.png", i+1), m.png); err != nil {
			return nil, err
		}
		if err := add(fmt.Sprintf("word/media/image%d.svg", i+1), m.svg); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func (w *docx) main() string {
	return xmlHead + `<w:document ` + docxNames + `><w:body>` + w.body.String() +
		`<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
}

func (w *docx) header() string {
	return xmlHead + `<w:hdr ` + docxNames + `><w:p><w:pPr><w:pStyle w:val="Running"/></w:pPr><w:r><w:t xml:space="preserve">` + escaped(w.subtitle) + `</w:t></w:r></w:p></w:hdr>`
}

func (w *docx) footer() string {
	field := func(code string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	return xmlHead + `<w:ftr ` + docxNames + `><w:p><w:pPr><w:pStyle w:val="Running"/><w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">` + escaped(w.running) +
		`</w:t></w:r><w:r><w:tab/></w:r>` + field("PAGE") + `<w:r><w:t xml:space="preserve"> / </w:t></w:r>` + field("NUMPAGES") + `</w:p></w:ftr>`
}

func (w *docx) core() string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escaped(w.title) +
		`</dc:title><dc:subject>` + escaped(w.subtitle) + `</dc:subject><dc:description>` + escaped(w.running) + `</dc:description></cp:coreProperties>`
}

func (w *docx) relations() string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range [][3]string{{"styles", "styles", "styles.xml"}, {"settings", "settings", "settings.xml"}, {"numbering", "numbering", "numbering.xml"}, {"fonts", "fontTable", "fontTable.xml"}, {"header", "header", "header1.xml"}, {"footer", "footer", "footer1.xml"}} {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, r[0], office, r[1], r[2])
	}
	for i := range w.media {
		fmt.Fprintf(&b, `<Relationship Id="png%[1]d" Type="%[2]simage" Target="media/image%[1]d.png"/><Relationship Id="svg%[1]d" Type="%[2]simage" Target="media/image%[1]d.svg"/>`, i+1, office)
	}
	b.WriteString("</Relationships>")
	return b.String()
}
