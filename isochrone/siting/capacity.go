package siting

import (
	"cmp"
	"slices"
)

// capacity is the goal of most demand served, no site beyond its capacity. People of one point may be served by several
// sites.
//
// Its relaxation: a row may be served more often than it has people, and pays u for that. Each site fills its places
// with the rows that are worth most to it, S·w_j − u_j for all of a row and in proportion for a part. Places themselves
// have a price t for each site, which turns that into a sum over rows:
//
//	L(u) = Σ_j u_j + Σ_{i chosen} min_t (t·capacity_i + Σ_{j reached} max(0, S·w_j − u_j − t·w_j))
//
// Any t gives a bound. Sites are those of the ground and, after them, the existing facilities.
type capacity struct {
	*rows
	*ground
	places   []int64 // of each site
	existing []int32
	scale    uint
	caps     []int64
	clock    *clock
	steps    int64

	held    []int32 // existing facilities and sites fixed open
	density []int64 // what one unit of demand of each row is worth to a site, rounded down
	order   []uint32
	flow    *flow
}

// ceiling is the demand that somebody can serve.
func (c *capacity) ceiling() int64 { return c.total - c.outOfReach }

func (c *capacity) ceilings() []int64 { return c.caps }

func (c *capacity) work() int64 { return c.steps }

func (c *capacity) fix(open []int32) { c.held = append(append(c.held[:0], c.existing...), open...) }

// begin with a choice lets rows pay for each time more that its sites could serve them; without one it takes the rows
// on one side of the smallest cut.
func (c *capacity) begin(u []int64, choice []int32) {
	clear(u)
	c.flow.clear()
	open := append(slices.Clone(c.existing), choice...)
	if choice == nil {
		open = c.held
	}
	for _, i := range open {
		c.flow.open(i)
	}
	for j, satisfied := range c.flow.short(open) {
		if satisfied {
			u[j] = c.caps[j]
			if choice != nil {
				u[j] = c.caps[j] / 2
			}
		}
	}
}

func (c *capacity) evaluate(u []int64, sites []int32, worth []int64) (constant int64) {
	for j, w := range c.weight {
		c.density[j] = (w<<c.scale - u[j]) / w
		constant += u[j]
	}
	for _, i := range sites {
		worth[i], _ = c.fill(u, i)
	}
	for _, i := range c.held {
		w, _ := c.fill(u, i)
		constant += w
	}
	return constant
}

// fill is the most that a site can make of its places, and the price of a place at which they are full.
func (c *capacity) fill(u []int64, i int32) (worth, price int64) {
	c.order = c.order[:0]
	all := int64(0)
	for _, run := range c.sets[i] {
		for j := run.From; j < run.To; j++ {
			c.order = append(c.order, j)
			all += c.weight[j]
		}
	}
	if all > c.places[i] {
		slices.SortFunc(c.order, func(a, b uint32) int {
			return cmp.Or(cmp.Compare(c.density[b], c.density[a]), cmp.Compare(a, b))
		})
		left := c.places[i]
		for _, j := range c.order {
			if left -= c.weight[j]; left < 0 {
				price = c.density[j]
				break
			}
		}
	}
	worth = price * c.places[i]
	for _, j := range c.order {
		worth += max(0, c.weight[j]<<c.scale-u[j]-price*c.weight[j])
	}
	return worth, price
}

func (c *capacity) slope(u []int64, picks []pick, g []int32) {
	for j := range g {
		g[j] = whole
	}
	for _, p := range picks {
		c.serve(u, p.site, p.part, g)
	}
	for _, i := range c.held {
		c.serve(u, i, whole, g)
	}
	for j := range g {
		if g[j] > 0 && u[j] == 0 || g[j] < 0 && u[j] == c.caps[j] {
			g[j] = 0
		}
	}
}

// serve takes from g the part of each row that a site serves.
func (c *capacity) serve(u []int64, i, part int32, g []int32) {
	_, price := c.fill(u, i)
	left := c.places[i]
	for _, j := range c.order {
		amount := min(left, c.weight[j])
		if c.density[j] < price || amount <= 0 {
			continue
		}
		left -= amount
		g[j] -= int32(float64(amount) / float64(c.weight[j]) * float64(part))
	}
}

func (c *capacity) bound(total int64) int64 { return total >> c.scale }

func (c *capacity) aim(value int64) int64 { return max(0, value) << c.scale }
