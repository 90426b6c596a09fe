package siting_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// TestNear holds the search by belts against a full scan: in a town, around the antimeridian, at the poles, and for
// radii up to half around the Earth.
func TestNear(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	centres := []orb.Point{{116.3, 39.9}, {180, 10}, {-179.99, -45}, {20, 89.98}, {0, -90}}
	for _, radius := range []float64{0.5, 300, 5_000, 400_000, 9_000_000, 20_100_000} {
		for _, c := range centres {
			var points []orb.Point
			for range 60 {
				spread := radius / 50_000
				lon, lat := c[0]+spread*r.NormFloat64(), max(-90, min(90, c[1]+spread*r.NormFloat64()))
				for lon > 180 {
					lon -= 360
				}
				for lon < -180 {
					lon += 360
				}
				points = append(points, orb.Point{lon, lat})
			}
			places := points[:20]
			type pair struct{ i, j int }
			var want, got []pair
			for i, a := range places {
				for j, b := range points {
					if geo.Distance(a, b) <= radius {
						want = append(want, pair{i, j})
					}
				}
			}
			siting.Near(places, points, radius, func(i, j int, d float64) {
				if d != geo.Distance(places[i], points[j]) {
					t.Errorf("distance %v", d)
				}
				got = append(got, pair{i, j})
			})
			if !slices.Equal(got, want) {
				t.Errorf("radius %v at %v: %d pairs, a full scan finds %d", radius, c, len(got), len(want))
			}
		}
	}
}

// TestRadiusIsInclusive covers a point exactly on the circle.
func TestRadiusIsInclusive(t *testing.T) {
	a, b := orb.Point{116.3, 39.9}, orb.Point{116.31, 39.91}
	d := geo.Distance(a, b)
	for _, test := range []struct {
		radius float64
		want   int
	}{{d, 1}, {d * (1 - 1e-12), 0}} {
		found := 0
		siting.Near([]orb.Point{a}, []orb.Point{b}, test.radius, func(int, int, float64) { found++ })
		if found != test.want {
			t.Errorf("radius %v of %v: %d found", test.radius, d, found)
		}
	}
	if apart := siting.ApartWithin([]orb.Point{a, b}, d); len(apart[0])+len(apart[1]) != 0 {
		t.Error("places exactly as far apart as asked are too near")
	}
	if apart := siting.ApartWithin([]orb.Point{a, b}, d+1e-6); !slices.Equal(apart[0], []int32{1}) || !slices.Equal(apart[1], []int32{0}) {
		t.Errorf("places nearer than asked: %v", apart)
	}
}
