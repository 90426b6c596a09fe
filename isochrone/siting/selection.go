package siting

import (
	"cmp"
	"slices"
)

// whole is one site in the fixed-point numbers of a pick; half a site is whole/2.
const whole = 256

// pick is a site, or a part of one, in the choice that is best regardless of overlaps.
type pick struct {
	site int32
	part int32 // in 1/256
}

// selection finds the choice of the greatest worth within an allowance, where each site is worth a given amount
// whatever else is chosen. A budget is priced: a site then counts worth − price × cost, the budget itself is worth
// price × budget, and for every price from 0 that bounds the worth of any choice from above; the best price makes it
// that of the continuous knapsack.
type selection struct {
	cost  []int64
	left  allowance
	price int64
	total int64  // the bound: worth of the picks with the price of the budget
	picks []pick // those that count, ascending by site; after them the one that the budget cuts through
	taken int    // how many of the picks are whole
	last  int64  // what the least of the picks counts where no more may be picked, else 0
	next  int64  // what the best of the others counts, at least 0

	items, order []item
}

// item is a candidate with what it counts.
type item struct {
	counts int64
	site   int32
}

// find chooses among sites, whose worth stands at their number.
func (s *selection) find(sites []int32, worth []int64, left allowance) {
	s.left = left
	s.price = 0
	if left.budget != noLimit {
		s.price = s.bestPrice(sites, worth)
	}
	s.weigh(sites, worth)
	s.cut(worth, sites)
}

// at chooses with a given price.
func (s *selection) at(price int64, sites []int32, worth []int64, left allowance) {
	s.left, s.price = left, price
	s.weigh(sites, worth)
	s.cut(worth, sites)
}

// counts is what a site counts at the present price; of sites that count less than nothing it may give -1, which is
// more than they count and so keeps every bound a bound.
func (s *selection) counts(site int32, worth []int64) int64 {
	w, c := worth[site], s.cost[site]
	switch {
	case s.price == 0 || c == 0:
		return w
	case w < 0 || s.price > w/c: // the product may not fit 64 bits
		return -1
	}
	return w - s.price*c
}

// weigh collects the sites that count above 0, at most as many as may be chosen, and finds last, next and total.
func (s *selection) weigh(sites []int32, worth []int64) {
	s.items = s.items[:0]
	for _, i := range sites {
		if c := s.counts(i, worth); c > 0 {
			s.items = append(s.items, item{c, i})
		}
	}
	s.last, s.next = 0, 0
	if n := s.left.sites; n < len(s.items) {
		if n > 0 {
			greatestFirst(s.items, n-1)
			s.last = s.items[n-1].counts
		}
		for _, it := range s.items[n:] {
			s.next = max(s.next, it.counts)
		}
		s.items = s.items[:n]
	}
	s.total = 0
	if s.left.budget != noLimit {
		s.total = s.price * s.left.budget
	}
	for _, it := range s.items {
		s.total = plus(s.total, it.counts)
	}
}

// cut turns the items into picks. Where a budget is not used up, the site whose worth is just the price takes the rest
// in part: without it prices would swing.
func (s *selection) cut(worth []int64, sites []int32) {
	s.picks = s.picks[:0]
	spent := int64(0)
	for _, it := range s.items {
		s.picks = append(s.picks, pick{it.site, whole})
		if s.price > 0 {
			spent += s.cost[it.site]
		}
	}
	slices.SortFunc(s.picks, func(a, b pick) int { return cmp.Compare(a.site, b.site) })
	s.taken = len(s.picks)
	rest := s.left.budget - spent
	if s.price == 0 || rest <= 0 || s.taken == s.left.sites {
		return
	}
	for _, i := range sites {
		if c := s.cost[i]; c > rest && s.counts(i, worth) <= 0 && worth[i]/c >= s.price-1 {
			s.picks = append(s.picks, pick{i, int32(rest * whole / c)})
			return
		}
	}
}

// bestPrice finds by halving the least price at which what counts fits the budget: beyond it the bound rises by the
// budget, below it falls by what would be bought beyond.
func (s *selection) bestPrice(sites []int32, worth []int64) int64 {
	fits := func(price int64) bool {
		s.price = price
		s.weigh(sites, worth)
		left := s.left.budget
		for _, it := range s.items {
			if left -= s.cost[it.site]; left < 0 {
				return false
			}
		}
		return true
	}
	if fits(0) {
		return 0
	}
	low, high := int64(0), int64(1)
	for !fits(high) {
		low, high = high, high*2
	}
	for high-low > 1 {
		if middle := low + (high-low)/2; fits(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// greatestFirst brings the n greatest items, and the one after them, before all others: item n is where it would be if
// all were sorted. Equal ones go by site, so that the choice does not depend on the order given.
func greatestFirst(items []item, n int) {
	low, high := 0, len(items)-1
	for high-low > 16 {
		middle := low + (high-low)/2
		pivot := medianOf(items[low], items[middle], items[high])
		i, k := low, high
		for i <= k {
			for before(items[i], pivot) {
				i++
			}
			for before(pivot, items[k]) {
				k--
			}
			if i <= k {
				items[i], items[k] = items[k], items[i]
				i++
				k--
			}
		}
		switch {
		case n <= k:
			high = k
		case n >= i:
			low = i
		default:
			return
		}
	}
	slices.SortFunc(items[low:high+1], func(a, b item) int {
		return cmp.Or(cmp.Compare(b.counts, a.counts), cmp.Compare(a.site, b.site))
	})
}

func before(a, b item) bool {
	return a.counts > b.counts || a.counts == b.counts && a.site < b.site
}

func medianOf(a, b, c item) item {
	if before(b, a) {
		a, b = b, a
	}
	if before(c, b) {
		b = c
		if before(b, a) {
			b = a
		}
	}
	return b
}
