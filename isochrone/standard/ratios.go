package standard

import "math/big"

// ratio is part and whole of a unit, or what it lacks for one.
type ratio struct {
	part, whole *big.Rat
	lacks       string
}

// per is how a check shows and tests ratios: n · part ÷ whole. What is short of the target is counted in the part's unit.
type per struct {
	n       int64
	unit    string // of the part
	of      string // the column that is the whole
	counted bool   // it comes in whole numbers
}

// value is n · part ÷ whole; nil where the whole is zero.
func (p per) value(r ratio) *big.Rat {
	if r.whole.Sign() == 0 {
		return nil
	}
	v := new(big.Rat).SetInt64(p.n)
	return v.Quo(v.Mul(v, r.part), r.whole)
}

// short is how much the part is short of the target at the whole there is.
func (p per) short(c *Check, r ratio) *Number {
	if c.Target == nil {
		return nil
	}
	wanted := new(big.Rat).Mul(c.Target, r.whole)
	return c.short(wanted.Quo(wanted, new(big.Rat).SetInt64(p.n)), r.part, p.counted)
}

// settleRatios makes the outcome of a ratio: the units' sums pooled decide, and each unit is held against the target beside.
// A unit whose whole is zero has no ratio, and what it has of the part counts in the pool alone.
func (o *Outcome) settleRatios(c *Check, rows []UnitValue, ratios []ratio, p per) error {
	pool := ratio{part: new(big.Rat), whole: new(big.Rat)}
	lacks, deficits := make([]string, len(rows)), new(big.Rat)
	for i := range rows {
		r := ratios[i]
		if lacks[i] = r.lacks; r.lacks != "" {
			continue
		}
		pool.part.Add(pool.part, r.part)
		pool.whole.Add(pool.whole, r.whole)
		v := p.value(r)
		if v == nil {
			lacks[i] = p.of + " = 0"
			continue
		}
		rows[i].Value, rows[i].Met = number(v), c.meetsTarget(v)
		if rows[i].Deficit = p.short(c, r); rows[i].Deficit != nil {
			rows[i].DeficitIn = p.unit
			deficits.Add(deficits, rows[i].Deficit.Rat())
		}
	}
	kept := o.lack(rows, lacks)
	if len(kept) == 0 {
		return o.noneWithData()
	}
	o.settleUnits(kept)
	if c.Target == nil {
		delete(o.Values, "units") // nothing is asked of them that they could meet
	}
	o.Value = number(p.value(pool))
	o.Values["pooled"] = *o.Value
	if o.Deficit = p.short(c, pool); o.Deficit != nil {
		o.DeficitIn, o.Values["deficit_sum"] = p.unit, Exact(deficits)
	}
	return nil
}

// unitOfPart is the unit in which the numerator of a ratio is counted, by the name of its attribute.
func unitOfPart(c *Check, attribute string) string {
	switch attribute {
	case "area_m2", "activity_area_m2", "land_m2", "floor_m2", "floor_total", "floor_commerce", "floor_service":
		return "m2"
	case "places", "beds":
		return attribute
	case "meals_per_day":
		return "meals"
	}
	if c.IsShare() {
		return ""
	}
	return c.UnitOfTarget
}
