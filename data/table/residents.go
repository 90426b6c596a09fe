package table

import (
	"fmt"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Residents reads a sheet as a list of residential points, in the order of the file. An empty cell of people is
// geo.NoData, and a group without a column is geo.NoData everywhere. An id that comes again replaces the
// earlier record. The error is a [*Refusal]; the findings are filled even then.
func Residents(sheet *Sheet, opts Options) ([]geo.ResidentialPoint, Findings, error) {
	r, err := sheet.open(residentFields, pointAttributes, opts, false)
	if err != nil {
		return nil, r.findings, err
	}
	if err := r.needPosition(); err != nil {
		return nil, r.findings, err
	}
	if !r.has(geo.All.Column()) {
		r.findings.warn("no_population_column", "there is no column population (常住人口): nobody can be counted until there is, or --map population=… names it",
			"没有常住人口列：在补充该列或用 --map population=… 指定之前，无法统计人口", sheet.headerText())
	}
	type place struct {
		name  string
		point orb.Point
	}
	var out []geo.ResidentialPoint
	index, rows := map[string]int{}, map[string]int{}
	seen := map[place]int{}
	r.each(func(c *record) bool {
		p := geo.ResidentialPoint{ID: c.id(), Name: c.cell("name"), Point: c.point(), Kind: c.residentKind(), Setting: c.setting(), Area: c.cell("area"), Estimate: c.yes("estimate"), Attributes: c.attributes()}
		for g := range geo.NumGroups {
			p.People[g] = int32(c.count(g.Column()))
		}
		if c.fault != nil {
			return false
		}
		c.peopleLookWrong(&p)
		i, again := index[p.ID]
		if again {
			c.updated(p.ID, rows[p.ID])
			out[i] = p
		} else {
			index[p.ID] = len(out)
			out = append(out, p)
			at := place{p.Name, p.Point}
			if row, ok := seen[at]; ok {
				c.findings.warn("duplicate", "residential points with the same name at the same place", "居民点名称与位置均相同", fmt.Sprintf("row %d and row %d (%s)", row, c.row.Number, p.ID))
			}
			seen[at] = c.row.Number
		}
		rows[p.ID] = c.row.Number
		return again
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

func (c *record) peopleLookWrong(p *geo.ResidentialPoint) {
	all := p.People[geo.All]
	if p.Estimate {
		c.findings.warn("estimated", "people are declared to be estimates, not counted", "人口注明为推算值，并非统计数", rowName(c.row.Number, p.ID))
	}
	if all == 0 {
		c.findings.warn("population_zero", "residential points with 0 people: leave the cell empty where the number is unknown", "人口为 0；未知时请留空", rowName(c.row.Number, p.ID))
	}
	if all == geo.NoData && c.has(geo.All.Column()) {
		c.findings.warn("population_missing", "residential points whose number of people is not given: they are outside every total", "人口未填写，不计入总数", rowName(c.row.Number, p.ID))
	}
	for g := geo.Age0to2; g < geo.Households; g++ {
		if all != geo.NoData && p.People[g] > all {
			c.findings.warn("group_exceeds_population", "groups with more people than the whole population of the point", "分组人口大于该点总人口", fmt.Sprintf("%s: %s %d of %d", rowName(c.row.Number, p.ID), g, p.People[g], all))
		}
	}
}

// residentKind reads the kind of a residential point.
func (c *record) residentKind() string {
	text := c.cell("kind")
	switch text {
	case "", "estate", "natural_village", "admin_village", "building", "grid":
		return text
	case "小区", "住宅小区", "居住小区":
		return "estate"
	case "自然村", "村民组":
		return "natural_village"
	case "行政村":
		return "admin_village"
	case "楼栋", "建筑":
		return "building"
	case "网格", "格网":
		return "grid"
	}
	c.findings.warn("unknown_kind", "the kind is none of estate, natural_village, admin_village, building, grid and was left out", "居民点类型无法识别，已留空", fmt.Sprintf("row %d: %s", c.row.Number, text))
	return ""
}
