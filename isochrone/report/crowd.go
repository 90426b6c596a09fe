package report

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// bookSpots is how many residential points without service a report names of each check, those with most people first:
// more than anybody reads, and so few that the workbook of a county can be opened.
const bookSpots = 5000

// mapCell is how wide the cells are, in units of a drawing, in which a map adds up the people of points that are too many
// to be drawn one by one.
const mapCell = 10.0

// Crowd is who a check leaves without service where the places are too many to be drawn, or to be named, one by one.
type Crowd struct {
	Places int // all of them, and their people
	People int64

	Unnamed       int // places that the report does not name, and their people
	UnnamedPeople int64
	areas         map[int32]*unnamed // by the area they are in, of the level with most areas; -1: in none

	cells   map[[2]int]int64 // people by column and row of the map's cells
	view    *view
	area    *geo.StudyArea
	areasAt []int32 // nil where the town has no areas
}

// unnamed are the places of an area that a report does not name.
type unnamed struct {
	area   int32
	places int
	people int64
}

func newCrowd(area *geo.StudyArea, v *view) *Crowd {
	c := &Crowd{areas: map[int32]*unnamed{}, cells: map[[2]int]int64{}, view: v, area: area}
	if level := finest(area); level != "" {
		c.areasAt = area.AreasAt(level)
	}
	return c
}

// add counts a residential point; those with most people come first.
func (c *Crowd) add(point int32, people int64) {
	c.Places++
	c.People += people
	if at := c.view.at(c.area.Points[point].Point); c.view.holds(at) {
		c.cells[[2]int{int(at.x / mapCell), int(at.y / mapCell)}] += people
	}
	if c.Places <= bookSpots {
		return
	}
	c.Unnamed++
	c.UnnamedPeople += people
	in := int32(-1)
	if c.areasAt != nil {
		in = c.areasAt[point]
	}
	if c.areas[in] == nil {
		c.areas[in] = &unnamed{area: in}
	}
	c.areas[in].places++
	c.areas[in].people += people
}

// byArea lists the places that are not named by area, most people first.
func (c *Crowd) byArea() (all []*unnamed) {
	for _, u := range c.areas {
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b *unnamed) int { return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(a.area, b.area)) })
	return all
}

// crowded is a cell of a map in which people live without service.
type crowded struct {
	at     xy
	people int64
}

// onMap lists the cells, most people first.
func (c *Crowd) onMap() (all []crowded) {
	for at, people := range c.cells {
		all = append(all, crowded{xy{(float64(at[0]) + 0.5) * mapCell, (float64(at[1]) + 0.5) * mapCell}, people})
	}
	slices.SortFunc(all, func(a, b crowded) int {
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(a.at.y, b.at.y), cmp.Compare(a.at.x, b.at.x))
	})
	return all
}

// cellM is the width of a cell in the town, in metres.
func (c *Crowd) cellM() int { return int(math.Round(mapCell / c.view.perM)) }

// listAll is the command that lists every point that a check leaves without service, under the conditions of the report. A
// standard and a mode of the user's own are in files that only the user can name.
func (q *Request) listAll(check string) string {
	parts := []string{"lifecircle check -w FILE.gpkg --standard", "PLAN.yaml"}
	if builtin, err := standard.Builtin(q.Standard.ID); err == nil && bytes.Equal(builtin.Text, q.Standard.Text) {
		parts[1] = q.Standard.ID
	}
	if q.Scorecard.AsOf != "" {
		parts = append(parts, "--as-of", q.Scorecard.AsOf)
	}
	if q.Options.ElderAge != 0 {
		parts = append(parts, "--elder-age", strconv.Itoa(q.Options.ElderAge))
	}
	for _, mode := range geo.Modes() {
		if _, own := q.Options.Profiles[mode]; own {
			parts = append(parts, "--profile", string(mode)+".yaml")
		}
	}
	if m := q.Scorecard.Manifest; m != nil && m.Scenario != nil {
		parts = append(parts, "--scenario", strconv.Quote(cmp.Or(m.Scenario.Name, "NAME")))
	}
	return strings.Join(append(parts, "--check", check, "--uncovered", check, "-o uncovered.csv"), " ")
}

// unnamedLine says how many places a report does not name, and how to have them all.
func (q *Request) unnamedLine(check string, c *Crowd) string {
	return voice{q.Language}.Say("%s further places (%s people) are not listed one by one: the workbook adds them up by area. All of them: %s",
		"另有 %s 处居民点（%s 人）未逐一列出，表格文件按区划汇总；导出全部：%s", count(int64(c.Unnamed)).text, count(c.UnnamedPeople).text, q.listAll(check))
}
