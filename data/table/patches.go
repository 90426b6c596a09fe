package table

import (
	"slices"

	"lifecircle/geo"
)

// Patch is a row of a list of attributes: what it says of a facility, residential point or area that is already there.
// Cells that are empty say nothing.
type Patch[T any] struct {
	Row     int
	Key     string // column and value by which a report names the row
	Column  string
	ID      string // "" where the row has none
	Name    string // the same
	Service string // of facilities: the code, "" for any
	Level   string // of areas: "" for any
	Parent  string // of areas: id or name of the one above, "" for any

	changes []func(*T)
}

// Apply puts what the row says into a record; everything else stays.
func (p *Patch[T]) Apply(to *T) {
	for _, change := range p.changes {
		change(to)
	}
}

// set adds a change.
func (p *Patch[T]) set(change func(*T)) { p.changes = append(p.changes, change) }

// patched are the fields of lists that attributes can be joined to, without those that a patch cannot change, and with the
// columns by which rows are joined.
func patched(fields []field, keys []field, leaveOut ...string) []field {
	kept := slices.Clone(keys)
	for _, f := range fields {
		named := func(name string) bool { return name == f.name }
		if !slices.ContainsFunc(keys, func(k field) bool { return k.name == f.name }) && !slices.ContainsFunc(leaveOut, named) {
			kept = append(kept, f)
		}
	}
	return kept
}

var (
	areaPatchFields = patched(areaFields, []field{
		{"id", append([]string{"id"}, areaCodeTitles...)},
		{"name", []string{"name", "名称", "社区名称", "区划名称", "街道名称", "乡镇名称", "村名称", "行政区名称", "社区", "社区/村", "村/社区", "行政村", "村", "村居", "name:zh", "name_zh", "area"}},
	}, "code")
	facilityPatchFields = patched(facilityFields, []field{
		{"id", []string{"id", "code", "编号", "编码", "代码", "设施编号", "设施编码", "设施代码", "机构编号", "机构编码", "机构代码", "学校代码", "站点编号", "唯一编码", "备案编号"}},
		{"capacity", []string{"capacity", "容量", "服务规模", "设计规模"}}, // beds and places are attributes of their own
	})
	residentPatchFields = patched(residentFields, []field{
		{"id", []string{"id", "code", "编号", "编码", "代码", "小区编号", "小区编码", "小区代码", "居民点编号", "居民点编码", "居民点代码", "唯一编码"}},
	}, "estimate")
)

// AreaPatches reads a sheet of attributes of areas. The error is a [*Refusal]; the findings are filled even then.
func AreaPatches(sheet *Sheet, opts Options) ([]Patch[geo.Area], Findings, error) {
	r, err := sheet.openPatches(areaPatchFields, areaAttributes, opts)
	if err != nil {
		return nil, r.findings, err
	}
	return readPatches(r, func(c *record, p *Patch[geo.Area]) {
		if p.Level, p.Parent = c.cell("level"), c.cell("parent"); levels[p.Level] != "" {
			p.Level = levels[p.Level]
		}
		if p.Level == "" {
			p.Level = c.opts.Level
		}
		setText(c, p, "kind", c.cell, func(a *geo.Area, text string) { a.Kind = text })
		setText(c, p, "setting", func(string) string { return c.setting() }, func(a *geo.Area, text string) { a.Setting = text })
		setCount(c, p, "population", func(a *geo.Area, n int64) { a.Population = n })
		setCount(c, p, "registered_population", func(a *geo.Area, n int64) { a.Registered = n })
		setCount(c, p, "households", func(a *geo.Area, n int64) { a.Households = n })
		setAttributes(c, p, func(a *geo.Area) *map[string]string { return &a.Attributes })
	})
}

// FacilityPatches reads a sheet of attributes of facilities, as [AreaPatches] does.
func FacilityPatches(sheet *Sheet, opts Options) ([]Patch[geo.Facility], Findings, error) {
	r, err := sheet.openPatches(facilityPatchFields, facilityAttributes, opts)
	if err != nil {
		return nil, r.findings, err
	}
	return readPatches(r, func(c *record, p *Patch[geo.Facility]) {
		p.Service = c.opts.Service
		if text := c.cell("service"); text != "" {
			code, known := serviceCode(text)
			if !known {
				c.fail("service", text, unknownService(text))
			}
			p.Service = code
		}
		if c.cell("status") != "" {
			status := c.status()
			p.set(func(f *geo.Facility) { f.Status = status })
		}
		setNumber(c, p, "capacity", func(f *geo.Facility, n float64) { f.Capacity = n })
		setNumber(c, p, "area_m2", func(f *geo.Facility, n float64) { f.AreaM2 = n })
		setText(c, p, "opening_hours", func(string) string { return c.hours() }, func(f *geo.Facility, text string) { f.OpeningHours = text })
		for field, of := range map[string]func(*geo.Facility) *string{
			"capacity_unit": func(f *geo.Facility) *string { return &f.CapacityUnit }, "address": func(f *geo.Facility) *string { return &f.Address },
			"area": func(f *geo.Facility) *string { return &f.Area },
		} {
			setText(c, p, field, c.cell, func(f *geo.Facility, text string) { *of(f) = text })
		}
		setText(c, p, "opened", c.date, func(f *geo.Facility, text string) { f.Opened = text })
		setText(c, p, "closed", c.date, func(f *geo.Facility, text string) { f.Closed = text })
		if serves := c.list("serves"); len(serves) > 0 {
			p.set(func(f *geo.Facility) { f.Serves = serves })
		}
		setAttributes(c, p, func(f *geo.Facility) *map[string]string { return &f.Attributes })
	})
}

