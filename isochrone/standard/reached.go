package standard

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"lifecircle/geo"
)

// counted is what a check by travel counts: residential points in its scope and what each weighs. Points of no weight are
// left out.
type counted struct {
	points []int32 // ascending
	weight []int64 // of each, in 1/scale of a person, household or square metre
	scale  int64
	unit   string // people, households or m2
	total  int64
}

// counted finds the points that a check counts. Those without a number of the check's group are without data: they are
// listed, and count neither as covered nor as uncovered.
func (s *assessor) counted(c *Check, o *Outcome) (*counted, error) {
	points, err := s.points(c, o)
	if err != nil {
		return nil, err
	}
	if c.Weight == Land || c.Weight == Floor {
		return s.countedByAttribute(points, string(c.Weight), o)
	}
	group, unit := s.group(c), "people"
	if c.Weight == HouseholdsCount {
		group = geo.Households
	}
	if group == geo.Households {
		unit = "households"
	}
	if !s.area.HasGroup(group) {
		return nil, lackingColumn(group.Column())
	}
	k := &counted{points: points[:0], weight: make([]int64, 0, len(points)), scale: 1, unit: unit}
	column := s.travel.column(group)
	var without []int32
	for _, p := range points {
		switch n := int64(column[p]); {
		case n == geo.NoData:
			without = append(without, p)
		case n > 0:
			k.points, k.weight = append(k.points, p), append(k.weight, n)
			k.total += n
		}
	}
	s.listWithout(o, without, group.Column())
	return k, nil
}

// mostListed bounds the residential points that an outcome lists as without data: a column that nobody has filled in is
// one fact and not a million.
const mostListed = 1000

// listWithout lists points without a number. How many there are is always said.
func (s *assessor) listWithout(o *Outcome, points []int32, column string) {
	if len(points) == 0 {
		return
	}
	for _, p := range points[:min(len(points), mostListed)] {
		o.NoData = append(o.NoData, UnitName{ID: s.area.Points[p].ID, Name: s.area.Points[p].Name, Why: column})
	}
	o.Assumptions = append(o.Assumptions, geo.Say("%d residential points give no %s and are not counted", "%d 个居民点未提供 %s，未计入", len(points), column))
}

// mostDecimals is how exactly areas of points are counted: to 1 mm² at most.
const mostDecimals = 6

// countedByAttribute weighs points by a number that their list gives. It is counted in the smallest unit that any point
// has, so that sums are exact.
func (s *assessor) countedByAttribute(points []int32, name string, o *Outcome) (*counted, error) {
	k := &counted{points: points[:0], scale: 1, unit: "m2"}
	var values []*big.Rat
	var without []int32
	for _, p := range points {
		v, is := quantity(s.area.Points[p].Attributes[name])
		switch {
		case !is:
			without = append(without, p)
		case v.Sign() > 0:
			k.points, values = append(k.points, p), append(values, v)
			for decimals := 0; decimals < mostDecimals && !divides(v.Denom(), k.scale); decimals++ {
				k.scale *= 10
			}
		}
	}
	if len(values) == 0 && len(without) > 0 {
		return nil, lackingColumn(name)
	}
	scale := new(big.Rat).SetInt64(k.scale)
	for _, v := range values {
		n := floor(v.Mul(v, scale)).Num()
		if !n.IsInt64() || n.Int64() > math.MaxInt64/int64(len(points)+1) {
			return nil, lacking("%s of a residential point is too large to be true: correct it and import again", "某居民点的 %s 数值过大，请更正后重新导入", name)
		}
		k.weight = append(k.weight, n.Int64())
		k.total += n.Int64()
	}
	s.listWithout(o, without, name)
	return k, nil
}

func divides(d *big.Int, scale int64) bool {
	return scale >= 1_000_000 || new(big.Int).Rem(big.NewInt(scale), d).Sign() == 0
}

// tally is what a check found at each of the points it counts.
type tally struct {
	*counted
	got   []int64 // of each point, what is covered of its weight; of a mean circle that times the services reached
	parts int64   // what a point has for each of its weight if all is covered: 1, or the services of a mean circle
	sum   int64   // of got
	full  int64   // weight of the points that have everything
	short []int64 // for each need, the weight of the points that do not reach it
	way   *way    // by which it was found; of several together the first
}

// share is how much is covered of what there is.
func (t *tally) share() *Number { return Fraction(t.sum, t.total*t.parts) }

// people is a sum of weights in whole people, households or square metres.
func (k *counted) people(sum int64) int64 { return sum / k.scale }

// tally holds the times of every need against the cutoff. A point is covered if the need that takes longest is within it;
// the mean circle counts each need by itself.
func (k *counted) tally(m Measure, w *way, times []reach) *tally {
	t := &tally{counted: k, got: make([]int64, len(k.points)), parts: 1, short: make([]int64, len(times)), way: w}
	slowest := make([]int32, len(k.points))
	if m == MeanCircle {
		t.parts = int64(len(times))
	}
	for n, r := range times {
		for i, p := range k.points {
			ms := r[p]
			slowest[i] = max(slowest[i], ms)
			if ms > w.cutoff {
				t.short[n] += k.weight[i]
			}
			if m == MeanCircle && w.within(ms) {
				t.got[i] += k.weight[i]
			}
		}
	}
	for i, ms := range slowest {
		if w.within(ms) {
			t.full += k.weight[i]
			if m != MeanCircle {
				t.got[i] = k.weight[i]
			}
		}
	}
	for _, n := range t.got {
		t.sum += n
	}
	return t
}

