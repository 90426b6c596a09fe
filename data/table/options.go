package table

import (
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// Options says how a sheet is to be understood. The zero value reads WGS 84 and finds columns by their names.
type Options struct {
	Service      string            // of facilities: the code for rows whose service cell is empty or missing
	Map          map[string]string // field to column, for columns that their names do not tell
	Datum        datum.Datum       // of rows whose 坐标系 cell is empty or missing
	Level        string            // of areas whose level cell is empty or missing
	KeepContacts bool              // keep columns with telephone numbers, contacts and identities
}

// ParseMap reads field=column,… as --map takes it. A column whose name holds a comma cannot be written.
func ParseMap(text string) (map[string]string, error) {
	mapped := map[string]string{}
	if strings.TrimSpace(text) == "" {
		return mapped, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		name, column, ok := strings.Cut(part, "=")
		name, column = strings.TrimSpace(name), strings.TrimSpace(column)
		if !ok || name == "" || column == "" {
			return nil, geo.Fail("--map %q: write field=column, several of them separated by commas", "--map “%s”：请写作 字段=列名，多个之间用逗号分隔", clip(part))
		}
		if _, twice := mapped[name]; twice {
			return nil, geo.Fail("--map names the field %q twice", "--map 重复指定了字段“%s”", clip(name))
		}
		mapped[name] = column
	}
	return mapped, nil
}

// columns tells for every field the column it is read from and sorts the others.
type columns struct {
	at       map[string]int // field to column
	heads    []heading      // of all columns
	extra    []int          // columns that are no field, contacts excluded
	contacts []int          // dropped columns

	known     map[int]*attribute // of the extra columns, those that plans ask for
	onlyKnown bool               // the other extra columns are not read
}

// match finds the columns of the fields: those mapped by the user first, then by titles, the surest first.
func (s *Sheet) match(fields []field, opts Options) (*columns, error) {
	c := &columns{at: map[string]int{}}
	taken := make([]bool, len(s.Header))
	for _, title := range s.Header {
		c.heads = append(c.heads, parseHeading(title))
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	asked := make([]string, 0, len(opts.Map))
	for name := range opts.Map {
		asked = append(asked, name)
	}
	slices.Sort(asked)
	for _, name := range asked {
		target := map[string]string{"x": "lon", "y": "lat"}[name]
		if target == "" {
			target = name
		}
		if !slices.Contains(names, target) {
			return nil, &Refusal{File: s.File, Option: "map", Column: name, Rule: geo.Say("--map names a field that lists of this kind do not have", "--map 指定的字段不属于本类清单"), Hint: geo.Say("The fields are %s.", "可用字段：%s。", strings.Join(names, ", "))}
		}
		if _, twice := c.at[target]; twice {
			return nil, &Refusal{File: s.File, Option: "map", Column: name, Rule: geo.Say("--map names this field twice", "--map 重复指定了该字段"), Hint: geo.Say("x is another name of lon, and y of lat.", "x 即 lon，y 即 lat。")}
		}
		column := slices.Index(s.Header, opts.Map[name])
		if column < 0 {
			want := parseHeading(opts.Map[name]).key
			column = slices.IndexFunc(c.heads, func(h heading) bool { return h.key == want })
		}
		if column < 0 {
			return nil, &Refusal{File: s.File, Column: opts.Map[name], Rule: geo.Say("--map names a column that the file does not have", "--map 指定的列在文件中不存在"), Hint: geo.Say("The columns are %s.", "现有列：%s。", s.headerText())}
		}
		c.at[target] = column
		taken[column] = true
	}
	for _, f := range fields {
		if _, mapped := c.at[f.name]; mapped {
			continue
		}
	titles:
		for _, title := range f.titles {
			key := parseHeading(title).key
			for i, h := range c.heads {
				if h.key == key && !taken[i] && !(personal(s.Header[i]) && !opts.KeepContacts) {
					c.at[f.name], taken[i] = i, true
					break titles
				}
			}
		}
	}
	if s.Spatial { // the geometry is the place; columns of coordinates beside it are not read
		for _, name := range asked {
			if name == "lon" || name == "lat" || name == "x" || name == "y" {
				return nil, &Refusal{File: s.File, Column: name, Rule: geo.Say("--map names a coordinate, but the features of this file have geometries", "--map 指定了坐标列，但文件中的要素自带几何"), Hint: geo.Say("Leave it out: the geometry is the place.", "请去掉：位置以几何为准。")}
			}
		}
		delete(c.at, "lon")
		delete(c.at, "lat")
	}
	for i, title := range s.Header {
		switch {
		case taken[i] || title == "":
		case personal(title) && !opts.KeepContacts:
			c.contacts = append(c.contacts, i)
		default:
			c.extra = append(c.extra, i)
		}
	}
	return c, nil
}

// missingColumn is the rule of a sheet without a column that it needs.
func missingColumn(s *Sheet, field string) geo.Words {
	return geo.Say("no column for %s was found among: %s", "没有找到 %s 列，现有列为：%s", field, s.headerText())
}

func (s *Sheet) headerText() string {
	return clip(strings.Join(s.Header, ", "))
}
