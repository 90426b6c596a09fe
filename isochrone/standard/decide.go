package standard

import (
	"math/big"
	"slices"

	"lifecircle/geo"
)

// aboutShare is how far from its target a value may be that a plan wants to be "about" so much (左右).
var aboutShare = big.NewRat(5, 100)

// meets compares exactly.
func (op Op) meets(value, target *big.Rat) bool {
	switch op {
	case AtLeast:
		return value.Cmp(target) >= 0
	case MoreThan:
		return value.Cmp(target) > 0
	case AtMost:
		return value.Cmp(target) <= 0
	case LessThan:
		return value.Cmp(target) < 0
	case About:
		off := new(big.Rat).Sub(value, target)
		return off.Abs(off).Cmp(new(big.Rat).Mul(aboutShare, new(big.Rat).Abs(target))) <= 0
	}
	return false
}

// judge gives the verdict: on the value itself, or on the share of units that meet the target where the measure is one of
// those that are judged so.
func (s *assessor) judge(c *Check, o *Outcome) {
	met := false
	switch {
	case o.Value == nil:
		o.Verdict = NotAssessable
		if o.Why.Empty() {
			o.Why = geo.Say("there is nothing to count: the denominator is zero", "没有可统计的对象：分母为零")
		}
		return
	case c.Op == NoTarget:
		o.Verdict, o.Why = ReportOnly, c.said(o)
		return
	case c.unitsDecide():
		met = o.shareOfUnits().Cmp(c.shareWanted()) >= 0
	default:
		met = c.Op.meets(o.Value.Rat(), c.Target)
	}
	o.Verdict = NotMet
	if met {
		o.Verdict = Met
	}
	o.Why = c.said(o)
	if c.Reference() {
		o.Would, o.Verdict = o.Verdict, Reference
	}
}

// byUnits tells whether each unit is held against the target, and the share of those that meet it is what is judged.
func (m Measure) byUnits() bool {
	switch m {
	case Size, Hours, MinArea, PerCommunity, MaxTime:
		return true
	}
	return false
}

// unitsDecide tells whether the share of units that meet the target is what is judged: where the measure is judged so, and of a
// ratio where the check asks for it.
func (c *Check) unitsDecide() bool { return c.Measure.byUnits() || c.ShareOfUnits != nil }

// shareOfUnits is the share of units that meet the target; none where there are none.
func (o *Outcome) shareOfUnits() *big.Rat {
	return new(big.Rat).SetFrac64(int64(o.UnitsMet), int64(max(1, o.UnitsTotal)))
}

// shareWanted is the share of units that must meet the target: all of them where the check does not say.
func (c *Check) shareWanted() *big.Rat {
	if c.ShareOfUnits != nil {
		return c.ShareOfUnits
	}
	return big.NewRat(1, 1)
}

// said is the outcome in one sentence.
func (c *Check) said(o *Outcome) geo.Words {
	value := c.shown(*o.Value)
	switch {
	case c.Op == NoTarget:
		return geo.Say("%s; the check sets no target", "%s；本项仅列示，未设目标", value)
	case c.unitsDecide():
		return geo.Say("%d of %d meet %s", "%[2]d 个中有 %[1]d 个达到 %[3]s", o.UnitsMet, o.UnitsTotal, c.wanted())
	}
	return geo.Say("%s against %s", "%s，目标 %s", value, c.wanted())
}

// settleUnits sorts units and counts them: those that fail with the largest deficit first, then by id.
func (o *Outcome) settleUnits(units []UnitValue) {
	slices.SortStableFunc(units, func(a, b UnitValue) int {
		switch {
		case a.Met != b.Met && a.Met:
			return 1
		case a.Met != b.Met:
			return -1
		}
		if order := cmpDeficit(b.Deficit, a.Deficit); order != 0 {
			return order
		}
		return cmpText(a.ID, b.ID)
	})
	o.Units, o.UnitsTotal, o.UnitsMet, o.Failing = units, len(units), 0, []UnitValue{}
	for i := range units {
		if units[i].Met {
			o.UnitsMet++
		} else {
			o.Failing = append(o.Failing, units[i])
		}
	}
	if len(units) > 0 {
		o.Values["units"] = *Fraction(int64(o.UnitsMet), int64(len(units)))
	}
}

func cmpDeficit(a, b *Number) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return -1
	case b == nil:
		return 1
	}
	return a.Rat().Cmp(b.Rat())
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
