package table

import (
	"fmt"
	"strings"

	"lifecircle/geo"
)

// Entrances reads a sheet as a list of doors, in the order of the file; a door that comes again is kept once.
// Whether the owners exist is for the workspace to say. The error is a [*Refusal]; the findings are filled
// even then.
func Entrances(sheet *Sheet, opts Options) ([]geo.Entrance, Findings, error) {
	r, err := sheet.open(entranceFields, nil, opts, false)
	if err != nil {
		return nil, r.findings, err
	}
	if err := r.needPosition(); err != nil {
		return nil, r.findings, err
	}
	for _, field := range []string{"owner_kind", "owner_id"} {
		if !r.has(field) {
			return nil, r.findings, &Refusal{File: sheet.File, Rule: missingColumn(sheet, field), Hint: geo.Say("An entrance needs owner_kind (facility or resident), owner_id, lon and lat; use --map for other names.", "出入口需要 owner_kind（设施或居民点）、owner_id、lon 和 lat 列；列名不同时请用 --map 指定。")}
		}
	}
	var out []geo.Entrance
	seen := map[geo.Entrance]int{}
	r.each(func(c *record) bool {
		e := geo.Entrance{OwnerKind: c.ownerKind(), OwnerID: c.cell("owner_id"), Point: c.point()}
		if e.OwnerID == "" {
			c.fail("owner_id", "", geo.Say("the owner's id is missing", "缺少所属对象的编号"))
		}
		if c.fault != nil {
			return false
		}
		if row, again := seen[e]; again {
			c.findings.warn("duplicate", "entrances of one owner at the same place", "同一对象在同一位置有重复出入口", fmt.Sprintf("row %d and row %d (%s)", row, c.row.Number, e.OwnerID))
			return true
		}
		seen[e] = c.row.Number
		out = append(out, e)
		return false
	})
	findings, err := r.close()
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

func (c *record) ownerKind() geo.OwnerKind {
	text := c.cell("owner_kind")
	switch strings.ToLower(text) {
	case "facility", "设施":
		return geo.FacilityOwner
	case "resident", "residents", "residential_point", "居民点", "小区":
		return geo.ResidentOwner
	}
	c.fail("owner_kind", text, geo.Say("the owner must be facility (设施) or resident (居民点)", "所属对象必须是 facility（设施）或 resident（居民点）"))
	return ""
}
