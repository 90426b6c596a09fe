package standard

import (
	"math/big"
	"strings"
)

// shareUnits are the units of targets that are shares of 1 and shown in per cent.
var shareUnits = map[string]bool{"people": true, "households": true, "communities": true, "villages": true, "towns": true, "streets": true, "counties": true,
	"floor_share": true, "land_share": true, "share": true}

// IsShare tells whether the value of a check is a share of 1, shown in per cent. Numbers of facilities are shares where
// facilities are what is counted with and among, as in co-location.
func (c *Check) IsShare() bool {
	switch c.Measure {
	case Coverage, FullCircle, MeanCircle, CapacityCoverage, CommunityShare, Presence, Share, Colocation:
		return true
	case Reported:
		return shareUnits[c.UnitOfTarget]
	}
	return c.Measure.byUnits()
}

// shown is a value of the check as people read it, never rounded across the target, to 0 or to 100 %.
func (c *Check) shown(v Number) string {
	if c.IsShare() {
		return Percent(v.Rat(), c.Target)
	}
	return Decimal(v.Rat(), c.Target)
}

// wanted is what the check wants: "≥ 90 %", "> 18", "2000–3000".
func (c *Check) wanted() string {
	if c.Op == Within {
		return Decimal(c.Between[0], nil) + "–" + Decimal(c.Between[1], nil)
	}
	if c.Target == nil {
		return ""
	}
	sign := map[Op]string{AtLeast: "≥", MoreThan: ">", AtMost: "≤", LessThan: "<", About: "≈"}[c.Op]
	if c.IsShare() && !c.Measure.byUnits() {
		return sign + " " + Percent(c.Target, nil)
	}
	return sign + " " + Decimal(c.Target, nil)
}

// Percent is a share in per cent with one decimal, or as many as it takes to keep it on its side of the target and away
// from 0 and 100 %.
func Percent(share, target *big.Rat) string {
	hundred := big.NewRat(100, 1)
	v := new(big.Rat).Mul(share, hundred)
	marks := []*big.Rat{new(big.Rat), hundred}
	if target != nil {
		marks = append(marks, new(big.Rat).Mul(target, hundred))
	}
	return rounded(v, 1, marks) + " %"
}

// Decimal is a number with two decimals at most, or as many as it takes to keep it on its side of the target.
func Decimal(v, target *big.Rat) string {
	var marks []*big.Rat
	if target != nil {
		marks = append(marks, target)
	}
	return rounded(v, 2, marks)
}

// rounded writes a number so that it stands to each mark as it really does.
func rounded(v *big.Rat, decimals int, marks []*big.Rat) string {
	for ; ; decimals++ {
		text := v.FloatString(decimals)
		shown, _ := new(big.Rat).SetString(text)
		faithful := true
		for _, m := range marks {
			faithful = faithful && shown.Cmp(m) == v.Cmp(m)
		}
		if faithful || decimals >= 9 {
			if strings.Contains(text, ".") {
				text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
			}
			return text
		}
	}
}
