package standard

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
)

const yearly = `
id: yearly
title: {en: a plan, zh: 规划}
checks:
  - {id: near, ref: A, title: {en: clinic near, zh: 就近}, clause: c, measure: coverage, services: [clinic], mode: walk, minutes: 5, op: ">=", target: 0.5, unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: either, ref: B, title: {en: by foot or bicycle, zh: 步行或骑行}, clause: c, measure: coverage, services: [library], mode: [walk, bike], any: true, minutes: 5, op: report, severity: guide, reach: stated}
  - {id: both, ref: C, title: {en: both, zh: 两类}, clause: c, measure: full_circle, services: [clinic, library], mode: walk, minutes: 10, op: ">=", target: 0.5, unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: both-by-any, ref: C, title: {en: both by any, zh: 两类任一方式}, clause: c, measure: full_circle, services: [clinic, library], mode: [walk, bike, drive], any: true, minutes: 5, op: report, severity: guide, reach: stated}
  - {id: straight, ref: D, title: {en: radius, zh: 半径}, clause: c, measure: coverage, services: [clinic], radius_m: 300, op: report, severity: guide, reach: stated}
  - {id: count, ref: E, title: {en: number, zh: 数量}, clause: c, measure: count, services: [clinic], op: ">=", target: 2, unit_of_target: facilities, severity: target, goal: stated}
`

func parsed(t testing.TB, text string) *Standard {
	t.Helper()
	std, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return std
}

