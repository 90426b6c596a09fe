package siting

import "slices"

// target is the goal of covering a target with as little as possible; its value is minus the cost.
//
// Its relaxation: each row pays u for being covered, and each unit of demand that the target asks for is worth level.
// The rows that count towards the target can be chosen one by one, and each site is worth what its rows pay beyond its
// cost:
//
//	cost ≥ level·need − Σ_j max(0, level·w_j − u_j) − Σ_i max(0, Σ_{j reached} u_j − c_i)
//
// for every level from 0, and the best level is found for the multipliers at hand. Where everybody who can be must be
// covered, that is cost ≥ Σ_j u_j − Σ_i max(0, …).
type target struct {
	*rows
	*ground
	everyone bool  // every row must be covered
	alike    bool  // all sites cost one
	need     int64 // the demand of rows to be covered
	scale    uint
	caps     []int64
	clock    *clock
	workers  int
	steps    int64

	held    []bool // rows that sites fixed open cover
	asked   int64  // demand still to be covered
	spent   int64  // cost of the sites fixed open
	level   int64  // found by evaluate
	ratio   []int64
	sums    []int64
	state   *choice
	shaker  *shaker
	short   []int32 // a choice that costs less than shortOf and covers not quite enough: where shaking goes on
	shortOf int64
	lowest  int64 // more than the cost of the first choice found: one unit of demand that pays it proves that nothing is better
}

// newTarget prepares the goal of covering need of the demand in rows. all says that it is everybody.
func newTarget(r *rows, g *ground, need int64, all bool, workers int, clock *clock) *target {
	t := &target{rows: r, ground: g, need: need, everyone: all, workers: workers, clock: clock}
	t.alike = !slices.ContainsFunc(g.cost, func(c int64) bool { return c != 1 })
	own := *g // choices on the way to a cheaper one may cost so much and no more
	t.state = newChoice(newCover(r, &own, nil, 0, workers, clock))
	t.held = make([]bool, r.size())
	t.ratio = make([]int64, r.size())
	t.sums = make([]int64, r.size()+1)
	t.caps = make([]int64, r.size())
	for _, set := range r.sets {
		t.steps += int64(len(set))
	}
	t.steps += 8 * int64(r.size())
	t.lowest = g.totalCost(r.everySite())
	if t.state.load(nil); t.complete() {
		t.prune()
		t.lowest = t.totalCost(t.state.sites)
	}
	t.lowest++
	shares := int64(1) // of all rows
	for _, w := range r.weight {
		shares += t.share(w)
	}
	t.lowest = min(t.lowest, 1<<60/shares) // so that all rows can pay it together
	t.scale = room(t.lowest*shares, 40)
	for j, w := range r.weight {
		t.caps[j] = t.lowest * t.share(w) << t.scale
	}
	t.fix(nil)
	return t
}

// everySite lists all candidates.
func (r *rows) everySite() []int32 {
	all := make([]int32, len(r.sets))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

func (t *target) ceiling() int64 { return 0 }

func (t *target) ceilings() []int64 { return t.caps }

func (t *target) work() int64 { return t.steps }

func (t *target) fix(open []int32) {
	t.mark(t.held, open)
	t.spent = t.totalCost(open)
	t.asked = t.need
	for j, held := range t.held {
		if held {
			t.asked -= t.weight[j]
		}
	}
	t.asked = max(0, t.asked)
}

// begin lets each row pay its share of the cheapest site per demand that covers it.
func (t *target) begin(u []int64, choice []int32) {
	copy(u, t.caps)
	if choice == nil {
		return
	}
	for i, set := range t.sets {
		each := int64(0)
		for _, run := range set {
			for _, w := range t.weight[run.From:run.To] {
				each += t.share(w)
			}
		}
		for _, run := range set {
			for j := run.From; j < run.To; j++ {
				u[j] = min(u[j], int64(float64(t.cost[i]<<t.scale)*float64(t.share(t.weight[j]))/float64(each)))
			}
		}
	}
}

// share is what a row counts among the rows of a site: its demand, or one where everybody counts.
func (t *target) share(w int64) int64 {
	if t.everyone {
		return 1
	}
	return w
}

func (t *target) evaluate(u []int64, sites []int32, worth []int64) int64 {
	sum := int64(0)
	for j, held := range t.held {
		if !held {
			sum += u[j]
		}
		t.sums[j+1] = sum
	}
	for _, i := range sites {
		w := -t.cost[i] << t.scale
		for _, run := range t.sets[i] {
			w += t.sums[run.To] - t.sums[run.From]
		}
		worth[i] = w
	}
	constant := -t.spent << t.scale
	if t.everyone {
		return constant - sum
	}
	t.level = t.bestLevel(u)
	constant -= t.level * t.asked
	for j, ratio := range t.ratio {
		if ratio < t.level {
			constant += t.level*t.weight[j] - u[j]
		}
	}
	return constant
}

// bestLevel is the least at which the rows that pay less than it per demand make up what is asked. It fills ratio,
// what each row pays per demand, rounded down; rows that are covered already pay more than any level.
func (t *target) bestLevel(u []int64) int64 {
	high := int64(0)
	for j, held := range t.held {
		t.ratio[j] = noLimit
		if !held {
			t.ratio[j] = u[j] / t.weight[j]
			high = max(high, t.ratio[j]+1)
		}
	}
	if t.asked == 0 {
		return 0
	}
	high = min(high, 1<<60/max(1, t.asked, t.total)) // keeps every product within 64 bits, and every level is a bound
	low := int64(0)
	for high-low > 1 {
		middle := low + (high-low)/2
		if t.below(middle) >= t.asked {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// below is the demand of the rows that pay less than a level.
func (t *target) below(level int64) (sum int64) {
	for j, ratio := range t.ratio {
		if ratio < level {
			sum += t.weight[j]
		}
	}
	return sum
}

func (t *target) slope(u []int64, picks []pick, g []int32) {
	clear(g)
	for _, p := range picks {
		for _, run := range t.sets[p.site] {
			g[run.From] += p.part
			if int(run.To) < len(g) {
				g[run.To] -= p.part
			}
		}
	}
	part := int32(whole) // of the rows that pay exactly the level
	if !t.everyone && t.asked > 0 {
		sure := t.below(t.level - 1)
		if edge := t.below(t.level) - sure; edge > 0 {
			part = int32(max(0, min(whole, float64(t.asked-sure)/float64(edge)*whole)))
		}
	}
	got := int32(0)
	for j := range g {
		got += g[j]
		if t.held[j] {
			g[j] = 0
			continue
		}
		counts := int32(whole)
		switch {
		case t.everyone:
		case t.ratio[j] >= t.level:
			counts = 0
		case t.ratio[j] == t.level-1:
			counts = part
		}
		g[j] = got - counts
		if g[j] > 0 && u[j] == 0 || g[j] < 0 && u[j] == t.caps[j] {
			g[j] = 0
		}
	}
}

func (t *target) bound(total int64) int64 { return total >> t.scale }

func (t *target) aim(value int64) int64 {
	if value == nothing {
		value = -t.lowest
	}
	return value << t.scale
}
