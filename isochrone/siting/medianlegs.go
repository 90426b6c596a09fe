package siting

import (
	"cmp"
	"slices"
)

// leg is what it costs all demand of a row to reach a candidate, scaled.
type leg struct {
	cost int64
	site int32
}

// lists gives each row a list of its own, empty and as long as it will be, all cut from one piece of memory.
func (m *median) lists(row []int32) [][]leg {
	many, all := make([]int, len(m.points)), 0
	for _, site := range m.site {
		for _, c := range m.in.Costs[site] {
			if j := row[c.Point]; j >= 0 {
				many[j]++
				all++
			}
		}
	}
	lists, memory := make([][]leg, len(many)), make([]leg, all)
	for j, n := range many {
		lists[j], memory = memory[:0:n], memory[n:]
	}
	return lists
}

// digitsFrom is the length of a list from which sorting by digits is faster than by comparing.
const digitsFrom = 64

// byCost sorts by cost legs that are in the order of their sites; of equal costs they stay in it. The spare is as long.
func byCost(legs, spare []leg) {
	most := int64(0)
	for _, l := range legs {
		most = max(most, l.cost)
	}
	if len(legs) < digitsFrom || most >= 1<<32 {
		slices.SortFunc(legs, func(a, b leg) int {
			return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.site, b.site))
		})
		return
	}
	from, to := legs, spare[:len(legs)]
	for shift := 0; most>>shift > 0; shift += 8 {
		var at [257]int32
		for _, l := range from {
			at[l.cost>>shift&255+1]++
		}
		for d := range 255 {
			at[d+1] += at[d]
		}
		for _, l := range from {
			digit := l.cost >> shift & 255
			to[at[digit]] = l
			at[digit]++
		}
		from, to = to, from
	}
	copy(legs, from) // onto itself, where the number of digits is even
}
