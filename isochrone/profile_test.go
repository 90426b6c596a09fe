package isochrone

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"lifecircle/geo"
)

func TestBuiltinProfiles(t *testing.T) {
	for mode, want := range map[geo.Mode]struct {
		kmh, limitM float64
	}{geo.Walk: {4, 150}, geo.WalkElder: {3, 150}, geo.Bike: {12, 300}, geo.Ebike: {20, 300}, geo.Drive: {0, 300}} {
		p := builtin(t, mode)
		if p.Mode != mode || p.SpeedKmh != want.kmh || p.Access.LimitM != want.limitM || p.Access.Factor != 1.3 || p.Access.Rule != AccessAll {
			t.Errorf("%s: %+v", mode, p)
		}
	}
	drive := builtin(t, geo.Drive)
	for class, kmh := range map[string]float64{"motorway": 80, "motorway_link": 80, "primary": 35, "tertiary_link": 25, "road": 25, "track": 10, "footway": 0, "ferry": 0} {
		if got := drive.speedOf(class); got != kmh {
			t.Errorf("drive on %s: %v km/h, want %v", class, got, kmh)
		}
	}
}

func TestLegMs(t *testing.T) {
	for _, test := range []struct {
		mode geo.Mode
		want uint32
	}{{geo.Walk, 117_000}, {geo.WalkElder, 156_000}, {geo.Drive, 117_000}} {
		p := builtin(t, test.mode)
		if got := p.legMs(100); got != test.want { // 130 m at 4.0 or 3.0 km/h
			t.Errorf("%s: a leg of 100 m takes %d ms, want %d", test.mode, got, test.want)
		}
	}
}

func TestSignedLimitsOnlyLowerSpeeds(t *testing.T) {
	drive := builtin(t, geo.Drive)
	w := drive.weighting()
	got := w.SpeedKmh(&geo.Street{Class: "primary", MaxSpeed: [2]float64{20, 100}})
	if got != [2]float64{20, 35} {
		t.Errorf("%v", got)
	}
	walk := builtin(t, geo.Walk)
	w = walk.weighting()
	if got := w.SpeedKmh(&geo.Street{Class: "primary", MaxSpeed: [2]float64{1, 1}}); got != [2]float64{4, 4} {
		t.Errorf("a limit for cars slows walkers: %v", got)
	}
}

func TestWrongProfilesAreRefused(t *testing.T) {
	const good = "mode: walk\ntraveller: foot\nspeed_kmh: 4\naccess: {limit_m: 150, factor: 1.3}\n"
	if _, err := ParseProfile([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, says string }{
		{"", "empty"},
		{good + "sped_kmh: 5\n", "sped_kmh"},
		{strings.Replace(good, "walk", "fly", 1), "mode"},
		{strings.Replace(good, "foot", "feet", 1), "traveller"},
		{strings.Replace(good, ": 4", ": -4", 1), "speed_kmh"},
		{strings.Replace(good, ": 4", ": .nan", 1), "speed_kmh"},
		{strings.Replace(good, ": 4", ": 1e9", 1), "speed_kmh"},
		{strings.Replace(good, "150", "-1", 1), "limit_m"},
		{strings.Replace(good, "1.3", "0.5", 1), "factor"},
		{good + "band: {slow: 5, fast: 3}\n", "band"},
		{strings.Replace(good, "foot", "bicycle", 1), "access.speed_kmh"},
		{strings.Replace(good, "1.3}", "1.3, rule: some}", 1), "rule"},
		{": : :", "yaml"},
	} {
		if _, err := ParseProfile([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: %v, should speak of %s", test.text, err, test.says)
		}
	}
}

func TestProfilesSurviveTheManifest(t *testing.T) {
	for _, mode := range geo.Modes() {
		p := builtin(t, mode)
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Profile
		if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(p, back) {
			t.Errorf("%+v came back as %+v (%v)", p, back, err)
		}
	}
}

func TestOneSpeedOrFactors(t *testing.T) {
	if _, err := builtin(t, geo.Drive).WithSpeed(50); err == nil {
		t.Error("one speed for a mode with speeds by class")
	}
	slow, err := builtin(t, geo.Drive).WithSpeedFactor(0.8)
	if err != nil || slow.SpeedsKmh["motorway"] != 64 || slow.Access.SpeedKmh != 4 {
		t.Errorf("%+v, %v", slow, err)
	}
	if builtin(t, geo.Drive).SpeedsKmh["motorway"] != 80 {
		t.Error("a factor changed the built-in profile")
	}
	if _, err := builtin(t, geo.Walk).WithSpeedFactor(0); err == nil {
		t.Error("factor 0")
	}
}

func FuzzParseProfile(f *testing.F) {
	for _, mode := range geo.Modes() {
		text, err := ProfileFile(mode)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParseProfile(text)
		if err == nil && p.check() != nil {
			t.Errorf("an invalid profile was read: %+v", p)
		}
	})
}
