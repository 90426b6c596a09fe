package geo

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func idleTown() Town {
	return Town{Idle: []IdleBuilding{
		{ID: "w2", Name: "Old school", Use: "amenity=school", Point: orb.Point{9.5, 47.1}, FootprintM2: 640},
		{ID: "n1", Use: "amenity=library", Point: orb.Point{9.51, 47.1}, FootprintM2: NoData},
	}}
}

func areaOf(t *testing.T, town Town) *StudyArea {
	t.Helper()
	area, err := NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

// A town without idle buildings has the name it always had; one with them has another, in which everything about them
// counts, but their order does not, and answers that take none of them do not hang on them.
func TestIdleBuildingsBelongToTheFingerprint(t *testing.T) {
	none, some := areaOf(t, Town{}), areaOf(t, idleTown())
	if some.Idle[0].ID != "n1" || some.Idle[0].Label() != "amenity=library" || some.Idle[1].Label() != "Old school" {
		t.Errorf("%+v", some.Idle)
	}
	if none.Fingerprint(Scope{Idle: true}) != none.Fingerprint(Scope{}) {
		t.Error("no idle buildings have a name")
	}
	if none.Fingerprint(Scope{Points: true, Areas: true}) != some.Fingerprint(Scope{Points: true, Areas: true}) {
		t.Error("an answer that takes no idle building hangs on them")
	}
	seen := map[string]string{none.Fingerprint(Everything): "none"}
	turned := idleTown()
	turned.Idle[0], turned.Idle[1] = turned.Idle[1], turned.Idle[0]
	for name, change := range map[string]func(b *IdleBuilding){
		"as it is":  func(*IdleBuilding) {},
		"id":        func(b *IdleBuilding) { b.ID = "w3" },
		"name":      func(b *IdleBuilding) { b.Name = "" },
		"use":       func(b *IdleBuilding) { b.Use = "amenity=clinic" },
		"place":     func(b *IdleBuilding) { b.Point[0] += 1e-7 },
		"footprint": func(b *IdleBuilding) { b.FootprintM2 = NoData },
	} {
		town := idleTown()
		change(&town.Idle[0])
		print := areaOf(t, town).Fingerprint(Everything)
		if other, met := seen[print]; met {
			t.Errorf("%s: the same name as %s", name, other)
		}
		seen[print] = name
	}
	if again := areaOf(t, turned); seen[again.Fingerprint(Everything)] != "as it is" {
		t.Error("the order counts")
	}
	if _, named := none.FingerprintParts(Everything)[IdleBuildings]; named {
		t.Error("nothing is named")
	}
	if _, named := some.FingerprintParts(Scope{Idle: true})[IdleBuildings]; !named {
		t.Error("the part is not named")
	}
}

func TestImpossibleIdleBuildings(t *testing.T) {
	for says, change := range map[string]func(town *Town){
		"not on the Earth": func(town *Town) { town.Idle[0].Point[1] = 91 },
		"footprint of -3":  func(town *Town) { town.Idle[0].FootprintM2 = -3 },
		"footprint of NaN": func(town *Town) { town.Idle[0].FootprintM2 = math.NaN() },
		"stands twice":     func(town *Town) { town.Idle[0].ID = "n1" },
	} {
		town := idleTown()
		change(&town)
		if _, err := NewStudyArea(town); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is not said: %v", says, err)
		}
	}
}
