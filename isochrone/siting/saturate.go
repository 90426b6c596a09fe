package siting

import (
	"math"
	"math/bits"
)

// plus adds numbers of which the second is not negative; a sum beyond 64 bits is the greatest number, which as a bound
// says nothing and is still true.
func plus(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// room is the largest power of two, at most most, by which an amount can be multiplied and stay within 2^61.
func room(amount int64, most uint) uint {
	return uint(max(0, min(int(most), bits.LeadingZeros64(uint64(max(1, amount)))-3)))
}
