package siting

// narrow keeps the ways to the candidates left that are shorter than those to the sites fixed open, and drops the rows
// that have none.
func (m *median) narrow(open, free []int32) (narrower model, number []int32, ok bool) {
	m.fix(open)
	n := &median{ground: m.ground, scale: m.scale, clock: m.clock, absorbed: len(open), settled: m.settled}
	left := make([]bool, m.size())
	for _, i := range free {
		left[i] = true
	}
	number = make([]int32, len(m.legs))
	var kept []leg
	for j, legs := range m.legs {
		from := len(kept)
		most := min(m.caps[j], m.most[j])
		for _, l := range legs {
			if l.cost >= most {
				break
			}
			if left[l.site] {
				kept = append(kept, l)
			}
		}
		if number[j] = -1; from == len(kept) {
			n.settled -= most
			continue
		}
		number[j] = int32(len(n.legs))
		n.legs = append(n.legs, kept[from:len(kept):len(kept)])
		n.base, n.caps = append(n.base, m.most[j]), append(n.caps, most)
	}
	n.most = append([]int64(nil), n.base...)
	n.part = make([]int32, m.size())
	n.steps = int64(2*len(n.legs) + 2*len(kept))
	return n, number, true
}

// thin shortens the lists of all rows.
func (m *median) thin(open, free []int32) {
	left := make([]bool, m.size())
	for _, list := range [][]int32{open, free} {
		for _, i := range list {
			left[i] = true
		}
	}
	for j, legs := range m.legs {
		kept := legs[:0]
		for _, l := range legs {
			if left[l.site] {
				kept = append(kept, l)
			}
		}
		m.legs[j] = kept
	}
}
