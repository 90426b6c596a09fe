package siting

import "math/bits"

// cuts are a set of numbers below a limit in which the neighbours of a number are found fast. 0 is always in it, and so
// is the limit: they cut the numbers into segments.
type cuts struct {
	words  []uint64
	blocks []uint64 // one bit for each word that is not 0
}

func newCuts(limit int) *cuts {
	words := limit/64 + 1
	c := &cuts{words: make([]uint64, words), blocks: make([]uint64, words/64+1)}
	c.clear(limit)
	return c
}

func (c *cuts) clear(limit int) {
	clear(c.words)
	clear(c.blocks)
	c.add(0)
	c.add(uint32(limit))
}

func (c *cuts) add(n uint32) {
	c.words[n>>6] |= 1 << (n & 63)
	c.blocks[n>>12] |= 1 << (n >> 6 & 63)
}

func (c *cuts) remove(n uint32) {
	if c.words[n>>6] &^= 1 << (n & 63); c.words[n>>6] == 0 {
		c.blocks[n>>12] &^= 1 << (n >> 6 & 63)
	}
}

// after is the least number in the set above n, which is below the limit.
func (c *cuts) after(n uint32) uint32 {
	n++
	if word := c.words[n>>6] >> (n & 63); word != 0 {
		return n + uint32(bits.TrailingZeros64(word))
	}
	w := n>>6 + 1
	b := w >> 6
	block := c.blocks[b] >> (w & 63) << (w & 63)
	for block == 0 {
		b++
		block = c.blocks[b]
	}
	w = b<<6 + uint32(bits.TrailingZeros64(block))
	return w<<6 + uint32(bits.TrailingZeros64(c.words[w]))
}

// upTo is the greatest number in the set that is n or less.
func (c *cuts) upTo(n uint32) uint32 {
	if word := c.words[n>>6] << (63 - n&63); word != 0 {
		return n - uint32(bits.LeadingZeros64(word))
	}
	w := n>>6 - 1 // 0 is in the set, so there is an earlier word
	b := w >> 6
	block := c.blocks[b] << (63 - w&63) >> (63 - w&63)
	for block == 0 {
		b--
		block = c.blocks[b]
	}
	w = b<<6 + uint32(63-bits.LeadingZeros64(block))
	return w<<6 + uint32(63-bits.LeadingZeros64(c.words[w]))
}
