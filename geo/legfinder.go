package geo

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"
)

// LegFinder finds the legs of many positions, a few neighbours at a time: it looks at the pieces around all of them once,
// and what is left for each is a short list to measure. It is not safe for concurrent use.
type LegFinder struct {
	network  *Network
	limitM   float64
	barriers *BarrierIndex
	expected []orb.Point
	around   orb.Bound // the pieces in here are known
	seen     pieceSet
	pieces   []nearPiece
	runs     []pieceRun
}

// nearPiece is a piece with the positions of its ends.
type nearPiece struct {
	from, to orb.Point
	piece    int32
}

// pieceRun are pieces of one edge, up to before an end, and their box.
type pieceRun struct {
	west, south, east, north float64
	end                      int32
}

// NewLegFinder returns a finder of the legs within limitM metres that [Network.Legs] finds.
func (n *Network) NewLegFinder(limitM float64, barriers *BarrierIndex) *LegFinder {
	nowhere := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	return &LegFinder{network: n, limitM: limitM, barriers: barriers, around: nowhere, seen: newPieceSet(len(n.Pieces))}
}

// Expect tells which positions are asked about next. It changes no answer. The slice is the finder's until the next call.
func (f *LegFinder) Expect(positions []orb.Point) { f.expected = positions }

// togetherM is how far from a position others are looked around at with it: much nearer than that and little is shared, much
// farther and each has to pass over too many pieces.
const togetherM = 300

// look gathers the pieces around a position and around those expected ones that stand near it.
func (f *LegFinder) look(at orb.Point) {
	frame := NewFrame(at)
	f.around = frame.Box(f.limitM)
	near := frame.Box(max(f.limitM, togetherM))
	for _, other := range f.expected {
		if near.Contains(other) {
			f.around = f.around.Union(NewFrame(other).Box(f.limitM))
		}
	}
	f.network.grid.search(f.around, f.seen.add)
	f.pieces, f.runs = f.pieces[:0], f.runs[:0]
	run, edge := &pieceRun{}, int32(-1)
	f.seen.take(func(piece int32) {
		p := &f.network.Pieces[piece]
		a, b := f.network.Points[p.From], f.network.Points[p.To]
		west, south, east, north := min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
		if east < f.around.Min[0] || north < f.around.Min[1] || west > f.around.Max[0] || south > f.around.Max[1] {
			return
		}
		f.pieces = append(f.pieces, nearPiece{a, b, piece})
		end := int32(len(f.pieces))
		if p.Edge != edge {
			edge = p.Edge
			f.runs = append(f.runs, pieceRun{west, south, east, north, end})
			run = &f.runs[len(f.runs)-1]
			return
		}
		*run = pieceRun{min(run.west, west), min(run.south, south), max(run.east, east), max(run.north, north), end}
	})
}

// Legs is [Network.Legs] for a position.
func (f *LegFinder) Legs(legs []Leg, at orb.Point) []Leg {
	frame := NewFrame(at)
	box := frame.Box(f.limitM)
	if !f.around.Contains(box.Min) || !f.around.Contains(box.Max) {
		f.look(at)
	}
	first := len(legs)
	enough := f.limitM * f.limitM * (1 + 1e-9) // of the square of a length, which may be rounded
	next := int32(0)
	for i := range f.runs {
		run := &f.runs[i]
		pieces := f.pieces[next:run.end]
		next = run.end
		if run.east < box.Min[0] || run.north < box.Min[1] || run.west > box.Max[0] || run.south > box.Max[1] {
			continue
		}
		for k := range pieces {
			p := &pieces[k]
			ax, ay := frame.XY(p.from)
			bx, by := frame.XY(p.to)
			t, x, y := footInPlane(ax, ay, bx, by)
			if float64(x*x)+float64(y*y) > enough {
				continue
			}
			if d := length(x, y); d <= f.limitM {
				legs = append(legs, Leg{p.piece, t, d})
			}
		}
	}
	return f.network.withoutCrossing(legs, first, frame, f.limitM, f.barriers)
}

// pieceSet gathers pieces in any order and gives them back by number: a bit for each, and a bit for each word of these.
type pieceSet struct {
	words, filled []uint64
	low, high     int // of filled
}

func newPieceSet(pieces int) pieceSet {
	words := pieces/64 + 1
	return pieceSet{words: make([]uint64, words), filled: make([]uint64, words/64+1), low: math.MaxInt}
}

func (s *pieceSet) add(piece int32) {
	word := int(piece / 64)
	s.words[word] |= 1 << (piece % 64)
	s.filled[word/64] |= 1 << (word % 64)
	s.low, s.high = min(s.low, word/64), max(s.high, word/64+1)
}

// take visits the pieces and forgets them.
func (s *pieceSet) take(visit func(piece int32)) {
	for i := s.low; i < s.high; i++ {
		for filled := s.filled[i]; filled != 0; filled &= filled - 1 {
			word := 64*i + bits.TrailingZeros64(filled)
			for set := s.words[word]; set != 0; set &= set - 1 {
				visit(int32(64*word + bits.TrailingZeros64(set)))
			}
			s.words[word] = 0
		}
		s.filled[i] = 0
	}
	s.low, s.high = math.MaxInt, 0
}
