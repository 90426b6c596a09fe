package siting

import "math/bits"

// Millionths is the unit of shares.
const Millionths = 1_000_000

// fair is the goal of the largest covered share of the area where it is smallest, in millionths, rounded down. Shares are
// of the people somebody can cover; areas where nobody can be covered do not count.
//
// Its relaxation: areas have weights that add up to one; the smallest share is no more than the weighted mean of all
// shares, and that is a problem of most demand covered, relaxed as [cover] is. An area of weight ℓ and t people counts
// λ = ℓ/t for each of them:
//
//	share·Σ_z λ_z·t_z ≤ Σ_j max(0, λ_z·w_j − u_j) + Σ_{i chosen} Σ_{j reached} u_j
//
// Multipliers are those of the rows and after them the ℓ of the areas, which are moved by this model itself: areas that
// the picks cover badly come to weigh more.
type fair struct {
	*rows
	*ground
	people []int64 // of each area, those whom somebody can cover; 0 for areas that do not count
	served []int64 // of them, those of points covered by existing facilities as often as counts
	caps   []int64
	clock  *clock
	steps  int64

	held   []bool
	lambda []int64 // of each area, for one person
	rest   int64   // what rounding λ down leaves of all weight
	sums   []int64
	share  []float64 // of each area, by the picks: a running mean
	eager  float64   // how fast weights move
	*fairSet
}

// allWeight is the weight of all areas together.
const allWeight = int64(1) << 40

func newFair(in *Instance, r *rows, g *ground, clock *clock) *fair {
	zones := 0
	for _, z := range in.Zones {
		zones = max(zones, int(z)+1)
	}
	n := r.size()
	f := &fair{rows: r, ground: g, people: make([]int64, zones), served: make([]int64, zones), clock: clock, held: make([]bool, n),
		lambda: make([]int64, zones), sums: make([]int64, n+1), share: make([]float64, zones), caps: make([]int64, n+zones)}
	for j, w := range r.weight {
		f.people[r.zone[j]] += w
	}
	for _, p := range r.settled {
		f.people[in.Zones[p]] += in.Demand[p]
		f.served[in.Zones[p]] += in.Demand[p]
	}
	for j, w := range r.weight {
		f.caps[j] = allWeight / f.people[r.zone[j]] * w
	}
	for z := range zones {
		f.caps[n+z] = allWeight
	}
	for _, set := range r.sets {
		f.steps += int64(len(set))
	}
	f.steps += 4 * int64(n)
	f.fairSet = newFairSet(f)
	f.fix(nil)
	return f
}

func (f *fair) ceiling() int64 { return Millionths }

func (f *fair) ceilings() []int64 { return f.caps }

func (f *fair) work() int64 { return f.steps }

func (f *fair) fix(open []int32) {
	clear(f.held)
	for _, i := range open {
		for _, run := range f.sets[i] {
			for j := run.From; j < run.To; j++ {
				f.held[j] = true
			}
		}
	}
}

// begin gives all areas the same weight, or, where nothing may be chosen, all of it to the worst one.
func (f *fair) begin(u []int64, choice []int32) {
	n := f.rows.size()
	rows, areas := u[:n], u[n:]
	copy(rows, f.caps)
	clear(areas)
	f.eager = 0.5
	if choice == nil {
		if worst := f.worstArea(f.heldPeople()); worst >= 0 {
			areas[worst] = allWeight
		}
		return
	}
	inhabited := int64(0)
	for _, t := range f.people {
		inhabited += min(t, 1)
	}
	for z, t := range f.people {
		if t > 0 {
			areas[z] = allWeight / inhabited
		}
	}
	f.weigh(areas)
	for j, w := range f.weight {
		rows[j] = f.lambda[f.zone[j]] * w / 2
	}
}

// heldPeople counts for each area those covered by existing facilities and sites fixed open.
func (f *fair) heldPeople() []int64 {
	sum := append([]int64(nil), f.served...)
	for j, held := range f.held {
		if held {
			sum[f.zone[j]] += f.weight[j]
		}
	}
	return sum
}

// weigh turns the weights of areas into those of persons.
func (f *fair) weigh(areas []int64) {
	f.rest = allWeight
	for z, weight := range areas {
		f.lambda[z] = 0
		if f.people[z] > 0 {
			f.lambda[z] = min(weight, f.rest) / f.people[z]
			f.rest -= f.lambda[z] * f.people[z]
		}
	}
}

