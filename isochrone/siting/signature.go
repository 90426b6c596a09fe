package siting

// signature names the set of candidates that reach a point: the sum of 128 random bits for each of them. Two sets with
// the same sum would be put together wrongly; [rows.gather] notices it.
type signature struct {
	a, b uint64
	zone int32
	base uint8
}

// signatures adds up the marks of the candidates that reach each point, by a difference array for each half.
func signatures(in *Instance, reach [][]Run) (sums [2][]uint64) {
	for half := range sums {
		diff := make([]uint64, len(in.Demand)+1)
		for i, runs := range reach {
			if s := in.Candidates[i].State; s != Free && s != Must {
				continue
			}
			mark := mixed(uint64(2*i + half + 1))
			for _, run := range runs {
				diff[run.From] += mark
				diff[run.To] -= mark
			}
		}
		sum := uint64(0)
		for j := range diff {
			sum += diff[j]
			diff[j] = sum
		}
		sums[half] = diff
	}
	return sums
}

// mixed is the n-th number of the generator SplitMix64 (Steele, Lea and Flood, 2014).
func mixed(n uint64) uint64 {
	n *= 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// table numbers signatures in the order in which they are first met. It is a hash table with linear probing; points
// that follow each other are often alike, so the last one is tried first.
type table struct {
	slots []int32 // number + 1, 0 where empty
	keys  []signature
	last  int32
}

func newTable() *table { return &table{slots: make([]int32, 1<<10), last: -1} }

// row gives the number of a signature, the next one if it is new.
func (t *table) row(s signature) int32 {
	if t.last >= 0 && t.keys[t.last] == s {
		return t.last
	}
	if 2*len(t.keys) >= len(t.slots) {
		t.grow()
	}
	at := t.slot(s)
	if t.slots[at] == 0 {
		t.keys = append(t.keys, s)
		t.slots[at] = int32(len(t.keys))
	}
	t.last = t.slots[at] - 1
	return t.last
}

// slot is where a signature stands or would stand. The sums are as random as a hash already.
func (t *table) slot(s signature) int {
	mask := len(t.slots) - 1
	at := int(s.a+uint64(s.zone)*0x9e3779b97f4a7c15+uint64(s.base)) & mask
	for t.slots[at] != 0 && t.keys[t.slots[at]-1] != s {
		at = (at + 1) & mask
	}
	return at
}

func (t *table) grow() {
	t.slots = make([]int32, 4*len(t.slots))
	for k, s := range t.keys {
		t.slots[t.slot(s)] = int32(k + 1)
	}
}
