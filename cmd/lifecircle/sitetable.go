package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// siteTable is a file of places or of costs, its columns matched.
type siteTable struct {
	*table.Sheet
	at   map[string]int // field to column
	hash string         // SHA-256 of the file
	kind string         // demand, candidates or matrix
}

// siteField is something that a file may say, with the titles its column goes by, the surest first.
type siteField struct {
	name   string
	titles []string
}

var sitePlace = []siteField{
	{"id", []string{"id", "code", "编号", "编码", "代码", "序号", "name", "名称"}},
	{"lon", []string{"lon", "lng", "long", "longitude", "x", "经度"}},
	{"lat", []string{"lat", "latitude", "y", "纬度"}},
}

// siteFields lists what each kind of file may say.
var siteFields = map[string][]siteField{
	"demand": append([]siteField{
		{"population", []string{"population", "pop", "demand", "weight", "people", "常住人口", "人口", "总人口", "需求", "权重"}},
		{"area", []string{"area", "zone", "district", "所属区划", "所属社区", "所属街道", "社区", "街道"}},
	}, sitePlace...),
	"candidates": append([]siteField{
		{"cost", []string{"cost", "price", "成本", "费用", "造价", "投资"}},
		{"capacity", []string{"capacity", "容量", "床位", "托位", "学位", "餐位"}},
		{"status", []string{"status", "state", "状态"}},
	}, sitePlace...),
	"matrix": {
		{"demand_id", []string{"demand_id", "demand", "origin_id", "origin", "from_id", "from", "需求点编号", "需求点"}},
		{"candidate_id", []string{"candidate_id", "candidate", "destination_id", "destination", "to_id", "to", "facility_id", "site_id", "点位编号", "备选点位"}},
		{"cost", []string{"cost", "time", "distance", "travel_time", "minutes", "seconds", "metres", "meters", "费用", "时间", "距离"}},
		{"demand", []string{"population", "weight", "demand_weight", "人口", "需求", "权重", "demand"}},
	},
}

// maxSiteBytes bounds an input file, as imports are bounded.
const maxSiteBytes = table.MaxBytes

// readSiteTable reads a file of a kind. Columns named by --map come first; a field that no column of the file is
// named for is looked for by its titles. group is the column that counts people.
func readSiteTable(path, kind, encoding, group string, mapped map[string]string, used map[string]bool) (*siteTable, error) {
	text, err := readBounded(path, maxSiteBytes)
	if err != nil {
		return nil, err
	}
	as, err := table.ParseEncoding(encoding)
	if err != nil {
		return nil, &usageError{err.Error(), ""}
	}
	name := filepath.Base(path)
	read := func(r io.Reader, name string) (*table.Sheet, error) { return table.ReadCSV(r, name, as) }
	if bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		read = table.ReadXLSX
	}
	sheet, err := read(bytes.NewReader(text), name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	t := &siteTable{Sheet: sheet, at: map[string]int{}, hash: hex.EncodeToString(sum[:]), kind: kind}
	fields := slices.Clone(siteFields[kind])
	if group != "population" && kind == "demand" {
		for i, f := range fields {
			if f.name == "population" {
				fields[i].titles = []string{group}
			}
		}
	}
	t.match(fields, mapped, used)
	return t, t.checkRows()
}

func (t *siteTable) match(fields []siteField, mapped map[string]string, used map[string]bool) {
	folded := make([]string, len(t.Header))
	taken := make([]bool, len(t.Header))
	for i, title := range t.Header {
		folded[i] = foldTitle(title)
	}
	take := func(field, title string) bool {
		i := slices.Index(folded, foldTitle(title))
		if _, have := t.at[field]; have || i < 0 || taken[i] {
			return false
		}
		t.at[field], taken[i] = i, true
		return true
	}
	for _, f := range fields {
		if column, asked := mapped[f.name]; asked && take(f.name, column) {
			used[f.name] = true
		}
	}
	for _, f := range fields {
		for _, title := range f.titles {
			if take(f.name, title) {
				break
			}
		}
	}
}

// foldTitle makes spellings of a title meet.
func foldTitle(title string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(width.Fold.String(title))), " ", "_")
}

