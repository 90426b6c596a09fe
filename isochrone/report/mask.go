package report

import "cmp"

// smallest is the smallest count of people, above 0, that the public edition shows.
const smallest = 10

// secret is a count of a table that may have to be hidden. It stands in at most two sums: those of its row and its column,
// or the one it is a part of and the one it is the total of. Sums are numbered from 1; 0 is none.
//
// For the two sums to make a network, which is what lets [protect] be exact, a count that is a part of both, or the total
// of both, takes the sign + in one and − in the other. A table of rows and columns with totals can always be signed so:
// give row sums the sign as written and column sums the opposite one, and do it the other way round in the total column
// and the total row.
type secret struct {
	value     int64
	low       int64 // the least and the most that a reader knows the count to be once it is hidden
	high      int64
	plus      int // the sum it enters with +
	minus     int // the sum it enters with −
	hidden    bool
	sensitive bool // must not be computable
	fixed     bool // a reader would guess it, hidden or not: nobody, or everybody
	blurred   bool // it is not shown to be few
	reserved  bool // hidden only where nothing else helps: totals
}

// unbounded is above every count of people.
const unbounded = int64(1) << 52

// newSecret is a count in its sums. A small one is hidden at once and known to lie between 1 and 9; any other one, should
// it be hidden, is known not to be small, which a reader can tell from how it is shown.
func newSecret(value int64, plus, minus int) secret {
	s := secret{value: value, low: smallest, high: unbounded, plus: plus, minus: minus, fixed: value == 0}
	if small(value) {
		s.low, s.high, s.hidden, s.sensitive = 1, smallest-1, true, true
	}
	return s
}

// newPart is a count of some of the people of a unit, whose number a reader is taken to know from elsewhere: the others of
// the unit must not be few either.
func newPart(value, of int64, plus, minus int) secret {
	s := newSecret(value, plus, minus)
	rest := of - value
	switch {
	case rest <= 0:
		s.fixed = s.fixed || rest == 0 && !s.hidden
		s.high = min(s.high, of)
	case value > 0 && of < 2*smallest: // the part is few, or the rest, or both: which of them is not told either
		s.low, s.high = 1, of-1
		s.hidden, s.sensitive, s.blurred = true, true, true
	case small(rest):
		s.low, s.high = max(1, of-smallest+1), min(s.high, of-1)
		s.hidden, s.sensitive = true, true
	default:
		s.high = min(s.high, of-smallest)
	}
	if small(of) { // of so few nothing is told, not even that it is nobody or everybody
		s.low, s.high, s.hidden, s.sensitive, s.fixed = 0, of, true, true, false
	}
	return s
}

// newTotal is the total of all parts. Should it be hidden, it is not told whether it is small.
func newTotal(value int64, plus, minus int) secret {
	s := newSecret(value, plus, minus)
	s.low, s.high, s.reserved, s.blurred = 0, unbounded, true, true
	return s
}

func small(count int64) bool { return count > 0 && count < smallest }

// protect hides, besides the small counts, as many others as it takes until no small count can be computed from what is
// shown: for each of them there is another table of whole numbers that agrees with everything shown and has another number
// there. It takes the smallest count of a sum that the small one stands in; zeros are never hidden, for a reader would guess
// them.
//
// The sums make a network whose edges are the hidden counts. A count can be another one exactly where one more, or one
// fewer, of it can be balanced along a circle of hidden counts none of which leaves its bounds (flow decomposition).
func protect(counts []secret) {
	for known := range counts { // hiding more opens ways and closes none: who is safe stays safe
		for counts[known].sensitive && !balanced(counts, known) {
			next := cheapest(counts, func(s *secret) bool { return sharesSum(s, &counts[known]) })
			if next < 0 {
				next = cheapest(counts, func(*secret) bool { return true })
			}
			if next < 0 {
				break // all that could help is hidden
			}
			counts[next].hidden = true
		}
	}
}

// cheapest is the smallest of the shown counts above zero that are asked for, parts before totals; -1 if there is none.
func cheapest(counts []secret, asked func(*secret) bool) int {
	best := -1
	for i := range counts {
		s := &counts[i]
		if s.hidden || s.fixed || !asked(s) {
			continue
		}
		if best < 0 || cmp.Or(order(s.reserved, counts[best].reserved), cmp.Compare(s.value, counts[best].value)) < 0 {
			best = i
		}
	}
	return best
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func sharesSum(a, b *secret) bool {
	return (a.plus != 0 && a.plus == b.plus) || (a.minus != 0 && a.minus == b.minus) ||
		(a.plus != 0 && a.plus == b.minus) || (a.minus != 0 && a.minus == b.plus)
}

// balanced tells whether a hidden count can be one more or one fewer without any shown number changing.
func balanced(counts []secret, of int) bool {
	s := &counts[of]
	if s.plus == s.minus { // it stands in no sum, or in none that tells of it
		return true
	}
	// One more of it adds one to the sum plus and takes one from minus; a way from plus to minus gives that back.
	return (s.value < s.high && leads(counts, of, s.plus, s.minus)) || (s.value > s.low && leads(counts, of, s.minus, s.plus))
}

// leads finds a way along hidden counts from a sum with one too many to another with one too few. A count on it that has +
// at the sum it leaves becomes one fewer, one that has − there becomes one more. Counts in one sum alone lead to 0, where
// nothing needs to balance.
func leads(counts []secret, without, from, to int) bool {
	reached := map[int]bool{from: true}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == to {
			return true
		}
		for i := range counts {
			s := &counts[i]
			if i == without || !s.hidden {
				continue
			}
			if s.plus == at && s.value > s.low && !reached[s.minus] {
				reached[s.minus] = true
				queue = append(queue, s.minus)
			}
			if s.minus == at && s.value < s.high && !reached[s.plus] {
				reached[s.plus] = true
				queue = append(queue, s.plus)
			}
		}
	}
	return false
}

// protectGrid hides counts of a table in which the last column may be the sum of the ones before it, and the last row the
// sum of the rows above it. It tells which are hidden; all rows are of one length.
func protectGrid(rows [][]int64, rowSums, columnSums bool) (hidden [][]bool) {
	if len(rows) == 0 {
		return nil
	}
	width := len(rows[0])
	counts := make([]secret, 0, len(rows)*width)
	for i, row := range rows {
		for j, n := range row {
			lastRow, lastColumn := columnSums && i == len(rows)-1, rowSums && j == width-1
			ofRow, ofColumn := 0, 0
			if rowSums {
				ofRow = 1 + i
			}
			if columnSums {
				ofColumn = 1 + len(rows) + j
			}
			s := newSecret(n, ofRow, ofColumn)
			if lastRow != lastColumn { // see secret: the other way round
				s.plus, s.minus = ofColumn, ofRow
			}
			s.reserved = lastRow || lastColumn
			counts = append(counts, s)
		}
	}
	protect(counts)
	for i := range rows {
		row := make([]bool, width)
		for j := range row {
			row[j] = counts[i*width+j].hidden
		}
		hidden = append(hidden, row)
	}
	return hidden
}