// taken is the snapshot of a town, having been written and read.
func taken(t testing.TB, area *geo.StudyArea, std *Standard, name string) *Snapshot {
	t.Helper()
	shot, err := TakeSnapshot(t.Context(), coverage.New(area), std, Options{}, name, "2025-12-31")
	if err != nil {
		t.Fatal(err)
	}
	packed, err := shot.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := shot.Bytes()
	if err != nil || !bytes.Equal(packed, again) {
		t.Fatalf("the same snapshot has two texts (%v)", err)
	}
	read, err := ReadSnapshot(packed)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// change is what was done to a town between two snapshots, and the only reason that anything can have.
type change struct {
	reason string
	do     func(r *rand.Rand, town *geo.Town, text string) (plan string)
}

func closeOne(_ *rand.Rand, town *geo.Town, text string) string {
	for i := range town.Facilities {
		if town.Facilities[i].Status == geo.Active {
			town.Facilities[i].Status = geo.Closed
			break
		}
	}
	return text
}

func openOne(r *rand.Rand, town *geo.Town, text string) string {
	at := town.Points[r.IntN(len(town.Points))].Point
	town.Facilities = append(town.Facilities, geo.Facility{Service: "clinic", ID: "new", Point: at, Status: geo.Active, Capacity: geo.NoData, AreaM2: geo.NoData})
	return text
}

func closeStreets(r *rand.Rand, town *geo.Town, text string) string {
	for i := range town.Streets {
		if r.IntN(4) == 0 {
			town.Streets[i].Passage = [geo.NumTravellers]geo.Passage{}
		}
	}
	return text
}

func movePeople(r *rand.Rand, town *geo.Town, text string) string {
	town.Points[0].ID = "somebody new"
	for i := range town.Points {
		if r.IntN(3) == 0 && town.Points[i].People[geo.All] != geo.NoData {
			town.Points[i].People[geo.All] += 7
		}
	}
	return text
}

func changePlan(_ *rand.Rand, _ *geo.Town, text string) string {
	return strings.NewReplacer("minutes: 5", "minutes: 3", "minutes: 10", "minutes: 12", "radius_m: 300", "radius_m: 250").Replace(text)
}

// Whatever changes between two snapshots, covered people before, gained, lost and moved add up to those after, as the
// scorecards count them; and where one thing alone was changed, it is the reason of everything.
func TestSnapshotsTellWhy(t *testing.T) {
	met := map[string]int64{}
	for seed := range uint64(30) {
		for _, c := range []change{{"facility", closeOne}, {"facility", openOne}, {"street", closeStreets}, {"people", movePeople}, {"standard", changePlan}} {
			town := func() geo.Town {
				l := geotest.Random(rand.New(rand.NewPCG(seed, 41)))
				l.List("clinic")
				l.List("library")
				return l.Town
			}
			r := rand.New(rand.NewPCG(seed, 42))
			later := town()
			if len(later.Points) == 0 {
				continue
			}
			plan := c.do(r, &later, yearly)
			before := taken(t, studied(t, town()), parsed(t, yearly), "2024")
			after := taken(t, studied(t, later), parsed(t, plan), "2025")
			compared := CompareSnapshots(before, after)
			for _, check := range compared.Checks {
				if check.Covered == nil {
					continue
				}
				v := check.Covered
				if v.Before+v.Gained.Total-v.Lost.Total+v.Moved != v.After {
					t.Errorf("seed %d, %s, %s: %+v does not add up", seed, c.reason, check.ID, v)
				}
				for what, count := range map[*Snapshot]int64{before: v.Before, after: v.After} {
					if o, _ := what.Scorecard.Check(check.ID); *o.Covered != count {
						t.Errorf("seed %d, %s, %s: %d covered, and %d in the scorecard", seed, c.reason, check.ID, count, *o.Covered)
					}
				}
				for _, side := range []ChangeReason{v.Gained, v.Lost} {
					by := map[string]int64{"people": side.People, "facility": side.Facility, "standard": side.Standard, "street": side.Street}
					if by[c.reason] != side.Total {
						t.Errorf("seed %d, %s, %s: reasons %v", seed, c.reason, check.ID, by)
					}
					met[c.reason] += side.Total
				}
				if c.reason != "people" && v.Moved != 0 {
					t.Errorf("seed %d, %s, %s: %d people moved", seed, c.reason, check.ID, v.Moved)
				}
			}
			if c.reason != "facility" && len(compared.Facilities) > 0 {
				t.Errorf("seed %d, %s: facilities %v", seed, c.reason, compared.Facilities)
			}
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	for _, reason := range []string{"facility", "street", "people", "standard"} {
		if met[reason] == 0 {
			t.Errorf("nobody was gained or lost by %s", reason)
		}
	}
}

func studied(t testing.TB, town geo.Town) *geo.StudyArea {
	t.Helper()
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

// What was not written by the program is refused, and never read past its end.
func TestDamagedSnapshotsAreRefused(t *testing.T) {
	l := geotest.Random(rand.New(rand.NewPCG(3, 41)))
	l.List("clinic")
	l.List("library")
	shot, err := TakeSnapshot(t.Context(), coverage.New(l.StudyArea()), parsed(t, yearly), Options{}, "x", "2025-12-31")
	if err != nil {
		t.Fatal(err)
	}
	packed, err := shot.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(packed) / 40 {
		if _, err := ReadSnapshot(packed[:40*n]); err == nil {
			t.Fatalf("%d of %d bytes were read", 40*n, len(packed))
		}
	}
	for what, harm := range map[string]func(s *Snapshot){
		"format":   func(s *Snapshot) { s.Format = 3 },
		"people":   func(s *Snapshot) { s.People[0].People = s.People[0].People[4:] },
		"nearest":  func(s *Snapshot) { s.Reaches[0].Nearest = slices.Repeat([]byte{0x7f}, len(s.Reaches[0].Nearest)) },
		"circle":   func(s *Snapshot) { s.Circles[0].Ways[0][0] = 99 },
		"group":    func(s *Snapshot) { s.Circles[0].People = -1 },
		"about":    func(s *Snapshot) { s.Circles[0].About = nil },
		"card":     func(s *Snapshot) { s.Scorecard = nil },
		"position": func(s *Snapshot) { s.Points.At = s.Points.At[1:] },
	} {
		read, err := ReadSnapshot(packed)
		if err != nil {
			t.Fatal(err)
		}
		harm(read)
		harmed, err := read.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadSnapshot(harmed); err == nil {
			t.Errorf("a snapshot with another %s was read", what)
		}
	}
}

func TestSnapshotsWantNameAndDate(t *testing.T) {
	l := geotest.Random(rand.New(rand.NewPCG(3, 41)))
	for name, date := range map[string]string{"": "2025-12-31", "a\nb": "2025-12-31", strings.Repeat("x", 81): "2025-12-31", "ok": "2025-13-01", "fine": "", "good": "31.12.2025"} {
		if _, err := TakeSnapshot(t.Context(), coverage.New(l.StudyArea()), parsed(t, yearly), Options{}, name, date); err == nil {
			t.Errorf("%q of %q was taken", name, date)
		}
	}
}

// What is too much to be read again is not written.
func TestSnapshotsThatAreTooLarge(t *testing.T) {
	const points = 1 << 20
	s := Snapshot{Format: snapshotFormat, Points: pointRecord{IDs: make([]string, points)}, Reaches: make([]reachOf, maxSnapshotBytes/(4*points)+1)}
	if _, err := s.Bytes(); err == nil || !strings.Contains(err.Error(), "--check") {
		t.Errorf("it was written: %v", err)
	}
}

// Runs are read as they were written, and anything else that stands for them is refused.
func TestRunsOfReaches(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 42))
		points := r.IntN(60)
		reach := reachOf{Definition: "d", Nearest: []byte{}}
		for f := int32(-1); len(reach.Nearest) < 4*points; {
			if r.IntN(3) == 0 {
				f = r.Int32N(70_000) - 1
			}
			reach.Nearest = binary.LittleEndian.AppendUint32(reach.Nearest, uint32(f))
		}
		written := reach.inRuns()
		read := written
		if err := read.fromRuns(points); err != nil || !bytes.Equal(read.Nearest, reach.Nearest) {
			t.Fatalf("seed %d: %v, %v not %v", seed, err, read.Nearest, reach.Nearest)
		}
		for _, other := range []int{points - 1, points + 1} {
			if again := written; other >= 0 && again.fromRuns(other) == nil {
				t.Fatalf("seed %d: %d points were read as %d", seed, points, other)
			}
		}
	}
	for _, runs := range [][]byte{{0}, {2}, {0, 2}, {1, 0x80}, {0x80}, append(binary.AppendUvarint(nil, 1<<63), 2), append([]byte{1}, binary.AppendVarint(nil, 1<<31)...)} {
		if r := (reachOf{Runs: runs}); r.fromRuns(1) == nil {
			t.Errorf("%v were read as runs", runs)
		}
	}
}

// A snapshot as format 1 had it is read, and compares with one of today point by point.
func TestOlderSnapshotsAreRead(t *testing.T) {
	l := geotest.Random(rand.New(rand.NewPCG(3, 41)))
	l.List("clinic")
	l.List("library")
	now, err := TakeSnapshot(t.Context(), coverage.New(l.StudyArea()), parsed(t, yearly), Options{}, "now", "2025-12-31")
	if err != nil {
		t.Fatal(err)
	}
	older := *now
	older.Format, older.Name = 1, "older"
	packed, err := older.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ReadSnapshot(packed)
	if err != nil {
		t.Fatal(err)
	}
	c := CompareSnapshots(read, now)
	covered := 0
	for i := range c.Checks {
		if k := c.Checks[i].Covered; k != nil && k.Before == k.After && k.Gained.Total+k.Lost.Total+k.Moved == 0 {
			covered++
		}
	}
	if len(c.Points) > 0 || covered != len(now.Circles) || covered == 0 {
		t.Errorf("%d points changed, %d of %d checks are the same", len(c.Points), covered, len(now.Circles))
	}
}
