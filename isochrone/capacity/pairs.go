// Package capacity shares out places, beds and meals among people: nobody beyond what there is.
//
// It is pure: [Pairs] say which facilities people can use, flat arrays say how many people there are and how much each
// facility holds. [NearestFirst] is what happens where everybody takes the nearest place that is left, [Most] the most
// that any sharing out could serve, [Floating] how much there is for each person. Everything but the last is computed in
// whole numbers, and no answer depends on the order in which anything was found.
package capacity

// Pairs say which facilities each point can use and how far each is: lists, one point after the other. Points and
// facilities are numbered in the order of their ids, which is how ties are decided.
type Pairs struct {
	First    []uint32 // of point p: entries First[p] up to, but without, First[p+1]
	Facility []int32  // rising within a point
	Time     []uint32 // milliseconds, millimetres, or whatever is nearer when it is less
}

// Points is how many points there are.
func (p *Pairs) Points() int { return len(p.First) - 1 }

// Of lists the facilities of a point.
func (p *Pairs) Of(point int) []int32 { return p.Facility[p.First[point]:p.First[point+1]] }

// Pair is one entry as a search finds it.
type Pair struct {
	Point, Facility int32
	Time            uint32
}

// NewPairs makes lists for so many points of pairs in any order, each point and facility at most once. each calls its
// argument for every pair; it is run twice and must give the same.
func NewPairs(points int, each func(put func(Pair))) *Pairs {
	p := &Pairs{First: make([]uint32, points+1)}
	each(func(pair Pair) { p.First[pair.Point+1]++ })
	for i := range points {
		p.First[i+1] += p.First[i]
	}
	n := p.First[points]
	p.Facility, p.Time = make([]int32, n), make([]uint32, n)
	next := make([]uint32, points)
	copy(next, p.First)
	each(func(pair Pair) {
		at := next[pair.Point]
		next[pair.Point]++
		// Searches give their pairs facility by facility, so that this most often has nothing to move.
		first := p.First[pair.Point]
		for ; at > first && p.Facility[at-1] > pair.Facility; at-- {
			p.Facility[at], p.Time[at] = p.Facility[at-1], p.Time[at-1]
		}
		p.Facility[at], p.Time[at] = pair.Facility, pair.Time
	})
	return p
}

// Reachable is how many people have a facility at all, whatever it holds.
func (p *Pairs) Reachable(demand []int64) (people int64) {
	for point := range p.Points() {
		if p.First[point] < p.First[point+1] {
			people += demand[point]
		}
	}
	return people
}

// Union holds the pairs of either, each with the lesser time. Both are about the same points.
func (p *Pairs) Union(other *Pairs) *Pairs {
	u := &Pairs{First: make([]uint32, 1, len(p.First))}
	for point := range p.Points() {
		a, endA := p.First[point], p.First[point+1]
		b, endB := other.First[point], other.First[point+1]
		for a < endA || b < endB {
			switch {
			case b == endB || (a < endA && p.Facility[a] < other.Facility[b]):
				u.Facility, u.Time = append(u.Facility, p.Facility[a]), append(u.Time, p.Time[a])
				a++
			case a == endA || p.Facility[a] > other.Facility[b]:
				u.Facility, u.Time = append(u.Facility, other.Facility[b]), append(u.Time, other.Time[b])
				b++
			default:
				u.Facility, u.Time = append(u.Facility, p.Facility[a]), append(u.Time, min(p.Time[a], other.Time[b]))
				a++
				b++
			}
		}
		u.First = append(u.First, uint32(len(u.Facility)))
	}
	return u
}
