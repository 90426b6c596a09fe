package coverage

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// By hand: at 80 m a minute r1 to r4, 700 people, arrive within 15 minutes; at 60 m a minute of those over 60 only r1 and
// r2, 70 of 300. Of the 230 who do not make it, those in r3 and r4 fall out of the 700.
func TestTwoSpeedsByHand(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 4.8), Minutes: []int{15}, GroupSpeeds: []GroupSpeed{{geo.Age60, 3.6}}}
	results := mustCoverage(t, a, q)
	older := mustCoverage(t, a, Request{Services: q.Services, Profile: profile(t, geo.Walk, 4.8), Minutes: q.Minutes, Group: geo.Age60})[0].Covered
	if len(results) != 3 {
		t.Fatalf("%d rows", len(results))
	}
	whole, group, others := results[0], results[1], results[2]
	if whole.Group != "all" || whole.Total != 1000 || whole.Covered != 700-older+70 || whole.SpeedKmh != nil {
		t.Errorf("whole %+v, by hand %d covered", whole, 700-older+70)
	}
	if group.Group != "age60" || group.Total != 300 || group.Covered != 70 || *group.SpeedKmh != 3.6 {
		t.Errorf("60 and older %+v", group)
	}
	if others.Group != Others || others.Total != 700 || others.Covered != 700-older || *others.SpeedKmh != 4.8 {
		t.Errorf("others %+v", others)
	}
}

func TestSpeedsOfGroupsAddUp(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		for i := range a.Area.Points { // the towns know no bounds
			if p := &a.Area.Points[i].People; p[geo.All] != geo.NoData {
				p[geo.Age60] = min(p[geo.Age60], p[geo.All])
			}
		}
		q := question(t, r)
		q.Profile, q.Group, q.Band = profile(t, geo.Walk, 0), geo.All, true
		same := mustCoverage(t, a, q)
		empty := int64(0)
		for _, p := range a.Area.Points {
			if p.People[geo.All] == geo.NoData || p.People[geo.Age60] == geo.NoData {
				empty++
			}
		}
		for _, kmh := range []float64{q.Profile.SpeedKmh, 1.5, 9} {
			q.GroupSpeeds = []GroupSpeed{{geo.Age60, kmh}}
			report, err := a.Coverage(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			results := report.Results
			if len(results) != 3*len(same) {
				t.Fatalf("%d rows, %d without groups", len(results), len(same))
			}
			n := len(q.Minutes)
			for i := 0; i < len(results); i += 3 * n {
				for c := range n {
					whole, group, others, alike := results[i+c], results[i+n+c], results[i+2*n+c], same[i/3+c]
					if whole.Covered != group.Covered+others.Covered || whole.Total != group.Total+others.Total || whole.Uncovered != group.Uncovered+others.Uncovered ||
						whole.EdgeOfData != group.EdgeOfData+others.EdgeOfData || whole.Reached != group.Reached+others.Reached {
						t.Errorf("%+v is not the sum of\n%+v and\n%+v", whole, group, others)
					}
					if whole.Total != alike.Total || whole.NoData != alike.NoData || whole.Covered+whole.Uncovered != whole.Total {
						t.Errorf("%+v counts other people than\n%+v", whole, alike)
					}
					if faster := kmh - q.Profile.SpeedKmh; (whole.Covered-alike.Covered)*int64(faster*2) < 0 || (faster == 0 && (whole.Covered != alike.Covered || whole.Band.Slower.Covered != alike.Band.Slower.Covered)) {
						t.Errorf("at %v km/h %d are covered, all alike %d", kmh, whole.Covered, alike.Covered)
					}
					if whole.Area == nil && group.NoData != empty {
						t.Errorf("%d points without a number of the group, the town has %d", group.NoData, empty)
					}
				}
			}
			curve, err := a.Curve(context.Background(), q, 10)
			if err != nil {
				t.Fatal(err)
			}
			for c, minutes := range q.Minutes {
				if p := curve.Points[minutes-1]; p.Covered != results[c].Covered || *p.Slower != results[c].Band.Slower.Covered || *p.Faster != results[c].Band.Faster.Covered || *p.AccessNearest != results[c].Band.AccessNearest.Covered {
					t.Errorf("%d minutes: the curve says %+v, the counts %+v", minutes, p, results[c])
				}
			}
			again, err := New(a.Area).Replay(context.Background(), report.Manifest)
			if err != nil {
				t.Fatal(err)
			}
			first, _ := json.Marshal(report)
			second, _ := json.Marshal(again.Report)
			if !bytes.Equal(first, second) {
				t.Errorf("%s\nreplayed as\n%s", first, second)
			}
		}
	})
}

func TestWrongGroupSpeedsAreRefused(t *testing.T) {
	town := geotest.RiverTown()
	for i := range town.Town.Points {
		p := &town.Town.Points[i].People
		p[geo.Age0to2], p[geo.Age0to17], p[geo.Age65], p[geo.Disabled], p[geo.Households] = 1, 2, p[geo.Age60]/2, 1, 1
	}
	a := New(town.StudyArea())
	ask := func(q Request) error {
		q.Services = []string{"elder_station"}
		if q.Profile.Mode == "" {
			q.Profile = profile(t, geo.Walk, 0)
		}
		if len(q.Metres) == 0 {
			q.Minutes = []int{15}
		}
		_, err := a.Coverage(context.Background(), q)
		return err
	}
	if err := ask(Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}, {geo.Age0to2, 3}}}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		q    Request
		says string
	}{
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}, {geo.Age65, 2}}}, "age60, age65"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age0to17, 3}, {geo.Age0to2, 2}}}, "age0_2, age0_17"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}, {geo.Age60, 2}}}, "age60, age60"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Disabled, 3}, {geo.Age0to2, 2}}}, "age0_2, disabled"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.All, 3}}}, "no part"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Households, 3}}}, "no part"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age80, 3}}}, "age80"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 0}}}, "0.5"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}}, Group: geo.Age0to2}, "group all"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}}, Metres: []int{500}}, "metres"},
		{Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}}, Profile: profile(t, geo.Drive, 0)}, "speeds by class"},
	} {
		if err := ask(test.q); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%v: %v, should say %s", test.q.GroupSpeeds, err, test.says)
		}
	}
	a.Area.Points[0].People[geo.Age60] = a.Area.Points[0].People[geo.All] + 1
	if err := ask(Request{GroupSpeeds: []GroupSpeed{{geo.Age60, 3}}}); err == nil || !strings.Contains(err.Error(), a.Area.Points[0].ID) {
		t.Errorf("more people in a group than people: %v", err)
	}
	if _, err := a.Times(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}, GroupSpeeds: []GroupSpeed{{geo.Age0to2, 3}}}); err == nil {
		t.Error("a table of times with two speeds")
	}
	for _, text := range []string{"age60", "age60=", "age60=fast", "old=3", "=3", ""} {
		if s, err := ParseGroupSpeed(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}
