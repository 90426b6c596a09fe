package geo

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

func randomPoint(r *rand.Rand) orb.Point {
	return orb.Point{113.5 + r.Float64()*0.05, 22.1 + r.Float64()*0.05}
}

func TestDistance(t *testing.T) {
	degree := EarthRadiusM * math.Pi / 180
	for _, test := range []struct {
		a, b orb.Point
		want float64
	}{
		{orb.Point{0, 0}, orb.Point{1, 0}, degree},
		{orb.Point{100, 60}, orb.Point{100, 61}, degree},
		{orb.Point{0, 90}, orb.Point{123, 90}, 0},
		{orb.Point{179.5, 0}, orb.Point{-179.5, 0}, degree},
		{orb.Point{0, 0}, orb.Point{180, 0}, math.Pi * EarthRadiusM},
	} {
		if got := Distance(test.a, test.b); math.Abs(got-test.want) > 1e-6 {
			t.Errorf("%v to %v: %v m, want %v", test.a, test.b, got, test.want)
		}
	}
}

func TestFrameAgreesWithTheSphere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		a := randomPoint(r)
		b := orb.Point{a[0] + (r.Float64()-0.5)*0.005, a[1] + (r.Float64()-0.5)*0.005}
		x, y := NewFrame(a).XY(b)
		if got, want := math.Hypot(x, y), Distance(a, b); math.Abs(got-want) > 0.02 {
			t.Errorf("%v to %v: %v m in the plane, %v on the sphere", a, b, got, want)
		}
		back := NewFrame(a).Position(x, y)
		if Distance(back, b) > 1e-6 {
			t.Errorf("%v came back as %v", b, back)
		}
	}
}

func TestToSegmentEqualsDenseSampling(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		f := NewFrame(randomPoint(r))
		a, b := randomPoint(r), randomPoint(r)
		fraction, got := f.ToSegment(a, b)
		want := math.Inf(1)
		for i := range 1001 {
			x, y := f.XY(Along(a, b, float64(i)/1000))
			want = math.Min(want, math.Hypot(x, y))
		}
		x, y := f.XY(Along(a, b, fraction))
		if got > want+1e-6 || math.Abs(math.Hypot(x, y)-got) > 1e-6 {
			t.Errorf("distance %v at %v, sampled %v", got, fraction, want)
		}
	}
}

func TestIndexEqualsFullScan(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var index Index
	var points []orb.Point
	for i := range 500 {
		p := randomPoint(r)
		points = append(points, p)
		index.Insert(p.Bound(), int32(i))
	}
	for range 100 {
		at := randomPoint(r)
		frame, radius := NewFrame(at), r.Float64()*2000
		var got, want []int32
		index.Search(frame.Box(radius), func(id int32) bool {
			if x, y := frame.XY(points[id]); math.Hypot(x, y) <= radius {
				got = append(got, id)
			}
			return true
		})
		distance := func(id int32) float64 { x, y := frame.XY(points[id]); return math.Hypot(x, y) }
		for i := range points {
			if distance(int32(i)) <= radius {
				want = append(want, int32(i))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("within %v m: %v, by full scan %v", radius, got, want)
		}
		last, n := 0.0, 0
		index.Nearest(frame, distance, func(id int32, d float64) bool {
			if d < last || d != distance(id) {
				t.Fatalf("%v m after %v m", d, last)
			}
			last = d
			n++
			return true
		})
		if n != len(points) {
			t.Fatalf("%d of %d visited", n, len(points))
		}
	}
}

func TestLegsCrossBarriers(t *testing.T) {
	at := orb.Point{113.5, 22.2}
	f := NewFrame(at)
	line := func(xy ...float64) []Barrier {
		var b Barrier
		for i := 0; i < len(xy); i += 2 {
			b.Line = append(b.Line, f.Position(xy[i], xy[i+1]))
		}
		return []Barrier{b}
	}
	for _, test := range []struct {
		name     string
		barriers []Barrier
		crossed  bool
	}{
		{"none", nil, false},
		{"a wall across", line(50, -10, 50, 10), true},
		{"beyond the end", line(101, -10, 101, 10), false},
		{"behind the start", line(-1, -10, -1, 10), false},
		{"touching the end", line(100, -10, 100, 10), false},
		{"touching the start", line(0, -10, 0, 10), false},
		{"beside", line(10, 1, 90, 1), false},
		{"along the leg", line(10, 0, 90, 0), false},
		{"ending short of the leg", line(50, 10, 50, 0.5), false},
		{"passing by a joint", line(50, -10, 50, 0, 55, 10), true},
		{"a level crossing at the end", line(90, -10, 100, 0, 110, 10), false},
		{"of no length", line(50, 0, 50, 0), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, clear := NewBarrierIndex(test.barriers).Straight(at, f.Position(100, 0)); clear == test.crossed {
				t.Errorf("clear: %v", clear)
			}
		})
	}
}

func TestContainsEqualsAnotherLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		// A star-shaped ring of whole numbers, with a square hole.
		var ring orb.Ring
		n := 5 + r.IntN(8)
		for i := range n {
			angle, radius := 2*math.Pi*float64(i)/float64(n), 4+r.Float64()*6
			ring = append(ring, orb.Point{math.Round(radius * math.Cos(angle)), math.Round(radius * math.Sin(angle))})
		}
		ring = append(ring, ring[0])
		hole := orb.Ring{{-1, -1}, {-1, 1}, {1, 1}, {1, -1}, {-1, -1}}
		shape := orb.MultiPolygon{{ring, hole}}
		line := func(r orb.Ring) geom.LineString {
			var xy []float64
			for _, p := range r {
				xy = append(xy, p[0], p[1])
			}
			return geom.NewLineString(geom.NewSequence(xy, geom.DimXY))
		}
		other := geom.NewPolygon([]geom.LineString{line(ring), line(hole)})
		if other.Validate() != nil {
			continue
		}
		for x := -11.0; x <= 11; x += 0.5 {
			for y := -11.0; y <= 11; y += 0.5 {
				want := geom.Intersects(other.AsGeometry(), geom.XY{X: x, Y: y}.AsPoint().AsGeometry())
				if got := Contains(shape, orb.Point{x, y}); got != want {
					t.Fatalf("%v contains (%v, %v): %v, the other library says %v", shape, x, y, got, want)
				}
			}
		}
	}
	if Contains(orb.MultiPolygon{{}}, orb.Point{}) || Contains(nil, orb.Point{}) || Contains(orb.MultiPolygon{{{}}}, orb.Point{}) {
		t.Error("an empty shape contains nothing")
	}
}

func TestHullHoldsEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 100 {
		var s Street
		for range 3 + r.IntN(40) {
			s.Line = append(s.Line, orb.Point{float64(r.IntN(10)), float64(r.IntN(10))})
		}
		h := Hull([]Street{s})
		if h == nil {
			continue // all on one line
		}
		if h[0][0].Orientation() != orb.CCW {
			t.Fatal("wound clockwise")
		}
		for _, p := range s.Line {
			if !Contains(h, p) {
				t.Fatalf("%v lies outside its hull %v", p, h)
			}
		}
	}
}

func TestPieceMs(t *testing.T) {
	for _, test := range []struct {
		lengthM, kmh float64
		want         uint32
	}{
		{240, 4.8, 180_000}, {0, 4, 1}, {0.0001, 80, 1}, {1, 3.6, 1000}, {0.0015, 3.6, 2}, {0.0014, 3.6, 1},
	} {
		if got := PieceMs(test.lengthM, test.kmh); got != test.want {
			t.Errorf("%v m at %v km/h: %d ms, want %d", test.lengthM, test.kmh, got, test.want)
		}
	}
}

// A street runs through a bollard; on foot it is one way through, by car two dead ends.
func TestANodeThatStopsATravellerJoinsNothing(t *testing.T) {
	street := Street{Class: "residential", Nodes: []NodeID{1, 2, 3}, Line: orb.LineString{{0, 0}, {0.001, 0}, {0.002, 0}}, Boardable: true}
	for traveller := range street.Passage {
		street.Passage[traveller] = BothWays
	}
	stop := NodeStop{Node: 2}
	stop.Stops[Motorcar] = true
	build := func(t Traveller) *Network {
		return NewNetwork([]Street{street}, []NodeStop{stop}, nil, Weighting{Traveller: t, SpeedKmh: func(*Street) [2]float64 { return [2]float64{36, 36} }})
	}
	if n := build(Foot); n.Junctions != 2 || len(n.IDs) != 3 || len(n.Edges) != 1 || len(n.Out.List) != 2 {
		t.Errorf("on foot: nodes %v, edges %v, want one edge through the bollard", n.IDs, n.Edges)
	}
	car := build(Motorcar)
	if ids := slices.Sorted(slices.Values(car.IDs)); car.Junctions != 4 || !slices.Equal(ids, []NodeID{-2, -1, 1, 3}) {
		t.Errorf("by car: nodes %v, want the bollard once for each piece", car.IDs)
	}
	for node := range car.IDs {
		if len(car.Out.Of(int32(node))) != 1 {
			t.Errorf("by car: node %d has arcs %v", node, car.Out.Of(int32(node)))
		}
	}
}

