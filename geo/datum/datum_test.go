package datum

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo/geotest/realdata"
)

// vectors reads a table of the shared data folder, or skips the test where it is missing.
func vectors(t *testing.T, name string) []map[string]string {
	t.Helper()
	records, err := csv.NewReader(realdata.Open(t, "vectors/"+name)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, key := range records[0] {
			row[key] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func num(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestZonesAgreeWithPROJ(t *testing.T) {
	for _, row := range vectors(t, "cgcs2000_gk3_proj.csv") {
		p := orb.Point{num(t, row["lon"]), num(t, row["lat"])}
		for _, c := range []struct{ code, easting string }{{"epsg", "easting_m"}, {"epsg_zoned", "easting_zoned_m"}} {
			d, err := Parse("EPSG:" + row[c.code])
			if err != nil {
				t.Fatal(err)
			}
			x, y, err := d.FromWGS84(p)
			if err != nil {
				t.Fatal(err)
			}
			// The table has four decimals.
			if math.Abs(x-num(t, row["northing_m"])) > 5.1e-5 || math.Abs(y-num(t, row[c.easting])) > 5.1e-5 {
				t.Errorf("%s %s: got %.4f %.4f, want %s %s", row["name"], d, x, y, row["northing_m"], row[c.easting])
			}
			back, err := d.ToWGS84(x, y)
			if err != nil || math.Hypot(back[0]-p[0], back[1]-p[1]) > 1e-12 {
				t.Errorf("%s %s: back at %v, %v", row["name"], d, back, err)
			}
		}
	}
}

// TestMacauIsNotShifted holds the cut-out around Macau against its residential points and a margin of the mainland.
func TestMacauIsNotShifted(t *testing.T) {
	for _, row := range vectors(t, "../macau/residential_points.csv") {
		if p := (orb.Point{num(t, row["lon"]), num(t, row["lat"])}); Shifted(p) {
			t.Errorf("%s at %v is shifted", row["id"], p)
		}
	}
}

// TestZonesAgreeWithInstalledPROJ asks the PROJ program, where there is one, for places in every zone.
func TestZonesAgreeWithInstalledPROJ(t *testing.T) {
	program, err := exec.LookPath("proj")
	if err != nil {
		t.Skip("the program proj is not installed")
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for code := Datum(firstPlain); code <= lastZone; code++ {
		z, _ := zoneOf(code)
		var places []orb.Point
		var input strings.Builder
		for range 20 {
			p := orb.Point{z.meridian + 3.4*(rng.Float64()-0.5), 3 + 51*rng.Float64()}
			places = append(places, p)
			fmt.Fprintf(&input, "%.15f %.15f\n", p[0], p[1])
		}
		cmd := exec.Command(program, "-f", "%.9f", "+proj=tmerc", fmt.Sprintf("+lon_0=%g", z.meridian), "+k=1", "+x_0=500000", "+ellps=GRS80")
		cmd.Stdin = strings.NewReader(input.String())
		output, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		fields := strings.Fields(string(output))
		if len(fields) != 2*len(places) {
			t.Fatalf("proj answered %q", output)
		}
		for i, p := range places {
			x, y, err := code.FromWGS84(p)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(y-num(t, fields[2*i])) > 1e-7 || math.Abs(x-num(t, fields[2*i+1])) > 1e-7 {
				t.Errorf("%s %v: got %.9f %.9f, PROJ says %s %s", code, p, y, x, fields[2*i], fields[2*i+1])
			}
		}
	}
}

func TestShiftedDatumsAgreeWithKnownPairs(t *testing.T) {
	for _, row := range vectors(t, "datum.csv") {
		p := orb.Point{num(t, row["lon"]), num(t, row["lat"])}
		var got orb.Point
		switch row["from"] + ">" + row["to"] {
		case "wgs84>gcj02":
			got = wgs84ToGCJ02(p)
		case "gcj02>bd09":
			got = gcj02ToBD09(p)
		case "bd09>gcj02":
			got = bd09ToGCJ02(p)
		case "bd09>wgs84":
			var err error
			if got, err = BD09.ToWGS84(p[0], p[1]); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("unknown pair %v", row)
		}
		tolerance := num(t, row["tolerance_deg"])
		if row["from"] == "bd09" {
			// The table gives one-step approximations of the inverse, up to 45 m from it. Ours must lead back exactly.
			tolerance = 4e-4
			forward := gcj02ToBD09(got)
			if row["to"] == "wgs84" {
				forward = gcj02ToBD09(wgs84ToGCJ02(got))
			}
			if math.Hypot(forward[0]-p[0], forward[1]-p[1]) > 1e-11 {
				t.Errorf("%s to %s at %v leads back to %v", row["from"], row["to"], p, forward)
			}
		}
		if math.Abs(got[0]-num(t, row["expected_lon"])) > tolerance || math.Abs(got[1]-num(t, row["expected_lat"])) > tolerance {
			t.Errorf("%s to %s at %v (%s): got %.12f %.12f, want %s %s", row["from"], row["to"], p, row["note"], got[0], got[1], row["expected_lon"], row["expected_lat"])
		}
	}
}

func TestRoundTripUnderAMillimetre(t *testing.T) {
	const millimetre = 1e-3 / 111_195 // degrees
	rng := rand.New(rand.NewPCG(1, 2))
	inside := 0
	for range 20_000 {
		p := orb.Point{70 + 70*rng.Float64(), 15 + 42*rng.Float64()}
		if !clearOfOutline(p) {
			continue
		}
		if Shifted(p) {
			inside++
		}
		for _, d := range []Datum{WGS84, GCJ02, BD09, CGCS2000} {
			x, y, err := d.FromWGS84(p)
			if err != nil {
				t.Fatal(err)
			}
			back, err := d.ToWGS84(x, y)
			if err != nil || math.Hypot(back[0]-p[0], back[1]-p[1]) > millimetre/10 {
				t.Fatalf("%s: %v became %v %v and came back as %v, %v", d, p, x, y, back, err)
			}
		}
	}
	if inside < 3000 {
		t.Errorf("only %d of the places lay in China", inside)
	}
	for code := Datum(firstZone); code <= lastZone; code++ {
		z, _ := zoneOf(code)
		for range 50 {
			p := orb.Point{z.meridian + 3*(rng.Float64()-0.5), 55 * rng.Float64()}
			x, y, err := code.FromWGS84(p)
			if err != nil {
				t.Fatal(err)
			}
			back, err := code.ToWGS84(x, y)
			if err != nil || math.Hypot(back[0]-p[0], back[1]-p[1]) > 1e-12 {
				t.Fatalf("%s: %v became %v %v and came back as %v, %v", code, p, x, y, back, err)
			}
		}
	}
}

// clearOfOutline tells that all places within about 1.5 km are on the same side of the outline.
func clearOfOutline(p orb.Point) bool {
	in := Shifted(p)
	for _, d := range [][2]float64{{0.015, 0}, {-0.015, 0}, {0, 0.015}, {0, -0.015}, {0.01, 0.01}, {-0.01, 0.01}, {0.01, -0.01}, {-0.01, -0.01}} {
		if Shifted(orb.Point{p[0] + d[0], p[1] + d[1]}) != in {
			return false
		}
	}
	return true
}

func TestShiftIsAFewHundredMetresInChinaOnly(t *testing.T) {
	in := map[string]orb.Point{
		"Beijing": {116.40, 39.90}, "Heihe": {127.52, 50.24}, "Manzhouli": {117.45, 49.59}, "Erenhot": {111.97, 43.65}, "Khorgos": {80.43, 44.20},
		"Tacheng": {82.98, 46.75}, "Kashgar": {75.99, 39.47}, "Taxkorgan": {75.23, 37.77}, "Yadong": {88.91, 27.49}, "Zhangmu": {85.98, 27.99}, "Ruili": {97.85, 24.01},
		"Hekou": {103.96, 22.53}, "Dongxing": {107.97, 21.55}, "Pingxiang": {106.76, 22.10}, "Sanya": {109.51, 18.25}, "Haikou": {110.33, 20.03}, "Zhuhai": {113.5767, 22.2707},
		"Gongbei": {113.545, 22.222}, "Hengqin": {113.52, 22.13}, "Shekou": {113.91, 22.48}, "Luohu": {114.117, 22.5385}, "Shenzhen": {114.06, 22.54}, "Yantian": {114.24, 22.56},
		"Xiamen": {118.19, 24.48}, "Pingtan": {119.79, 25.50}, "Shengsi": {122.45, 30.73}, "Weihai": {122.12, 37.51}, "Dandong": {124.37, 40.13}, "Ji'an": {126.18, 41.13},
		"Tumen": {129.84, 42.97}, "Hunchun": {130.36, 42.86}, "Suifenhe": {131.15, 44.40}, "Fuyuan": {134.30, 48.36}, "Mohe": {122.36, 53.47}, "Urumqi": {87.62, 43.83},
		"Lhasa": {91.13, 29.65}, "Huma": {126.65, 51.72}, "Raohe": {134.0, 46.80}, "Linjiang": {126.91, 41.81}, "Zhoushan": {122.1, 30.0}, "Dalian": {121.61, 38.91},
	}
	for name, p := range in {
		q := wgs84ToGCJ02(p)
		if m := 111_195 * math.Hypot((q[0]-p[0])*math.Cos(p[1]*math.Pi/180), q[1]-p[1]); m < 50 || m > 1000 {
			t.Errorf("%s is shifted by %.0f m", name, m)
		}
	}
	out := map[string]orb.Point{
		"Hong Kong": {114.17, 22.28}, "Sheung Shui": {114.13, 22.50}, "Yuen Long": {114.03, 22.445}, "Lo Wu": {114.113, 22.528}, "Tung Chung": {113.94, 22.29},
		"Macau": {113.543, 22.19}, "Ilha Verde": {113.536, 22.209}, "Taipa": {113.558, 22.155}, "Coloane": {113.56, 22.12}, "Cotai": {113.56, 22.14},
		"Taipei": {121.56, 25.03}, "Kinmen": {118.32, 24.44}, "Matsu": {119.94, 26.16}, "Thimphu": {89.64, 27.47}, "Blagoveshchensk": {127.53, 50.29}, "Zabaykalsk": {117.33, 49.65},
		"Zamyn-Uud": {111.90, 43.73}, "Ulaanbaatar": {106.92, 47.92}, "Khabarovsk": {135.07, 48.48}, "Sinuiju": {124.40, 40.09}, "Vladivostok": {131.9, 43.1}, "Kraskino": {130.78, 42.71},
		"Hanoi": {105.85, 21.03}, "Lao Cai": {103.97, 22.48}, "Mong Cai": {107.96, 21.52}, "Lang Son": {106.76, 21.85}, "Muse": {97.90, 23.98}, "Kathmandu": {85.32, 27.72}, "Darjeeling": {88.26, 27.04},
		"Almaty": {76.9, 43.24}, "Osh": {72.8, 40.5}, "Leh": {77.58, 34.16}, "Denver": {-104.99, 39.74}, "Seoul": {126.98, 37.57}, "Naha": {127.68, 26.21},
	}
	for name, p := range out {
		if Shifted(p) {
			t.Errorf("%s is shifted", name)
		}
	}
}

func TestParse(t *testing.T) {
	for name, want := range map[string]Datum{
		"wgs84": WGS84, "WGS 84": WGS84, "WGS-84": WGS84, "EPSG:4326": WGS84, "urn:ogc:def:crs:OGC:1.3:CRS84": WGS84, "ｗｇｓ８４": WGS84,
		"gcj02": GCJ02, "GCJ-02": GCJ02, "火星坐标": GCJ02, "高德": GCJ02, "bd09": BD09, "BD-09": BD09, "百度": BD09, "百度 BD09": BD09,
		"cgcs2000": CGCS2000, "国家2000": CGCS2000, "epsg:4490": CGCS2000, "urn:ogc:def:crs:EPSG::4490": CGCS2000,
		"4526": 4526, "EPSG:4549": 4549, "epsg::4554": 4554, "4513": 4513,
	} {
		if got, err := Parse(name); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v; want %v", name, got, err, want)
		}
	}
	for _, name := range []string{"", "wgs72", "4512", "4555", "EPSG:32650", "北京54", "西安80", "EPSG:3857", "bd09mc", strings.Repeat("4", 1000), "-4526"[0:1]} {
		if got, err := Parse(name); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", name, got)
		}
	}
}

func TestLikelyCauseIsNamed(t *testing.T) {
	for _, c := range []struct {
		datum Datum
		x, y  float64
		cause Cause
		hint  string
	}{
		{WGS84, math.NaN(), 1, NotFinite, "finite"},
		{WGS84, 1, math.Inf(1), NotFinite, "finite"},
		{WGS84, 0, 0, NullIsland, "unknown position"},
		{WGS84, 30.2741, 120.1551, SwappedAxes, "swapped"},
		{GCJ02, 30.2741, 120.1551, SwappedAxes, "swapped"},
		{WGS84, 3350508.87, 514923.73, Metres, "EPSG:4549"},
		{WGS84, 3350508.87, 40514923.73, Metres, "EPSG:4528"},
		{CGCS2000, 40514923.73, 3350508.87, Metres, "EPSG:4528"},
		{WGS84, 200, 95, OutOfRange, "-180"},
		{4549, 514923.7343, 3350508.8698, SwappedAxes, "x is the northing"},
		{4528, 40514923.7343, 3350508.8698, SwappedAxes, "x is the northing"},
		{4528, 3350508.8698, 514923.7343, ZoneMissing, "EPSG:4549"},
		{4528, 514923.7343, 3350508.8698, SwappedAxes, "zone number 40"},
		{4549, 3350508.8698, 40514923.7343, ZoneExtra, "EPSG:4528"},
		{4549, 40514923.7343, 3350508.8698, SwappedAxes, "EPSG:4528"},
		{4528, 3350508.8698, 39514923.7343, OtherZone, "EPSG:4527"},
		{4549, 120.1551, 30.2741, Degrees, "degrees"},
		{4549, -5, 500000, OutOfRange, "northing"},
		{4549, 1e12, 500000, OutOfRange, "northing"},
	} {
		_, err := c.datum.ToWGS84(c.x, c.y)
		var pe *PositionError
		if !errors.As(err, &pe) {
			t.Errorf("%s %v %v: %v", c.datum, c.x, c.y, err)
			continue
		}
		if pe.Cause != c.cause || !strings.Contains(pe.Hint.EN, c.hint) {
			t.Errorf("%s %v %v: %s, %q; want %s, %q", c.datum, c.x, c.y, pe.Cause, pe.Hint, c.cause, c.hint)
		}
	}
	if _, err := Datum(99).ToWGS84(1, 1); err == nil {
		t.Error("an unknown datum converts")
	}
	if _, _, err := Datum(4549).FromWGS84(orb.Point{100, 30}); err == nil {
		t.Error("a place 20° from the central meridian converts")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"wgs84", "国家2000", "EPSG:4549", "\xff", "４５４９", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		d, err := Parse(name)
		if err != nil {
			return
		}
		if again, err := Parse(d.String()); err != nil || again != d {
			t.Fatalf("%q is %v, whose name is read as %v, %v", name, d, again, err)
		}
	})
}

func FuzzToWGS84(f *testing.F) {
	f.Add(0, 120.1, 30.2)
	f.Add(1, 113.91, 22.54)
	f.Add(2, 113.55, 22.2)
	f.Add(4528, 3350508.87, 40514923.73)
	f.Fuzz(func(t *testing.T, code int, x, y float64) {
		p, err := Datum(code).ToWGS84(x, y)
		if err == nil && !(math.Abs(p[0]) <= 180.1 && math.Abs(p[1]) <= 90.1) {
			t.Fatalf("%v of %v %v is %v", Datum(code), x, y, p)
		}
	})
}
