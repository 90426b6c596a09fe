package geo_test

import (
	"reflect"
	"testing"

	"lifecircle/geo"
)

// A network at other speeds is the one that would be built anew, whatever part of the other it shares.
func TestReweightedIsBuiltAnew(t *testing.T) {
	shared := 0
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		for _, speed := range []func(s *geo.Street) [2]float64{
			func(*geo.Street) [2]float64 { return [2]float64{3, 3} },
			func(s *geo.Street) [2]float64 { return [2]float64{float64(1 + s.WayID%7), float64(2 + s.WayID%3)} },
			func(s *geo.Street) [2]float64 { return [2]float64{0.00001, 0.00001} }, // so slow that edges are cut
		} {
			other := w
			other.SpeedKmh = speed
			got, same := n.Reweighted(town.Streets, other)
			if !same {
				continue
			}
			shared++
			want := geo.NewNetwork(town.Streets, town.Stops, town.Turns, other)
			if got.Digest() != want.Digest() {
				t.Error("not the same network")
			}
			for _, part := range []struct {
				name      string
				got, want any
			}{
				{"edges", got.Edges, want.Edges}, {"pieces", got.Pieces, want.Pieces}, {"points", got.Points, want.Points},
				{"arcs out", got.Out, want.Out}, {"arcs in", got.In, want.In}, {"states", got.States, want.States},
			} {
				if !reflect.DeepEqual(part.got, part.want) {
					t.Errorf("%s differ", part.name)
				}
			}
		}
	})
	if shared < 900 {
		t.Errorf("only %d networks of 600 towns and travellers at 2 speeds were shared", shared)
	}
}

// Somebody who uses other streets, or uses them the other way, needs a network of his own.
func TestReweightedRefusesOtherStreets(t *testing.T) {
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		fault := func(what string, change func(w *geo.Weighting)) {
			other := w
			change(&other)
			if _, same := n.Reweighted(town.Streets, other); same {
				t.Errorf("shared with %s", what)
			}
		}
		fault("another traveller", func(w *geo.Weighting) { w.Traveller = (w.Traveller + 1) % geo.NumTravellers })
		fault("the other direction", func(w *geo.Weighting) { w.Reversed = !w.Reversed })
		if len(n.Pieces) > 0 {
			closed := n.Pieces[0].Street
			fault("somebody who does not use a street", func(w *geo.Weighting) {
				w.SpeedKmh = func(s *geo.Street) [2]float64 {
					if s == &town.Streets[closed] {
						return [2]float64{}
					}
					return [2]float64{4, 5}
				}
			})
			without := w
			without.SpeedKmh = func(s *geo.Street) [2]float64 {
				if s == &town.Streets[closed] {
					return [2]float64{}
				}
				return [2]float64{4, 5}
			}
			if _, same := geo.NewNetwork(town.Streets, town.Stops, town.Turns, without).Reweighted(town.Streets, w); same {
				t.Error("shared with somebody who uses one street more")
			}
		}
	})
}
