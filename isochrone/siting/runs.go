package siting

import "slices"

// RunsOf puts ascending demand points into runs.
func RunsOf(points []uint32) []Run {
	var runs []Run
	for _, j := range points {
		if last := len(runs) - 1; last >= 0 && runs[last].To == j {
			runs[last].To++
		} else {
			runs = append(runs, Run{j, j + 1})
		}
	}
	return runs
}

// count is the number of points in runs.
func count(runs []Run) (n int) {
	for _, r := range runs {
		n += int(r.To - r.From)
	}
	return n
}

// within tells whether every point of inner is in outer. Both are ascending and without touching runs.
func within(inner, outer []Run) bool {
	k := 0
	for _, r := range inner {
		for k < len(outer) && outer[k].To < r.To {
			k++
		}
		if k == len(outer) || outer[k].From > r.From {
			return false
		}
	}
	return true
}

func contains(ascending []int32, value int32) bool {
	_, found := slices.BinarySearch(ascending, value)
	return found
}

func sortedCopy(list []int32) []int32 { return slices.Sorted(slices.Values(list)) }
