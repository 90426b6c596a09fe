package capacity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// question is a small question that can be written down.
type question struct {
	pairs            []Pair
	demand, capacity []int64
}

func (q *question) lists() *Pairs {
	return NewPairs(len(q.demand), func(put func(Pair)) {
		for _, p := range q.pairs {
			put(p)
		}
	})
}

func random(r *rand.Rand, points, facilities int) *question {
	q := &question{demand: make([]int64, points), capacity: make([]int64, facilities)}
	for i := range q.demand {
		q.demand[i] = int64(r.IntN(8))
	}
	for i := range q.capacity {
		q.capacity[i] = int64(r.IntN(12))
	}
	density := r.Float64()
	times := 1 + r.IntN(6) // few different ones: ties
	for p := range points {
		for f := range facilities {
			if r.Float64() < density {
				q.pairs = append(q.pairs, Pair{int32(p), int32(f), uint32(r.IntN(times)) * 700})
			}
		}
	}
	r.Shuffle(len(q.pairs), func(i, j int) { q.pairs[i], q.pairs[j] = q.pairs[j], q.pairs[i] })
	return q
}

// mostByEnumeration tries every division of every point's people among its facilities.
func mostByEnumeration(q *question) int64 {
	room := slices.Clone(q.capacity)
	of := make([][]int32, len(q.demand))
	for _, p := range q.pairs {
		of[p.Point] = append(of[p.Point], p.Facility)
	}
	var best func(point, option int, left int64) int64
	best = func(point, option int, left int64) int64 {
		if point == len(of) {
			return 0
		}
		if option == len(of[point]) {
			next := int64(0)
			if point+1 < len(of) {
				next = q.demand[point+1]
			}
			return best(point+1, 0, next)
		}
		f, most := of[point][option], int64(0)
		for n := int64(0); n <= min(left, room[f]); n++ {
			room[f] -= n
			most = max(most, n+best(point, option+1, left-n))
			room[f] += n
		}
		return most
	}
	return best(0, 0, q.demand[0])
}

// cut is what a set of facilities allows: what they hold, and everybody who has another one.
func cut(q *question, tight []bool) (people int64) {
	for f, holds := range q.capacity {
		if tight[f] {
			people += holds
		}
	}
	elsewhere := make([]bool, len(q.demand))
	for _, p := range q.pairs {
		elsewhere[p.Point] = elsewhere[p.Point] || !tight[p.Facility]
	}
	for p, n := range q.demand {
		if elsewhere[p] {
			people += n
		}
	}
	return people
}

// nearestByHand takes the pairs in the order that the definition gives.
func nearestByHand(q *question) (ofPoint, atFacility []int64) {
	pairs := slices.Clone(q.pairs)
	slices.SortFunc(pairs, func(a, b Pair) int {
		switch {
		case a.Time != b.Time:
			return int(a.Time) - int(b.Time)
		case a.Point != b.Point:
			return int(a.Point - b.Point)
		}
		return int(a.Facility - b.Facility)
	})
	left, room := slices.Clone(q.demand), slices.Clone(q.capacity)
	for _, p := range pairs {
		n := min(left[p.Point], room[p.Facility])
		left[p.Point] -= n
		room[p.Facility] -= n
	}
	for i := range left {
		ofPoint = append(ofPoint, q.demand[i]-left[i])
	}
	for i := range room {
		atFacility = append(atFacility, q.capacity[i]-room[i])
	}
	return ofPoint, atFacility
}

func sum(all []int64) (n int64) {
	for _, v := range all {
		n += v
	}
	return n
}

// hold checks everything that must hold of every question.
func hold(t *testing.T, q *question) {
	t.Helper()
	pairs := q.lists()
	near, best := NearestFirst(pairs, q.demand, q.capacity), Most(pairs, q.demand, q.capacity)
	ofPoint, atFacility := nearestByHand(q)
	if !slices.Equal(near.OfPoint, ofPoint) || !slices.Equal(near.AtFacility, atFacility) {
		t.Fatalf("nearest first: %v %v, by hand %v %v\n%+v", near.OfPoint, near.AtFacility, ofPoint, atFacility, q)
	}
	if near.People != sum(near.OfPoint) || near.People != sum(near.AtFacility) {
		t.Fatalf("%d served, at points %d, at facilities %d", near.People, sum(near.OfPoint), sum(near.AtFacility))
	}
	if proof := cut(q, best.Tight); best.People != proof {
		t.Fatalf("most %d, the cut proves %d\n%+v", best.People, proof, q)
	}
	reachable := pairs.Reachable(q.demand)
	if near.People > best.People || best.People > reachable || 2*near.People < best.People {
		t.Fatalf("nearest first %d, most %d, reachable %d", near.People, best.People, reachable)
	}
	supply := Floating(pairs, q.demand, q.capacity)
	total := 0.0
	for p, n := range q.demand {
		total += float64(n) * supply.OfPoint[p]
	}
	used := sum(q.capacity)
	for _, f := range supply.Idle {
		used -= q.capacity[f]
	}
	if used != supply.Used || math.Abs(total-float64(used)) > 1e-9*max(1, float64(used)) {
		t.Fatalf("supply of all people %v, capacity in use %d of %d", total, supply.Used, used)
	}
}