// reached holds a check against the times of its modes: one tally for each of them, and the one that decides: that of the
// first mode, or of all together where any may reach.
func (s *assessor) reached(ctx context.Context, c *Check, o *Outcome) (decides *tally, byMode []*tally, err error) {
	k, err := s.counted(c, o)
	if err != nil {
		return nil, nil, err
	}
	ways, err := s.ways(c)
	if err != nil {
		return nil, nil, err
	}
	lists, err := s.listsOf(c)
	if err != nil {
		return nil, nil, err
	}
	together := make([][]reach, len(lists))
	for i := range ways {
		times := make([]reach, len(lists))
		for n, facilities := range lists {
			if times[n], err = s.travel.to(ctx, &ways[i], facilities); err != nil {
				return nil, nil, err
			}
			if c.Any {
				together[n] = append(together[n], times[n])
			}
		}
		byMode = append(byMode, k.tally(c.Measure, &ways[i], times))
	}
	if len(byMode) == 0 {
		return nil, nil, fmt.Errorf("check %s names neither modes nor a radius", c.ID)
	}
	if !c.Any || len(ways) == 1 {
		return byMode[0], byMode, nil
	}
	least := make([]reach, len(lists))
	for n := range lists {
		least[n] = union(together[n])
	}
	return k.tally(c.Measure, &ways[0], least), byMode, nil
}

// listsOf finds the active facilities of each need of a check. Where lists are missing it names all of them at once.
func (s *assessor) listsOf(c *Check) (lists [][]int32, err error) {
	needs := s.std.Expand(c)
	var missing []string
	for _, n := range needs {
		facilities, err := s.openFor(c, n.Services)
		if err != nil {
			missing = append(missing, n.Code)
			continue
		}
		lists = append(lists, facilities)
	}
	switch {
	case len(missing) == 1:
		for _, n := range needs {
			if n.Code == missing[0] {
				_, err = s.facilities(n.Services)
			}
		}
		return nil, err
	case len(missing) > 1:
		return nil, lacking("no list was imported of: %s. Import each: lifecircle import facilities FILE --service CODE", "尚未导入以下设施清单：%s。请逐一导入：lifecircle import facilities FILE --service CODE", importable(needs, missing))
	}
	return lists, nil
}

// importable lists needs that have no list; a set, which is no service to import, with those of which one is enough.
func importable(needs []Need, missing []string) geo.Words {
	var all geo.Words
	for i, code := range missing {
		one := geo.Words{EN: code, ZH: code}
		if n := slices.IndexFunc(needs, func(n Need) bool { return n.Code == code }); n >= 0 && len(needs[n].Services) > 1 {
			members := strings.Join(needs[n].Services, ", ")
			one = geo.Say("%s (any of %s)", "%s（%s 任一）", code, members)
		}
		if all = geo.Say("%v, %v", "%v、%v", all, one); i == 0 {
			all = one
		}
	}
	return all
}

// addModes lists the outcome by each mode where several were run, and the value by each.
func (o *Outcome) addModes(c *Check, byMode []*tally, value func(*tally) *Number) {
	if len(byMode) < 2 {
		return
	}
	for i, t := range byMode {
		m := ModeOutcome{Mode: t.way.mode, SpeedKmh: t.way.speed(), Value: value(t), Decides: c.Any || i == 0}
		m.Covered, m.Uncovered = t.people(t.full), t.people(t.total-t.full)
		if o.Modes = append(o.Modes, m); m.Value != nil {
			o.Values[string(m.Mode)] = *m.Value
		}
	}
}

// speed is that of a mode with one speed.
func (w *way) speed() *float64 {
	if w.straight || w.profile.SpeedKmh == 0 || len(w.profile.SpeedsKmh) > 0 || w.profile.Measure != "" {
		return nil
	}
	v := w.profile.SpeedKmh
	return &v
}

// amount is a sum of weights in words.
func (k *counted) amount(sum int64) geo.Words {
	n := k.people(sum)
	switch k.unit {
	case "people":
		return geo.Say("%d people", "%d 人", n)
	case "households":
		return geo.Say("%d households", "%d 户", n)
	}
	return geo.Say("%d m²", "%d 平方米", n)
}

// toVerify says how many of the uncovered have no road within reach: that may be the town, and it may be the data.
func (s *assessor) toVerify(ctx context.Context, t *tally, o *Outcome) error {
	if t.way.straight {
		return nil
	}
	strays, err := s.travel.straysOf(ctx, t.way)
	if err != nil {
		return err
	}
	points, weight := 0, int64(0)
	for i, p := range t.points { // both rise
		for len(strays) > 0 && strays[0] < p {
			strays = strays[1:]
		}
		if len(strays) > 0 && strays[0] == p && t.got[i] == 0 {
			points++
			weight += t.weight[i]
		}
	}
	if points > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("to be verified: %d residential points (%v) have no street within reach and count as uncovered",
			"待核实：%d 个居民点（%v）周边没有可达道路，按未覆盖计", points, t.amount(weight)))
	}
	return nil
}
