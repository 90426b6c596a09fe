package bench

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
)

// small is the city of all tests.
var small = Plan{Junctions: 5_000, Points: 5_000, Seed: 1}

// The figures of the benchmark are about this city: if it changes, they cannot be compared with older ones.
func TestTheCityStaysTheSame(t *testing.T) {
	town := City(small)
	const golden = "e9df57313dda04b8a96bfbba2c64d78c4372c48752065a0ffc48c096b37c47fb"
	if got := Hash(&town); got != golden {
		t.Errorf("the city is %s, was %s", got, golden)
	}
	again := City(small)
	if Hash(&again) != Hash(&town) {
		t.Error("two cities of one plan differ")
	}
	other := City(Plan{Junctions: small.Junctions, Points: small.Points, Seed: 2})
	if Hash(&other) == Hash(&town) {
		t.Error("another seed gives the same city")
	}
}

func studied(t testing.TB, p Plan) *geo.StudyArea {
	t.Helper()
	area, err := geo.NewStudyArea(City(p))
	if err != nil {
		t.Fatal(err)
	}
	return area
}

// The city is as demanding as real ones: in how streets meet, how long they are, and how many lie near a door.
func TestTheCityIsLikeRealOnes(t *testing.T) {
	area := studied(t, small)
	shape := shapeOf(&area.Town, geo.Foot)
	if n := shape.junctions; n < small.Junctions*9/10 || n > small.Junctions*11/10 {
		t.Errorf("%d junctions, asked for %d", n, small.Junctions)
	}
	if shape.degree < 2.5 || shape.degree > 2.9 {
		t.Errorf("%.2f streets meet at a junction, in real cities about 2.7", shape.degree)
	}
	if p := shape.pieces; p < 2.5 || p > 3.5 {
		t.Errorf("%.2f pieces in a street, should be about 3", p)
	}
	for share, bounds := range map[int][2]float64{10: {5, 25}, 50: {35, 70}, 90: {130, 210}} {
		if s := shape.lengthM[len(shape.lengthM)*share/100] / (4.0 / 3.6); s < bounds[0] || s > bounds[1] {
			t.Errorf("percentile %d of streets takes %.0f s on foot, should be from %v", share, s, bounds)
		}
	}
	var index geo.Index
	var pieces [][2]orb.Point
	for i := range area.Streets {
		for k := 1; k < len(area.Streets[i].Line); k++ {
			one := [2]orb.Point{area.Streets[i].Line[k-1], area.Streets[i].Line[k]}
			index.Insert(orb.MultiPoint(one[:]).Bound(), int32(len(pieces)))
			pieces = append(pieces, one)
		}
	}
	near := 0
	for i := range area.Points {
		frame := geo.NewFrame(area.Points[i].Point)
		index.Search(frame.Box(150), func(id int32) bool {
			if _, d := frame.ToSegment(pieces[id][0], pieces[id][1]); d <= 150 {
				near++
			}
			return true
		})
	}
	if mean := float64(near) / float64(len(area.Points)); mean < 50 || mean > 80 {
		t.Errorf("%.1f pieces within 150 m of a residential point: should be 50 or a little more", mean)
	} else {
		t.Logf("%d junctions, %.1f pieces near, degree %.2f, %.2f pieces in a street, p10 %.0f p50 %.0f p90 %.0f m", shape.junctions, mean, shape.degree, shape.pieces,
			shape.lengthM[len(shape.lengthM)/10], shape.lengthM[len(shape.lengthM)/2], shape.lengthM[len(shape.lengthM)*9/10])
	}
}

type shape struct {
	junctions      int
	degree, pieces float64
	lengthM        []float64 // of each street, rising
}

