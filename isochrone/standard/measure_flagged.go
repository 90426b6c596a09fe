package standard

import (
	"math/big"
	"strings"
)

// flagged is the share of facilities of which each of the check's attributes says yes. A facility is a unit; one of which
// an attribute says nothing, or neither yes nor no, is without data.
func flagged(s *assessor, c *Check, o *Outcome) error {
	facilities, err := s.facilitiesOf(c, o, servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	rows, lacks := make([]UnitValue, len(facilities)), make([]string, len(facilities))
	for i, f := range facilities {
		rows[i] = s.facilityRow(f)
		var against []string
		for _, name := range c.Attributes {
			switch text := s.area.Facilities[f].Attributes[name]; {
			case isYes(text):
			case isNo(text):
				against = append(against, name)
			case lacks[i] == "":
				lacks[i] = name
			}
		}
		rows[i].Met, rows[i].Note = len(against) == 0, strings.Join(against, ", ")
		rows[i].Value = Fraction(int64(len(c.Attributes)-len(against)), int64(len(c.Attributes)))
	}
	if err := o.settleFacilities(o.lack(rows, lacks)); err != nil {
		return err
	}
	o.Values["pooled"] = *o.Value
	if c.Target != nil {
		wanted := new(big.Rat).Mul(c.Target, new(big.Rat).SetInt64(int64(o.UnitsTotal)))
		o.Deficit, o.DeficitIn = c.short(wanted, new(big.Rat).SetInt64(int64(o.UnitsMet)), true), "facilities"
	}
	return nil
}

// isNo reads a flag that says no, or not quite, as OpenStreetMap's "limited" of wheelchairs; an empty one says nothing.
func isNo(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "no", "false", "0", "n", "否", "无", "×", "✗", "limited", "部分":
		return true
	}
	return false
}
