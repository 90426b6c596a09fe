package capacity

// Shared is how capacity was shared out.
type Shared struct {
	People     int64   // served in all
	OfPoint    []int64 // how many people of each point are served
	AtFacility []int64 // how many each facility serves: at most its capacity
}

// NearestFirst shares capacity out nearest first: pairs are taken in the order of their time, then of the point, then of
// the facility, and each serves as many people of its point as are left and find room. Whoever finds the nearest facility
// full goes on to the next. A point's people may be divided among facilities; a person may not.
func NearestFirst(pairs *Pairs, demand, capacity []int64) *Shared {
	s := &Shared{OfPoint: make([]int64, pairs.Points()), AtFacility: make([]int64, len(capacity))}
	queue := useful(pairs, demand, capacity)
	queue.sort()
	for i, point := range queue.point {
		facility := pairs.Facility[queue.pair[i]]
		people := min(demand[point]-s.OfPoint[point], capacity[facility]-s.AtFacility[facility])
		s.OfPoint[point] += people
		s.AtFacility[facility] += people
		s.People += people
	}
	return s
}

// queued are pairs in an order, with their points.
type queued struct {
	pairs *Pairs
	pair  []uint32
	point []int32
}

// useful are the pairs of people with facilities that hold any, by point and facility.
func useful(pairs *Pairs, demand, capacity []int64) *queued {
	q := &queued{pairs: pairs}
	each := func(visit func(point int, pair uint32)) {
		for point := range pairs.Points() {
			if demand[point] <= 0 {
				continue
			}
			for pair := pairs.First[point]; pair < pairs.First[point+1]; pair++ {
				if capacity[pairs.Facility[pair]] > 0 {
					visit(point, pair)
				}
			}
		}
	}
	n := 0
	each(func(int, uint32) { n++ })
	q.pair, q.point = make([]uint32, 0, n), make([]int32, 0, n)
	each(func(point int, pair uint32) {
		q.pair, q.point = append(q.pair, pair), append(q.point, int32(point))
	})
	return q
}

// digitBits is how much of a time one pass of the sort looks at.
const digitBits = 11

// sort orders the pairs by time. It is a radix sort, least digits first, each pass of which keeps the order of what is
// equal: pairs of one time stay by point and facility.
func (q *queued) sort() {
	most := uint32(0)
	for _, pair := range q.pair {
		most = max(most, q.pairs.Time[pair])
	}
	pair, point := make([]uint32, len(q.pair)), make([]int32, len(q.pair))
	for shift := 0; most>>shift > 0 && shift < 32; shift += digitBits {
		var next [1 << digitBits]int
		digit := func(pair uint32) uint32 { return q.pairs.Time[pair] >> shift & (1<<digitBits - 1) }
		for _, p := range q.pair {
			next[digit(p)]++
		}
		from := 0
		for d, n := range next {
			next[d] = from
			from += n
		}
		for i, p := range q.pair {
			at := next[digit(p)]
			next[digit(p)]++
			pair[at], point[at] = p, q.point[i]
		}
		q.pair, pair = pair, q.pair
		q.point, point = point, q.point
	}
}
