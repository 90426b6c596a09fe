package isochrone

import (
	"context"

	"github.com/paulmach/orb"
)

// RunsOfPlaces finds, for each of some places, the residential points from which it would be reached within a cutoff if
// a facility stood there, and whether a leg leads from it to any street. It works on all processors.
func (r *Router) RunsOfPlaces(ctx context.Context, places []orb.Point, cutoffMs int64) (catchments []Runs, onNetwork []bool, err error) {
	catchments, onNetwork = make([]Runs, len(places)), make([]bool, len(places))
	err = r.reaching(ctx, places, func(s *reachScratch, i int) {
		to := r.goalAt(places[i:i+1], s)
		onNetwork[i] = len(to.boardings) > 0
		if cutoffMs < 0 {
			return
		}
		r.reach(&to, cutoffMs, s)
		r.reachStraight(&to, cutoffMs, s)
		r.reachAlongEdges(&to, cutoffMs, s)
		catchments[i] = s.found.take()
	})
	return catchments, onNetwork, err
}

// goalAt is a goal at doors, until the next one is made in this memory.
func (r *Router) goalAt(doors []orb.Point, s *reachScratch) goal {
	s.boardings, s.legs = r.board(s.boardings[:0], doors, s.legs, s.finder.Legs)
	return goal{doors, s.boardings}
}

// reachStraight adds the points from which a straight walk leads to a goal within a cutoff.
func (r *Router) reachStraight(to *goal, cutoffMs int64, s *reachScratch) {
	if r.Profile.Access.Rule == AccessNearest {
		return
	}
	for _, at := range to.doors {
		r.eachUnknown(r.withinReach(at.Bound()), s, func(rank int32, doors []orb.Point) {
			for _, door := range doors {
				d, clear := r.Area.Barrier.Straight(door, at)
				if clear && d <= r.Profile.Access.LimitM && int64(r.Profile.legMs(d)) <= cutoffMs {
					s.found.add(rank)
				}
			}
		})
	}
}

// reachAlongEdges adds the points from which a goal is reached within a cutoff along one edge.
func (r *Router) reachAlongEdges(to *goal, cutoffMs int64, s *reachScratch) {
	s.open, s.onOpen = s.open[:0], s.onOpen[:0]
	r.eachEdge(to.boardings, func(edge int32, on []boarding) {
		if !r.allFound(edge, cutoffMs, s.search.keys) {
			s.open, s.onOpen = append(s.open, r.goalEdge(edge)), append(s.onOpen, on...)
		}
	})
	if len(s.open) == 0 {
		return
	}
	box := s.open[0].box
	for i := range s.open {
		box = box.Union(s.open[i].box)
	}
	r.eachUnknown(box, s, func(rank int32, doors []orb.Point) {
		s.leaving, s.legs = r.boardEdges(s.leaving[:0], doors, s.open, s.legs)
		for i := range s.leaving {
			for k := range s.onOpen {
				from, there := &s.leaving[i], &s.onOpen[k]
				if ms, ok := r.between(from, there); ok && uint64(from.legMs)+uint64(ms)+uint64(there.legMs) <= uint64(cutoffMs) {
					s.found.add(rank)
				}
			}
		}
	})
}

// allFound reports whether a search has found all who board an edge, without asking anybody: with the longest leg, the
// whole edge and the way from its end they are still in time. Under turn rules nothing is known: people's lists leave out
// states for the sake of ways along the edge itself, which are the ones in question.
func (r *Router) allFound(edge int32, cutoffMs int64, keys []key) bool {
	if r.Network.ObeysTurns() {
		return false
	}
	legMs := uint64(r.Profile.legMs(r.Profile.Access.LimitM))
	for d, ms := range r.Network.Edges[edge].Ms {
		if ms == 0 {
			continue
		}
		for _, state := range r.Network.Exits(edge, d) {
			if k := keys[state]; k != unreached && legMs+uint64(ms)+k.ms() <= uint64(cutoffMs) {
				return true
			}
		}
	}
	return false
}

// eachUnknown visits the points with a door in a box that are not found yet.
func (r *Router) eachUnknown(box orb.Bound, s *reachScratch, visit func(rank int32, doors []orb.Point)) {
	tree := r.doors()
	tree.searchUnless(box, func(block int) uint64 { return s.found.words[block] }, func(rank int32) {
		visit(rank, tree.doors[tree.first[rank]:tree.first[rank+1]])
	})
}

// directWays visits the ways from residential points to goals that pass no junction, the least of each point and goal.
func (r *Router) directWays(goals []goal, visit func(rank int32, way shortcut)) {
	w := r.newDirectLister(goals)
	for _, point := range w.near.points() {
		w.shortcuts = w.shortcuts[:0]
		w.list(r.Area.PointDoors(int(point)))
		for _, way := range w.shortcuts {
			visit(r.points.rank[point], way)
		}
	}
}
