package siting

import "math/bits"

// bitset collects small numbers in any order and gives them back as runs. It remembers which words it touched, so that
// emptying and reading it costs no more than what was put in and the span between.
type bitset struct {
	words    []uint64
	low, top int // words in use: low ≤ word < top
}

// reset empties the set for numbers below n.
func (b *bitset) reset(n int) {
	if need := n/64 + 1; len(b.words) < need {
		b.words = make([]uint64, need)
	} else if b.low < b.top {
		clear(b.words[b.low:b.top])
	}
	b.low, b.top = len(b.words), 0
}

func (b *bitset) add(n int32) {
	w := int(n >> 6)
	b.words[w] |= 1 << (n & 63)
	b.low, b.top = min(b.low, w), max(b.top, w+1)
}

// runs lists what is in the set.
func (b *bitset) runs() (runs []Run) {
	for w := b.low; w < b.top; w++ {
		word := b.words[w]
		for word != 0 {
			from := bits.TrailingZeros64(word)
			length := bits.TrailingZeros64(^(word >> from)) // 64 for a full word shifted by nothing
			run := Run{uint32(64*w + from), uint32(64*w + from + length)}
			if last := len(runs) - 1; last >= 0 && runs[last].To == run.From {
				runs[last].To = run.To
			} else {
				runs = append(runs, run)
			}
			if from+length >= 64 {
				break
			}
			word &^= (1<<length - 1) << from
		}
	}
	return runs
}
