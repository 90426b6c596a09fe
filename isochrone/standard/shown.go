package standard

import (
	"cmp"

	"lifecircle/geo"
)

// This file writes the numbers of outcomes for people to read, in one way for the screen, the page and the report. A
// scorecard alone is enough: a snapshot is shown long after its standard's file has changed.

// check is as much of a check as an outcome tells of it: how it is measured and what it wants.
func (o *Outcome) check() *Check {
	c := &Check{Measure: o.Measure, Op: o.Op, UnitOfTarget: o.Unit}
	if o.Target != nil {
		c.Target = o.Target.Rat()
	}
	if len(o.Between) == 2 {
		c.Between[0], c.Between[1] = o.Between[0].Rat(), o.Between[1].Rat()
	}
	return c
}

// Shown is a value of the check, never rounded across its target: "66 %", "29.34"; "–" of none. Units come from
// [Outcome.UnitWords].
func (o *Outcome) Shown(v *Number) string {
	if v == nil {
		return "–"
	}
	c := o.check()
	if c.Measure.byUnits() { // judged by a share of units, to which the target of each means nothing
		return Percent(v.Rat(), nil)
	}
	return c.shown(*v)
}

// Wanted is what the check wants: "≥ 90 %", "> 18", "2000–3000"; "–" where it wants nothing.
func (o *Outcome) Wanted() string {
	return cmp.Or(o.check().wanted(), "–")
}

// ShownUnit is the value of one unit, in the measure of units: a share, or m², hours, facilities.
func (o *Outcome) ShownUnit(u *UnitValue) string {
	if u.Value == nil {
		return "–"
	}
	switch c := o.check(); o.Measure {
	case Presence:
		return Decimal(u.Value.Rat(), nil)
	case Coverage, FullCircle, MeanCircle, CapacityCoverage, CommunityShare, Share, Colocation:
		return Percent(u.Value.Rat(), c.Target)
	case Reported:
		return c.shown(*u.Value)
	default:
		return Decimal(u.Value.Rat(), c.Target)
	}
}

// UnitWords says what the target counts: "m²", "places"; nothing of shares, whose sign is %.
func (o *Outcome) UnitWords() geo.Words {
	if c := o.check(); c.IsShare() && !c.Measure.byUnits() {
		return geo.Words{}
	}
	words, _ := TargetUnit(o.Unit)
	return words
}

// InUnit is an amount in a unit of targets and deficits: "676 m²", "14 places".
func InUnit(v *Number, unit string) geo.Words {
	words, _ := TargetUnit(unit)
	text := Decimal(v.Rat(), nil)
	if words.Empty() {
		return geo.Words{EN: text, ZH: text}
	}
	return geo.Words{EN: text + " " + words.EN, ZH: text + " " + words.ZH}
}