// evaluate adds what rounding left of all weight as if it were served: a share is at most one.
func (f *fair) evaluate(u []int64, sites []int32, worth []int64) int64 {
	n := f.rows.size()
	f.weigh(u[n:])
	constant := f.rest
	for z, people := range f.served {
		constant += f.lambda[z] * people
	}
	sum := int64(0)
	for j, w := range f.weight {
		value := f.lambda[f.zone[j]] * w
		if f.held[j] {
			constant += value
		} else {
			constant += max(0, value-u[j])
			sum += min(value, u[j])
		}
		f.sums[j+1] = sum
	}
	for _, i := range sites {
		worth[i] = 0
		for _, run := range f.sets[i] {
			worth[i] += f.sums[run.To] - f.sums[run.From]
		}
	}
	return constant
}

// slope is that of cover for the rows. For the areas it only takes note of what the picks cover.
func (f *fair) slope(u []int64, picks []pick, g []int32) {
	clear(g)
	for _, p := range picks {
		for _, run := range f.sets[p.site] {
			g[run.From] += p.part
			g[run.To] -= p.part // of the last row it falls on an area, which is cleared below
		}
	}
	n := f.rows.size()
	covered := append([]int64(nil), f.served...)
	got := int32(0)
	for j := range n {
		got += g[j]
		w, z := f.weight[j], f.zone[j]
		top := f.lambda[z] * w
		if f.held[j] || got >= whole {
			covered[z] += w
		}
		switch {
		case f.held[j]:
			g[j] = 0
		case u[j] >= top:
			g[j] = max(0, got-whole)
		default:
			g[j] = got - whole
		}
		if g[j] > 0 && u[j] == 0 {
			g[j] = 0
		}
	}
	clear(g[n:])
	for z, t := range f.people {
		if t > 0 {
			f.share[z] = float64(0.8*f.share[z]) + float64(0.2*float64(covered[z])/float64(t))
		}
	}
}

// adjust moves weight from areas that the picks cover well to those they cover badly, and with it what their rows pay.
func (f *fair) adjust(u []int64) {
	n := f.rows.size()
	areas := u[n:]
	mean, all := 0.0, 0.0
	for z, weight := range areas {
		mean += float64(float64(weight) * f.share[z])
		all += float64(weight)
	}
	mean /= max(all, 1)
	next := make([]float64, len(areas))
	sum := 0.0
	for z := range areas {
		if f.people[z] > 0 {
			next[z] = float64(max(areas[z], allWeight>>20)) * max(0.5, 1+float64(f.eager*(mean-f.share[z])))
			sum += next[z]
		}
	}
	ratio := make([]float64, len(areas))
	for z := range areas {
		before := areas[z]
		areas[z] = int64(next[z] / sum * float64(allWeight))
		ratio[z] = float64(areas[z]) / float64(max(before, 1))
	}
	for j := range n {
		u[j] = min(int64(float64(u[j])*ratio[f.zone[j]]), f.caps[j])
	}
	f.eager = max(0.02, f.eager*0.99)
}

// bound is the share that a total allows.
func (f *fair) bound(total int64) int64 {
	if total < 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(total), Millionths)
	return min(int64(high<<24|low>>40), Millionths)
}

func (f *fair) aim(value int64) int64 {
	if value < 0 {
		return 0
	}
	return value * (allWeight / Millionths)
}

// worstArea is the area with the smallest share covered, -1 if there is none.
func (f *fair) worstArea(covered []int64) int {
	worst := -1
	for z, t := range f.people {
		if t > 0 && (worst < 0 || lessShare(covered[z], t, covered[worst], f.people[worst])) {
			worst = z
		}
	}
	return worst
}

// lessShare compares a/b with c/d exactly.
func lessShare(a, b, c, d int64) bool {
	h1, l1 := bits.Mul64(uint64(a), uint64(d))
	h2, l2 := bits.Mul64(uint64(c), uint64(b))
	return h1 < h2 || h1 == h2 && l1 < l2
}

// millionths is part of whole, rounded down.
func millionths(part, all int64) int64 {
	high, low := bits.Mul64(uint64(part), Millionths)
	q, _ := bits.Div64(high, low, uint64(all))
	return int64(q)
}
