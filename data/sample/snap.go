package sample

import "math"

// snapToRoads is the place nearest to p on a street that people can step on.
func (s *sketch) snapToRoads(p pt) pt {
	q, _ := s.nearestRoad(p, 900)
	return q
}

// mouth is where a way that ends at the edge of a block near p joins the street there; ok is false where the edge is
// no street. Streets bend a little away from the edges of the blocks they were cut along.
func (s *sketch) mouth(p pt) (q pt, ok bool) {
	q, d := s.nearestRoad(p, 12)
	return q, !math.IsInf(d, 1)
}

// nearestRoad is the place nearest to p on a street that people can step on, and how far it is: +Inf where there is
// none within limit metres.
func (s *sketch) nearestRoad(p pt, limit float64) (q pt, d float64) {
	for s.indexed < len(s.roads) { // roads are only ever added: index the new ones
		s.byRoad.add(s.roads[s.indexed].line)
		s.indexed++
	}
	_, q, d = s.byRoad.nearest(p, limit, func(i int) bool { return !s.roads[i].over && !s.roads[i].bridge })
	return q, d
}
