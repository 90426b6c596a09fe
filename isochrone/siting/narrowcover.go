package siting

// narrow puts together the rows that the candidates left cannot tell apart, and drops those they cannot reach or that
// are covered. It is refused where rows tell several sites apart: there prices cannot be shared out exactly.
func (c *cover) narrow(open, free []int32) (narrower model, number []int32, ok bool) {
	if c.levels() > 1 {
		return nil, nil, false
	}
	c.fix(open)
	n := &cover{rows: &rows{}, ground: c.ground, reward: c.reward, scale: c.scale, workers: c.workers, clock: c.clock,
		absorbed: len(open), settledW: c.heldGain}
	number, size := c.groups(free)
	n.weight = make([]int64, len(size))
	for j, k := range number {
		if k >= 0 {
			n.weight[k] += c.weight[j]
		}
	}
	if !n.narrowSets(c, free, number, size) {
		return nil, nil, false
	}
	n.base = make([]uint8, len(size))
	n.prepare()
	return n, number, true
}

// groups numbers the rows anew: one number for those that the same of some candidates reach, -1 for those that none
// of them reaches and those covered. size is the number of rows behind each number.
func (c *cover) groups(free []int32) (number, size []int32) {
	n := c.rows.size()
	a, b := make([]uint64, n+1), make([]uint64, n+1)
	for _, i := range free {
		markA, markB := mixed(uint64(2*i+1)), mixed(uint64(2*i+2))
		for _, run := range c.sets[i] {
			a[run.From] += markA
			a[run.To] -= markA
			b[run.From] += markB
			b[run.To] -= markB
		}
	}
	number = make([]int32, n)
	table := newTable()
	var sum signature
	for j := range number {
		sum.a += a[j]
		sum.b += b[j]
		number[j] = -1
		if c.held[j] == 0 && sum != (signature{}) {
			k := table.row(sum)
			if int(k) == len(size) {
				size = append(size, 0)
			}
			size[k]++
			number[j] = k
		}
	}
	return number, size
}

// narrowSets translates the sets of the candidates left. It tells whether they are unions of whole groups, which they
// are unless two sets of candidates have the same signature.
func (c *cover) narrowSets(from *cover, free, number, size []int32) (right bool) {
	c.sets = make([][]Run, len(from.sets))
	var set bitset
	for _, i := range free {
		set.reset(len(size))
		reached, held := 0, 0
		for _, run := range from.sets[i] {
			for _, k := range number[run.From:run.To] {
				if k >= 0 {
					set.add(k)
					reached++
				}
			}
		}
		c.sets[i] = set.runs()
		for _, run := range c.sets[i] {
			for _, n := range size[run.From:run.To] {
				held += int(n)
			}
		}
		if reached != held {
			return false
		}
	}
	return true
}
