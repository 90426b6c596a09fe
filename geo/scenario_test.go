package geo_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func withEdits(t *testing.T, s *geo.StudyArea, edits ...geo.Edit) *geo.StudyArea {
	t.Helper()
	edited, err := s.With(geo.Scenario{Edits: edits})
	if err != nil {
		t.Fatal(err)
	}
	return edited
}

func facilityOf(t *testing.T, s *geo.StudyArea, service, id string) (geo.Facility, []orb.Point) {
	t.Helper()
	first, end := s.FacilitiesOf(service)
	for i := first; i < end; i++ {
		if s.Facilities[i].ID == id {
			return s.Facilities[i], s.FacilityDoors(i)
		}
	}
	t.Fatalf("there is no %s:%s", service, id)
	return geo.Facility{}, nil
}

func TestEditsOfFacilities(t *testing.T) {
	l := geotest.RiverTown()
	l.Facility("clinic", "E", 1, 1) // another service, the same id
	l.Town.Facilities[0].Address, l.Town.Facilities[0].Area = "1 Old Street", "u1"
	l.Town.Entrances = []geo.Entrance{
		{OwnerKind: geo.FacilityOwner, OwnerID: "elder_station:E", Point: l.At(3, 2.1)},
		{OwnerKind: geo.FacilityOwner, OwnerID: "E", Point: l.At(2, 2)},
		{OwnerKind: geo.ResidentOwner, OwnerID: "r1", Point: l.At(3, 2)},
	}
	base := l.StudyArea()
	before := base.Fingerprint(geo.Everything)
	to := orb.Point{100.00123456789, 0.001}
	edited := withEdits(t, base,
		geo.MoveFacility{Service: "elder_station", ID: "E", To: to},
		geo.AddFacility{Service: "clinic", ID: "A", Name: "New", At: l.At(0, 0)},
		geo.CloseFacility{Service: "fitness_outdoor", ID: "O"},
		geo.MoveFacility{Service: "clinic", ID: "A", To: l.At(1, 0)},
	)
	to = orb.Point{100.0012346, 0.001}
	moved, doors := facilityOf(t, edited, "elder_station", "E")
	if moved.Point != to || len(doors) != 1 || doors[0] != to || moved.Address != "" || moved.Area != "" {
		t.Errorf("moved: %+v, entered at %v", moved, doors)
	}
	if _, doors := facilityOf(t, edited, "clinic", "E"); len(doors) != 1 || doors[0] != l.At(2, 2) {
		t.Errorf("the clinic of the same id lost its door: %v", doors)
	}
	if added, _ := facilityOf(t, edited, "clinic", "A"); added.Status != geo.Active || added.Point != l.At(1, 0) || added.Capacity != geo.NoData {
		t.Errorf("added: %+v", added)
	}
	if closed, _ := facilityOf(t, edited, "fitness_outdoor", "O"); closed.Status != geo.Closed {
		t.Errorf("closed: %+v", closed)
	}
	reopened := withEdits(t, edited, geo.ReopenFacility{Service: "fitness_outdoor", ID: "O"})
	if f, _ := facilityOf(t, reopened, "fitness_outdoor", "O"); f.Status != geo.Active {
		t.Errorf("reopened: %+v", f)
	}
	if base.Fingerprint(geo.Everything) != before {
		t.Error("the edits have changed the town that they were done on")
	}
}

