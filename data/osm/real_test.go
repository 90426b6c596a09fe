package osm

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// metres is the great-circle length of a line by the haversine formula.
func metres(line orb.LineString) (sum float64) {
	const degree = math.Pi / 180
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		h := math.Pow(math.Sin((b[1]-a[1])*degree/2), 2) +
			math.Cos(a[1]*degree)*math.Cos(b[1]*degree)*math.Pow(math.Sin((b[0]-a[0])*degree/2), 2)
		sum += 2 * geo.EarthRadiusM * math.Asin(math.Sqrt(h))
	}
	return sum
}

func TestRealStreets(t *testing.T) {
	for _, c := range []struct {
		file              string
		nodes, ways       int
		kilometres, slack float64
		date              string
		boxed             bool
	}{
		{"macau/macau_roads.osm.pbf", 22705, 5067, 439, 1, "", true},
		{"saopaulo/spo.osm.pbf", 24648, 6223, 778, 2, "", false},
		{"liechtenstein/liechtenstein.osm.pbf", 142832, 15247, 0, 0, "2015-07-27T21:14:01Z", true},
	} {
		t.Run(c.file, func(t *testing.T) {
			s, err := ReadStreets(context.Background(), realFile(t, c.file), nil)
			if err != nil {
				t.Fatal(err)
			}
			if s.Counts.Nodes != c.nodes || s.Counts.Ways != c.ways {
				t.Errorf("read %d nodes and %d ways, want %d and %d", s.Counts.Nodes, s.Counts.Ways, c.nodes, c.ways)
			}
			km := 0.0
			ways, components := map[int64]bool{}, newUnion()
			classes := map[string]int{}
			for _, street := range s.Streets {
				km += metres(street.Line) / 1000
				ways[street.WayID] = true
				classes[street.Class]++
				for i := range street.Nodes[1:] {
					components.join(street.Nodes[i], street.Nodes[i+1])
				}
			}
			t.Logf("%d segments of %d ways, %.2f km, %d components, %d barriers, %d stops, dated %q, box %v", len(s.Streets), len(ways), km, components.count(), len(s.Barriers), len(s.Stops), s.DataDate, s.Box)
			t.Log(classes, s.Counts)
			for _, w := range s.Warnings {
				t.Log(w)
			}
			if c.kilometres > 0 && math.Abs(km-c.kilometres) > c.slack {
				t.Errorf("%.1f km of streets, want %.0f", km, c.kilometres)
			}
			if c.date != "" && s.DataDate != c.date {
				t.Errorf("dated %q, want %q", s.DataDate, c.date)
			}
			if (s.Box != nil) != c.boxed {
				t.Errorf("box %v", s.Box)
			}
		})
	}
}

// union is a union-find over nodes.
type union map[geo.NodeID]geo.NodeID

func newUnion() union { return union{} }

func (u union) root(x geo.NodeID) geo.NodeID {
	if _, met := u[x]; !met {
		u[x] = x
	}
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

func (u union) join(a, b geo.NodeID) { u[u.root(a)] = u.root(b) }

func (u union) count() (n int) {
	for x, up := range u {
		if x == up {
			n++
		}
	}
	return n
}

func BenchmarkReadStreets(b *testing.B) {
	for _, name := range []string{"macau/macau_roads.osm.pbf", "saopaulo/spo.osm.pbf", "liechtenstein/liechtenstein.osm.pbf"} {
		b.Run(name, func(b *testing.B) {
			path := realFile(b, name)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadStreets(context.Background(), path, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
