package sample

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func TestZZRender(t *testing.T) {
	t0 := time.Now()
	town := Town()
	fmt.Println("time", time.Since(t0), "streets", len(town.Streets), "points", len(town.Points), "barriers", len(town.Barriers), "fac", len(town.Facilities), "stops", len(town.Stops))
	pop := 0
	kinds := map[string]int{}
	for _, p := range town.Points {
		pop += int(p.People[0])
		kinds[p.Kind] += int(p.People[0])
	}
	fmt.Println("pop", pop, kinds)
	var b strings.Builder
	W, H := 3200.0, 2240.0
	k := 3200.0 / 15200.0
	xy := func(p orb.Point) (float64, float64) {
		x := (p[0] - originLon) * metresPerDegreeLon
		y := (p[1] - originLat) * metresPerDegreeLat
		return W/2 + x*k, H/2 - y*k
	}
	path := func(l orb.LineString) string {
		s := "M"
		for i, p := range l {
			x, y := xy(p)
			if i > 0 {
				s += "L"
			}
			s += fmt.Sprintf("%.1f %.1f", x, y)
		}
		return s
	}
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g"><rect width="100%%" height="100%%" fill="#f3efe6"/>`, W, H)
	s := draw()
	poly := func(r ring, c string) { fmt.Fprintf(&b, `<path d="%sZ" fill="%s"/>`, path(r.closed().positions()), c) }
	for _, p := range s.parks {
		poly(p, "#cfe5c0")
	}
	poly(s.river.water(), "#a8cfe8")
	poly(s.river.eyot, "#f3efe6")
	poly(s.river.lake, "#a8cfe8")
	for _, a := range town.Areas {
		for _, pg := range a.Shape {
			for _, r := range pg {
				c, w := "#b060b0", 1.5
				if a.Level == "town" {
					c, w = "#d00090", 4
				}
				fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%g" opacity=".5"/>`, path(orb.LineString(r)), c, w)
			}
		}
	}
	for _, w := range town.Barriers {
		c, wd := "#8a6d3b", 0.8
		if w.Kind == "railway=rail" {
			c, wd = "#444", 2
		} else if w.Kind == "waterway=canal" {
			c, wd = "#a8cfe8", 4
		} else if w.Kind != "barrier=wall" && w.Kind != "barrier=city_wall" {
			continue
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%g"/>`, path(w.Line), c, wd)
	}
	style := map[string][2]string{"motorway": {"#e0559a", "4"}, "motorway_link": {"#e0559a", "1.6"}, "trunk": {"#e8853c", "4.4"}, "primary": {"#eda44a", "4.6"}, "secondary": {"#e9cf5a", "3.4"}, "tertiary": {"#ffffff", "3"}, "residential": {"#fff", "2.2"}, "unclassified": {"#fff", "2.2"}, "living_street": {"#fff", "1.6"}, "service": {"#fff", "1.2"}, "pedestrian": {"#ddd", "1.6"}, "footway": {"#e07a6a", "0.8"}, "steps": {"#c22", "1.2"}, "track": {"#a88040", "1.2"}}
	for pass := 0; pass < 2; pass++ {
		for i := len(town.Streets) - 1; i >= 0; i-- {
			st := town.Streets[i]
			y, ok := style[st.Class]
			if !ok {
				panic(st.Class)
			}
			c := y[0]
			w := 0.0
			fmt.Sscan(y[1], &w)
			if pass == 0 {
				c, w = "#9a948a", w+0.9
				if st.Class == "footway" || st.Class == "steps" || st.Class == "track" {
					continue
				}
			}
			if !st.Boardable && pass == 1 && st.Class != "motorway" && st.Class != "steps" {
				c = "#333"
			}
			fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%g" stroke-linecap="round"/>`, path(st.Line), c, w)
		}
	}
	for _, p := range town.Points {
		x, y := xy(p.Point)
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#3050a0" opacity=".6"/>`, x, y, 1.4+float64(p.People[0])/100)
	}
	for _, f := range town.Facilities {
		x, y := xy(f.Point)
		if f.Service == "elder_station" {
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="6" fill="#d02020" stroke="#fff"/>`, x, y)
		}
	}
	b.WriteString("</svg>")
	os.WriteFile("/tmp/render/town.svg", []byte(b.String()), 0o644)
}