func TestEditsOfStreets(t *testing.T) {
	l := geotest.RiverTown()
	stop := geo.NodeStop{Node: geotest.Node(3, 0)}
	stop.Stops[geo.Foot] = true
	l.Town.Stops = []geo.NodeStop{stop}
	base := l.StudyArea()
	street := base.Streets[0]
	edited := withEdits(t, base,
		geo.CloseStreet{WayID: street.WayID, From: street.Nodes[0], To: street.Nodes[1]},
		geo.OpenGate{Node: geotest.Node(3, 0)},
		geo.BuildStreet{Name: "Bridge", From: geotest.Node(3, 2), To: geotest.Node(4, 2), Class: "footway"},
		geo.BuildStreet{From: geotest.Node(3, 0), To: geotest.Node(4, 4), Class: "residential"},
		geo.CloseStreet{WayID: -2},
	)
	if got := edited.Streets[0].Passage; got != [geo.NumTravellers]geo.Passage{} {
		t.Errorf("a closed street may be used: %v", got)
	}
	if base.Streets[0].Passage[geo.Foot] != geo.BothWays || len(base.Stops) != 1 || len(edited.Stops) != 0 {
		t.Error("streets or gates of the town were changed, or not those of the scenario")
	}
	bridge := edited.Streets[len(edited.Streets)-2]
	want := geo.Street{
		WayID: -1, Name: "Bridge", Class: "footway", Nodes: []geo.NodeID{geotest.Node(3, 2), geotest.Node(4, 2)},
		Line: orb.LineString{l.At(3, 2), l.At(4, 2)}, Passage: [geo.NumTravellers]geo.Passage{geo.Foot: geo.BothWays},
	}
	if !reflect.DeepEqual(bridge, want) {
		t.Errorf("built %+v, want %+v", bridge, want)
	}
	if last := edited.Streets[len(edited.Streets)-1]; last.WayID != -2 || last.Passage[geo.Motorcar] != geo.NoPassage {
		t.Errorf("a street built and closed: %+v", last)
	}
}

// Every problem is told, with the number of its edit, and later edits of a thing that could not be made as asked are
// not called wrong as well.
func TestProblemsAreToldTogether(t *testing.T) {
	l := geotest.RiverTown()
	stop := geo.NodeStop{Node: geotest.Node(0, 0)}
	stop.Stops[geo.Motorcar] = true
	l.Town.Stops = []geo.NodeStop{stop}
	s := l.StudyArea()
	at := l.At(1, 1)
	far := orb.Point{0, 100}
	edits := []geo.Edit{
		geo.AddFacility{Service: "elder_station", ID: "E", At: at},                                 // 1 taken
		geo.AddFacility{Service: "clinic", ID: "c", At: at},                                        // 2 no list
		geo.AddFacility{Service: "nothing", ID: "c", At: at},                                       // 3 no service
		geo.AddFacility{Service: "elder_station", ID: "N", At: orb.Point{at[1], at[0]}},            // 4 exchanged
		geo.MoveFacility{Service: "elder_station", ID: "N", To: at},                                //   fine
		geo.AddFacility{Service: "elder_station", ID: " ", Name: "a\x1b[1m", At: at},               // 6 twice
		geo.MoveFacility{Service: "elder_station", ID: "E", To: far},                               // 7
		geo.CloseFacility{Service: "elder_station", ID: "none"},                                    // 8
		geo.ReopenFacility{Service: "elder_station", ID: "E"},                                      // 9 open
		geo.CloseStreet{WayID: 99999},                                                              // 10
		geo.CloseStreet{WayID: 1, From: 1},                                                         // 11 half
		geo.CloseStreet{WayID: 1, From: geotest.Node(1, 0), To: geotest.Node(0, 0)},                // 12 the other way round
		geo.CloseStreet{WayID: 2},                                                                  //    fine
		geo.CloseStreet{WayID: 2},                                                                  // 14 again
		geo.OpenGate{Node: 5},                                                                      // 15
		geo.BuildStreet{From: 1, To: geotest.Node(1, 1), Class: "motorway"},                        // 16 twice
		geo.BuildStreet{From: geotest.Node(1, 1), To: geotest.Node(1, 1), Class: "path"},           // 17
		geo.BuildStreet{From: geotest.Node(0, 0), To: geotest.Node(1, 1), Class: "residential"},    // 18 bollard
		geo.BuildStreet{From: geotest.Node(0, 0), To: geotest.Node(1, 1), Class: "path", Name: ""}, // fine: cars alone are stopped
	}
	_, err := s.With(geo.Scenario{Edits: edits})
	var refused *geo.ScenarioError
	if !errors.As(err, &refused) {
		t.Fatalf("got %v", err)
	}
	var numbers []int
	for _, p := range refused.Problems {
		numbers = append(numbers, p.Edit)
	}
	if want := []int{1, 2, 3, 4, 6, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 16, 17, 18}; !reflect.DeepEqual(numbers, want) {
		t.Errorf("problems of edits %v, want %v\n%v", numbers, want, err)
	}
	words := geo.WordsOf(err)
	if strings.ContainsRune(words.EN, 0x1b) || !strings.Contains(words.ZH, "第 8 项") || !strings.Contains(words.EN, `edit 8, close_facility "elder_station:none": there is no such facility`) {
		t.Errorf("%s\n%s", words.EN, words.ZH)
	}

	_, err = s.With(geo.Scenario{Edits: make50(geo.OpenGate{Node: 5})})
	if !errors.As(err, &refused) || len(refused.Problems) != 20 || refused.More != 30 {
		t.Errorf("50 problems: %v", err)
	}
	if _, err := s.With(geo.Scenario{Edits: make([]geo.Edit, geo.MaxEdits+1)}); err == nil {
		t.Error("more edits than allowed were done")
	}
}

