package standard

import (
	"context"
	"math/big"
	"sync/atomic"

	"lifecircle/isochrone/capacity"
)

// capacityCoverage is the share of people who find a place within the cutoff when capacity is shared out nearest first:
// by time, then by the ids of point and facility, and whoever finds the nearest full goes on to the next. "possible" is
// the most that could be served if somebody told everybody where to go, a maximum flow; "coverage" the share who have a
// facility within reach at all, however full. Only people in the check's scope compete for places.
//
//	value ≤ possible ≤ coverage
func capacityCoverage(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	decides, byMode, err := s.sharings(ctx, c, o)
	if err != nil {
		return err
	}
	t := decides.nearestFirst()
	s.settle(c, o, t)
	if t.total > 0 {
		best := capacity.Most(decides.pairs, decides.weight, decides.capacity)
		o.Values["possible"] = *Fraction(best.People, t.total)
		o.Values["coverage"] = *Fraction(decides.pairs.Reachable(decides.weight), t.total)
	}
	if len(byMode) > 1 {
		var tallies []*tally
		for _, m := range byMode {
			tallies = append(tallies, m.nearestFirst())
		}
		o.addModes(c, tallies, (*tally).share)
	}
	return s.toVerify(ctx, t, o)
}

// nearestFirst is who is served: of each point so many of its people.
func (q *sharing) nearestFirst() *tally {
	shared := capacity.NearestFirst(q.pairs, q.weight, q.capacity)
	return &tally{counted: q.counted, got: shared.OfPoint, parts: 1, sum: shared.People, full: shared.People, way: q.way}
}

// floatingSupply is how much there is for each person, by two-step floating catchment areas: a facility's capacity divided
// by everybody within the cutoff of it, summed over the facilities within reach of a point. The value is the mean over
// people, which is the capacity of the facilities that anybody reaches divided by all people: supply is conserved. With
// per it is for so many people.
func floatingSupply(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	decides, byMode, err := s.sharings(ctx, c, o)
	if err != nil {
		return err
	}
	supply := decides.floating()
	total, without := decides.people(decides.total), int64(0)
	for i, of := range supply.OfPoint {
		if of == 0 {
			without += decides.weight[i]
		}
	}
	covered, uncovered := total-without, without
	o.Total, o.Covered, o.Uncovered = &total, &covered, &uncovered
	o.Value = c.perPerson(supply.Used, decides.total)
	units, kind := s.supplyUnits(c, decides, supply)
	if o.UnitKind = kind; len(units) > 0 {
		o.settleUnits(units)
	}
	for i := range byMode {
		if len(byMode) == 1 {
			break
		}
		supply := byMode[i].floating()
		m := ModeOutcome{Mode: byMode[i].way.mode, SpeedKmh: byMode[i].way.speed(), Value: c.perPerson(supply.Used, decides.total), Decides: c.Any || i == 0}
		m.Covered = byMode[i].pairs.Reachable(decides.weight)
		m.Uncovered = total - m.Covered
		if o.Modes = append(o.Modes, m); m.Value != nil {
			o.Values[string(m.Mode)] = *m.Value
		}
	}
	return nil
}

func (q *sharing) floating() *capacity.Supply {
	return capacity.Floating(q.pairs, q.weight, q.capacity)
}

// perPerson is supply for each person, or for as many as the check says.
func (c *Check) perPerson(supply, people int64) *Number {
	if people == 0 {
		return nil
	}
	v := big.NewRat(supply, people)
	return number(v.Mul(v, new(big.Rat).SetInt64(max(1, c.Per))))
}

// supplyUnits are the means of the communities. They are sums over many quotients, and so as exact as numbers of double
// precision are.
func (s *assessor) supplyUnits(c *Check, q *sharing, supply *capacity.Supply) (units []UnitValue, kind string) {
	t := &tally{counted: q.counted, got: make([]int64, len(q.points)), parts: 1}
	for i, of := range supply.OfPoint {
		if of > 0 {
			t.got[i] = q.weight[i]
		}
	}
	plain := *c
	plain.Op, plain.Target = NoTarget, nil
	units, kind, _ = s.unitsOf(&plain, t)
	sums := s.supplyByArea(kind, q, supply)
	for i := range units {
		u := &units[i]
		v := new(big.Rat)
		if of := sums[u.Index]; of.people > 0 {
			v.SetFloat64(of.supply / float64(of.people) * float64(max(1, c.Per)))
		}
		u.Value, u.Deficit, u.DeficitIn = number(v), nil, ""
		u.Met = c.meetsTarget(v)
	}
	return units, kind
}

// supplied is what the people of an area have.
type supplied struct {
	supply float64
	people int64
}

func (s *assessor) supplyByArea(kind string, q *sharing, supply *capacity.Supply) []supplied {
	level, has := s.level(kind)
	sums := make([]supplied, len(s.area.Areas))
	if !has {
		return sums
	}
	at := s.area.AreasAt(level)
	for i, p := range q.points {
		if a := at[p]; a >= 0 {
			sums[a].supply += supply.OfPoint[i] * float64(q.weight[i])
			sums[a].people += q.weight[i]
		}
	}
	return sums
}

// budget counts entries from several goroutines.
type budget struct{ left atomic.Int64 }

func newBudget(entries int64) *budget {
	b := &budget{}
	b.left.Store(entries)
	return b
}

func (b *budget) more(entries int) bool { return b.left.Add(-int64(entries)) >= 0 }
func (b *budget) spent() bool           { return b.left.Load() < 0 }

// whole is a whole number; a number beyond all people counts as that.
func whole(r *big.Rat) int64 {
	const beyondAll = 1 << 40
	if !r.Num().IsInt64() {
		return beyondAll
	}
	return min(r.Num().Int64(), beyondAll)
}