// shapeOf looks at the streets that a traveller may use.
func shapeOf(town *geo.Town, traveller geo.Traveller) (s shape) {
	degree := map[geo.NodeID]int{}
	ends, pieces := 0, 0
	for i := range town.Streets {
		street := &town.Streets[i]
		if street.Passage[traveller] == geo.NoPassage {
			continue
		}
		last := len(street.Nodes) - 1
		degree[street.Nodes[0]]++
		degree[street.Nodes[last]]++
		pieces += last
		m := 0.0
		for k := range last {
			m += geo.Distance(street.Line[k], street.Line[k+1])
		}
		s.lengthM = append(s.lengthM, m)
	}
	for _, n := range degree {
		if n != 2 {
			s.junctions++
			ends += n
		}
	}
	slices.Sort(s.lengthM)
	s.degree, s.pieces = float64(ends)/float64(s.junctions), float64(pieces)/float64(len(s.lengthM))
	return s
}

// Everything that a network can hold is in the city: one-ways, footways, bridges, barriers, bollards, turn rules over a
// node and over ways, islands.
func TestTheCityHasEverything(t *testing.T) {
	area := studied(t, small)
	count := map[string]int{}
	note := func(what string, is bool) {
		if is {
			count[what]++
		}
	}
	streetsOf := map[geo.NodeID]bool{}
	for i := range area.Streets {
		s := &area.Streets[i]
		car := s.Passage[geo.Motorcar]
		note("footway", car == geo.NoPassage)
		note("one-way", car == geo.Forward || car == geo.Backward)
		note("bridge", !s.Boardable)
		note("signed speed", s.MaxSpeed[0] > 0)
		note(s.Class, true)
		for k, node := range s.Nodes {
			streetsOf[node] = true
			if k > 0 && s.Line[k] == s.Line[k-1] {
				t.Fatalf("a piece of way %d has no length", s.WayID)
			}
		}
	}
	for _, stop := range area.Stops {
		note("bollard", stop.Stops[geo.Motorcar] && streetsOf[stop.Node])
	}
	for i := range area.Turns {
		turn := &area.Turns[i]
		note("rule over a node", len(turn.ViaWays) == 0 && len(turn.Path) == 3)
		note("rule over a way", len(turn.ViaWays) == 1 && len(turn.Path) > 3)
		for _, node := range turn.Path {
			if !streetsOf[node] {
				t.Errorf("turn rule %d leads over node %d, which is on no street", turn.Relation, node)
			}
		}
	}
	for i := range area.Barriers {
		note(area.Barriers[i].Kind, true)
	}
	for _, what := range []string{"footway", "one-way", "bridge", "signed speed", "primary", "secondary", "tertiary", "residential", "service", "living_street",
		"bollard", "rule over a node", "rule over a way", "waterway=river", "railway=rail"} {
		if count[what] == 0 {
			t.Errorf("the city has no %s: %v", what, count)
		}
	}
	router, err := isochrone.NewRouter(t.Context(), area, builtin(t, geo.Walk))
	if err != nil {
		t.Fatal(err)
	}
	times, err := router.Times(t.Context(), facilitiesOf(area, Services[0].Code))
	if err != nil {
		t.Fatal(err)
	}
	alone := 0
	for _, time := range times {
		if !time.Reached() {
			alone++
		}
	}
	if alone == 0 || alone > len(times)/20 {
		t.Errorf("%d of %d points are on islands", alone, len(times))
	}
}

func builtin(t testing.TB, mode geo.Mode) isochrone.Profile {
	t.Helper()
	p, err := isochrone.BuiltinProfile(mode)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheTextbookCountsTheSameJunctions(t *testing.T) {
	area := studied(t, small)
	if got, want := textbook.New(area, builtin(t, geo.Walk)).Junctions(), shapeOf(&area.Town, geo.Foot).junctions; got != want {
		t.Errorf("%d junctions, want %d", got, want)
	}
}

func TestPlansOutOfBoundsAreRefused(t *testing.T) {
	for _, p := range []Plan{{Junctions: 10, Points: 10}, {Junctions: MaxJunctions + 1, Points: 10}, {Junctions: 1_000, Points: 0}, {Junctions: 1_000, Points: MaxPoints + 1}} {
		if p.Check() == nil {
			t.Errorf("%+v is taken", p)
		}
	}
	for _, p := range []Plan{{Junctions: MinJunctions, Points: 1}, {Junctions: 2_000, Points: 10}} {
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		studied(t, p)
	}
}
