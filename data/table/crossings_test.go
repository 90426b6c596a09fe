package table

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// TestHopelessShapesAreRefusedQuickly holds shapes against the clock that took seconds to hours to untangle.
func TestHopelessShapesAreRefusedQuickly(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) (ring orb.Ring) {
		for range n {
			ring = append(ring, orb.Point{geo.Round7(113 + rng.Float64()), geo.Round7(22 + rng.Float64())})
		}
		return append(ring, ring[0])
	}
	var triangles orb.MultiPolygon
	for range 3_000 {
		triangles = append(triangles, orb.Polygon{random(3)})
	}
	petals := orb.Ring{{113, 22}}
	for i := range 500 {
		a, b := float64(i)/500, float64(i)/500+0.001
		petals = append(petals, orb.Point{geo.Round7(113 + math.Cos(a)), geo.Round7(22 + math.Sin(a))}, orb.Point{geo.Round7(113 + math.Cos(b)), geo.Round7(22 + math.Sin(b))}, orb.Point{113, 22})
	}
	var nested orb.Polygon
	for i := range 20_000 {
		d := float64(i) / 1e5
		nested = append(nested, orb.Bound{Min: orb.Point{geo.Round7(113 + d), geo.Round7(22 + d)}, Max: orb.Point{geo.Round7(114 - d), geo.Round7(23 - d)}}.ToRing())
	}
	for _, c := range []struct {
		name  string
		shape orb.MultiPolygon
		want  string
	}{
		{"250 random corners", orb.MultiPolygon{{random(250)}}, "more than 500 times; draw it anew"},
		{"20,000 random corners", orb.MultiPolygon{{random(20_000)}}, "more than 500 times; draw it anew"},
		{"triangles over each other", triangles, "more than 500 times; draw it anew"},
		{"petals", orb.MultiPolygon{{petals}}, "through one corner; draw it anew"},
		{"rings within rings", orb.MultiPolygon{nested}, "side by side"},
	} {
		start := time.Now()
		_, _, err := repair(c.shape)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// A long border with many corners is sound, whichever way it runs.
func TestLongBordersAreRead(t *testing.T) {
	for along := range 2 {
		const n = 12_000
		var ring orb.Ring
		for i := range n {
			var p orb.Point
			p[1-along], p[along] = geo.Round7(22+float64(i*7919%n)*1e-6), geo.Round7(22+float64(i)*1e-5)
			ring = append(ring, p)
		}
		var far, near orb.Point
		far[along], near[along], far[1-along], near[1-along] = 22.13, 21.99, 24, 24
		ring = append(ring, far, near, ring[0])
		fixed, found, err := repair(orb.MultiPolygon{{ring}})
		if err != nil || found != undamaged {
			t.Fatalf("along axis %d: %v, %d", along, err, found)
		}
		checkSound(t, "border", fixed)
	}
}
