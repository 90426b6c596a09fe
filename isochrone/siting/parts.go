package siting

// part is a piece of a problem of covering everybody that has nothing to do with the others: no site reaches rows of
// two parts, and no site of one is too near to a site of another. The least cost of all is the sum of those of the parts.
type part struct {
	rows   *rows // each counts one, whatever its demand; class has the points of the part alone
	ground *ground
}

// divided takes apart some sites and the rows that they are to cover. Parts are in the order of their first rows.
func divided(r *rows, g *ground, sites, left []bool) (parts []*part) {
	joined := newUnion(len(left) + len(sites)) // rows, then sites
	for i, is := range sites {
		if !is {
			continue
		}
		site := int32(len(left) + i)
		for _, run := range r.sets[i] {
			for j := run.From; j < run.To; j++ {
				if left[j] {
					joined.unite(int32(j), site)
				}
			}
		}
		for _, k := range g.near(int32(i)) {
			if sites[k] {
				joined.unite(site, int32(len(left))+k)
			}
		}
	}
	of := make([]*part, len(left)+len(sites)) // by root
	number := make([]int32, len(left))        // of each row in its part
	for j, is := range left {
		if is {
			root := joined.root(int32(j))
			if of[root] == nil {
				of[root] = &part{&rows{}, &ground{in: g.in, limit: allowance{noLimit, noLimit}}}
				parts = append(parts, of[root])
			}
			number[j] = of[root].rows.grow()
		}
	}
	for _, row := range r.class {
		if row >= 0 && left[row] {
			p := of[joined.root(row)].rows
			p.class = append(p.class, number[row])
		}
	}
	place := make([]int32, len(sites)) // of each site in its part
	for i, is := range sites {
		if p := of[joined.root(int32(len(left)+i))]; is && p != nil {
			place[i] = int32(p.ground.size())
			p.add(r, g, int32(i), left, number)
		}
	}
	for i, is := range sites {
		if p := of[joined.root(int32(len(left)+i))]; is && p != nil && g.apart != nil {
			var near []int32
			for _, k := range g.apart[i] {
				if sites[k] {
					near = append(near, place[k])
				}
			}
			p.ground.apart = append(p.ground.apart, near)
		}
	}
	return parts
}

// grow adds a row that counts one, and gives its number.
func (r *rows) grow() int32 {
	r.weight, r.base = append(r.weight, 1), append(r.base, 0)
	r.total++
	return int32(len(r.weight) - 1)
}

// add adds a site with the rows left that it reaches.
func (p *part) add(r *rows, g *ground, i int32, left []bool, number []int32) {
	var reach []uint32
	for _, run := range r.sets[i] {
		for j := run.From; j < run.To; j++ {
			if left[j] {
				reach = append(reach, uint32(number[j]))
			}
		}
	}
	p.rows.sets = append(p.rows.sets, RunsOf(reach))
	p.ground.site = append(p.ground.site, g.site[i])
	p.ground.cost = append(p.ground.cost, g.cost[i])
}

// union is a forest of sets of numbers that grow together (Galler and Fischer, 1964). The root of each is its least.
type union []int32

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = int32(i)
	}
	return u
}

func (u union) root(i int32) int32 {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) unite(a, b int32) {
	a, b = u.root(a), u.root(b)
	u[max(a, b)] = min(a, b)
}
