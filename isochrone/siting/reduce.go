package siting

import "slices"

// reduction is one step that makes a problem of covering everybody smaller. Either a site is left out because another
// one reaches all the rows left that it reaches and costs no more, or a row because every site left that covers another
// row covers it too.
type reduction struct {
	row bool  // about rows, else about sites
	out int32 // left out
	by  int32 // why; -1 of a site that reaches no row left
}

// reducer leaves out sites and rows of a problem of covering everybody until neither can go any more. A step of one kind
// makes lists shorter and so allows steps of the other (Toregas and ReVelle, 1972); only what became shorter is looked
// at again. Each step rests on what is left at that time, so steps are checked in their order.
type reducer struct {
	cost  []int64
	apart bool   // some sites are too near to others: then only rows are left out
	sites []bool // those left
	rows  []bool // those left
	steps []reduction

	reach [][]int32 // of each site left the rows left, ascending
	by    [][]int32 // of each row left the sites left, ascending

	rowsDue, sitesDue []bool // whose lists changed since they were looked at
	work              int64
}

// reductionWork bounds the search for reductions, in looks at a site and a row; reductionPairs bounds the memory for
// it, of eight bytes each.
const (
	reductionWork  = 200_000_000
	reductionPairs = 30_000_000
)

// newReducer begins with some of the rows and sites.
func newReducer(g *ground, sites, rows []bool) *reducer {
	return &reducer{cost: g.cost, apart: g.apart != nil, sites: slices.Clone(sites), rows: slices.Clone(rows),
		reach: make([][]int32, len(sites)), by: make([][]int32, len(rows)), sitesDue: slices.Clone(sites), rowsDue: slices.Clone(rows)}
}

// list writes out who reaches whom, unless that is too much.
func (d *reducer) list(sets [][]Run) bool {
	pairs := 0
	for _, set := range sets {
		if pairs += count(set); pairs > reductionPairs {
			return false
		}
	}
	lists := make([]int32, 0, pairs)
	degree := make([]int32, len(d.rows))
	for i, set := range sets {
		from := len(lists)
		if !d.sites[i] {
			continue
		}
		for _, run := range set {
			for j := run.From; j < run.To; j++ {
				if d.rows[j] {
					lists = append(lists, int32(j))
					degree[j]++
				}
			}
		}
		d.reach[i] = slices.Clip(lists[from:])
	}
	turned := make([]int32, len(lists))
	for j, n := range degree {
		d.by[j], turned = turned[:0:n], turned[n:]
	}
	for i, list := range d.reach {
		for _, j := range list {
			d.by[j] = append(d.by[j], int32(i))
		}
	}
	return true
}

// run leaves out what it can.
func (d *reducer) run(sets [][]Run) {
	for again := d.list(sets); again && d.work < reductionWork; {
		again = false
		for i := range d.reach {
			again = d.lookAtSite(int32(i)) || again
		}
		for k := range d.by {
			again = d.lookAtRow(int32(k)) || again
		}
	}
}

// lookAtSite leaves a site out if it can, and tells whether it did.
func (d *reducer) lookAtSite(i int32) bool {
	if !d.sitesDue[i] || d.apart {
		return false
	}
	d.sitesDue[i] = false
	by, out := d.outdone(i)
	if out {
		d.sites[i] = false
		d.steps = append(d.steps, reduction{out: i, by: by})
		for _, j := range d.reach[i] {
			d.by[j] = without(d.by[j], i)
			d.rowsDue[j] = true
		}
		d.reach[i] = nil
	}
	return out
}

// outdone looks for a site that reaches all rows left of another one for no more: among those that reach the rarest of
// these rows.
func (d *reducer) outdone(i int32) (by int32, out bool) {
	mine := d.reach[i]
	if len(mine) == 0 {
		return -1, true
	}
	for _, k := range d.by[shortest(mine, d.by)] {
		if k != i && d.cost[k] <= d.cost[i] && d.within(mine, d.reach[k]) {
			return k, true
		}
	}
	return 0, false
}

// lookAtRow leaves out the rows that every site of a row reaches too, and tells whether there were any: they are among
// the rows of the site that reaches fewest.
func (d *reducer) lookAtRow(k int32) (any bool) {
	mine := d.by[k]
	if !d.rowsDue[k] || len(mine) == 0 {
		return false
	}
	d.rowsDue[k] = false
	for _, j := range slices.Clone(d.reach[shortest(mine, d.reach)]) {
		if j == k || !d.within(mine, d.by[j]) {
			continue
		}
		any = true
		d.steps = append(d.steps, reduction{row: true, out: j, by: k})
		for _, i := range d.by[j] {
			d.reach[i] = without(d.reach[i], j)
			d.sitesDue[i] = true
		}
		d.by[j], d.rows[j], d.rowsDue[j] = nil, false, false
	}
	return any
}

// within tells whether all of an ascending list are in another.
func (d *reducer) within(inner, outer []int32) bool {
	if len(inner) > len(outer) || d.work > reductionWork {
		return false
	}
	d.work += int64(len(outer))
	return subset(inner, outer)
}

// shortest names the one of some lists that is shortest.
func shortest(of []int32, lists [][]int32) int32 {
	return slices.MinFunc(of, func(a, b int32) int { return len(lists[a]) - len(lists[b]) })
}

// without takes a value out of an ascending list, in place.
func without(ascending []int32, value int32) []int32 {
	at, _ := slices.BinarySearch(ascending, value)
	return slices.Delete(ascending, at, at+1)
}
