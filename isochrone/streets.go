package isochrone

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// StreetPart is a part of a street from which a goal is reached along the streets within a cutoff, and not within the
// cutoff before it. Both directions of travel count, the better one at each place.
type StreetPart struct {
	Street       int32   // index of the street
	Cutoff       int     // index of the cutoff, by rising cutoffs
	From, To     float64 // its ends, as shares of the street's length in the order of its nodes
	FromMs, ToMs int64   // travel time from its ends
	LengthM      float64
	Line         orb.LineString // not rounded
}

// StreetsWithin lists the parts of streets from which the nearest of the facilities is reached within cutoffs, by street
// and then along it. There is no leg at the start: it is the time of somebody who is on the street. Bridges, tunnels and
// whatever else nobody may board count too. Cutoffs must rise.
func (r *Router) StreetsWithin(ctx context.Context, facilities []int32, cutoffsMs []int64) ([]StreetPart, error) {
	return r.streetsWithin(ctx, r.goals(r.ranked(facilities)), cutoffsMs)
}

// StreetsWithinOf is [Router.StreetsWithin] for a place, as if a facility stood there.
func (r *Router) StreetsWithinOf(ctx context.Context, place orb.Point, cutoffsMs []int64) ([]StreetPart, error) {
	doors := []orb.Point{place}
	return r.streetsWithin(ctx, []goal{{doors, r.boardingsOf(doors)}}, cutoffsMs)
}

func (r *Router) streetsWithin(ctx context.Context, to []goal, cutoffsMs []int64) ([]StreetPart, error) {
	d := r.newSketch(to, cutoffsMs)
	defer d.done()
	seen := make(map[int32]bool)
	var streets []int32
	for _, edge := range d.ground.edges {
		first, end := r.Network.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			if street := r.Network.Pieces[piece].Street; !seen[street] {
				seen[street] = true
				streets = append(streets, street)
			}
		}
	}
	slices.Sort(streets)
	var parts []StreetPart
	w := walkAlong{router: r, near: d.ground.near, keys: d.search.keys}
	for _, street := range streets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		parts = w.street(parts, street, cutoffsMs)
	}
	return parts, nil
}

// walkAlong finds the parts of one street after the other.
type walkAlong struct {
	router *Router
	near   *neighbourhood
	keys   []key
	pieces []pieceTimes // of the street, in the order of its nodes
	within []span
	before []span
}

// pieceTimes is what the time along a piece depends on.
type pieceTimes struct {
	piece        int32
	fromMs, toMs int64 // beyond its ends, [Never] where no goal is reached that way
	ms           [2]uint32
	goals        []edgeGoal // on the piece
}

// span is a part of a street, in pieces: 2.5 is half along its third.
type span struct{ from, to float64 }

func (w *walkAlong) street(parts []StreetPart, street int32, cutoffsMs []int64) []StreetPart {
	w.look(street)
	w.before = w.before[:0]
	first := len(parts)
	for i, cutoff := range cutoffsMs {
		w.within = w.within[:0]
		for k := range w.pieces {
			w.within = w.pieces[k].within(w.within, float64(k), cutoff)
		}
		w.within = joined(w.within)
		for _, s := range without(w.within, w.before) {
			parts = append(parts, w.part(street, i, s))
		}
		w.within, w.before = w.before, w.within
	}
	slices.SortStableFunc(parts[first:], func(a, b StreetPart) int { return cmp.Compare(a.From, b.From) })
	return parts
}

// look finds the times of a street's pieces.
func (w *walkAlong) look(street int32) {
	w.pieces = w.pieces[:0]
	for _, piece := range w.router.piecesOf(street) {
		p := &w.router.Network.Pieces[piece]
		times := pieceTimes{piece: piece, ms: p.Ms, fromMs: w.near.beyond(piece, 1, w.keys), toMs: w.near.beyond(piece, 0, w.keys)}
		for _, there := range w.near.onEdge[p.Edge] {
			if there.piece == piece {
				times.goals = append(times.goals, there)
			}
		}
		w.pieces = append(w.pieces, times)
	}
}