func make50(e geo.Edit) (edits []geo.Edit) {
	for range 50 {
		edits = append(edits, e)
	}
	return edits
}

// What With shares with the town it was made from must be what a town made anew from its parts would have.
func TestTheEditedTownIsATown(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 5))
		base := geotest.Random(r).StudyArea()
		var done []geo.Edit
		edited := base
		for number := range 8 {
			e := geotest.RandomEdit(r, edited, number)
			next, err := base.With(geo.Scenario{Edits: append(done[:len(done):len(done)], e)})
			if err != nil {
				continue
			}
			done, edited = append(done, e), next
		}
		anew, err := geo.NewStudyArea(edited.Town)
		if err != nil {
			t.Fatalf("seed %d: %v: %v", seed, done, err)
		}
		if anew.Fingerprint(geo.Everything) != edited.Fingerprint(geo.Everything) {
			t.Errorf("seed %d: %v: another fingerprint", seed, done)
		}
		for i := range anew.Facilities {
			if !reflect.DeepEqual(anew.FacilityDoors(i), edited.FacilityDoors(i)) {
				t.Errorf("seed %d: %v: other doors", seed, done)
			}
		}
		for i := range anew.Points {
			if !reflect.DeepEqual(anew.PointDoors(i), edited.PointDoors(i)) {
				t.Errorf("seed %d: %v: other doors", seed, done)
			}
		}
		text, err := json.Marshal(geo.Scenario{Name: "x", Edits: done})
		if err != nil {
			t.Fatal(err)
		}
		back, err := geo.ParseScenario(text)
		if err != nil || !reflect.DeepEqual(back, geo.Scenario{Name: "x", Edits: done}) {
			t.Errorf("seed %d: %s came back as %+v, %v", seed, text, back, err)
		}
		if back.Name = "another"; back.ID() != (geo.Scenario{Edits: done}).ID() {
			t.Errorf("seed %d: the name decides over the identity", seed)
		}
	}
}

