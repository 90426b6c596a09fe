package siting

import (
	"cmp"
	"math"
	"slices"
)

// dual lowers the bound of a model by moving its multipliers down the slope (subgradient). A step goes by the slope and
// what is left of earlier ones, which keeps it from swinging to and fro (Camerini, Fratta and Maffioli, 1975); its
// length is that of Polyak (1969): the excess of the bound over the value aimed at, divided by the slope squared.
//
// All sums are of integers, so the path does not depend on the order of the rows.
type dual struct {
	model
	*selection
	clock *clock

	u, best []int64 // multipliers: those in use, and those of the least bound so far
	step    []int32 // direction, in 1/256
	g       []int32
	worth   []int64
	total   int64 // the least constant + worth so far
	caps    []int64
	length  float64 // of steps, relative to Polyak's
	picked  []int32 // how often each candidate was picked since the last restart
	rounds  int32
	ground  *ground
	near    []int32 // the sites looked at in most rounds, where there are many
	stuck   bool    // the slope is flat: no multiplier can lower the bound
	breadth int     // the number of candidates that the model was made for
}

// unbounded is more than any total.
const unbounded = math.MaxInt64

func newDual(m model, g *ground, clock *clock) *dual {
	caps := m.ceilings()
	n := len(caps)
	return &dual{model: m, selection: &selection{cost: g.cost}, clock: clock, caps: caps,
		u: make([]int64, n), best: make([]int64, n), step: make([]int32, n), g: make([]int32, n),
		worth: make([]int64, g.size()), picked: make([]int32, g.size()), total: unbounded, length: 1, ground: g, breadth: g.size()}
}

// restart begins again from given multipliers.
func (d *dual) restart(u []int64, length float64) {
	copy(d.u, u)
	clear(d.step)
	clear(d.picked)
	d.rounds = 0
	d.total, d.length = unbounded, length
}

// schedule says how long to lower a bound.
type schedule struct {
	rounds   int
	patience int     // rounds without a lower bound before steps get shorter
	shorter  float64 // factor
	least    float64 // length of steps at which it is not worth going on
	glance   int     // after each so many rounds, give up if at this pace the rest of the rounds will not do; 0 for never
}

// lower moves the multipliers for some rounds, or until the bound is no more than enough. sites are those that may be
// chosen within the allowance beside those fixed open. It tells whether the bound came down to enough.
func (d *dual) lower(sites []int32, left allowance, aim, enough int64, s schedule) bool {
	waited := 0
	active, before := sites, d.total
	for round := range s.rounds {
		all := len(sites) < manySites || left.sites == noLimit || round%fullEvery == 0 || round == s.rounds-1
		if all {
			active = sites
		}
		total := d.look(d.u, active, left)
		if len(sites) >= manySites && all {
			active = d.promising(sites)
		}
		if all && total < d.total {
			if d.total-total > max(1, d.total>>14) {
				waited = 0
			}
			d.total = total
			copy(d.best, d.u)
			if d.bound(total) <= enough {
				return true
			}
		}
		if s.glance > 0 && round%s.glance == s.glance-1 {
			if before != unbounded && (before-d.total)*int64((s.rounds-round)/s.glance+1) < d.total-aim {
				break
			}
			before = d.total
		}
		if waited++; waited > s.patience {
			waited = 0
			if d.length *= s.shorter; d.length < s.least {
				break
			}
			copy(d.u, d.best)
			clear(d.step)
			total = d.look(d.u, sites, left)
		}
		if !d.clock.spend(d.work()) {
			break
		}
		if d.stuck = !d.move(total, aim); d.stuck {
			break
		}
	}
	return false
}

// manySites is the number of sites from which not all are looked at in every round, but only in one of fullEvery: a site
// far below those picked does not come up in between. Only the rounds that look at all give bounds.
const (
	manySites = 20_000
	fullEvery = 4
)

// look evaluates multipliers for some sites, and selects among them.
func (d *dual) look(u []int64, sites []int32, left allowance) (total int64) {
	constant := d.evaluate(u, sites, d.worth)
	d.find(sites, d.worth, left)
	d.rounds++
	for _, p := range d.picks {
		if p.part == whole {
			d.picked[p.site]++
		}
	}
	return d.whole(constant)
}

// promising lists the sites that count at least half as much as the least of the picks.
func (d *dual) promising(sites []int32) []int32 {
	d.near = d.near[:0]
	for _, i := range sites {
		if 2*d.counts(i, d.worth) >= d.last {
			d.near = append(d.near, i)
		}
	}
	return d.near
}

// move takes one step. It tells whether there was anywhere to go.
func (d *dual) move(total, aim int64) bool {
	d.slope(d.u, d.picks, d.g)
	const longest = 1 << 19 // of a direction: keeps the sum of squares within 64 bits
	square := uint64(0)
	u, caps, step := d.u, d.caps[:len(d.u)], d.step[:len(d.u)]
	for j, g := range d.g[:len(u)] { // without branches: which way a row goes cannot be foreseen
		s := min(max(g+step[j]*7/8, -longest), longest)
		room := caps[j] - u[j]
		if s > 0 {
			room = u[j]
		}
		if room == 0 {
			s = 0
		}
		step[j] = s
		square += uint64(int64(s)*int64(s)) >> 8
	}
	if square == 0 {
		return false
	}
	// In real units the direction is step/256, its square is square·256/65536.
	t := d.length * float64(total-aim) / float64(square)
	for j, s := range step {
		u[j] = min(max(u[j]-int64(t*float64(s)), 0), caps[j])
	}
	if a, is := d.model.(adjusting); is {
		a.adjust(d.u)
	}
	return true
}

// adjusting is a model that moves some of its multipliers by itself.
type adjusting interface{ adjust(u []int64) }

// whole is the total of a constant and what was selected.
func (d *dual) whole(constant int64) int64 { return plus(constant, d.selection.total) }

// recall evaluates the best multipliers again, so that worth and picks are theirs.
func (d *dual) recall(sites []int32, left allowance) (total int64) {
	constant := d.evaluate(d.best, sites, d.worth)
	d.find(sites, d.worth, left)
	return d.whole(constant)
}

// wish lists the picks, those of the greatest worth first.
func (d *dual) wish() []int32 {
	sites := make([]int32, len(d.picks))
	for k, p := range d.picks {
		sites[k] = p.site
	}
	slices.SortStableFunc(sites, func(a, b int32) int {
		return cmp.Compare(d.counts(b, d.worth), d.counts(a, d.worth))
	})
	return sites
}