func TestSmallQuestionsByEnumeration(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 5))
		q := random(r, 1+r.IntN(4), 1+r.IntN(3))
		hold(t, q)
		if got, want := Most(q.lists(), q.demand, q.capacity).People, mostByEnumeration(q); got != want {
			t.Fatalf("seed %d: most %d, by enumeration %d\n%+v", seed, got, want, q)
		}
	}
}

func TestWhatAlwaysHolds(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 6))
		hold(t, random(r, 1+r.IntN(60), 1+r.IntN(25)))
	}
}

// A chain in which each can only be let in by moving the one before: what Dinic's search is for, and what nearest first
// gets wrong by half.
func TestLongChain(t *testing.T) {
	const n = 2000
	q := &question{}
	for i := range n {
		q.demand, q.capacity = append(q.demand, 1), append(q.capacity, 1)
		q.pairs = append(q.pairs, Pair{int32(i), int32(i), 9})
		if i+1 < n {
			q.pairs = append(q.pairs, Pair{int32(i), int32(i + 1), 5})
		}
	}
	hold(t, q)
	if best := Most(q.lists(), q.demand, q.capacity); best.People != n {
		t.Errorf("%d of %d served", best.People, n)
	}
}

// Two points, one facility that both prefer and one that only the second could use: whoever is nearer takes the places.
func TestNearestFirstIsNotTheBest(t *testing.T) {
	q := &question{demand: []int64{10, 10}, capacity: []int64{10, 10}, pairs: []Pair{{0, 0, 5}, {1, 0, 3}, {1, 1, 8}}}
	near, best := NearestFirst(q.lists(), q.demand, q.capacity), Most(q.lists(), q.demand, q.capacity)
	if near.People != 10 || best.People != 20 {
		t.Errorf("nearest first %d, most %d; want 10 and 20", near.People, best.People)
	}
	q.pairs[0].Time = 3 // a tie: the point with the smaller id comes first, the other one goes on to the next facility
	if near := NearestFirst(q.lists(), q.demand, q.capacity); near.People != 20 || !slices.Equal(near.AtFacility, []int64{10, 10}) {
		t.Errorf("at equal times %+v", near)
	}
}

func TestFloatingByHand(t *testing.T) {
	// Facility 0 holds 40 for points 0 and 1 with 100 people, facility 1 holds 20 for points 1 and 2 with 100, facility 2
	// is out of reach.
	q := &question{demand: []int64{40, 60, 40, 7}, capacity: []int64{40, 20, 9}, pairs: []Pair{{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {2, 1, 1}}}
	s := Floating(q.lists(), q.demand, q.capacity)
	if fmt.Sprintf("%.3f %d %v", s.OfPoint, s.Used, s.Idle) != "[0.400 0.600 0.200 0.000] 60 [2]" {
		t.Errorf("%+v", s)
	}
}

// Names decide ties and nothing else: points and facilities in another order, with all times different, are served alike.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		q := random(r, 12, 5)
		for i, at := range r.Perm(len(q.pairs)) {
			q.pairs[i].Time = uint32(at) << (seed % 16) // over one and over several digits
		}
		points, facilities := r.Perm(12), r.Perm(5)
		other := &question{demand: make([]int64, 12), capacity: make([]int64, 5)}
		for i, at := range points {
			other.demand[at] = q.demand[i]
		}
		for i, at := range facilities {
			other.capacity[at] = q.capacity[i]
		}
		for _, p := range q.pairs {
			other.pairs = append(other.pairs, Pair{int32(points[p.Point]), int32(facilities[p.Facility]), p.Time})
		}
		a, b := NearestFirst(q.lists(), q.demand, q.capacity), NearestFirst(other.lists(), other.demand, other.capacity)
		for i, at := range points {
			if a.OfPoint[i] != b.OfPoint[at] {
				t.Fatalf("seed %d: point %d: %d served, renamed %d", seed, i, a.OfPoint[i], b.OfPoint[at])
			}
		}
		if x, y := Most(q.lists(), q.demand, q.capacity).People, Most(other.lists(), other.demand, other.capacity).People; x != y {
			t.Fatalf("seed %d: most %d, renamed %d", seed, x, y)
		}
	}
}

