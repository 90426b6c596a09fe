package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"lifecircle/geo"
)

// site is where a facility may stand: at the side of a street, and in which community.
type site struct {
	place     pt
	street    string
	community int // index, -1 outside all
}

// facilities puts every service into the town.
func (s *sketch) facilities(cs []community, points []geo.ResidentialPoint) []geo.Facility {
	c := s.newCatalogue(cs, points)
	var out []geo.Facility
	for i, sup := range supplies() {
		rnd := rng(100 + uint64(i))
		sites := c.sites(sup, rnd)
		names := map[string]bool{}
		for k, at := range sites {
			f := c.facility(sup, at, rnd)
			f.ID = fmt.Sprintf("%s-%03d", strings.ToUpper(sup.code), k+1)
			f.Name = unused(f.Name, at.street, names)
			c.setStatus(&f, sup, k, len(sites))
			out = append(out, f)
		}
	}
	return out
}

// unused is name, told apart from those taken by the street it lies on or else by a number.
func unused(name, street string, taken map[string]bool) string {
	full := name
	if taken[full] && street != "" && !strings.HasPrefix(name, street) {
		full = fmt.Sprintf("%s（%s）", name, street)
	}
	for n := 2; taken[full]; n++ {
		full = fmt.Sprintf("%s%d", name, n)
	}
	taken[full] = true
	return full
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// catalogue knows where people live and where streets are, for the choice of sites.
type catalogue struct {
	s         *sketch
	cs        []community
	towns     []township
	points    []geo.ResidentialPoint
	community []int // of each point, -1 for none
	members   [][]int
	streets   *segments
	roads     []road
}

func (s *sketch) newCatalogue(cs []community, points []geo.ResidentialPoint) *catalogue {
	c := &catalogue{s: s, cs: cs, towns: townships(), points: points, members: make([][]int, len(cs))}
	for i, h := range s.homes {
		k := c.communityAt(h.place)
		c.community = append(c.community, k)
		if k >= 0 {
			c.members[k] = append(c.members[k], i)
		}
	}
	for _, r := range s.roads {
		switch r.class {
		case "trunk", "primary", "secondary", "tertiary", "residential", "living_street", "unclassified", "pedestrian":
			if !r.bridge {
				c.roads = append(c.roads, r)
			}
		}
	}
	lines := make([]line, len(c.roads))
	for i, r := range c.roads {
		lines[i] = r.line
	}
	c.streets = newSegments(lines)
	return c
}

func (c *catalogue) communityAt(p pt) int {
	return slices.IndexFunc(c.cs, func(u community) bool {
		return slices.ContainsFunc(u.faces, func(f face) bool { return f.contains(p) })
	})
}

// beside is the site at the street nearest to p, 8 m from it on the side where p lies.
func (c *catalogue) beside(p pt) (site, bool) {
	g, q, d := c.streets.nearest(p, 80, nil)
	if math.IsInf(d, 1) {
		g, q, d = c.streets.nearest(p, 700, nil)
	}
	if math.IsInf(d, 1) {
		return site{}, false
	}
	place := q.step(p.sub(q).unit(), min(d, 8))
	if c.s.river.water.contains(place) && !c.s.river.eyot.contains(place) {
		return site{}, false
	}
	return site{place, c.roads[g.line].name, c.communityAt(place)}, true
}

// sites chooses the places of a service's facilities.
func (c *catalogue) sites(sup supply, rnd *rand.Rand) []site {
	var out []site
	add := func(p pt) bool {
		at, ok := c.beside(p)
		if !ok || at.community < 0 {
			return false
		}
		for _, other := range out {
			if distance(other.place, at.place) < sup.apart {
				return false
			}
		}
		out = append(out, at)
		return true
	}
	switch sup.spread {
	case perCommunity:
		for k := range c.cs {
			if len(c.members[k]) > 0 && rnd.Float64() < sup.n {
				add(c.heart(c.members[k], rnd))
			}
		}
	case perTown, perRuralTown:
		for t := range c.towns {
			if c.towns[t].urban && sup.spread == perRuralTown || c.towns[t].name == "鹭汀乡" {
				continue // the eyot's people are served from the shore
			}
			var members []int
			for k := range c.cs {
				if c.cs[k].town == t {
					members = append(members, c.members[k]...)
				}
			}
			if len(members) > 0 {
				add(c.heart(members, rnd))
			}
		}
	case amongPeople:
		for tries := 0; tries < 4000 && len(out) < int(sup.n); tries++ {
			i := rnd.IntN(len(c.points))
			p := c.s.homes[i].place
			if float64(c.points[i].People[geo.All]) < 200*rnd.Float64() || c.s.river.eyot.contains(p) || sup.gaps && waiting(p) {
				continue
			}
			add(p)
		}
	case alongStreets:
		for tries := 0; tries < 4000 && len(out) < int(sup.n); tries++ {
			r := c.roads[rnd.IntN(len(c.roads))]
			if r.class == "primary" || r.class == "secondary" || r.class == "tertiary" || r.class == "trunk" {
				p, u := r.line.along(rnd.Float64() * r.line.length())
				add(p.step(u.left(), 14))
			}
		}
	case alongRiver:
		for tries := 0; tries < 2000 && len(out) < int(sup.n); tries++ {
			p, u := c.s.river.centre.along(uniform(rnd, 0.36, 0.76) * c.s.river.centre.length())
			add(p.step(u.left(), 300*float64(2*rnd.IntN(2)-1)))
		}
	case byStation:
		add(pt{700, -2800})
	case behindTheHills:
		p := at(-5560, -2740)
		out = append(out, site{p, "", c.communityAt(p)})
	}
	return out
}

// waiting says whether p lies in a quarter that still waits for its share of some services: behind the railway, behind
// the motorway, between the river and the new city, and out at the border.
func waiting(p pt) bool {
	in := func(x0, y0, x1, y1 float64) bool { return p.x > x0 && p.x < x1 && p.y > y0 && p.y < y1 }
	return p.x > 6250 || p.y < -4150 || in(-2000, -4000, 60, -3050) || in(-4500, -300, -2650, 1500) || in(1270, 600, 2450, 1850) ||
		in(2330, -500, 3500, 900) || in(-2650, 1200, -1850, 2600)
}

// heart is where among the homes a facility serves many: of a few drawn at random, the one with the least distance to
// all others.
func (c *catalogue) heart(members []int, rnd *rand.Rand) pt {
	best, least := c.s.homes[members[0]].place, math.Inf(1)
	for range 5 {
		p := c.s.homes[members[rnd.IntN(len(members))]].place
		sum := 0.0
		for _, i := range members {
			sum += mul(distance(p, c.s.homes[i].place), float64(c.points[i].People[geo.All]))
		}
		if sum < least {
			best, least = p, sum
		}
	}
	return best
}

// facility describes what stands at a site.
func (c *catalogue) facility(sup supply, at site, rnd *rand.Rand) geo.Facility {
	size := rnd.Float64()
	f := geo.Facility{
		Service: sup.code, Point: at.place.position(), Status: geo.Active, Capacity: geo.NoData, OpeningHours: sup.hours,
		AreaM2: math.Round((sup.areaFrom+mul(size, sup.areaTo-sup.areaFrom))/10) * 10,
		Opened: fmt.Sprint(1988 + rnd.IntN(37)),
	}
	if sup.unit != "" {
		f.Capacity, f.CapacityUnit = math.Round(sup.least+mul(size, sup.most-sup.least)), sup.unit
	}
	base := cityName
	if at.community >= 0 {
		u := c.cs[at.community]
		f.Area = u.id
		town := c.towns[u.town].name
		base = u.name
		switch {
		case sup.spread == perTown || sup.spread == perRuralTown:
			base = town
			f.Serves = []string{fmt.Sprintf("%s%02d", cityID, u.town+1)}
		case sup.spread == alongStreets || sup.spread == alongRiver:
			base = orElse(at.street, strings.TrimSuffix(u.name, "社区"))
		case sup.spread == amongPeople:
			base = strings.TrimSuffix(u.name, "社区")
		case sup.spread == byStation:
			base = "青汀"
		}
		f.Address = town + orElse(at.street, u.name)
		if at.street != "" {
			f.Address += fmt.Sprintf("%d号", 1+rnd.IntN(380))
		}
	}
	f.Name = base + strings.TrimPrefix(sup.suffix, map[bool]string{true: "街道"}[strings.HasSuffix(base, "街道")])
	if sup.code != "elder_homecare" {
		f.Serves = nil // only care at home comes without a visit
	}
	return f
}

// setStatus closes and plans some facilities, never the first of a service whose list is to hold an open one.
func (c *catalogue) setStatus(f *geo.Facility, sup supply, k, n int) {
	switch {
	case sup.allPlanned || k > 0 && n > 5 && k%9 == 7:
		f.Status, f.Opened = geo.Planned, "2027"
	case sup.allClosed || k > 0 && n > 5 && k%13 == 10:
		f.Status, f.Closed = geo.Closed, "2024-06-30"
	}
}
