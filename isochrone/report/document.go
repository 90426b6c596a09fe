package report

import "lifecircle/isochrone/standard"

// document is a report before it is written down: what HTML and DOCX have in common.
type document struct {
	voice
	title    string
	subtitle string   // the plan
	cover    []fact   // what the result is about, and its id
	verdict  string   // the headline in one line
	headline *drawing // the same as a bar
	lead     []string // what to know before reading on
	running  string   // on every page
	sections []section
	shared   []*shared
}

// section is a chapter, or a part of one.
type section struct {
	id      string // an anchor
	title   string
	verdict standard.Verdict // shown beside the title; "" none
	part    bool             // of the chapter before it
	newPage bool
	blocks  []block
}

// block is one of the things that a section is made of.
type block struct {
	text    string
	quiet   bool // of text: small print
	heading string
	items   []string
	facts   []fact
	table   *table
	picture *picture
}

// fact is a number with its name, or a line of the cover.
type fact struct{ name, value string }

// table is a table of texts.
type table struct {
	columns []column
	rows    [][]cell
	more    string // what is not listed
}

// column heads a table's column.
type column struct {
	title string
	wide  int  // of a hundred parts of the width
	right bool // numbers
}

// cell is a text, and below it a smaller one; a verdict is marked by its sign and colour.
type cell struct {
	text    string
	small   string
	verdict standard.Verdict
}

// picture is a drawing with a legend and a caption.
type picture struct {
	drawing *drawing
	keys    []key
	caption string
	isMap   bool
}

func (s *section) add(b block) { s.blocks = append(s.blocks, b) }

func (s *section) say(text string) {
	if text != "" {
		s.add(block{text: text})
	}
}

func (s *section) note(text string) {
	if text != "" {
		s.add(block{text: text, quiet: true})
	}
}

func (s *section) list(heading string, items []string) {
	if len(items) > 0 {
		s.add(block{heading: heading, items: items})
	}
}

func (s *section) grid(heading string, t *table) {
	if t != nil && len(t.rows) > 0 {
		s.add(block{heading: heading, table: t})
	}
}

func (s *section) draw(heading string, p picture) {
	if p.drawing != nil {
		s.add(block{heading: heading, picture: &p})
	}
}

// texts makes cells of texts.
func texts(all ...string) []cell {
	row := make([]cell, len(all))
	for i, text := range all {
		row[i].text = text
	}
	return row
}

// tidy makes every text of a document harmless: names of files may have come in anywhere. Of a long text the end is cut.
func (d *document) tidy() {
	line := func(s *string) { *s = shortened(clean(*s), textLimit) }
	lines := func(all []string) {
		for i := range all {
			line(&all[i])
		}
	}
	facts := func(all []fact) {
		for i := range all {
			line(&all[i].name)
			line(&all[i].value)
		}
	}
	for _, s := range []*string{&d.title, &d.subtitle, &d.verdict, &d.running} {
		line(s)
	}
	facts(d.cover)
	lines(d.lead)
	for i := range d.sections {
		s := &d.sections[i]
		line(&s.title)
		for k := range s.blocks {
			b := &s.blocks[k]
			line(&b.text)
			line(&b.heading)
			lines(b.items)
			facts(b.facts)
			if b.picture != nil {
				line(&b.picture.caption)
				for j := range b.picture.keys {
					line(&b.picture.keys[j].text)
				}
			}
			if b.table == nil {
				continue
			}
			line(&b.table.more)
			for j := range b.table.columns {
				line(&b.table.columns[j].title)
			}
			for _, row := range b.table.rows {
				for j := range row {
					line(&row[j].text)
					line(&row[j].small)
				}
			}
		}
	}
}
