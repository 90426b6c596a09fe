package siting

// flow shares the demand of rows out among sites, as much as possible and nobody beyond capacity: a maximum flow from
// sites to rows. A site with room left takes over demand from another one if that one has other rows to serve; paths of
// such changes are searched breadth first (Edmonds and Karp, 1972).
type flow struct {
	sets     [][]Run // of all sites
	capacity []int64
	weight   []int64

	load   []int64   // of each site
	unmet  []int64   // of each row
	by     [][]share // who serves each row
	served int64

	from  []step // how each site was reached in the search
	seen  []int32
	stamp int32
	queue []int32
	rowAt []int32 // the search in which a row was last seen
}

// share is how much of a row a site serves.
type share struct {
	site   int32
	amount int64
}

// step says that a site is reached because another one takes over its share of a row.
type step struct {
	site int32 // -1 at the beginning
	row  uint32
}

func newFlow(sets [][]Run, capacity, weight []int64) *flow {
	f := &flow{sets: sets, capacity: capacity, weight: weight, load: make([]int64, len(sets)), unmet: make([]int64, len(weight)),
		by: make([][]share, len(weight)), from: make([]step, len(sets)), seen: make([]int32, len(sets)), rowAt: make([]int32, len(weight))}
	f.clear()
	return f
}

func (f *flow) clear() {
	clear(f.load)
	copy(f.unmet, f.weight)
	for j := range f.by {
		f.by[j] = f.by[j][:0]
	}
	f.served = 0
}

// open adds a site and lets it serve as much as it can beside the others.
func (f *flow) open(i int32) {
	for f.load[i] < f.capacity[i] {
		last, row, found := f.search(i)
		if !found {
			return
		}
		f.push(i, last, row)
	}
}

// search looks for a row with demand left that a site can reach, also by taking over from others.
func (f *flow) search(i int32) (last int32, row uint32, found bool) {
	f.stamp++
	f.queue = append(f.queue[:0], i)
	f.seen[i], f.from[i] = f.stamp, step{site: -1}
	for k := 0; k < len(f.queue); k++ {
		s := f.queue[k]
		for _, run := range f.sets[s] {
			for j := run.From; j < run.To; j++ {
				if f.unmet[j] > 0 {
					return s, j, true
				}
				if f.rowAt[j] == f.stamp {
					continue
				}
				f.rowAt[j] = f.stamp
				for _, other := range f.by[j] {
					if f.seen[other.site] != f.stamp {
						f.seen[other.site], f.from[other.site] = f.stamp, step{s, j}
						f.queue = append(f.queue, other.site)
					}
				}
			}
		}
	}
	return 0, 0, false
}

// push moves as much as fits along a path that search found.
func (f *flow) push(i, last int32, row uint32) {
	amount := min(f.capacity[i]-f.load[i], f.unmet[row])
	for s := last; f.from[s].site >= 0; s = f.from[s].site {
		amount = min(amount, f.amount(f.from[s].row, s))
	}
	f.unmet[row] -= amount
	f.change(row, last, amount)
	for s := last; f.from[s].site >= 0; s = f.from[s].site {
		f.change(f.from[s].row, s, -amount)
		f.change(f.from[s].row, f.from[s].site, amount)
	}
	f.load[i] += amount
	f.served += amount
}

func (f *flow) amount(row uint32, site int32) int64 {
	for _, s := range f.by[row] {
		if s.site == site {
			return s.amount
		}
	}
	return 0
}

func (f *flow) change(row uint32, site int32, by int64) {
	shares := f.by[row]
	for k := range shares {
		if shares[k].site == site {
			if shares[k].amount += by; shares[k].amount == 0 {
				shares[k] = shares[len(shares)-1]
				f.by[row] = shares[:len(shares)-1]
			}
			return
		}
	}
	f.by[row] = append(shares, share{site, by})
}

// short marks the rows that sites with room left could reach, also by taking over: what they need is served in full,
// and the other sites are full. Rows and sites of the two kinds make the cut that proves the flow the largest.
func (f *flow) short(open []int32) (satisfied []bool) {
	satisfied = make([]bool, len(f.weight))
	f.stamp++
	f.queue = f.queue[:0]
	for _, i := range open {
		if f.load[i] < f.capacity[i] {
			f.seen[i] = f.stamp
			f.queue = append(f.queue, i)
		}
	}
	for k := 0; k < len(f.queue); k++ {
		for _, run := range f.sets[f.queue[k]] {
			for j := run.From; j < run.To; j++ {
				if satisfied[j] {
					continue
				}
				satisfied[j] = true
				for _, other := range f.by[j] {
					if f.seen[other.site] != f.stamp {
						f.seen[other.site] = f.stamp
						f.queue = append(f.queue, other.site)
					}
				}
			}
		}
	}
	return satisfied
}
