package standard

import (
	"cmp"
	"context"
	"math/big"
	"slices"
)

// maxTime is the share of communities whose people are near enough to their own facility: the active one that stands in
// the community or says that it belongs to it, the nearest where there are several. A community's value is how many
// minutes it takes until 95 of 100 of its people are there (minutes_p95), half of them (minutes_p50), or all (minutes_max);
// it has none where so many never arrive, or where it has no facility of its own: both fail. Where the check gives minutes,
// it also counts the people of all communities who are at their own facility within so many.
func maxTime(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	named := *c
	named.Unit = cmp.Or(c.Unit, "community")
	u, err := s.unitSet(&named, o)
	if err != nil {
		return err
	}
	everybody := *c
	everybody.Scope, everybody.Filter = Everywhere, Filter{}
	k, err := s.counted(&everybody, o)
	if err != nil {
		return err
	}
	facilities, err := s.facilities(servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	ways, err := s.ways(c)
	if err != nil {
		return err
	}
	own := s.newOwn(u, k, facilities)
	var times []reach
	for i := range ways {
		r, err := own.times(ctx, &ways[i])
		if err != nil {
			return err
		}
		times = append(times, r)
	}
	decides := times[0]
	if c.Any {
		decides = union(times)
	}
	percent := percentWanted(c.UnitOfTarget)
	rows, pooled := own.rows(c, decides, percent)
	if len(rows) == 0 {
		return lacking("nobody of the group is known to live in any of the units", "各单元均无已知的该人群人口")
	}
	o.settleUnits(rows)
	o.Value = Fraction(int64(o.UnitsMet), int64(o.UnitsTotal))
	if c.Minutes > 0 {
		total, covered := k.people(pooled.total), k.people(pooled.within(ways[0].cutoff))
		uncovered := total - covered
		o.Total, o.Covered, o.Uncovered = &total, &covered, &uncovered
	}
	for name, percent := range map[string]int64{"p50": 50, "p95": 95, "max": 100} {
		if v := pooled.by(percent); v != nil {
			o.Values[name] = *v
		}
	}
	for i := range ways {
		if len(ways) == 1 {
			break // the modes are listed where there are several
		}
		rows, pooled := own.rows(c, times[i], percent)
		m := ModeOutcome{Mode: ways[i].mode, SpeedKmh: ways[i].speed(), Value: shareMet(rows), Decides: c.Any || i == 0}
		m.Covered = k.people(pooled.arrived)
		if c.Minutes > 0 {
			m.Covered = k.people(pooled.within(ways[i].cutoff))
		}
		m.Uncovered = k.people(pooled.total) - m.Covered
		o.Modes, o.Values[string(m.Mode)] = append(o.Modes, m), *m.Value
	}
	return nil
}

// percentWanted is of how many of 100 people the time counts.
func percentWanted(unitOfTarget string) int64 {
	switch unitOfTarget {
	case "minutes_p50":
		return 50
	case "minutes_max":
		return 100
	}
	return 95
}

// own are the people of communities and the facilities that are their own.
type own struct {
	s     *assessor
	u     *unitSet
	k     *counted
	unit  []int32 // of each residential point, or -1
	first []int32 // of facilities, by unit
	list  []int32
}

func (s *assessor) newOwn(u *unitSet, k *counted, facilities []int32) *own {
	w := &own{s: s, u: u, k: k, unit: u.ofPoints(), first: make([]int32, u.len()+1)}
	at := u.ofFacilities()
	for _, f := range facilities {
		if at[f] >= 0 {
			w.list = append(w.list, f)
		}
	}
	slices.SortStableFunc(w.list, func(a, b int32) int { return cmp.Compare(at[a], at[b]) })
	for _, f := range w.list {
		w.first[at[f]+1]++
	}
	for i := range u.len() {
		w.first[i+1] += w.first[i]
	}
	return w
}

func (w *own) facilitiesOf(unit int32) []int32 { return w.list[w.first[unit]:w.first[unit+1]] }

// The first look around a facility goes as far as most people live from their own; whoever lives farther away is looked
// for again, and in the end however far it is.
var looks = []int64{30 * 60_000, 3 * 60 * 60_000, 1 << 31}

// searchesAtOnce is how many facilities are looked around before what was found is taken in: it bounds the memory.
const searchesAtOnce = 128

// times is how long it takes from each point to the nearest facility of its own unit.
func (w *own) times(ctx context.Context, way *way) (reach, error) {
	times := make(reach, len(w.s.area.Points))
	for p := range times {
		times[p] = never
	}
	router, err := w.s.analysis.Router(ctx, way.profile)
	if err != nil {
		return nil, err
	}
	anywhere, err := w.s.travel.to(ctx, way, w.list) // whoever reaches none of them does not reach the own one
	if err != nil {
		return nil, err
	}
	order, at := router.Order(), w.u.ofFacilities()
	for _, limit := range looks {
		facilities := w.lookAround(times, anywhere)
		for from := 0; from < len(facilities); from += searchesAtOnce {
			batch := facilities[from:min(len(facilities), from+searchesAtOnce)]
			arrivals, err := router.ArrivalsAt(ctx, batch, limit, func(int) bool { return true })
			if err != nil {
				return nil, err
			}
			for i, f := range batch {
				for _, a := range arrivals[i] {
					if p := order[a.Rank]; w.unit[p] == at[f] {
						times[p] = min(times[p], int32(min(a.Ms, never)))
					}
				}
			}
		}
	}
	return times, nil
}

// lookAround lists the facilities of the units in which somebody has not arrived who could.
func (w *own) lookAround(times, anywhere reach) (facilities []int32) {
	waiting := make([]bool, w.u.len())
	for _, p := range w.k.points {
		if unit := w.unit[p]; unit >= 0 && times[p] == never && anywhere[p] != never {
			waiting[unit] = true
		}
	}
	for unit, is := range waiting {
		if is {
			facilities = append(facilities, w.facilitiesOf(int32(unit))...)
		}
	}
	return facilities
}

// rows are the units with their times, and pooled the people of all.
func (w *own) rows(c *Check, times reach, percent int64) (rows []UnitValue, pooled *arrivals) {
	of := make([]arrivals, w.u.len())
	pooled = &arrivals{}
	for i, p := range w.k.points {
		if unit := w.unit[p]; unit >= 0 {
			of[unit].add(times[p], w.k.weight[i])
			pooled.add(times[p], w.k.weight[i])
		}
	}
	for i, row := range w.u.bare() {
		if of[i].total == 0 {
			continue
		}
		people := w.k.people(of[i].total)
		row.Value, row.People, row.DeficitIn = of[i].by(percent), &people, "minutes"
		switch {
		case len(w.facilitiesOf(int32(i))) == 0:
			row.Note = "no_facility"
		case row.Value == nil:
			row.Note = "never"
		default:
			row.Met = c.meetsTarget(row.Value.Rat())
			row.Deficit = c.over(row.Value.Rat())
		}
		rows = append(rows, row)
	}
	return rows, pooled
}

// over is how much a value exceeds what the check allows, 0 where it does not; nil where the check allows everything.
func (c *Check) over(value *big.Rat) *Number {
	if c.Op != AtMost && c.Op != LessThan {
		return nil
	}
	over := new(big.Rat).Sub(value, c.Target)
	if over.Sign() < 0 {
		over = new(big.Rat)
	}
	return number(over)
}

// arrivals are people with the time at which they arrive.
type arrivals struct {
	ms             []int32
	weight         []int64
	total, arrived int64
	sorted         bool
}

func (a *arrivals) add(ms int32, weight int64) {
	a.total += weight
	if ms != never {
		a.arrived += weight
		a.ms, a.weight = append(a.ms, ms), append(a.weight, weight)
	}
}

// within is how many arrive by a cutoff, which is inclusive.
func (a *arrivals) within(cutoff int32) (weight int64) {
	for i, ms := range a.ms {
		if ms <= cutoff {
			weight += a.weight[i]
		}
	}
	return weight
}

// by is the least number of minutes by which so many of 100 of all people are there, as coverage counts it; nil if never.
func (a *arrivals) by(percent int64) *Number {
	if !a.sorted {
		order := make([]int32, len(a.ms))
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(x, y int32) int { return cmp.Compare(a.ms[x], a.ms[y]) })
		ms, weight := make([]int32, len(order)), make([]int64, len(order))
		for i, k := range order {
			ms[i], weight[i] = a.ms[k], a.weight[k]
		}
		a.ms, a.weight, a.sorted = ms, weight, true
	}
	there := int64(0)
	for i, ms := range a.ms {
		if there += a.weight[i]; there*100 >= percent*a.total {
			return Fraction(int64(ms), 60_000)
		}
	}
	return nil
}
