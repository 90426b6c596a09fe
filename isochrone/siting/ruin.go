package siting

import (
	"container/heap"
	"math/rand/v2"
)

// restless is a model whose choices can be shaken: a part is torn down and built anew, and kept if it is no worse.
type restless interface {
	// shake improves a choice for some steps, and gives the best it came to.
	shake(choice []int32, steps int) (better []int32, value int64)
}

// The extent of one shake: so many chosen sites that lie together are given up, and so many candidates around them
// may take their places.
const (
	shakenSites = 6
	shakenRing  = 1500
	crossingMax = 40_000_000 // memory of four bytes each
)

// shaker tears down and builds anew around places chosen by a generator with a fixed seed.
type shaker struct {
	*choice
	random *rand.Rand
	by     *crossing // nil where it would be too large: then candidates near in number are taken to be near
	seen   []int32   // the shake in which each candidate was last met
	stamp  int32
	ring   []int32
	queue  promises
	log    []int32 // what the shake did: sites added, and ^site for those removed
}

func newShaker(s *choice) *shaker {
	k := &shaker{choice: s, random: rand.New(rand.NewPCG(20, 26)), seen: make([]int32, s.ground.size())}
	total := int64(0)
	for _, set := range s.sets {
		total += int64(count(set))
	}
	if total <= crossingMax {
		k.by = transposed(s.sets, s.rows.size())
	}
	return k
}

// shake is for the goal of most demand covered with a number of sites. On the way a little may be lost, so that it does
// not stay where no single shake helps.
func (c *cover) shake(set []int32, steps int) ([]int32, int64) {
	s := c.state
	if c.shaker == nil {
		c.shaker = newShaker(s)
	}
	s.load(set)
	best, value := set, s.value
	for ; steps > 0 && len(s.sites) > 0 && !c.clock.stopped(); steps-- {
		c.shaker.once(1 + s.value/int64(100*len(s.sites)))
		if s.value > value {
			best, value = s.sorted(), s.value
		}
	}
	return best, value
}

// once shakes around one chosen site. The value may fall by so much.
func (k *shaker) once(slack int64) {
	value := k.value - slack
	k.log = k.log[:0]
	gone := k.around(k.sites[k.random.IntN(len(k.sites))])
	for _, r := range gone {
		k.drop(r)
	}
	banned := int32(-1) // one of those given up may not come back at first: else nothing would change
	if len(gone) > 0 {
		banned = gone[k.random.IntN(len(gone))]
	}
	k.rebuild(banned)
	if k.value < value {
		k.back()
	}
}

func (k *shaker) put(i int32) {
	k.add(i)
	k.log = append(k.log, i)
}

func (k *shaker) drop(i int32) {
	k.remove(i)
	k.log = append(k.log, ^i)
}

// back undoes what was done since the shake began.
func (k *shaker) back() {
	for n := len(k.log) - 1; n >= 0; n-- {
		if i := k.log[n]; i >= 0 {
			k.remove(i)
		} else {
			k.add(^i)
		}
	}
}

// around fills the ring with candidates around a site and lists the chosen sites among them to be given up, at most
// shakenSites.
func (k *shaker) around(start int32) (gone []int32) {
	k.stamp++
	k.ring = append(k.ring[:0], start)
	k.seen[start] = k.stamp
	many := 2 + k.random.IntN(shakenSites-1)
	for at := 0; at < len(k.ring) && len(gone) < many && len(k.ring) < shakenRing; at++ {
		i := k.ring[at]
		if k.at[i] >= 0 && !k.mustStand(i) && len(gone) < many {
			gone = append(gone, i)
		}
		k.neighbours(i)
	}
	return gone
}

// neighbours adds to the ring candidates that share rows with one: those of a few of its rows.
func (k *shaker) neighbours(i int32) {
	meet := func(n int32) {
		if k.seen[n] != k.stamp && len(k.ring) < shakenRing {
			k.seen[n] = k.stamp
			k.ring = append(k.ring, n)
		}
	}
	if k.by == nil {
		meet(max(0, i-1))
		meet(min(int32(k.ground.size())-1, i+1))
		return
	}
	set := k.sets[i]
	for s := range min(4, len(set)) {
		run := set[s*len(set)/min(4, len(set))]
		for _, n := range k.by.of(run.From + (run.To-run.From)/2) {
			meet(n)
		}
	}
}

// refill adds the best candidates of the ring. What one gained earlier it gains at most now, so those that gained least
// are hardly looked at again.
func (k *shaker) refill(banned int32) {
	queue := k.queue[:0]
	for _, i := range k.ring {
		if k.at[i] < 0 && i != banned {
			queue = append(queue, promise{float64(k.gain(i)), i})
			k.clock.spend(k.reachWork(i))
		}
	}
	heap.Init(&queue)
	for len(queue) > 0 && queue[0].rank > 0 && k.left.sites > 0 {
		top := queue[0].site
		if k.clash[top] > 0 || !k.left.affords(k.cost[top]) {
			heap.Pop(&queue)
			continue
		}
		now := float64(k.gain(top))
		if now < queue[0].rank {
			queue[0].rank = now
			heap.Fix(&queue, 0)
			continue
		}
		heap.Pop(&queue)
		k.put(top)
	}
	k.queue = queue
}

// rebuild adds the best candidates of the ring and exchanges within it until nothing helps.
func (k *shaker) rebuild(banned int32) {
	k.refill(banned)
	ours := func(r int32) bool { return k.seen[r] == k.stamp }
	for again := true; again; {
		again = false
		for _, i := range k.ring {
			if k.at[i] >= 0 || !k.clock.spend(k.reachWork(i)) {
				continue
			}
			if out, better := k.bestOut(i); better > 0 && ours(out) {
				k.drop(out)
				k.put(i)
				again = true
			}
		}
	}
}
