package verify

import (
	"math"
	"slices"

	"lifecircle/isochrone/siting"
)

// The least cost of covering everybody is the sum of the least costs of parts that share no candidate, and of the
// candidates that must be chosen. What is left out before costs nothing: a candidate that another one outdoes need not
// be chosen, and a point is covered along with another one when all who reach the other reach it.

// left is what is left of covering everybody.
type left struct {
	*checker
	points []bool    // those that count
	by     [][]int32 // of each of them the candidates that reach it, ascending, also those left out since
}

// parts adds up what the parts cost at least.
func (k *checker) parts() (bound int64, err error) {
	l := k.beginning()
	for _, r := range k.c.Reduced {
		if !l.leaveOut(r) {
			return 0, fails("%d cannot be left out for %d", "不能以 %[2]d 为由略去 %[1]d", r.Out, r.By)
		}
	}
	if l.hopeless() {
		return math.MaxInt64, nil
	}
	for i, s := range k.status {
		if s == opened {
			bound += k.cost[i]
		}
	}
	seen := make([]bool, len(k.status))
	next, impossible := 0, false
	for j, counts := range l.points {
		if !counts {
			continue
		}
		part := l.around(uint32(j), seen)
		if next == len(k.c.Parts) {
			return 0, fails("there are more parts than the %d that are proven", "分块多于已证明的 %d 个", next)
		}
		least, err := l.prove(part, k.c.Parts[next])
		if err != nil {
			return 0, err
		}
		if impossible = impossible || least > k.together(part); !impossible {
			bound += least
		}
		next++
	}
	if next != len(k.c.Parts) {
		return 0, fails("there are %d parts, and proofs of %d", "分块有 %d 个，证明却有 %d 份", next, len(k.c.Parts))
	}
	if impossible {
		bound = math.MaxInt64
	}
	return bound, nil
}

// hopeless tells whether a point that counts has nobody left who reaches it.
func (l *left) hopeless() bool {
	for j, by := range l.by {
		if l.points[j] && !slices.ContainsFunc(by, l.isFree) {
			return true
		}
	}
	return false
}

// together is what all candidates of a part cost. What costs more cannot be done.
func (k *checker) together(p part) (sum int64) {
	for _, i := range p.candidates {
		sum += k.cost[i]
	}
	return sum
}

// beginning takes out the points that need no candidate, and the candidates too near to one that must be chosen.
func (k *checker) beginning() *left {
	l := &left{k, make([]bool, len(k.in.Demand)), make([][]int32, len(k.in.Demand))}
	for j, w := range k.in.Demand {
		l.points[j] = w > 0 && k.reachable[j] && k.standing[j] == 0
	}
	for i, s := range k.status {
		if s == opened {
			for _, j := range k.points[i] {
				l.points[j] = false
			}
		}
		if s == free && k.clashes(int32(i)) {
			k.status[i] = closed
		}
	}
	for i, s := range k.status {
		if s == free {
			for _, j := range k.points[i] {
				if l.points[j] {
					l.by[j] = append(l.by[j], int32(i))
				}
			}
		}
	}
	return l
}

// leaveOut leaves out one candidate or point, if it may be.
func (l *left) leaveOut(r siting.Reduction) bool {
	if r.Point {
		may := l.counts(r.Out) && l.counts(r.By) && r.Out != r.By
		for _, i := range l.by[max(0, min(r.By, int32(len(l.by)-1)))] {
			_, too := slices.BinarySearch(l.by[max(0, min(r.Out, int32(len(l.by)-1)))], i)
			may = may && (too || l.status[i] != free)
		}
		if may {
			l.points[r.Out] = false
		}
		return may
	}
	if l.in.Apart != nil || !l.isFree(r.Out) || r.By == r.Out || r.By != -1 && (!l.isFree(r.By) || l.cost[r.By] > l.cost[r.Out]) {
		return false
	}
	for _, j := range l.checker.points[r.Out] {
		if l.points[j] && (r.By < 0 || !l.reaches(r.By, j)) {
			return false
		}
	}
	l.status[r.Out] = closed
	return true
}

func (l *left) counts(j int32) bool { return j >= 0 && int(j) < len(l.points) && l.points[j] }

func (l *left) isFree(i int32) bool { return i >= 0 && int(i) < len(l.status) && l.status[i] == free }

func (l *left) reaches(i int32, j uint32) bool {
	_, does := slices.BinarySearch(l.checker.points[i], j)
	return does
}

// part is what hangs together: both lists ascending.
type part struct {
	points     []uint32
	candidates []int32
}

// around finds the part of a point, and takes its points out.
func (l *left) around(start uint32, seen []bool) (p part) {
	l.points[start] = false
	p.points = append(p.points, start)
	meet := func(i int32) {
		if l.status[i] == free && !seen[i] {
			seen[i] = true
			p.candidates = append(p.candidates, i)
		}
	}
	for j, i := 0, 0; j < len(p.points) || i < len(p.candidates); {
		if j < len(p.points) {
			for _, site := range l.by[p.points[j]] {
				meet(site)
			}
			j++
			continue
		}
		for _, point := range l.checker.points[p.candidates[i]] {
			if l.points[point] {
				l.points[point] = false
				p.points = append(p.points, point)
			}
		}
		if l.in.Apart != nil {
			for _, near := range l.in.Apart[p.candidates[i]] {
				meet(near)
			}
		}
		i++
	}
	slices.Sort(p.points)
	slices.Sort(p.candidates)
	return p
}

// prove adds up the bound of one part, which is an instance of its own.
func (l *left) prove(p part, proof siting.ProofPart) (int64, error) {
	if proof.Root == nil {
		return 0, nil // nothing is proven, and nothing costs less than nothing
	}
	in := &siting.Instance{Reach: [][]siting.Run{}}
	number := make(map[uint32]uint32, len(p.points))
	for n, j := range p.points {
		number[j] = uint32(n)
		in.Demand = append(in.Demand, l.in.Demand[j])
	}
	place := make(map[int32]int32, len(p.candidates))
	for n, i := range p.candidates {
		place[i] = int32(n)
	}
	for _, i := range p.candidates {
		in.Candidates = append(in.Candidates, siting.Candidate{Cost: l.cost[i]})
		var reach []uint32
		for _, j := range l.checker.points[i] {
			if n, in := number[j]; in {
				reach = append(reach, n)
			}
		}
		in.Reach = append(in.Reach, siting.RunsOf(reach))
		if l.in.Apart != nil {
			var apart []int32
			for _, k := range l.in.Apart[i] {
				if n, in := place[k]; in {
					apart = append(apart, n)
				}
			}
			in.Apart = append(in.Apart, apart)
		}
	}
	alone, err := newChecker(in, &siting.Certificate{Goal: "least_cost", Scale: proof.Scale, Root: proof.Root})
	if err != nil {
		return 0, err
	}
	return alone.bound()
}
