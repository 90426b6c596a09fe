package osm

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
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
		file        string
		nodes, ways int
		used        int     // ways
		kilometres  float64 // of used ways
		components  int     // 0: not known from elsewhere
		date        string
		boxed       bool
	}{
		{"macau/macau_roads.osm.pbf", 22705, 5067, 5067, 439, 46, "", true},
		// 778 km in all; 26 km of them are private or barred to everyone.
		{"saopaulo/spo.osm.pbf", 24648, 6223, 5720, 752, 0, "2020-09-23T21:07:03Z", false},
		{"liechtenstein/liechtenstein.osm.pbf", 142832, 15247, 4617, 1124, 0, "2015-07-27T21:14:01Z", true},
	} {
		t.Run(c.file, func(t *testing.T) {
			s, err := ReadStreets(context.Background(), realdata.Path(t, c.file), nil)
			if err != nil {
				t.Fatal(err)
			}
			if s.Counts.Nodes != c.nodes || s.Counts.Ways != c.ways {
				t.Errorf("read %d nodes and %d ways, want %d and %d", s.Counts.Nodes, s.Counts.Ways, c.nodes, c.ways)
			}
			km := 0.0
			ways, components := map[int64]bool{}, newUnion()
			for _, street := range s.Streets {
				km += metres(street.Line) / 1000
				ways[street.WayID] = true
				for i := range street.Nodes[1:] {
					components.join(street.Nodes[i], street.Nodes[i+1])
				}
			}
			if math.Abs(km-c.kilometres) > 1 || len(ways) != c.used {
				t.Errorf("%d ways of %.1f km, want %d of %.0f", len(ways), km, c.used, c.kilometres)
			}
			if got := components.count(); c.components > 0 && got != c.components {
				t.Errorf("%d components, want %d", got, c.components)
			}
			if s.Counts.Dangling > 0 {
				t.Errorf("%d dangling nodes", s.Counts.Dangling)
			}
			checkStreets(t, s)
			if s.DataDate != c.date {
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

// What osmium tags-filter r/type=restriction finds in these files, followed by hand: one of the three rules comes from
// a way beyond the border.
func TestRealTurnRules(t *testing.T) {
	for _, c := range []struct {
		file  string
		turns []geo.Turn
		want  TurnCounts
		lost  string
	}{
		{"macau/macau_roads.osm.pbf", nil, TurnCounts{}, ""},
		{"saopaulo/spo.osm.pbf", nil, TurnCounts{}, ""},
		{"liechtenstein/liechtenstein.osm.pbf", []geo.Turn{
			{Relation: 2366291, Kind: "no_left_turn", FromWay: 167992391, ToWay: 24802724, Path: []geo.NodeID{1846244607, 1793113950, 1875863327}},
			{Relation: 5217202, Kind: "no_u_turn", FromWay: 258306367, ToWay: 258306365, Path: []geo.NodeID{3557281913, 269468749, 3557281911}},
		}, TurnCounts{Relations: 3, Applied: 2, Broken: 1}, "relation 3090789 (restriction=only_right_turn, from way 226412526 to way 27728130)"},
	} {
		t.Run(c.file, func(t *testing.T) {
			s, err := ReadStreets(context.Background(), realdata.Path(t, c.file), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(s.Turns, c.turns) || s.Counts.Turns != c.want {
				t.Errorf("%+v, %+v", s.Turns, s.Counts.Turns)
			}
			lost := ""
			for _, w := range s.Warnings {
				if w.Rule == "turn_outside" {
					lost = strings.Join(w.Examples, ", ")
				}
			}
			if lost != c.lost {
				t.Errorf("lost %q, want %q", lost, c.lost)
			}
			checkTurns(t, s)
		})
	}
}

func BenchmarkReadStreets(b *testing.B) {
	for _, name := range []string{"macau/macau_roads.osm.pbf", "saopaulo/spo.osm.pbf", "liechtenstein/liechtenstein.osm.pbf"} {
		b.Run(name, func(b *testing.B) {
			path := realdata.Path(b, name)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadStreets(context.Background(), path, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
