package siting

import "slices"

// cover is the goal of most demand covered. One unit of demand covered by n sites is worth reward[n].
//
// Its relaxation: a row that asks for n sites pays its multiplier u for each. Then for each row the best n can be chosen
// by itself, and each site is worth what the rows it reaches pay:
//
//	L(u) = Σ_j max_n (w_j·reward[n] − n·u_j) + Σ_{i chosen} Σ_{j reached} u_j
//
// Multipliers and L are in units of 1/scale of one unit of demand.
type cover struct {
	*rows
	*ground
	reward []int64 // reward[0] = 0
	scale  uint    // of the multipliers, as a power of two
	caps   []int64

	held     []uint8 // sites that stand at each row: existing ones and those fixed open, at most the levels
	heldGain int64   // reward of the rows by those sites, settled points included
	settledW int64   // reward of the settled points
	sums     []int64 // sums[j]: the multipliers of the rows before j, of rows that can still gain
	absorbed int     // sites fixed open for good, in a narrower model
	workers  int
	clock    *clock
	steps    int64
	state    *choice
	shaker   *shaker
}

// levels is the number of sites at one row that are told apart.
func (c *cover) levels() int { return len(c.reward) - 1 }

// newCover prepares the goal of most demand covered.
func newCover(r *rows, g *ground, reward []int64, settled int64, workers int, clock *clock) *cover {
	c := &cover{rows: r, ground: g, reward: append([]int64{0}, reward...), workers: workers, clock: clock}
	if len(reward) == 0 {
		c.reward = []int64{0, 1}
	}
	top := c.reward[c.levels()]
	c.settledW = settled * top
	c.scale = room(r.total*top, 20)
	c.prepare()
	c.state = newChoice(c)
	return c
}

// prepare makes what follows from the rows and sets.
func (c *cover) prepare() {
	n := c.rows.size()
	c.held = make([]uint8, n)
	c.sums = make([]int64, n+1)
	c.caps = make([]int64, n)
	for j, w := range c.weight {
		for n := int(c.base[j]); n < c.levels(); n++ {
			c.caps[j] = max(c.caps[j], c.steepest(n)*w<<c.scale)
		}
	}
	for _, set := range c.sets {
		c.steps += int64(len(set))
	}
	c.steps += 4 * int64(n)
	c.fix(make([]int32, c.absorbed))
}

// steepest is the most that one more site can be worth on average at a row where n stand.
func (c *cover) steepest(n int) (most int64) {
	for k := n + 1; k <= c.levels(); k++ {
		most = max(most, (c.reward[k]-c.reward[n]+int64(k-n)-1)/int64(k-n))
	}
	return most
}

// ceiling is what all demand is worth that somebody can cover.
func (c *cover) ceiling() int64 {
	sum := c.settledW
	for _, w := range c.weight {
		sum += w * c.reward[c.levels()]
	}
	return sum
}

func (c *cover) ceilings() []int64 { return c.caps }

func (c *cover) work() int64 { return c.steps }

func (c *cover) fix(open []int32) {
	copy(c.held, c.base)
	levels := uint8(c.levels())
	for _, i := range open[c.absorbed:] {
		for _, run := range c.sets[i] {
			for j := run.From; j < run.To; j++ {
				if c.held[j] < levels {
					c.held[j]++
				}
			}
		}
	}
	c.heldGain = c.settledW
	for j, n := range c.held {
		c.heldGain += c.weight[j] * c.reward[n]
	}
}

// begin starts at the prices that a good choice suggests. Who is not covered would pay anything, who is covered more
// often than counts nothing. The people of one site alone share out what the weakest site is worth: then all chosen
// sites are worth the same, the bound is the value of the choice, and only what other candidates are worth beyond
// raises it.
func (c *cover) begin(u []int64, set []int32) {
	times := make([]int32, c.rows.size()+1)
	for _, i := range set {
		for _, run := range c.sets[i] {
			times[run.From]++
			times[run.To]--
		}
	}
	n := int32(0)
	for j := range u {
		n += times[j]
		times[j] = n
		switch over := int(n) + int(c.base[j]) - c.levels(); {
		case over < 0:
			u[j] = c.caps[j]
		case over == 0:
			u[j] = c.caps[j] / 10 * 7
		default:
			u[j] = 0
		}
	}
	if c.levels() == 1 && len(set) > 0 {
		c.level(u, set, times)
	}
}

