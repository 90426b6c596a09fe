package bench

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// surveyor lays streets on a lattice.
type surveyor struct {
	*lattice
	seed     uint64
	streets  []geo.Street
	next     geo.NodeID // an id that no node has yet
	chance   chance
	pattern  geo.Street   // of the way being drawn: all but its nodes
	culDeSac int64        // how many there are
	nodes    []geo.NodeID // slabs from which the streets' slices are cut
	line     orb.LineString
}

// wayBlocks is how many blocks one way runs along a row or column before the next one begins.
const wayBlocks = 8

func (s *surveyor) layStreets() {
	// A lattice of bricks has one and a half streets for each junction, an avenue more here and there.
	s.streets = make([]geo.Street, 0, s.side*s.side*9/4)
	for y := range s.side {
		for x := range s.side {
			if s.along(x, y) {
				s.begin(2*int64(y*s.side+x/wayBlocks), y, s.railAfter(x))
				up := int64(0)
				if y+1 < s.side && !s.riverAfter(y) {
					up = s.ys[y+1] - s.ys[y]
				}
				s.lay(x, y, x+1, y, spot{0, up})
			}
			if s.across(x, y) {
				s.begin(2*int64(x*s.side+y/wayBlocks)+1, x, s.riverAfter(y))
				east := int64(0)
				if x+1 < s.side && !s.railAfter(x) {
					east = s.xs[x+1] - s.xs[x]
				}
				s.lay(x, y, x, y+1, spot{east, 0})
			}
		}
	}
}

// begin turns to a way along a row or column. All that tags would say of it is decided by its own chance, whatever was
// drawn before; a bridge is part of its way but has no doors.
func (s *surveyor) begin(way int64, line int, bridge bool) {
	s.chance = chance{rand.New(rand.NewPCG(s.seed, uint64(way)+100))}
	s.pattern = geo.Street{WayID: way + 1, Class: classOfLine(line), Boardable: true}
	if s.pattern.Class == "" {
		s.pattern.Class = s.smallClass()
	}
	s.permit(s.pattern.Class)
	if s.chance.IntN(20) == 0 {
		s.pattern.MaxSpeed = [2]float64{30, 30}
	}
	s.pattern.Boardable = !bridge
	s.chance = chance{rand.New(rand.NewPCG(s.seed, uint64(len(s.streets))<<32|uint64(way)))}
}

// smallClass is the class of a street that is no thoroughfare: one in seven is a footway.
func (s *surveyor) smallClass() string {
	switch draw := s.chance.IntN(100); {
	case draw < 14:
		return "footway"
	case draw < 21:
		return "service"
	case draw < 26:
		return "living_street"
	}
	return "residential"
}

// permit says who may use streets of a class. One in eight of the small ones is one-way for cars, and for half of those
// for bicycles too.
func (s *surveyor) permit(class string) {
	passage := &s.pattern.Passage
	*passage = [geo.NumTravellers]geo.Passage{geo.BothWays, geo.BothWays, geo.BothWays}
	switch class {
	case "footway":
		passage[geo.Motorcar] = geo.NoPassage
		if s.chance.IntN(2) == 0 {
			passage[geo.Bicycle] = geo.NoPassage
		}
	case "residential", "tertiary", "service":
		if s.chance.IntN(8) == 0 {
			oneWay := geo.Forward
			if s.chance.IntN(2) == 0 {
				oneWay = geo.Backward
			}
			passage[geo.Motorcar] = oneWay
			if s.chance.IntN(2) == 0 {
				passage[geo.Bicycle] = oneWay
			}
		}
	}
}

// lay lays the street between two junctions. One block in four that is long enough has a cul-de-sac in its middle,
// which leads towards aside.
func (s *surveyor) lay(x1, y1, x2, y2 int, aside spot) {
	from, to := s.junction(x1, y1), s.junction(x2, y2)
	first, last := s.node(x1, y1), s.node(x2, y2)
	if length(from, to) < 40*perMetre || aside == (spot{}) || !s.pattern.Boardable || s.pattern.Class == "trunk" || s.chance.IntN(100) >= 24 {
		s.street(first, from, last, to)
		return
	}
	share := 40 + s.chance.Int64N(21)
	middle, branch := spot{from.x + (to.x-from.x)*share/100, from.y + (to.y-from.y)*share/100}, s.newNode()
	s.street(first, from, branch, middle)
	s.street(branch, middle, last, to)
	through := s.pattern
	s.culDeSac++
	s.pattern = geo.Street{WayID: 1<<40 + s.culDeSac, Class: s.smallClass(), Boardable: true}
	s.permit(s.pattern.Class)
	deep := max(4*perMetre, min(50*perMetre, 2*max(aside.x, aside.y)/5))
	end := middle
	if aside.x > 0 {
		end.x += deep
	} else {
		end.y += deep
	}
	s.street(branch, middle, s.newNode(), end)
	s.pattern = through
}

func (s *surveyor) newNode() geo.NodeID {
	s.next++
	return s.next - 1
}

// street lays one street of one to five pieces, a little bent.
func (s *surveyor) street(first geo.NodeID, from spot, last geo.NodeID, to spot) {
	long := length(from, to)
	pieces := max(1, min(1+s.chance.Int64N(5), long/(3*perMetre)))
	bend := min(long/16, 4*perMetre)
	nodes, line := s.cut(int(pieces) + 1)
	nodes[0], line[0] = first, from.point()
	for k := int64(1); k < pieces; k++ {
		nodes[k] = s.newNode()
		line[k] = spot{
			from.x + (to.x-from.x)*k/pieces + s.chance.around(bend),
			from.y + (to.y-from.y)*k/pieces + s.chance.around(bend),
		}.point()
	}
	nodes[pieces], line[pieces] = last, to.point()
	street := s.pattern
	street.Nodes, street.Line = nodes, line
	s.streets = append(s.streets, street)
}

// cut gives room for n nodes. Millions of small slices would cost more than what is in them.
func (s *surveyor) cut(n int) ([]geo.NodeID, orb.LineString) {
	const slab = 1 << 16
	if len(s.nodes) < n {
		s.nodes, s.line = make([]geo.NodeID, slab), make(orb.LineString, slab)
	}
	nodes, line := s.nodes[:n:n], s.line[:n:n]
	s.nodes, s.line = s.nodes[n:], s.line[n:]
	return nodes, line
}

// length is about the distance between two spots: a block runs along a row or a column.
func length(a, b spot) int64 {
	dx, dy := max(a.x-b.x, b.x-a.x), max(a.y-b.y, b.y-a.y)
	return max(dx, dy) + min(dx, dy)/3
}
