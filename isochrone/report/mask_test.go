package report

import (
	"math/rand/v2"
	"testing"
)

// possible collects values, two at most, that one hidden cell of a grid can have, by trying every table of whole numbers
// up to most that agrees with what is shown: small counts lie between 1 and 9, other hidden ones do not.
func possible(rows [][]int64, hidden [][]bool, rowSums, columnSums bool, at [2]int, most int64) map[int64]bool {
	found := map[int64]bool{}
	type cell struct{ i, j int }
	var open []cell
	trial := make([][]int64, len(rows))
	for i := range rows {
		trial[i] = append([]int64(nil), rows[i]...)
		for j := range rows[i] {
			if hidden[i][j] && !(rowSums && j == len(rows[i])-1) && !(columnSums && i == len(rows)-1) {
				open = append(open, cell{i, j})
			}
		}
	}
	h, w := len(rows), len(rows[0])
	// fits compares a sum of the trial with what is known of it, and puts it there.
	fits := func(i, j int, sum int64) bool {
		trial[i][j] = sum
		switch {
		case !hidden[i][j]:
			return sum == rows[i][j]
		case small(rows[i][j]):
			return small(sum)
		}
		return sum >= smallest
	}
	agrees := func() bool {
		for i := 0; rowSums && i < h && (i < h-1 || !columnSums); i++ {
			sum := int64(0)
			for j := 0; j < w-1; j++ {
				sum += trial[i][j]
			}
			if !fits(i, w-1, sum) {
				return false
			}
		}
		for j := 0; columnSums && j < w; j++ {
			sum := int64(0)
			for i := 0; i < h-1; i++ {
				sum += trial[i][j]
			}
			if !fits(h-1, j, sum) {
				return false
			}
		}
		return true
	}
	var try func(k int)
	try = func(k int) {
		if len(found) > 1 {
			return
		}
		if k == len(open) {
			if agrees() {
				found[trial[at[0]][at[1]]] = true
			}
			return
		}
		c := open[k]
		low, high := int64(10), most
		if small(rows[c.i][c.j]) {
			low, high = 1, 9
		}
		// Values near the true one first: the search ends at the second that fits.
		for d := int64(0); d <= high-low; d++ {
			for _, v := range []int64{rows[c.i][c.j] + d, rows[c.i][c.j] - d} {
				if v >= low && v <= high && (d > 0 || v == rows[c.i][c.j]) {
					trial[c.i][c.j] = v
					try(k + 1)
				}
				if d == 0 {
					break
				}
			}
		}
	}
	try(0)
	return found
}

// Nobody who knows how the public edition is made can compute a small count from it.
func TestNoSmallCountCanBeComputed(t *testing.T) {
	seed := uint64(11)
	random := rand.New(rand.NewPCG(seed, 1))
	for round := range 300 {
		h, w := 1+random.IntN(3), 1+random.IntN(2)
		rowSums, columnSums := random.IntN(2) == 0, random.IntN(2) == 0
		parts := make([][]int64, h)
		for i := range parts {
			for range w {
				n := int64(random.IntN(14))
				if random.IntN(3) == 0 {
					n = 0
				}
				parts[i] = append(parts[i], n)
			}
		}
		rows := withSums(parts, rowSums, columnSums)
		hidden := protectGrid(rows, rowSums, columnSums)
		for i := range rows {
			for j, n := range rows[i] {
				if small(n) && !hidden[i][j] {
					t.Fatalf("seed %d round %d: %v: %d is shown", seed, round, rows, n)
				}
				if hidden[i][j] && n == 0 {
					t.Fatalf("seed %d round %d: %v: a zero is hidden", seed, round, rows)
				}
				if small(n) && len(possible(rows, hidden, rowSums, columnSums, [2]int{i, j}, 40)) < 2 {
					t.Fatalf("seed %d round %d (sums %v %v): %v hidden %v: cell %d,%d can be computed", seed, round, rowSums, columnSums, rows, hidden, i, j)
				}
			}
		}
	}
}

func withSums(parts [][]int64, rowSums, columnSums bool) (rows [][]int64) {
	for _, part := range parts {
		row := append([]int64(nil), part...)
		if rowSums {
			sum := int64(0)
			for _, n := range part {
				sum += n
			}
			row = append(row, sum)
		}
		rows = append(rows, row)
	}
	if columnSums {
		total := make([]int64, len(rows[0]))
		for _, row := range rows {
			for j, n := range row {
				total[j] += n
			}
		}
		rows = append(rows, total)
	}
	return rows
}