// level lets the rows that one site alone covers pay so much that all sites are worth as much as the weakest.
func (c *cover) level(u []int64, set, times []int32) {
	alone := make([]int64, len(set))
	for k, i := range set {
		for _, run := range c.sets[i] {
			for j := run.From; j < run.To; j++ {
				if times[j] == 1 {
					alone[k] += c.weight[j]
				}
			}
		}
	}
	weakest := slices.Min(alone)
	for k, i := range set {
		part := float64(weakest) / float64(max(1, alone[k]))
		for _, run := range c.sets[i] {
			for j := run.From; j < run.To; j++ {
				if times[j] == 1 {
					u[j] = int64(part * float64(c.caps[j]))
				}
			}
		}
	}
}

func (c *cover) evaluate(u []int64, sites []int32, worth []int64) int64 {
	constant := c.heldGain << c.scale
	sum := int64(0)
	if c.levels() == 1 {
		held, caps, sums := c.held[:len(u)], c.caps[:len(u)], c.sums[:len(u)+1]
		for j, price := range u {
			left := max(0, caps[j]-price)
			if held[j] != 0 {
				left, price = 0, 0
			}
			constant += left
			sum += price
			sums[j+1] = sum
		}
	} else {
		for j := range c.weight {
			best, _ := c.ask(j, u[j], 0)
			constant += best
			if int(c.held[j]) < c.levels() {
				sum += u[j]
			}
			c.sums[j+1] = sum
		}
	}
	inParallel(c.workers, len(sites), func(from, to int) {
		for _, i := range sites[from:to] {
			worth[i] = c.reachSum(i)
		}
	})
	return constant
}

// reachSum adds up the multipliers of the rows that a site reaches.
func (c *cover) reachSum(i int32) (sum int64) {
	for _, run := range c.sets[i] {
		sum += c.sums[run.To] - c.sums[run.From]
	}
	return sum
}

// ask is the best a row can make of buying n more sites at a price each, and n: of several the one nearest to got.
func (c *cover) ask(j int, price int64, got int) (best int64, n int) {
	held := int(c.held[j])
	w := c.weight[j] << c.scale
	for k := 0; held+k <= c.levels(); k++ {
		gain := w*(c.reward[held+k]-c.reward[held]) - int64(k)*price
		if gain > best || gain == best && abs(k-got) < abs(n-got) {
			best, n = gain, k
		}
	}
	return best, n
}

func abs(n int) int { return max(n, -n) }

func (c *cover) slope(u []int64, picks []pick, g []int32) {
	clear(g)
	for _, p := range picks {
		for _, run := range c.sets[p.site] {
			g[run.From] += p.part
			if int(run.To) < len(g) {
				g[run.To] -= p.part
			}
		}
	}
	got := int32(0)
	levels, single := uint8(c.levels()), c.levels() == 1
	held, caps := c.held[:len(g)], c.caps[:len(g)]
	for j := range g {
		got += g[j]
		asked := int32(whole)
		if !single {
			_, n := c.ask(j, u[j], int(got/whole))
			asked = int32(n) * whole
		}
		down := got - asked
		room := caps[j] - u[j]
		if down > 0 {
			room = u[j]
		}
		if room == 0 {
			down = 0
		}
		if held[j] >= levels {
			down = 0
		}
		g[j] = down
	}
}

func (c *cover) bound(total int64) int64 { return total >> c.scale }

func (c *cover) aim(value int64) int64 { return value << c.scale }

func (c *cover) focus(sites []int32) { c.state.among = sites }

func (c *cover) improve(wish []int32) ([]int32, int64, bool) {
	return c.state.improve(wish)
}
