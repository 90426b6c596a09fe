package standard

import (
	"cmp"
	"context"
	"math/big"
	"strconv"
	"strings"

	"lifecircle/geo"
)

// reported is a number that somebody gave with year and source: of the indicator that the check refers to, or of its id. Of
// several years the latest counts, of an assessment as of a date the latest up to its year. Rows of single areas are its
// units; the row of the whole decides.
func reported(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	latest := s.latestReported(c)
	if len(latest) == 0 {
		return lacking("no reported number for %[1]s: lifecircle import reported FILE, with the columns indicator (%[1]s), value, year and source",
			"尚无 %[1]s 的上报数：lifecircle import reported FILE，需含列 指标（%[1]s）、数值、年份、来源", c.Ref)
	}
	var rows []UnitValue
	for i := range latest {
		r := &latest[i]
		v, why := reportedValue(c, r)
		if r.Area != "" {
			rows = s.addReported(c, o, rows, r, v)
			continue
		}
		if v == nil {
			return &unanswerable{why}
		}
		o.Value = number(v)
		o.Assumptions = append(o.Assumptions, geo.Say("reported for %d by %s; this program only compares it with the target", "%d 年上报数，来源：%s；工具只与目标值比较", r.Year, cmp.Or(r.Source, "–")))
		if o.Deficit = o.reportedDeficit(c, v); o.Deficit != nil {
			o.DeficitIn = c.reportedIn()
		}
	}
	if len(rows) > 0 {
		o.UnitKind = c.Unit
		o.settleUnits(rows)
	}
	if o.Value == nil {
		return lacking("numbers are reported for single areas alone: report one for the whole of %s, with an empty area", "仅有分区上报数：请另行上报 %s 的总数（区划列留空）", c.Ref)
	}
	return nil
}

func (s *assessor) addReported(c *Check, o *Outcome, rows []UnitValue, r *geo.Reported, v *big.Rat) []UnitValue {
	name := UnitName{ID: r.Area}
	kind, index := WholeUnit, int32(0)
	if a, known := s.area.AreaByID(r.Area); known {
		name, kind, index = UnitName{ID: s.area.Areas[a].ID, Name: s.area.Areas[a].Name}, AreaUnit, a
	}
	if v == nil {
		name.Why = "value"
		o.NoData = append(o.NoData, name)
		return rows
	}
	return append(rows, UnitValue{UnitName: name, Value: number(v), Met: c.meetsTarget(v), Deficit: o.reportedDeficit(c, v), DeficitIn: c.reportedIn(), Kind: kind, Index: index})
}

// reportedDeficit is how much a reported number is short of the target; of a share, in percentage points.
func (o *Outcome) reportedDeficit(c *Check, v *big.Rat) *Number {
	if c.Target == nil {
		return nil
	}
	if hundred := big.NewRat(100, 1); c.IsShare() {
		return c.short(new(big.Rat).Mul(c.Target, hundred), new(big.Rat).Mul(v, hundred), false)
	}
	return c.short(c.Target, v, false)
}

// reportedIn is what the deficits of reported numbers are in.
func (c *Check) reportedIn() string {
	if c.IsShare() {
		return "points"
	}
	return c.UnitOfTarget
}

// latestReported lists the numbers reported for a check, of each area the latest.
func (s *assessor) latestReported(c *Check) (latest []geo.Reported) {
	before := 9999
	if len(s.options.AsOf) >= 4 {
		before, _ = strconv.Atoi(s.options.AsOf[:4])
	}
	place := map[string]int{}
	for _, r := range s.area.Reported { // by indicator, area and year
		if (r.Indicator != c.Ref && r.Indicator != c.ID) || r.Year > before {
			continue
		}
		at, seen := place[r.Area]
		switch {
		case !seen:
			place[r.Area] = len(latest)
			latest = append(latest, r)
		case r.Year > latest[at].Year || (r.Year == latest[at].Year && r.Indicator == c.ID): // of one year the check's own
			latest[at] = r
		}
	}
	return latest
}

// reportedValue reads a reported number as the check counts it: a share as a fraction of 1, be it given in per cent or not.
// Nil, and why, where it cannot be read or where it is not clear which of both was meant.
func reportedValue(c *Check, r *geo.Reported) (*big.Rat, geo.Words) {
	text, percent := strings.TrimSpace(r.Value), isPercent(r.Unit)
	for _, sign := range []string{"%", "％"} {
		if cut, is := strings.CutSuffix(text, sign); is {
			text, percent = cut, true
		}
	}
	v, is := decimal(text)
	if !is {
		return nil, geo.Say("the number reported for %s is no decimal number: %q", "%s 的上报数不是数字：%q", r.Indicator, cutText(r.Value, 40))
	}
	if !c.IsShare() {
		return v, geo.Words{}
	}
	if percent {
		v = new(big.Rat).Quo(v, big.NewRat(100, 1))
	}
	if v.Sign() < 0 || v.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, geo.Say("%q is reported for %s, which is a share: give it as 0.57, or with the unit %%", "%[2]s 为占比，上报数 %[1]q 超出范围：请写 0.57，或注明单位 %%", cutText(r.Value, 40), r.Indicator)
	}
	return v, geo.Words{}
}

func isPercent(unit string) bool {
	switch strings.TrimSpace(unit) {
	case "%", "％", "percent", "per cent", "百分比":
		return true
	}
	return false
}
