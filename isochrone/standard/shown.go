package standard

import (
	"cmp"

	"lifecircle/geo"
)

// This file writes the numbers of outcomes for people to read, in one way for the screen, the page and the report. A
// scorecard alone is enough: a snapshot is shown long after its standard's file has changed.

// Shown is a value of the check, never rounded across its target: "66 %", "29.34"; "–" of none. Units come from
// [Outcome.UnitWords].
func (o *Outcome) Shown(v *Number) string {
	if v == nil {
		return "–"
	}
	c := o.asCheck()
	if c.Measure.byUnits() { // judged by a share of units, to which the target of each means nothing
		return Percent(v.Rat(), nil)
	}
	return c.shown(*v)
}

// Wanted is what the check wants: "≥ 90 %", "> 18", "2000–3000"; "–" where it wants nothing.
func (o *Outcome) Wanted() string {
	return cmp.Or(o.asCheck().wanted(), "–")
}

// ShownUnit is the value of one unit, in the measure of units: a share, or m², hours, facilities.
func (o *Outcome) ShownUnit(u *UnitValue) string {
	if u.Value == nil {
		return "–"
	}
	if o.Measure == Presence { // the number of its facilities
		return Decimal(u.Value.Rat(), nil)
	}
	return o.asCheck().shownUnit(*u.Value)
}

// UnitWords says what the target counts: "m²", "places"; nothing of shares, whose sign is %.
func (o *Outcome) UnitWords() geo.Words {
	if c := o.asCheck(); c.IsShare() && !c.Measure.byUnits() {
		return geo.Words{}
	}
	words, _ := TargetUnit(o.Unit)
	return words
}
