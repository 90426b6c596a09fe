package standard

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"lifecircle/geo"
)

// addNeeded says what it would take to meet a target that is not met: facilities and where, an amount, or how many units
// more. Of what a plan cannot build, such as communities of the right size, it is the number alone.
func (s *assessor) addNeeded(ctx context.Context, c *Check, o *Outcome) error {
	if o.verdictOnce() != NotMet {
		return nil
	}
	switch c.Measure {
	case Coverage, FullCircle:
		return s.neededSites(ctx, c, o)
	case AreaPer100, Share, PerCapita:
		if !c.unitsDecide() {
			o.neededAmount(geo.Say("over all units together, so that a surplus of one makes up for another", "按各单元合计，盈缺相抵"))
			return nil
		}
	case Count, Cluster, Reported:
		o.neededDifference(c)
		return nil
	case CapacityCoverage:
		o.neededAmount(geo.Say("at least so many more places, within reach of those who find none", "至少还需增加的名额，须设在未获服务者可达范围内"))
		if o.Needed != nil {
			o.Needed.AmountIn = "places"
		}
		return nil
	case FloatingSupply:
		o.neededCapacity(c)
		return nil
	case MeanCircle:
		return nil // many ways lead there: the services most people lack are listed
	}
	o.neededUnits(c)
	return nil
}

// neededAmount takes what the check as a whole is short of.
func (o *Outcome) neededAmount(note geo.Words) {
	if o.Deficit != nil && o.Deficit.Rat().Sign() > 0 {
		o.Needed = &Needed{Amount: o.Deficit, AmountIn: o.DeficitIn, Proven: true, Note: note}
	}
}

// neededDifference is the target less the value, of a check that wants at least so many.
func (o *Outcome) neededDifference(c *Check) {
	missing, in := c.short(c.Target, o.Value.Rat(), true), cmp.Or(c.UnitOfTarget, "facilities")
	if c.Measure == Reported {
		missing, in = o.reportedDeficit(c, o.Value.Rat()), cmp.Or(c.reportedIn(), in)
	}
	if missing == nil || missing.Rat().Sign() <= 0 {
		return
	}
	o.Needed = &Needed{Amount: missing, AmountIn: in, Proven: true, Note: geo.Say("target less value", "目标值与现状之差")}
	if c.Measure == Count { // a cluster is not one facility
		n := int(whole(missing.Rat()))
		o.Needed.Facilities = &n
	}
}

// neededCapacity is the capacity that the mean supply is short of.
func (o *Outcome) neededCapacity(c *Check) {
	if o.Total == nil {
		return
	}
	people := big.NewRat(*o.Total, max(1, c.Per))
	gap := c.short(new(big.Rat).Mul(c.Target, people), new(big.Rat).Mul(o.Value.Rat(), people), true)
	if gap != nil && gap.Rat().Sign() > 0 {
		o.Needed = &Needed{Amount: gap, AmountIn: "places", Proven: true, Note: geo.Say("more capacity in facilities that people reach", "须增加在居民可达设施中的容量")}
	}
}

// neededUnits is how many more units must meet the target. Where their deficits are facilities, it is also how many of
// these it takes to bring the units that lack fewest to it.
func (o *Outcome) neededUnits(c *Check) {
	wanted := c.Target
	if c.unitsDecide() {
		wanted = c.shareWanted()
	}
	if wanted == nil || o.UnitsTotal == 0 {
		return
	}
	as := Check{Op: AtLeast, Target: wanted}
	if !c.unitsDecide() {
		as.Op = c.Op
	}
	total := new(big.Rat).SetInt64(int64(o.UnitsTotal))
	missing := as.short(total.Mul(total, wanted), new(big.Rat).SetInt64(int64(o.UnitsMet)), true)
	if missing == nil || missing.Rat().Sign() <= 0 {
		return
	}
	units := int(whole(missing.Rat()))
	o.Needed = &Needed{Amount: missing, AmountIn: cmp.Or(plural[o.UnitKind], "units"), Proven: true, Note: geo.Say("so many of those that fail now must meet it", "须由现未达标者转为达标")}
	switch c.Measure {
	case Presence:
		n := o.fewestFor(units)
		o.Needed.Facilities = &n
		o.Needed.Proven = false
		o.Needed.Note = geo.Say("where least is missing; fewer do where one facility serves several units", "按缺口最小的单元计；若一处设施服务多个单元则可更少")
	case CommunityShare, MaxTime:
		o.Needed.Facilities = &units
		o.Needed.Proven = false
		o.Needed.Note = geo.Say("one facility for each unit, at most; fewer do where one serves several", "按每个单元各设一处计，为上限；若一处设施服务多个单元则可更少")
	}
}

// plural names many of a unit.
var plural = map[string]string{"community": "communities", "town": "towns", "street": "streets", "county": "counties", "city": "cities", "facility": "facilities"}

// fewestFor adds up the facilities that so many of the failing units lack, those that lack fewest.
func (o *Outcome) fewestFor(units int) (facilities int) {
	var lacks []int
	for i := range o.Failing {
		if d := o.Failing[i].Deficit; d != nil {
			lacks = append(lacks, int(whole(d.Rat())))
		}
	}
	slices.Sort(lacks)
	for _, n := range lacks[:min(len(lacks), units)] {
		facilities += n
	}
	return facilities
}
