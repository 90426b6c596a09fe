package table

import (
	"strings"

	"lifecircle/geo"
)

// Areas reads a sheet as a list of administrative units, in the order of the file. The id is the cell id, else
// code, else the feature's own id, else the name. Spatial sheets must hold polygons; a plain table gives
// areas without a shape. An id that comes again replaces the earlier record. The error is a [*Refusal]; the
// findings are filled even then.
func Areas(sheet *Sheet, opts Options) ([]geo.Area, Findings, error) {
	r, err := sheet.open(areaFields, areaAttributes, opts, true)
	if err != nil {
		return nil, r.findings, err
	}
	if sheet.Spatial {
		if err := r.needPolygons(); err != nil {
			return nil, r.findings, err
		}
	} else {
		if !r.has("id") && !r.has("code") && !r.has("name") {
			return nil, r.findings, &Refusal{File: sheet.File, Rule: missingColumn(sheet, "id, code, name"), Hint: geo.Say("Say which column names the areas with --map id=… or --map name=…", "请用 --map id=… 或 --map name=… 指定区划单元的编号或名称列")}
		}
		r.findings.warn("no_shape", "a table gives areas without boundaries: people belong to them by name, or by lying in an area that names one as its parent", "表格中的区划单元没有边界，只能按名称，或按以其为上级的区划单元的边界归属人口", sheet.File)
	}
	r.peopleAmongAttributes()
	var out []geo.Area
	index, rows := map[string]int{}, map[string]int{}
	r.each(func(c *record) bool {
		a := geo.Area{
			ID: c.areaID(), Name: c.cell("name"), Level: c.level(), Parent: c.cell("parent"), Kind: c.cell("kind"), Setting: c.setting(),
			Population: c.count("population"), Registered: c.count("registered_population"), Households: c.count("households"), Attributes: c.attributes(),
		}
		if c.fault == nil && sheet.Spatial {
			a.Shape, _ = c.shape()
		}
		if c.fault != nil {
			return false
		}
		if a.Name == "" {
			a.Name = a.ID
		}
		i, again := index[a.ID]
		if again {
			c.updated(a.ID, rows[a.ID])
			out[i] = a
		} else {
			index[a.ID] = len(out)
			out = append(out, a)
		}
		rows[a.ID] = c.row.Number
		return again
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

// peopleAmongAttributes warns of columns of numbers that by their name are people, where no column was recognised as
// the population: areas without people cannot be compared with their residential points, nor be spread over buildings.
func (r *reader) peopleAmongAttributes() {
	if r.has("population") {
		return
	}
	for _, i := range r.columns.extra {
		if likePeople(r.columns.heads[i].key) && r.numeric(i) {
			r.findings.warn("population_attribute", "columns that look like people, while none was recognised as the population: if one is, import again with this option", "没有识别到人口列，但有列疑似人口数；如确为人口，请加此参数重新导入", "--map population="+r.sheet.Header[i])
		}
	}
}

// likePeople tells by its folded title whether a column may count people.
func likePeople(title string) bool {
	for _, not := range []string{"densit", "ratio", "rate", "percent", "share", "密度", "比", "率"} {
		if strings.Contains(title, not) {
			return false
		}
	}
	return strings.Contains(title, "pop") || strings.Contains(title, "人口")
}

// numeric tells whether a column holds numbers and nothing else.
func (r *reader) numeric(column int) bool {
	some := false
	for i := range r.sheet.Rows {
		cells := r.sheet.Rows[i].Cells
		if column >= len(cells) {
			continue
		}
		text := strings.ReplaceAll(cleanText(cells[column]), ",", "") // 12,345
		if text != "" && !plainNumber.MatchString(text) {
			return false
		}
		some = some || text != ""
	}
	return some
}

// needPolygons refuses a file of points or lines given as areas.
func (r *reader) needPolygons() error {
	for i := range r.sheet.Rows {
		if g := r.sheet.Rows[i].Geometry; g != nil && g.Dimensions() == 2 || r.sheet.Rows[i].Fault != nil {
			return nil
		}
	}
	return &Refusal{File: r.sheet.File, Rule: geo.Say("there is no polygon in this file; areas are polygons", "文件中没有面要素；区划单元必须是面"), Hint: geo.Say("Choose the file of boundaries. Lines must be joined to polygons in a GIS program first.", "请选择边界文件；线要素须先在 GIS 软件中转为面。")}
}

func (c *record) areaID() string {
	for _, id := range []string{c.cell("id"), c.cell("code"), cleanText(c.row.FeatureID), c.cell("name")} {
		if len(id) > maxID {
			c.fail("id", id, geo.Say("an id must not be longer than %d bytes", "编号不得超过 %d 字节", maxID))
		}
		if id != "" {
			return id
		}
	}
	return c.id()
}

var levels = map[string]string{
	"社区": "community", "村": "community", "行政村": "community", "社区/村": "community", "居委会": "community", "村委会": "community", "村级": "community", "社区级": "community",
	"街道": "town", "镇": "town", "乡": "town", "乡镇": "town", "街道/乡镇": "town", "乡镇级": "town", "乡级": "town",
	"县": "county", "区": "county", "区县": "county", "县区": "county", "市辖区": "county", "县级市": "county", "县级": "county",
	"市": "city", "地级市": "city", "地级": "city", "市级": "city", "省": "province", "省级": "province",
}

// level is that of the row, else the declared one. Levels of other countries are kept as they are written.
func (c *record) level() string {
	text := c.cell("level")
	if text == "" {
		text = c.opts.Level
	}
	if level, ok := levels[text]; ok {
		return level
	}
	if text == "" {
		c.findings.warn("no_level", "areas without a level: add --level community, town or county", "区划单元没有级别；请加 --level community、town 或 county", rowName(c.row.Number, ""))
	}
	return text
}