// A table without small counts is shown as it is, and nothing more is hidden than it takes.
func TestNothingIsHiddenWithoutNeed(t *testing.T) {
	count := func(hidden [][]bool) (n int) {
		for _, row := range hidden {
			for _, h := range row {
				if h {
					n++
				}
			}
		}
		return n
	}
	for _, c := range []struct {
		rows [][]int64
		want int
	}{
		{[][]int64{{100}, {40}, {0}, {140}}, 0},
		{[][]int64{{5}, {40}, {30}, {75}}, 2},      // 5 and the next smallest
		{[][]int64{{5}, {6}, {30}, {41}}, 2},       // each protects the other
		{[][]int64{{9}, {9}, {30}, {48}}, 3},       // 18 of two small ones is 9 and 9
		{[][]int64{{1}, {1}, {30}, {40}, {72}}, 3}, // 2 of two is 1 and 1
		{[][]int64{{4}, {0}, {0}, {4}}, 2},         // the total tells it
		{[][]int64{{9}, {0}, {0}, {9}}, 2},
	} {
		if got := count(protectGrid(c.rows, false, true)); got != c.want {
			t.Errorf("%v: %d hidden, not %d", c.rows, got, c.want)
		}
	}
}

// The people of a unit are known to whoever knows the town: a part must not be few, nor the rest.
func TestPartsOfAUnit(t *testing.T) {
	for _, c := range []struct {
		value, of int64
		hidden    bool
	}{{0, 300, false}, {300, 300, false}, {5, 300, true}, {295, 300, true}, {10, 300, false}, {290, 300, false}, {0, 6, true}, {6, 6, true}, {3, 6, true}} {
		if got := newPart(c.value, c.of, 1, 0); got.hidden != c.hidden {
			t.Errorf("%d of %d: hidden %v", c.value, c.of, got.hidden)
		}
	}
}

// Of a list of units whose people everybody knows, neither the few without service nor the few with it can be computed from
// the units shown and the total.
func TestNoUnitCanBeComputed(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	for round := range 400 {
		n := 1 + random.IntN(4)
		of, without := make([]int64, n), make([]int64, n)
		counts := make([]secret, 0, n+1)
		total := int64(0)
		for i := range of {
			of[i] = int64(1 + random.IntN(40))
			without[i] = int64(random.IntN(int(of[i]) + 1))
			total += without[i]
			counts = append(counts, newPart(without[i], of[i], 1, 0))
		}
		counts = append(counts, newTotal(total, 0, 1))
		protect(counts)
		if total == 0 {
			continue // that nobody at all is without service may be told
		}
		for i := range of {
			rest := of[i] - without[i]
			if !small(of[i]) && !small(without[i]) && (!small(rest) || without[i] == 0) {
				continue
			}
			if !counts[i].hidden {
				t.Fatalf("round %d: %v of %v: unit %d is shown", round, without, of, i)
			}
			if len(otherUnits(counts, without, of, total, i)) < 2 {
				t.Fatalf("round %d: %v of %v, total hidden %v: unit %d can be computed", round, without, of, counts[n].hidden, i)
			}
		}
	}
}

// otherUnits are the values that a hidden unit can have, by trying all.
func otherUnits(counts []secret, without, of []int64, total int64, unit int) map[int64]bool {
	found := map[int64]bool{}
	trial := append([]int64(nil), without...)
	var try func(i int, sum int64)
	try = func(i int, sum int64) {
		if i == len(of) {
			if sum == total || counts[i].hidden {
				found[trial[unit]] = true
			}
			return
		}
		if !counts[i].hidden {
			try(i+1, sum+without[i])
			return
		}
		for v := int64(0); v <= of[i]; v++ {
			// A reader sees whether it is small, and knows that what is certain is never hidden.
			blurred := of[i] >= smallest && of[i] < 2*smallest
			if !small(of[i]) && (v == 0 || v == of[i] || (!blurred && small(v) != small(without[i]))) {
				continue
			}
			trial[i] = v
			try(i+1, sum+v)
		}
	}
	try(0, 0)
	return found
}