// ResidentPatches reads a sheet of attributes of residential points, as [AreaPatches] does.
func ResidentPatches(sheet *Sheet, opts Options) ([]Patch[geo.ResidentialPoint], Findings, error) {
	r, err := sheet.openPatches(residentPatchFields, pointAttributes, opts)
	if err != nil {
		return nil, r.findings, err
	}
	return readPatches(r, func(c *record, p *Patch[geo.ResidentialPoint]) {
		for g := range geo.NumGroups {
			setCount(c, p, g.Column(), func(to *geo.ResidentialPoint, n int64) { to.People[g] = int32(n) })
		}
		setText(c, p, "kind", func(string) string { return c.residentKind() }, func(to *geo.ResidentialPoint, text string) { to.Kind = text })
		setText(c, p, "setting", func(string) string { return c.setting() }, func(to *geo.ResidentialPoint, text string) { to.Setting = text })
		setText(c, p, "area", c.cell, func(to *geo.ResidentialPoint, text string) { to.Area = text })
		setAttributes(c, p, func(to *geo.ResidentialPoint) *map[string]string { return &to.Attributes })
	})
}

// openPatches opens a sheet of attributes: it must name what they are of, and bring at least one.
func (s *Sheet) openPatches(fields []field, known []attribute, opts Options) (*reader, error) {
	r, err := s.open(fields, known, opts, true)
	if err != nil {
		return r, err
	}
	r.strict = true
	if !r.has("id") && !r.has("name") {
		return r, &Refusal{File: s.File, Rule: missingColumn(s, "id, name"), Hint: geo.Say("Attributes are joined by code or by name: say which column holds it with --map id=… or --map name=…", "属性按代码或名称对应：请用 --map id=… 或 --map name=… 指定该列")}
	}
	brings := len(r.columns.extra)
	for _, f := range fields {
		i, has := r.columns.at[f.name]
		switch {
		case !has:
		case slices.ContainsFunc(positionFields, func(p field) bool { return p.name == f.name }):
			r.findings.Columns[i].Field = ""
			r.findings.warn("column_not_read", "columns that are no field of this list were not read", "以下列不是本类清单的字段，未读取", s.Header[i])
		case !slices.Contains([]string{"id", "name", "service", "level", "parent"}, f.name):
			brings++
		}
	}
	if brings == 0 {
		return r, &Refusal{File: s.File, Rule: geo.Say("no column holds an attribute", "没有任何属性列"), Hint: geo.Say("The columns are %s.", "现有列：%s。", s.headerText())}
	}
	return r, nil
}

func readPatches[T any](r *reader, read func(*record, *Patch[T])) ([]Patch[T], Findings, error) {
	var out []Patch[T]
	r.each(func(c *record) bool {
		p := Patch[T]{Row: c.row.Number, ID: c.cell("id"), Name: c.cell("name")}
		for _, key := range []string{"name", "id"} {
			if text := c.cell(key); text != "" {
				p.Key, p.Column = text, c.sheet.Header[c.columns.at[key]]
			}
		}
		if p.Key == "" {
			c.fail("id", "", geo.Say("neither a code nor a name says what this row is about", "该行没有代码也没有名称"))
		}
		read(c, &p)
		if c.fault == nil {
			out = append(out, p)
		}
		return false
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

func setText[T any](c *record, p *Patch[T], field string, read func(field string) string, put func(*T, string)) {
	if c.cell(field) == "" {
		return
	}
	if text := read(field); text != "" {
		p.set(func(to *T) { put(to, text) })
	}
}

func setCount[T any](c *record, p *Patch[T], field string, put func(*T, int64)) {
	if n := c.count(field); n != geo.NoData {
		p.set(func(to *T) { put(to, n) })
	}
}

func setNumber[T any](c *record, p *Patch[T], field string, put func(*T, float64)) {
	if n := c.number(field); n != geo.NoData {
		p.set(func(to *T) { put(to, n) })
	}
}

// setAttributes adds the attributes of a row to those of the record; its map is never changed in place.
func setAttributes[T any](c *record, p *Patch[T], of func(*T) *map[string]string) {
	brought := c.attributes()
	if len(brought) == 0 {
		return
	}
	p.set(func(to *T) {
		all := make(map[string]string, len(*of(to))+len(brought))
		for _, from := range []map[string]string{*of(to), brought} {
			for name, value := range from {
				all[name] = value
			}
		}
		*of(to) = all
	})
}