// within appends the parts of a piece, the k-th of its street, from which a goal is reached within a cutoff. A share t
// of a piece takes ⌊t·w + ½⌋, which is at most c where t·w < c + ½.
func (p *pieceTimes) within(spans []span, k float64, cutoffMs int64) []span {
	add := func(from, to float64) {
		if from, to = max(0, from), min(1, to); from < to {
			spans = append(spans, span{k + from, k + to})
		}
	}
	share := func(spentMs int64, w uint32) float64 { return (float64(cutoffMs-spentMs) + 0.5) / float64(w) }
	if p.ms[1] > 0 && p.fromMs <= cutoffMs {
		add(0, share(p.fromMs, p.ms[1]))
	}
	if p.ms[0] > 0 && p.toMs <= cutoffMs {
		add(1-share(p.toMs, p.ms[0]), 1)
	}
	for _, there := range p.goals {
		if int64(there.legMs) > cutoffMs {
			continue
		}
		from, to := there.t, there.t
		if p.ms[0] > 0 {
			from -= share(int64(there.legMs), p.ms[0])
		}
		if p.ms[1] > 0 {
			to += share(int64(there.legMs), p.ms[1])
		}
		add(from, to)
	}
	return spans
}

// time is the travel time from a share of a piece.
func (p *pieceTimes) time(r *Router, t float64) int64 {
	least := int64(Never)
	if ms, ok := part(t, p.ms[1]); ok && p.fromMs != Never {
		least = min(least, p.fromMs+int64(ms))
	}
	if ms, ok := part(1-t, p.ms[0]); ok && p.toMs != Never {
		least = min(least, p.toMs+int64(ms))
	}
	for _, there := range p.goals {
		if ms, ok := r.alongPiece(&boarding{piece: p.piece, t: t}, there.boarding); ok {
			least = min(least, int64(ms)+int64(there.legMs))
		}
	}
	return least
}

// joined sorts spans and joins those that touch.
func joined(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	n := 0
	for _, s := range spans {
		if n > 0 && s.from <= spans[n-1].to {
			spans[n-1].to = max(spans[n-1].to, s.to)
			continue
		}
		spans[n] = s
		n++
	}
	return spans[:n]
}

// without is what of some spans no other covers. Both are sorted and apart.
func without(spans, others []span) (rest []span) {
	for _, s := range spans {
		from := s.from
		for _, o := range others {
			if o.to <= from || o.from >= s.to {
				continue
			}
			if o.from > from {
				rest = append(rest, span{from, o.from})
			}
			from = o.to
		}
		if from < s.to {
			rest = append(rest, span{from, s.to})
		}
	}
	return rest
}

// part describes a span of a street.
func (w *walkAlong) part(street int32, cutoff int, s span) StreetPart {
	line := w.router.Area.Streets[street].Line
	p := StreetPart{Street: street, Cutoff: cutoff}
	at := 0.0 // metres from the start of the street
	for k := range w.pieces {
		length := geo.Distance(line[k], line[k+1])
		from, to := max(s.from, float64(k))-float64(k), min(s.to, float64(k+1))-float64(k)
		if from < to {
			if len(p.Line) == 0 {
				p.From, p.FromMs = at+from*length, w.pieces[k].time(w.router, from)
				p.Line = append(p.Line, geo.Along(line[k], line[k+1], from))
			}
			p.To, p.ToMs = at+to*length, w.pieces[k].time(w.router, to)
			p.Line = append(p.Line, geo.Along(line[k], line[k+1], to))
		}
		at += length
	}
	p.LengthM = p.To - p.From
	if at > 0 {
		p.From, p.To = p.From/at, p.To/at
	}
	return p
}

// piecesOf lists the pieces of a street in the order of its nodes; none if it is not used.
func (r *Router) piecesOf(street int32) []int32 {
	table := r.alongStreets()
	return table.list[table.first[street]:table.first[street+1]]
}

// streetPieces lists pieces street by street.
type streetPieces struct {
	first []int32
	list  []int32
}

// newStreetPieces brings the pieces of each street into the order of its nodes: a network keeps them by edge.
func (r *Router) newStreetPieces() *streetPieces {
	n, streets := r.Network, r.Area.Streets
	s := &streetPieces{make([]int32, len(streets)+1), make([]int32, len(n.Pieces))}
	for i := range n.Pieces {
		s.first[n.Pieces[i].Street+1]++
	}
	for i := range streets {
		s.first[i+1] += s.first[i]
	}
	next := slices.Clone(s.first)
	for i := range n.Pieces {
		street := n.Pieces[i].Street
		s.list[next[street]] = int32(i)
		next[street]++
	}
	for i := range streets {
		pieces := s.list[s.first[i]:s.first[i+1]]
		for k := range pieces {
			is := func(node int32, k int) bool { // copies of a node that stops the traveller have ids of their own
				return n.IDs[node] == streets[i].Nodes[k] || (n.IDs[node] < 0 && n.Points[node] == streets[i].Line[k])
			}
			at := slices.IndexFunc(pieces[k:], func(piece int32) bool { return is(n.Pieces[piece].From, k) && is(n.Pieces[piece].To, k+1) })
			pieces[k], pieces[k+at] = pieces[k+at], pieces[k]
		}
	}
	return s
}