// checkRows refuses a file with a row that could not be split.
func (t *siteTable) checkRows() error {
	for i := range t.Rows {
		if row := &t.Rows[i]; row.Fault != nil {
			return &table.Refusal{File: t.File, Row: row.Number, Column: row.Fault.Column, Value: row.Fault.Value, Rule: row.Fault.Rule,
				Hint: geo.Say("Correct the row: a choice of sites must not rest on a part of the file.", "请更正该行：选址不能只依据部分数据。")}
		}
	}
	return nil
}

// need refuses a file without a column.
func (t *siteTable) need(fields ...string) error {
	for _, f := range fields {
		if _, has := t.at[f]; !has {
			return &table.Refusal{File: t.File, Rule: geo.Say("no column for %s was found among: %s", "没有找到 %s 列，现有列为：%s", f, strings.Join(t.Header, ", ")),
				Hint: geo.Say("Name it %s, or say which it is with --map %s=COLUMN.", "请把列命名为 %s，或用 --map %s=列名 指定。", f, f)}
		}
	}
	return nil
}

func (t *siteTable) has(field string) bool {
	_, has := t.at[field]
	return has
}

// cell is the text of a field in a row, "" where there is none.
func (t *siteTable) cell(row int, field string) string {
	i, has := t.at[field]
	if !has {
		return ""
	}
	return strings.TrimSpace(t.Rows[row].Cells[i])
}

// refuse blames a cell.
func (t *siteTable) refuse(row int, field string, rule, hint geo.Words) error {
	value := t.cell(row, field)
	column := field
	if i, has := t.at[field]; has {
		column = t.Header[i]
	}
	if len(value) > 100 {
		value = value[:100] + "…"
	}
	return &table.Refusal{File: t.File, Row: t.Rows[row].Number, Column: column, Value: printable(value), Rule: rule, Hint: hint}
}

// id reads an identifier.
func (t *siteTable) id(row int, field string) (string, error) {
	id := t.cell(row, field)
	if id == "" || len(id) > 200 {
		return "", t.refuse(row, field, geo.Say("an id must stand here, of at most %d bytes", "此处应为编号，不超过 %d 字节", 200), geo.Say("Give every row an id.", "请为每一行填写编号。"))
	}
	return printable(id), nil
}

// number reads a quantity that is not negative.
func (t *siteTable) number(row int, field string, as decimals) (int64, error) {
	text := t.cell(row, field)
	if text == "" {
		return 0, t.refuse(row, field, geo.Say("the number is missing", "缺少数值"), geo.Say("Fill it in, or remove the row.", "请填写，或删除该行。"))
	}
	n, err := as.read(text)
	if err != nil {
		return 0, t.refuse(row, field, geo.WordsOf(err), geo.Say("Correct the cell: digits with a decimal point, 0 or more.", "请更正该单元格：使用小数点的数字，0 或以上。"))
	}
	return n, nil
}

// whole reads a number of people.
func (t *siteTable) whole(row int, field string) (int64, error) {
	n, err := t.number(row, field, decimals{})
	if err == nil && placesOf(t.cell(row, field)) > 0 {
		err = t.refuse(row, field, geo.Say("demand is a whole number", "需求应为整数"), geo.Say("Count in a smaller unit: multiply all by 10 or 100.", "请改用更小的单位，例如全部乘以 10 或 100。"))
	}
	if err == nil && n > 1_000_000_000_000 {
		err = t.refuse(row, field, geo.Say("the number is too large", "数值过大"), geo.Say("Count in a larger unit.", "请改用更大的单位。"))
	}
	return n, err
}

// places is the number of digits after the point in a column, at most most.
func (t *siteTable) places(field string, most int) decimals {
	places := 0
	for row := range t.Rows {
		if text := t.cell(row, field); plainDecimal.MatchString(text) {
			places = max(places, placesOf(text))
		}
	}
	return decimals{min(places, most)}
}

// unmapped refuses what --map names and no file has.
func unmapped(mapped map[string]string, used map[string]bool) error {
	for _, field := range slices.Sorted(maps.Keys(mapped)) {
		column := mapped[field]
		known := false
		for _, fields := range siteFields {
			known = known || slices.ContainsFunc(fields, func(f siteField) bool { return f.name == field })
		}
		if !known {
			return &usageError{fmt.Sprintf("--map names the unknown field %q", field), "The fields are: id, lon, lat, population, area, cost, capacity, status, demand_id, candidate_id, demand."}
		}
		if !used[field] {
			return &usageError{fmt.Sprintf("--map %s=%s: no file that is asked for %s has that column", field, column, field), "Check the column names."}
		}
	}
	return nil
}
