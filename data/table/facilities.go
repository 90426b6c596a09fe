package table

import (
	"errors"
	"fmt"
	"strings"

	"lifecircle/geo"
	"lifecircle/geo/hours"
)

// Facilities reads a sheet as a list of facilities, in the order of the file. A row whose service cell names
// several codes becomes one facility of each. A key (service and id) that comes again replaces the earlier
// record. The error is a [*Refusal]; the findings are filled even then.
func Facilities(sheet *Sheet, opts Options) ([]geo.Facility, Findings, error) {
	r, err := sheet.open(facilityFields, facilityAttributes, opts, true)
	if err != nil {
		return nil, r.findings, err
	}
	if err := r.needPosition(); err != nil {
		return nil, r.findings, err
	}
	if opts.Service != "" {
		if _, ok := geo.LookupService(opts.Service); !ok {
			return nil, r.findings, &Refusal{File: sheet.File, Column: "--service", Value: clip(opts.Service), Rule: unknownService(opts.Service), Hint: geo.Say("Choose one of the known service codes.", "请选择已有的设施类型代码。")}
		}
	} else if !r.has("service") {
		return nil, r.findings, &Refusal{File: sheet.File, Rule: geo.Say("nothing says of which service these facilities are", "无法判断设施类型"),
			Hint: geo.Say("Add --service CODE, or name the column that holds the codes with --map service=…", "请选择设施类型（--service），或用 --map service=… 指定设施类型列")}
	}
	type key struct{ service, id string }
	type place struct {
		key
		name     string
		lon, lat float64
	}
	var out []geo.Facility
	index := map[key]int{}  // into out
	rows := map[key]int{}   // row numbers
	seen := map[place]int{} // row numbers, by everything but the id
	live := map[int]int{}   // how many records of a row still stand
	r.each(func(c *record) bool {
		f := c.facility()
		services := c.services()
		if c.fault != nil {
			return false
		}
		c.looksWrong(&f)
		replaced := 0
		for _, service := range services {
			f.Service = service
			k := key{service, f.ID}
			same := place{key{service, ""}, f.Name, f.Point[0], f.Point[1]}
			i, again := index[k]
			if !again {
				if row, ok := seen[same]; ok {
					c.findings.warn("duplicate", "facilities of one service with the same name at the same place", "同类设施名称与位置均相同", fmt.Sprintf("row %d and row %d (%s)", row, c.row.Number, f.Name))
				}
				index[k] = len(out)
				out = append(out, f)
			} else {
				c.updated(service+":"+f.ID, rows[k])
				if live[rows[k]]--; live[rows[k]] == 0 {
					replaced++
				}
				out[i] = f
			}
			rows[k], seen[same] = c.row.Number, c.row.Number
			live[c.row.Number]++
		}
		// The rows this one leaves without any record; more than one only in lists of several services.
		c.findings.Updated += max(0, replaced-1)
		return replaced > 0
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

// facility reads everything but the service.
func (c *record) facility() geo.Facility {
	f := geo.Facility{
		ID: c.id(), Name: c.cell("name"), Point: c.point(), Status: c.status(),
		Capacity: c.number("capacity"), CapacityUnit: c.cell("capacity_unit"), AreaM2: c.number("area_m2"),
		OpeningHours: c.hours(), Opened: c.date("opened"), Closed: c.date("closed"),
		Address: c.cell("address"), Serves: c.list("serves"), Area: c.cell("area"), Attributes: c.attributes(),
	}
	if i, ok := c.columns.at["capacity"]; ok && f.CapacityUnit == "" && f.Capacity != geo.NoData {
		f.CapacityUnit = capacityUnits[c.columns.heads[i].key]
		if f.CapacityUnit == "" {
			f.CapacityUnit = c.columns.heads[i].unit
		}
	}
	return f
}

// hours is the text of opening hours, whether it can be read or not.
func (c *record) hours() string {
	text := c.cell("opening_hours")
	if text == "" {
		return ""
	}
	var fault *hours.Error
	if _, err := hours.Parse(text); errors.As(err, &fault) {
		c.odd("hours_unreadable", geo.Say("opening hours that cannot be read count as no data; the text is kept: %s", "无法识别的开放时间按无数据处理，原文保留：%s", fault.Rule),
			c.columns.at["opening_hours"], fmt.Sprintf("%q, character %d", text, fault.At))
	}
	return text
}

// services are the codes of the row, each once.
func (c *record) services() []string {
	text := c.cell("service")
	if text == "" {
		if c.opts.Service == "" {
			c.fail("service", "", geo.Say("the service is missing: fill the cell or add --service CODE", "缺少设施类型：请填写该单元格，或选择设施类型（--service）"))
			return nil
		}
		return []string{c.opts.Service}
	}
	var codes []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "；", ";"), ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		code, ok := serviceCode(part)
		if !ok {
			c.fail("service", part, unknownService(part))
			return nil
		}
		twice := false
		for _, other := range codes {
			twice = twice || other == code
		}
		if !twice {
			codes = append(codes, code)
		}
		if c.opts.Service != "" && code != c.opts.Service {
			c.findings.warn("other_service", "rows name another service than --service "+c.opts.Service+"; the row counts", "以下行注明的设施类型与 --service 不同，以行内为准", rowName(c.row.Number, code))
		}
	}
	if len(codes) == 0 {
		c.fail("service", text, geo.Say("the service is missing", "缺少设施类型"))
	}
	return codes
}

// serviceCode finds a code by itself or by its Chinese name.
func serviceCode(text string) (string, bool) {
	if t, ok := geo.LookupService(text); ok {
		return t.Code, true
	}
	for _, t := range geo.ServiceTypes() {
		if t.NameZH == text {
			return t.Code, true
		}
	}
	return "", false
}

func unknownService(text string) geo.Words {
	if near, ok := geo.NearestService(text); ok {
		return geo.Say("this service is not known; did you mean %s?", "无法识别该设施类型；是否指 %s？", near)
	}
	return geo.Say("this service is not known", "无法识别该设施类型")
}

// looksWrong reports what a facility may well be but rarely is.
func (c *record) looksWrong(f *geo.Facility) {
	if f.Capacity == 0 {
		c.findings.warn("capacity_zero", "facilities with capacity 0: leave the cell empty where it is unknown", "容量为 0；未知时请留空", rowName(c.row.Number, f.ID))
	}
	if f.Name == "" {
		c.findings.warn("no_name", "facilities without a name", "设施没有名称", rowName(c.row.Number, f.ID))
	}
	if f.Closed != "" && f.Status != geo.Closed {
		c.findings.warn("closed_but_active", "facilities with a closing date that are not marked closed: they count by their state", "填有关闭日期但状态不是停运，按状态计", rowName(c.row.Number, f.ID))
	}
}
