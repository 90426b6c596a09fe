package isochrone

import (
	"iter"
	"math/bits"
)

// pointArrivals turn the lists of points round: who gets to a state or to a facility first, and in what time.
type pointArrivals struct {
	atState, atFacility arrivalLists
}

// arrivalLists hold for each target the residential points that get there, by rank. They are neighbours in the town, so
// nearly all of them stand in one or two blocks of 64 ranks: a search can take in a block at once, or leave it out.
type arrivalLists struct {
	first  []uint32 // of each target its first block, and the end
	blocks []arrivalBlock
	ms     []uint32 // of every point in every block
}

// arrivalBlock are the points of one target whose ranks are alike but for their lowest six bits.
type arrivalBlock struct {
	ranks  uint64 // a bit for each
	word   uint32 // the other bits of the ranks
	first  uint32 // of the times
	mostMs uint32 // nobody in the block takes longer
}

func (r *Router) newPointArrivals() *pointArrivals {
	l := &r.points
	return &pointArrivals{
		turnRound(r.Network.States, l.firstAccess, func(i uint32) (int32, uint32) { return l.access[i].state, l.access[i].ms }),
		turnRound(len(r.facilities), l.firstShortcut, func(i uint32) (int32, uint32) { return l.shortcuts[i].facility, l.shortcuts[i].ms }),
	}
}

// turnRound makes the lists of targets, by points, into lists of points, by target. No point lists a target twice.
func turnRound(targets int, first []uint32, entry func(i uint32) (target int32, ms uint32)) arrivalLists {
	points := len(first) - 1
	l := arrivalLists{first: make([]uint32, targets+1), ms: make([]uint32, first[points])}
	next := make([]uint32, targets+1) // of each target, the place of its next time
	last := make([]int32, targets)    // of each target, the word of its last block, plus 1
	for rank := range points {
		word := int32(rank/64) + 1
		for i := first[rank]; i < first[rank+1]; i++ {
			target, _ := entry(i)
			next[target+1]++
			if last[target] != word {
				last[target] = word
				l.first[target+1]++
			}
		}
	}
	for i := range targets {
		next[i+1] += next[i]
		l.first[i+1] += l.first[i]
		last[i] = int32(l.first[i]) // from here on: its next block
	}
	l.blocks = make([]arrivalBlock, l.first[targets])
	for rank := range points {
		word, bit := uint32(rank/64), uint64(1)<<(rank%64)
		for i := first[rank]; i < first[rank+1]; i++ {
			target, ms := entry(i)
			if block := last[target]; block == int32(l.first[target]) || l.blocks[block-1].word != word {
				l.blocks[block] = arrivalBlock{word: word, first: next[target]}
				last[target]++
			}
			b := &l.blocks[last[target]-1]
			b.ranks |= bit
			b.mostMs = max(b.mostMs, ms)
			l.ms[next[target]] = ms
			next[target]++
		}
	}
	return l
}

// at are the points that get to a target, by rank, with their times.
func (l *arrivalLists) at(target int32) iter.Seq2[int32, uint32] {
	return func(yield func(int32, uint32) bool) {
		for _, b := range l.blocks[l.first[target]:l.first[target+1]] {
			for i, left := b.first, b.ranks; left != 0; i, left = i+1, left&(left-1) {
				if !yield(int32(b.word)*64+int32(bits.TrailingZeros64(left)), l.ms[i]) {
					return
				}
			}
		}
	}
}

// addWithin adds the points that get to a target in so many milliseconds or less. Where a search has passed, most were
// found before, by way of a neighbouring target.
func (l *arrivalLists) addWithin(target int32, limitMs uint64, found *rankSet) {
	for i := l.first[target]; i < l.first[target+1]; i++ {
		if b := &l.blocks[i]; b.ranks&^found.words[b.word] != 0 {
			found.addWord(b.word, l.within(b, limitMs))
		}
	}
}

// within are those of a block who take no longer.
func (l *arrivalLists) within(b *arrivalBlock, limitMs uint64) (ranks uint64) {
	if uint64(b.mostMs) <= limitMs {
		return b.ranks
	}
	for i, left := b.first, b.ranks; left != 0; i, left = i+1, left&(left-1) {
		inTime := int64(uint64(l.ms[i])-limitMs-1) >> 63 // all ones if so, else 0
		ranks |= left & -left & uint64(inTime)
	}
	return ranks
}
