package siting

import "slices"

// replacements judges every candidate in the place of every chosen site of a median problem. All it needs are the two
// nearest of each demand point: a point goes from its nearest to the next one or to the candidate, whatever the other
// sites are, so that one walk over the costs of a candidate tells what it is worth in the place of each site.
type replacements struct {
	in    *Instance
	value int64   // of the choice as it is
	near  []pairs // of each demand point
	loss  []went  // of each site, if it goes and nobody comes
}

// pairs are what the nearest and the next facility cost a point, -1 where there is none, and the place of the nearest in
// the choice, -1 for an existing facility.
type pairs struct {
	first, second int64
	place         int32
}

// went is by how much the value gets worse, and how many points nobody serves any more.
type went struct {
	cost     int64
	unserved int
}

func newReplacements(in *Instance, at served, sites []int32) *replacements {
	r := &replacements{in: in, near: make([]pairs, len(in.Demand)), loss: make([]went, len(sites))}
	for j := range r.near {
		r.near[j] = pairs{at.best[j], -1, -1}
	}
	for k, i := range sites {
		for _, c := range in.Costs[i] {
			n := &r.near[c.Point]
			switch {
			case n.first < 0 || c.Cost < n.first:
				n.first, n.second, n.place = c.Cost, n.first, int32(k)
			case n.second < 0 || c.Cost < n.second:
				n.second = c.Cost
			}
		}
	}
	for j, n := range r.near {
		w := in.Demand[j]
		if w == 0 || n.first < 0 {
			continue
		}
		r.value += w * n.first
		switch {
		case n.place < 0:
		case n.second < 0:
			r.loss[n.place].unserved++
			r.loss[n.place].cost -= w * n.first
		default:
			r.loss[n.place].cost += w * (n.second - n.first)
		}
	}
	return r
}

// with gives the value of the choice with a candidate in the place of each of its sites; unserved where somebody is left
// with nobody.
func (r *replacements) with(i int32, then []went) {
	copy(then, r.loss)
	gain := int64(0)
	for _, c := range r.in.Costs[i] {
		n, w := r.near[c.Point], r.in.Demand[c.Point]
		if w == 0 {
			continue
		}
		nearer := min(c.Cost, n.first)
		gain += w * (n.first - nearer)
		switch {
		case n.place < 0:
		case n.second < 0:
			then[n.place].unserved--
			then[n.place].cost += w * (c.Cost + n.first - nearer)
		case c.Cost < n.second:
			then[n.place].cost -= w * (n.second - max(c.Cost, n.first))
		}
	}
	for k := range then {
		then[k].cost += r.value - gain
	}
}

// alternativesByCost tries every candidate in the place of every site of a median problem.
func (a *Answer) alternativesByCost(in *Instance, p Problem, at served) {
	if int64(len(a.Sites))*int64(len(in.Candidates)) > alternativeWork {
		return
	}
	set := make([]int32, len(a.Sites))
	for k, s := range a.Sites {
		set[k] = int32(s.Candidate)
	}
	r := newReplacements(in, at, set)
	then := make([]went, len(set))
	for i, c := range in.Candidates {
		if c.State != Free || slices.Contains(set, int32(i)) {
			continue
		}
		r.with(int32(i), then)
		tooNear, neighbour := r.tooNear(i, set)
		for k, out := range set {
			switch {
			case then[k].unserved > 0 || in.Candidates[out].State == Must:
			case p.Budget > 0 && a.Cost-in.Candidates[out].Cost+c.Cost > p.Budget:
			case tooNear > 1 || tooNear == 1 && neighbour != k:
			default:
				a.offer(k, int32(i), then[k].cost)
			}
		}
	}
}

// tooNear counts the sites that are too near to a candidate, and gives the place of one of them.
func (r *replacements) tooNear(i int, sites []int32) (many, place int) {
	if r.in.Apart == nil {
		return 0, 0
	}
	for k, site := range sites {
		if contains(r.in.Apart[i], site) {
			many, place = many+1, k
		}
	}
	return many, place
}
