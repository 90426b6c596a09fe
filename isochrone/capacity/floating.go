package capacity

// Supply is how much there is for each person, by two-step floating catchment areas.
type Supply struct {
	OfPoint []float64 // for each person of a point: capacity for each person, 0 where no facility is within reach
	Used    int64     // capacity of the facilities that anybody can reach
	Idle    []int32   // facilities with capacity that nobody can reach, whose capacity counts for nobody
}

// Floating computes the relative supply of every point by two-step floating catchment areas (Luo and Wang 2003): a
// facility's capacity is divided by all the people within reach of it, and a point has the sum of what its facilities
// offer. Supply is conserved: summed over all people it is what the facilities that anybody reaches hold.
func Floating(pairs *Pairs, demand, capacity []int64) *Supply {
	people := make([]int64, len(capacity))
	for point := range pairs.Points() {
		for _, facility := range pairs.Of(point) {
			people[facility] += max(0, demand[point])
		}
	}
	s := &Supply{OfPoint: make([]float64, pairs.Points())}
	offered := make([]float64, len(capacity))
	for facility, holds := range capacity {
		switch {
		case holds <= 0:
		case people[facility] == 0:
			s.Idle = append(s.Idle, int32(facility))
		default:
			s.Used += holds
			offered[facility] = float64(holds) / float64(people[facility])
		}
	}
	for point := range s.OfPoint {
		for _, facility := range pairs.Of(point) {
			s.OfPoint[point] += offered[facility]
		}
	}
	return s
}