func TestScenarioJSON(t *testing.T) {
	good := `{"name":"方案 <1>","edits":[{"kind":"add_facility","service":"clinic","id":"n","name":"","at":[113.5,22.1]},` +
		`{"kind":"move_facility","service":"clinic","id":"7","to":[113.5,22.2]},{"kind":"close_facility","service":"clinic","id":"7"},` +
		`{"kind":"reopen_facility","service":"clinic","id":"7"},{"kind":"close_street","way_id":12},{"kind":"close_street","way_id":12,"from":1,"to":2},` +
		`{"kind":"open_gate","node":13000000001},{"kind":"build_street","name":"B","from":1,"to":2,"class":"footway"}]}`
	s, err := geo.ParseScenario([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.MarshalJSON(); err != nil || string(again) != good {
		t.Errorf("%s\ncame back as\n%s, %v", good, again, err)
	}
	for _, bad := range []string{
		``, `null`, `[]`, `{}`, `{"edits":null}`, `{"edits":{}}`, `{"edits":[]} {}`, `{"edits":[],"edits":[]}`, `{"Edits":[]}`, `{"edits":[],"more":1}`,
		`{"edits":[null]}`, `{"edits":[{}]}`, `{"name":" ","edits":[]}`, `{"name":"` + strings.Repeat("x", 81) + `","edits":[]}`, `{"name":1,"edits":[]}`,
		`{"edits":[` + strings.Repeat("[", 20000) + `]}`, "{\"edits\":[],\"name\":\"\xff\"}",
	} {
		if s, err := geo.ParseScenario([]byte(bad)); err == nil {
			t.Errorf("%.60s was read as %+v", bad, s)
		}
	}
	for _, bad := range []string{
		`{"kind":"burn_down"}`, `{"service":"clinic","id":"7"}`, `{"kind":"close_facility","service":"clinic"}`, `{"kind":"close_facility","service":"clinic","id":7}`,
		`{"kind":"close_facility","service":"clinic","id":"7","at":[1,2]}`, `{"kind":"close_facility","service":"clinic","id":"7","id":"8"}`, `{"kind":"close_facility","service":"clinic","ID":"7"}`,
		`{"kind":"close_facility","service":null,"id":"7"}`, `{"kind":"add_facility","service":"clinic","id":"7"}`, `{"kind":"add_facility","service":"clinic","id":"7","at":[1]}`,
		`{"kind":"add_facility","service":"clinic","id":"7","at":[1,2,3]}`, `{"kind":"add_facility","service":"clinic","id":"7","at":[1,null]}`, `{"kind":"add_facility","service":"clinic","id":"7","at":["1","2"]}`,
		`{"kind":"add_facility","service":"clinic","id":"7","at":[1e999,2]}`, `{"kind":"open_gate","node":0}`, `{"kind":"open_gate","node":1.5}`, `{"kind":"open_gate","node":99999999999999999999}`, `{"kind":"open_gate","node":"1"}`,
		`{"kind":"close_street","way_id":1,"from":0,"to":0}`, `{"kind":"open_gate","node":1}x`,
	} {
		if e, err := geo.ParseEdit([]byte(bad)); err == nil {
			t.Errorf("%s was read as %+v", bad, e)
		} else if words := geo.WordsOf(err); words.EN == "" || words.ZH == words.EN {
			t.Errorf("%s: said in one language: %q", bad, words)
		}
	}
}

func FuzzParseScenario(f *testing.F) {
	f.Add([]byte(`{"name":"a","edits":[{"kind":"open_gate","node":1},{"kind":"close_street","way_id":-1,"from":1,"to":2}]}`))
	f.Add([]byte(`{"edits":[{"kind":"add_facility","service":"clinic","id":"\u0000","at":[1e308,-0.0]},{"kind":"build_street","from":1,"to":2,"class":"path"}]}`))
	f.Add([]byte(`{"edits":[{"kind":"move_facility","service":"x","id":"\ud800","to":[1,2]}]}`))
	f.Add([]byte(`[[[`))
	town := geotest.RiverTown().StudyArea()
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := geo.ParseScenario(text)
		if err != nil {
			return
		}
		out, err := s.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := geo.ParseScenario(out)
		if err != nil || again.ID() != s.ID() {
			t.Errorf("%s came back as %+v, %v", out, again, err)
		}
		_, _ = town.With(s) // done or refused, no panic
	})
}
