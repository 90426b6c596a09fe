package table

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"lifecircle/geo"
)

var reportedFields = []field{
	{"indicator", []string{"indicator", "ref", "check", "指标", "指标编号", "指标代码", "指标序号", "指标id", "指标名称"}},
	{"area", []string{"area", "地区", "区划", "行政区划", "区划代码", "区县", "街道", "社区", "范围"}},
	{"value", []string{"value", "数值", "值", "指标值", "完成值", "现状值", "完成情况", "实际值", "上报值"}},
	{"unit", []string{"unit", "单位", "计量单位"}},
	{"year", []string{"year", "年份", "年度", "年", "统计年份", "数据年份"}},
	{"source", []string{"source", "来源", "数据来源", "资料来源", "出处", "依据"}},
}

// The years that reported numbers may be of.
const firstYear, lastYear = 1900, 2100

// Reported reads a sheet of reported numbers. Of several rows of one indicator, area and year the last one counts. The
// error is a [*Refusal]; the findings are filled even then.
func Reported(sheet *Sheet, opts Options) ([]geo.Reported, Findings, error) {
	r, err := sheet.open(reportedFields, nil, opts, false)
	if err != nil {
		return nil, r.findings, err
	}
	for _, need := range []string{"indicator", "value", "year"} {
		if !r.has(need) {
			return nil, r.findings, &Refusal{File: sheet.File, Rule: missingColumn(sheet, need), Hint: geo.Say("Columns are indicator, area, value, unit, year, source (指标, 地区, 数值, 单位, 年份, 来源); --map names others.", "各列为指标、地区、数值、单位、年份、来源；其他列名请用 --map 指定。")}
		}
	}
	type key struct {
		indicator, area string
		year            int
	}
	var out []geo.Reported
	index, rows := map[key]int{}, map[key]int{}
	r.each(func(c *record) bool {
		n := geo.Reported{Indicator: c.cell("indicator"), Area: c.cell("area"), Unit: c.cell("unit"), Source: c.cell("source"), Year: c.year()}
		c.reportedValue(&n)
		if n.Indicator == "" {
			c.fail("indicator", "", geo.Say("the indicator is missing: write its number in the plan, such as ZJ-04, or the id of the check", "缺少指标：请填写规划中的编号（如 ZJ-04）或检查项编号"))
		}
		if len(n.Indicator) > maxID {
			c.fail("indicator", n.Indicator, geo.Say("an id must not be longer than %d bytes", "编号不得超过 %d 字节", maxID))
		}
		if c.fault != nil {
			return false
		}
		k := key{n.Indicator, n.Area, n.Year}
		i, again := index[k]
		if again {
			c.updated(fmt.Sprintf("%s %s %d", n.Indicator, n.Area, n.Year), rows[k])
			out[i] = n
		} else {
			index[k] = len(out)
			out = append(out, n)
		}
		rows[k] = c.row.Number
		if n.Source == "" {
			c.findings.warn("no_source", "reported numbers without a source: nobody can check them", "上报数值没有注明来源，无法核实", rowName(c.row.Number, n.Indicator))
		}
		return again
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

// reportedValue reads the number. A percent sign, in the cell or in the title, is its unit where no other is given.
func (c *record) reportedValue(n *geo.Reported) {
	text := c.cell("value")
	if text == "" {
		c.fail("value", "", geo.Say("the value is missing", "缺少数值"))
		return
	}
	head := c.columns.heads[c.columns.at["value"]]
	plain, signed := strings.CutSuffix(strings.TrimSpace(width.Fold.String(text)), "%")
	if (signed || head.unit == "%") && n.Unit == "" {
		n.Unit = "%"
	}
	if n.Unit == "％" {
		n.Unit = "%"
	}
	if signed && n.Unit != "%" {
		c.fail("value", text, geo.Say("the value is a percentage, and its unit another one", "数值为百分比，而单位不是"))
	}
	value, rule := decimal(plain, head.unit1)
	if rule.Empty() && n.Unit == "%" {
		rule = percentage(value+"%", "", head)
	}
	if !rule.Empty() {
		c.fail("value", text, rule)
	}
	n.Value = value
}

func (c *record) year() int {
	text := strings.TrimSuffix(width.Fold.String(c.cell("year")), "年")
	year, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
	if err != nil || year < firstYear || year > lastYear {
		c.fail("year", c.cell("year"), geo.Say("a year from %d to %d is expected", "此处应为 %d 至 %d 之间的年份", firstYear, lastYear))
	}
	return year
}
