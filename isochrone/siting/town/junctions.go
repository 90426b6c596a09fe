package town

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// maxJunctions bounds the candidates that are made at a spacing of our own choice: it is widened until they are fewer.
const maxJunctions = 20_000

// spacing is how far apart made candidates are where nobody says: a tenth of what one goes within the cutoff, between
// 50 m and 500 m.
func spacing(p *isochrone.Profile, cutoff int64, byDistance bool) float64 {
	metres := float64(cutoff) / 1000
	if !byDistance {
		if metres *= p.SpeedKmh / 3.6; p.SpeedKmh == 0 { // by class of street
			return 500
		}
	}
	return math.Round(min(500, max(50, metres/10)))
}

// junctionCell is the side in degrees of the cells by which people are near a junction, and junctions are ranked: it
// is near whoever lives in its cell or one of the eight around it, so within 200 to 400 m on foot.
func junctionCell(p *isochrone.Profile) float64 {
	if p.Traveller == geo.Foot.String() {
		return 0.002
	}
	return 0.005
}

// junction is a junction or an end of streets.
type junction struct {
	node   int32
	id     geo.NodeID
	at     orb.Point
	people int64 // near it
}

// junctionsNear lists the junctions from which a leg can set out and near which there is demand, the most first, then
// by number.
func junctionsNear(router *isochrone.Router, at func(point int32) orb.Point, d *demand) []junction {
	side := junctionCell(&router.Profile)
	people := map[[2]int32]int64{}
	cell := func(p orb.Point) [2]int32 {
		return [2]int32{int32(math.Floor(p[0] / side)), int32(math.Floor(p[1] / side))}
	}
	for j, weight := range d.weight {
		if weight > 0 {
			point, _ := d.point(j)
			people[cell(at(point))] += weight
		}
	}
	n := router.Network
	boardable := make([]bool, n.Junctions)
	for i := range n.Pieces {
		p := &n.Pieces[i]
		for _, node := range []int32{p.From, p.To} {
			if p.Boardable && int(node) < n.Junctions {
				boardable[node] = true
			}
		}
	}
	found := make([]junction, 0, n.Junctions)
	for node := range int32(n.Junctions) {
		if !boardable[node] || n.IDs[node] < 0 { // copies of a node that stops the traveller have numbers of their own
			continue
		}
		j := junction{node: node, id: n.IDs[node], at: orb.Point{geo.Round7(n.Points[node][0]), geo.Round7(n.Points[node][1])}}
		c := cell(j.at)
		for x := c[0] - 1; x <= c[0]+1; x++ {
			for y := c[1] - 1; y <= c[1]+1; y++ {
				j.people += people[[2]int32{x, y}]
			}
		}
		if j.people > 0 {
			found = append(found, j)
		}
	}
	slices.SortFunc(found, func(a, b junction) int {
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(a.id, b.id))
	})
	return found
}

// thin keeps the junctions, in their order, that are at least so far from all kept before. It ends where they are more
// than so many.
func thin(all []junction, spacingM float64, most int) (kept []junction) {
	if len(all) == 0 {
		return nil
	}
	farthest := 0.0
	for _, j := range all {
		farthest = max(farthest, math.Abs(j.at[1]))
	}
	perDegree := geo.EarthRadiusM * math.Pi / 180
	high := max(1e-6, spacingM/perDegree*(1+1e-9))
	wide := high / max(1e-3, math.Cos(farthest*math.Pi/180))
	taken := map[[2]int32][]orb.Point{}
	for _, j := range all {
		x, y := int32(math.Floor(j.at[0]/wide)), int32(math.Floor(j.at[1]/high))
		near := false
		for i := x - 1; i <= x+1 && !near; i++ {
			for k := y - 1; k <= y+1 && !near; k++ {
				near = slices.ContainsFunc(taken[[2]int32{i, k}], func(p orb.Point) bool { return geo.Distance(p, j.at) < spacingM })
			}
		}
		if !near {
			taken[[2]int32{x, y}] = append(taken[[2]int32{x, y}], j.at)
			if kept = append(kept, j); len(kept) > most {
				break
			}
		}
	}
	return kept
}

// makeJunctions makes candidates of junctions, and says how far apart they are.
//
// Those named first are kept, and others give way to them. A junction that is kept anyway pushes nobody out.
func makeJunctions(router *isochrone.Router, streets []geo.Street, at func(point int32) orb.Point, d *demand, first map[geo.NodeID]bool, asked, usual float64) (made []Candidate, spacingM float64) {
	all := junctionsNear(router, at, d)
	if len(first) > 0 {
		slices.SortStableFunc(all, func(a, b junction) int {
			switch {
			case first[a.id] == first[b.id]:
				return 0
			case first[a.id]:
				return -1
			}
			return 1
		})
	}
	spacingM = cmp.Or(asked, usual)
	most := maxJunctions
	if asked > 0 {
		most = len(all)
	}
	kept := thin(all, spacingM, most)
	for len(kept) > most {
		spacingM = math.Ceil(spacingM * 1.25)
		kept = thin(all, spacingM, most)
	}
	names := namesOf(router.Network, streets, kept)
	made = make([]Candidate, 0, len(kept))
	for _, j := range kept {
		made = append(made, Candidate{ID: fmt.Sprint(junctionPrefix, j.id), Name: names[j.node], At: j.at, Cost: 1})
	}
	return made, spacingM
}

// namesOf names junctions by the streets that meet there, at most two, in byte order.
func namesOf(n *geo.Network, streets []geo.Street, of []junction) map[int32]string {
	meet := make(map[int32][]string, len(of))
	for _, j := range of {
		meet[j.node] = nil
	}
	for i := range n.Pieces {
		p := &n.Pieces[i]
		for _, node := range []int32{p.From, p.To} {
			if names, asked := meet[node]; asked {
				if name := streets[p.Street].Name; name != "" && !slices.Contains(names, name) {
					meet[node] = append(names, name)
				}
			}
		}
	}
	names := make(map[int32]string, len(of))
	for node, list := range meet {
		slices.Sort(list)
		names[node] = strings.Join(list[:min(2, len(list))], " / ")
	}
	return names
}