func TestOneWayArcs(t *testing.T) {
	street := Street{Class: "primary", Nodes: []NodeID{1, 2}, Line: orb.LineString{{0, 0}, {0.001, 0}}}
	street.Passage[Motorcar] = Backward
	speed := func(*Street) [2]float64 { return [2]float64{36, 36} }
	n := NewNetwork([]Street{street}, nil, nil, Weighting{Traveller: Motorcar, SpeedKmh: speed})
	one, two := int32(slices.Index(n.IDs, 1)), int32(slices.Index(n.IDs, 2))
	if len(n.Out.Of(one)) != 0 || len(n.Out.Of(two)) != 1 || len(n.In.Of(one)) != 1 || n.In.Of(one)[0].State != two {
		t.Errorf("out %v in %v", n.Out, n.In)
	}
	if n.Pieces[0].Ms[0] != 0 {
		t.Error("the piece may not be used forward")
	}
	if n := NewNetwork([]Street{street}, nil, nil, Weighting{Traveller: Foot, SpeedKmh: speed}); len(n.Pieces) != 0 {
		t.Error("walkers have no passage")
	}
	turned := NewNetwork([]Street{street}, nil, nil, Weighting{Traveller: Motorcar, SpeedKmh: speed, Reversed: true})
	if len(turned.Out.Of(one)) != 1 || turned.Pieces[0].Ms[0] == 0 || turned.Pieces[0].Ms[1] != 0 {
		t.Errorf("turned round: out %v, piece %v", turned.Out, turned.Pieces[0])
	}
}

func TestImpossibleTownsAreRefused(t *testing.T) {
	sound := func() Town {
		return Town{
			Streets:    []Street{{WayID: 1, Nodes: []NodeID{1, 2}, Line: orb.LineString{{0, 0}, {0.001, 0}}}},
			Points:     []ResidentialPoint{{ID: "p"}},
			Facilities: []Facility{{Service: "clinic", ID: "f"}},
			Areas:      []Area{{ID: "a"}},
		}
	}
	if _, err := NewStudyArea(sound()); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Town){
		"point off the Earth":      func(t *Town) { t.Points[0].Point = orb.Point{500, 95} },
		"point nowhere":            func(t *Town) { t.Points[0].Point = orb.Point{math.NaN(), 0} },
		"facility at infinity":     func(t *Town) { t.Facilities[0].Point = orb.Point{math.Inf(1), 0} },
		"people below no data":     func(t *Town) { t.Points[0].People[Age60] = -5 },
		"speed limit":              func(t *Town) { t.Streets[0].MaxSpeed[1] = math.Inf(1) },
		"permission":               func(t *Town) { t.Streets[0].Passage[Foot] = 255 },
		"nodes without positions":  func(t *Town) { t.Streets[0].Nodes = []NodeID{1, 2, 3} },
		"street round the Earth":   func(t *Town) { t.Streets[0].Line = orb.LineString{{180, 0}, {-180, 0}} },
		"the same point twice":     func(t *Town) { t.Points = append(t.Points, t.Points[0]) },
		"the same facility twice":  func(t *Town) { t.Facilities = append(t.Facilities, t.Facilities[0]) },
		"area off the Earth":       func(t *Town) { t.Areas[0].Shape = orb.MultiPolygon{{{{0, 0}, {0, 91}, {1, 1}, {0, 0}}}} },
		"entrance off the Earth":   func(t *Town) { t.Entrances = []Entrance{{FacilityOwner, "f", orb.Point{0, -91}}} },
		"barrier without position": func(t *Town) { t.Barriers = []Barrier{{Line: orb.LineString{{0, math.NaN()}}}} },
	} {
		town := sound()
		spoil(&town)
		if _, err := NewStudyArea(town); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
