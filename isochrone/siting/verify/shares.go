package verify

import (
	"math/bits"

	"lifecircle/isochrone/siting"
)

// A share that not every area reaches is proven as follows. A person of an area weighs as much as the step says. What an
// area still needs for the share, beyond what is covered already and what its points hold back from the sites, is its
// gap. If all areas reached the share, the sites would fill all gaps, each of them no gap more than once; so if the best
// sites, whatever they share, do not add up to the gaps, the total is below 0 and some area does not reach it.

// shareBound is one below the share that is proven out of reach.
func (k *checker) shareBound() (int64, error) {
	if k.c.Within == nil {
		return siting.Millionths, nil
	}
	if *k.c.Within < 1 || *k.c.Within > siting.Millionths {
		return 0, fails("the share %d is not from 1 to %d", "比例 %d 不在 1 与 %d 之间", *k.c.Within, siting.Millionths)
	}
	bound, err := k.tree()
	if err == nil && bound >= 0 {
		err = fails("the multipliers do not prove that no choice lifts every area to %d millionths", "乘子未能证明无法将所有区划提升到百万分之 %d", *k.c.Within)
	}
	return *k.c.Within - 1, err
}

// demandShares finds the gap of each area and what its points pay; the constant is minus all gaps.
func (k *checker) demandShares(step *siting.ProofStep, held, pays []int64) (constant int64) {
	k.gaps = map[int32]int64{}
	for z, people := range k.people() {
		k.gaps[z] = step.Areas[z] * peopleFor(*k.c.Within, people)
	}
	for j, w := range k.in.Demand {
		if w == 0 || !k.reachable[j] {
			continue
		}
		z := k.in.Zones[j]
		counts := step.Areas[z] * w
		if held[j] == 0 {
			pays[j] = min(step.Prices[j], counts)
		}
		k.gaps[z] -= counts - pays[j]
	}
	for z, gap := range k.gaps {
		k.gaps[z] = max(0, gap)
		constant -= k.gaps[z]
	}
	return constant
}

// peopleFor is the least number of people that are so many millionths of all.
func peopleFor(share, all int64) int64 {
	high, low := bits.Mul64(uint64(share), uint64(all))
	q, rest := bits.Div64(high, low, siting.Millionths)
	if rest > 0 {
		q++
	}
	return int64(q)
}

// worthToAreas is what a site fills of the gaps.
func (k *checker) worthToAreas(i int32, pays []int64) (sum int64) {
	of := map[int32]int64{}
	for _, j := range k.points[i] {
		of[k.in.Zones[j]] += pays[j]
	}
	for z, paid := range of {
		sum += min(k.gaps[z], paid)
	}
	return sum
}
