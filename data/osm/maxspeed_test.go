package osm

import (
	"math"
	"testing"
)

func TestMaxSpeed(t *testing.T) {
	for _, c := range []struct {
		tags              string
		forward, backward float64
		unknown           int
	}{
		{"highway=primary", 0, 0, 0},
		{"maxspeed=50", 50, 50, 0},
		{"maxspeed=7.5", 7.5, 7.5, 0},
		{"maxspeed=50_km/h", 50, 50, 0},
		{"maxspeed=50kmh", 50, 50, 0},
		{"maxspeed=30_mph", 48.28032, 48.28032, 0},
		{"maxspeed=30mph", 48.28032, 48.28032, 0},
		{"maxspeed=10_knots", 18.52, 18.52, 0},
		{"maxspeed=walk", 6, 6, 0},
		{"maxspeed=none", 0, 0, 0},
		{"maxspeed=signals", 0, 0, 0},
		{"maxspeed=CN:urban", 50, 50, 0},
		{"maxspeed=CN:rural", 0, 0, 0},
		{"maxspeed=DE:zone:30", 30, 30, 0},
		{"maxspeed=DE:zone30", 30, 30, 0},
		{"maxspeed=FR:30", 0, 0, 1},
		{"maxspeed=AT:walk", 6, 6, 0},
		{"maxspeed=60;40", 40, 40, 0},
		{"maxspeed=none;80", 80, 80, 0},
		{"maxspeed=60;?", 0, 0, 1},
		{"maxspeed=80 maxspeed:backward=60", 80, 60, 0},
		{"maxspeed:forward=80 maxspeed:backward=60", 80, 60, 0},
		{"maxspeed=50 maxspeed:forward=none", 50, 50, 0},
		{"maxspeed=-50", 0, 0, 1},
		{"maxspeed=0", 0, 0, 1},
		{"maxspeed=5000", 0, 0, 1},
		{"maxspeed=1e2", 0, 0, 1},
		{"maxspeed=0x32", 0, 0, 1},
		{"maxspeed=inf", 0, 0, 1},
		{"maxspeed=NaN", 0, 0, 1},
		{"maxspeed=50_@_(22:00-06:00)", 0, 0, 1},
		{"maxspeed=fast maxspeed:forward=slow", 0, 0, 2},
		{"maxspeed==cmd()", 0, 0, 1},
	} {
		kmh, unknown := MaxSpeed(tagsOf(c.tags))
		if math.Abs(kmh[0]-c.forward) > 1e-9 || math.Abs(kmh[1]-c.backward) > 1e-9 || len(unknown) != c.unknown {
			t.Errorf("%s: %v, not understood %v", c.tags, kmh, unknown)
		}
	}
}

func FuzzMaxSpeed(f *testing.F) {
	for _, seed := range []string{"50", "30 mph", "walk", "none", "CN:urban", "DE:zone:30", "50;30", ";;;", "..", "km/h", "１０"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kmh, ok := parseSpeed(text)
		if math.IsNaN(kmh) || kmh < 0 || kmh > highestKmh || !ok && kmh != 0 {
			t.Errorf("%q gives %v, %v", text, kmh, ok)
		}
	})
}