func TestNothing(t *testing.T) {
	hold(t, &question{})
	hold(t, &question{demand: []int64{5}})
	hold(t, &question{capacity: []int64{5}})
	hold(t, &question{demand: []int64{0, 5}, capacity: []int64{0, 5}, pairs: []Pair{{0, 1, 0}, {1, 0, 0}}})
}

func FuzzSharing(f *testing.F) {
	f.Add([]byte{3, 2, 5, 6, 7, 4, 9, 0, 0, 1, 0, 1, 2, 1, 1, 3, 2, 1, 1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		next := func() int {
			if len(raw) == 0 {
				return 0
			}
			n := raw[0]
			raw = raw[1:]
			return int(n)
		}
		q := &question{demand: make([]int64, 1+next()%16), capacity: make([]int64, 1+next()%16)}
		for i := range q.demand {
			q.demand[i] = int64(next())
		}
		for i := range q.capacity {
			q.capacity[i] = int64(next())
		}
		known := map[[2]int]bool{}
		for len(raw) > 0 {
			p, f, ms := next()%len(q.demand), next()%len(q.capacity), next()
			if !known[[2]int{p, f}] {
				known[[2]int{p, f}] = true
				q.pairs = append(q.pairs, Pair{int32(p), int32(f), uint32(ms) << (ms % 20)})
			}
		}
		hold(t, q)
	})
}

// county makes pairs as a county has them: each point can use the facilities around it.
func county(points, facilities int, slack float64) (*Pairs, []int64, []int64) {
	r := rand.New(rand.NewPCG(1, 9))
	side := int(math.Sqrt(float64(points)))
	every := math.Sqrt(float64(points) / float64(facilities))
	demand := make([]int64, side*side)
	for i := range demand {
		demand[i] = int64(r.IntN(20))
	}
	capacity := make([]int64, facilities)
	x, y := make([]float64, facilities), make([]float64, facilities)
	for f := range capacity {
		capacity[f] = int64(slack * 9.5 * float64(points) / float64(facilities) * 2 * r.Float64())
		x[f], y[f] = r.Float64()*float64(side), r.Float64()*float64(side)
	}
	reach := 1.5 * every
	pairs := NewPairs(len(demand), func(put func(Pair)) {
		for f := range capacity {
			for j := max(0, int(y[f]-reach)); j < min(side, int(y[f]+reach)); j++ {
				for i := max(0, int(x[f]-reach)); i < min(side, int(x[f]+reach)); i++ {
					if d := math.Hypot(float64(i)-x[f], float64(j)-y[f]); d <= reach {
						put(Pair{int32(j*side + i), int32(f), uint32(1000 * d)})
					}
				}
			}
		}
	})
	return pairs, demand, capacity
}

func BenchmarkCounty(b *testing.B) {
	for _, slack := range []float64{0.3, 0.95, 1.05, 3} {
		pairs, demand, capacity := county(1_000_000, 10_000, slack)
		b.Run(fmt.Sprintf("nearest/slack=%v/pairs=%d", slack, len(pairs.Facility)), func(b *testing.B) {
			for b.Loop() {
				NearestFirst(pairs, demand, capacity)
			}
		})
		b.Run(fmt.Sprintf("most/slack=%v", slack), func(b *testing.B) {
			for b.Loop() {
				Most(pairs, demand, capacity)
			}
		})
	}
}

func TestUnion(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 12))
		a, b := random(r, 9, 6), random(r, 9, 6)
		least := map[[2]int32]uint32{}
		for _, p := range append(slices.Clone(a.pairs), b.pairs...) {
			key := [2]int32{p.Point, p.Facility}
			if old, is := least[key]; !is || p.Time < old {
				least[key] = p.Time
			}
		}
		u := a.lists().Union(b.lists())
		if len(u.Facility) != len(least) {
			t.Fatalf("seed %d: %d pairs, want %d", seed, len(u.Facility), len(least))
		}
		for point := range u.Points() {
			if !slices.IsSorted(u.Of(point)) {
				t.Fatalf("seed %d: %v", seed, u.Of(point))
			}
			for i := u.First[point]; i < u.First[point+1]; i++ {
				if u.Time[i] != least[[2]int32{int32(point), u.Facility[i]}] {
					t.Fatalf("seed %d: point %d", seed, point)
				}
			}
		}
	}
}
