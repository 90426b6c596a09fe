package isochrone

import (
	"context"

	"lifecircle/geo"
)

// Islands are the parts of the network from which one cannot get to its main part and back. They are found when they
// are asked for first. One asks about streets, so they are the same in both directions of travel.
func (r *Router) Islands() *geo.Islands { return r.islands() }

// IslandOf is the island on which a residential point lies: no leg of its leads to the main part, and of the islands
// that legs lead to it is the longest. False where there is none. It is a place in the list of [Router.Islands].
func (r *Router) IslandOf(point int) (island int, is bool) {
	return r.islandOf(r.boardingsOf(r.Area.PointDoors(point)))
}

func (r *Router) islandOf(boardings []boarding) (longest int, is bool) {
	islands := r.islands()
	for i := range boardings {
		island, cut := islands.Of(r.Network.Pieces[boardings[i].piece].Edge)
		if !cut {
			return 0, false
		}
		if !is || island < longest {
			longest, is = island, true
		}
	}
	return longest, is
}

// IslandsOfPoints is [Router.IslandOf] for all residential points, on all processors; -1 where it is none.
func (r *Router) IslandsOfPoints(ctx context.Context) ([]int32, error) {
	type scratch struct {
		boardings []boarding
		legs      []geo.Leg
	}
	r.islands() // once, before others wait for it
	of, scratches := make([]int32, len(r.Area.Points)), make([]scratch, processors())
	err := inParallel(ctx, len(of), func(processor, i int) {
		s := &scratches[processor]
		s.boardings, s.legs = r.board(s.boardings[:0], r.Area.PointDoors(i), s.legs, r.legs)
		of[i] = -1
		if island, is := r.islandOf(s.boardings); is {
			of[i] = int32(island)
		}
	})
	return of, err
}
