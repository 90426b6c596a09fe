package geo

import "github.com/paulmach/orb"

// rawPieces are the pieces of the usable streets before anything is folded, with nodes in the order they were met.
type rawPieces struct {
	ids    []NodeID
	points []orb.Point
	known  nodeTable          // without the copies of nodes that stop the traveller
	copies map[NodeID][]int32 // those copies
	pieces []Piece            // nodes by raw number; edges not yet known
	number []int32            // of each node in the network, once it is folded
}

func collectPieces(streets []Street, stops []NodeStop, w Weighting) *rawPieces {
	stopped := make(map[NodeID]bool)
	for _, s := range stops {
		if s.Stops[w.Traveller] {
			stopped[s.Node] = true
		}
	}
	size := 0
	for i := range streets {
		size += len(streets[i].Nodes)
	}
	r := &rawPieces{
		known: newNodeTable(size), copies: make(map[NodeID][]int32),
		ids: make([]NodeID, 0, size), points: make([]orb.Point, 0, size), pieces: make([]Piece, 0, size),
	}
	copies := NodeID(0)
	node := func(id NodeID, at orb.Point) int32 {
		if len(stopped) > 0 && stopped[id] {
			r.copies[id] = append(r.copies[id], int32(len(r.ids)))
			copies--
			id = copies
		} else {
			slot := r.known.slot(id, r.ids)
			if *slot > 0 {
				return *slot - 1
			}
			*slot = int32(len(r.ids)) + 1
		}
		r.ids = append(r.ids, id)
		r.points = append(r.points, at)
		return int32(len(r.ids) - 1)
	}
	for i := range streets {
		s := &streets[i]
		speed := w.speeds(s)
		if speed == [2]float64{} {
			continue
		}
		before := int32(-1)
		for k := 1; k < len(s.Nodes); k++ {
			piece := Piece{Street: int32(i), Boardable: s.Boardable}
			if piece.From = before; before < 0 || stopped[s.Nodes[k-1]] {
				piece.From = node(s.Nodes[k-1], s.Line[k-1])
			}
			piece.To = node(s.Nodes[k], s.Line[k])
			before = piece.To
			piece.Ms = weigh(s.Line[k-1], s.Line[k], speed)
			r.pieces = append(r.pieces, piece)
		}
	}
	return r
}

// speeds are those at which the traveller may use a street, forward and backward; 0 where it may not.
func (w *Weighting) speeds(s *Street) [2]float64 {
	speed := w.SpeedKmh(s)
	if s.Passage[w.Traveller]&Forward == 0 {
		speed[0] = 0
	}
	if s.Passage[w.Traveller]&Backward == 0 {
		speed[1] = 0
	}
	return speed
}

// weigh is the time from one end of a piece to the other and back, at two speeds; 0 where the speed is 0.
func weigh(from, to orb.Point, speed [2]float64) (ms [2]uint32) {
	length := Distance(from, to)
	for direction, kmh := range speed {
		if kmh > 0 {
			ms[direction] = PieceMs(length, kmh)
		}
	}
	return ms
}
