package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

const (
	mapWidth      = 680.0
	mapHeight     = 480.0 // at most
	mapLeast      = 280.0
	streetBudget  = 420_000 // bytes of SVG, about, that all streets of a map may take
	waterBudget   = 80_000
	outlineBudget = 160_000
)

// view turns positions into places of a map: an equirectangular picture of the town, true to scale at its middle.
type view struct {
	frame         geo.Frame
	centre        xy      // of the town, in metres of the frame
	perM          float64 // units of the drawing per metre
	width, height float64
}

// newView shows the areas, the people and the facilities of a town; its streets too where it has none of those.
func newView(area *geo.StudyArea) view {
	box, has := inhabited(area)
	if !has {
		if box, has = area.Bound(); !has {
			box = orb.Bound{Max: orb.Point{0.01, 0.01}}
		}
	}
	v := view{frame: geo.NewFrame(box.Center()), width: mapWidth}
	x0, y0 := v.frame.XY(box.Min)
	x1, y1 := v.frame.XY(box.Max)
	w, h := max(x1-x0, 400)*1.06, max(y1-y0, 300)*1.06
	v.centre = xy{(x0 + x1) / 2, (y0 + y1) / 2}
	v.height = min(mapHeight, max(mapLeast, math.Ceil(h*mapWidth/w)))
	v.perM = min(v.width/w, v.height/h)
	return v
}

func inhabited(area *geo.StudyArea) (box orb.Bound, has bool) {
	extend := func(b orb.Bound) {
		if has {
			b = box.Union(b)
		}
		box, has = b, true
	}
	for i := range area.Areas {
		if len(area.Areas[i].Shape) > 0 {
			extend(area.Areas[i].Shape.Bound())
		}
	}
	if has {
		return box, true
	}
	for i := range area.Points {
		extend(area.Points[i].Point.Bound())
	}
	for i := range area.Facilities {
		extend(area.Facilities[i].Point.Bound())
	}
	return box, has
}

func (v *view) at(p orb.Point) xy {
	x, y := v.frame.XY(p)
	return xy{v.width/2 + float64((x-v.centre.x)*v.perM), v.height/2 - float64((y-v.centre.y)*v.perM)}
}

// holds tells whether a place lies on the map.
func (v *view) holds(p xy) bool { return p.x >= 0 && p.y >= 0 && p.x <= v.width && p.y <= v.height }

// line is a line on the map, simplified so far that nobody sees it; nil where it lies beside the map.
func (v *view) line(positions []orb.Point) []xy {
	line := make([]xy, len(positions))
	low, high := xy{math.Inf(1), math.Inf(1)}, xy{math.Inf(-1), math.Inf(-1)}
	for i, p := range positions {
		line[i] = v.at(p)
		low = xy{min(low.x, line[i].x), min(low.y, line[i].y)}
		high = xy{max(high.x, line[i].x), max(high.y, line[i].y)}
	}
	if len(line) == 0 || high.x < 0 || high.y < 0 || low.x > v.width || low.y > v.height {
		return nil
	}
	return simplified(line, 0.35)
}

// rings are the rings of a shape on the map.
func (v *view) rings(shape orb.MultiPolygon) (rings [][]xy) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			if line := v.line(ring); len(line) >= 4 {
				rings = append(rings, line[:len(line)-1])
			}
		}
	}
	return rings
}

// simplified leaves out the corners of a line that lie within a tolerance of the line without them (Douglas and Peucker
// 1973), with a stack of its own: lines may have any number of corners.
func simplified(line []xy, tolerance float64) []xy {
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	for stack := [][2]int{{0, len(line) - 1}}; len(stack) > 0; {
		from, to := stack[len(stack)-1][0], stack[len(stack)-1][1]
		stack = stack[:len(stack)-1]
		worst, at := tolerance, -1
		for i := from + 1; i < to; i++ {
			if d := distanceTo(line[i], line[from], line[to]); d > worst {
				worst, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			stack = append(stack, [2]int{from, at}, [2]int{at, to})
		}
	}
	kept := line[:0]
	for i, p := range line {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

func distanceTo(p, a, b xy) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	if dx == 0 && dy == 0 {
		return math.Hypot(p.x-a.x, p.y-a.y)
	}
	t := min(1, max(0, (float64((p.x-a.x)*dx)+float64((p.y-a.y)*dy))/(float64(dx*dx)+float64(dy*dy))))
	return math.Hypot(p.x-a.x-float64(t*dx), p.y-a.y-float64(t*dy))
}

// streetRank orders the classes of streets, those that tell most about a town first; unknown ones are the last.
var streetRank = map[string]int{
	"motorway": 0, "trunk": 0, "primary": 1, "secondary": 1, "motorway_link": 2, "trunk_link": 2, "primary_link": 2, "tertiary": 2,
	"secondary_link": 3, "tertiary_link": 3, "unclassified": 3, "residential": 3, "living_street": 3, "road": 3, "pedestrian": 3,
}

const lastRank = 4

// land is the ground of a map: land and water.
func land(area *geo.StudyArea, v *view) *shared {
	var d drawing
	d.box(0, 0, v.width, v.height, landFill, plain, none, 0)
	var lakes [][][]xy
	var rivers [][]xy
	budget := waterBudget
	for i := range area.Barriers {
		b := &area.Barriers[i]
		water := b.Kind == "natural=water" || b.Kind == "waterway=riverbank"
		if !water && b.Kind != "waterway=river" && b.Kind != "waterway=canal" {
			continue
		}
		line := v.line(b.Line)
		if budget -= cost(line); len(line) < 2 || budget < 0 {
			continue
		}
		if water && len(line) >= 4 && b.Line[0] == b.Line[len(b.Line)-1] {
			lakes = append(lakes, [][]xy{line[:len(line)-1]})
		} else {
			rivers = append(rivers, line)
		}
	}
	for _, lake := range lakes {
		d.area(lake, waterFill, plain, waterLine, 0.5)
	}
	d.stroke(rivers, waterLine, 1.6)
	return &shared{"land", d.shapes}
}

// streets are the streets of a town in quiet greys, and its railways. A town too big for the budget shows its main streets
// and of the lesser ones the longest.
func streets(area *geo.StudyArea, v *view) *shared {
	ranks := make([][][]xy, lastRank+1)
	for i := range area.Streets {
		s := &area.Streets[i]
		rank, known := streetRank[s.Class]
		if !known {
			rank = lastRank
		}
		if s.Class == "ferry" {
			continue
		}
		if line := v.line(s.Line); len(line) >= 2 {
			ranks[rank] = append(ranks[rank], line)
		}
	}
	budget := streetBudget
	for r, lines := range ranks {
		ranks[r] = affordable(lines, &budget)
	}
	var rails [][]xy
	for i := range area.Barriers {
		if k := area.Barriers[i].Kind; k == "railway=rail" || k == "railway=light_rail" {
			if line := v.line(area.Barriers[i].Line); len(line) >= 2 {
				rails = append(rails, line)
			}
		}
	}
	var d drawing
	d.stroke(ranks[4], pathLine, 0.4)
	d.stroke(ranks[3], streetCase, 0.8)
	d.stroke(ranks[2], majorCase, 1.1)
	if budget < 0 {
		budget = 0
	}
	rails = affordable(rails, &budget)
	d.stroke(rails, railLine, 1.4)
	if len(rails) > 0 {
		d.dashed(rails, white, 0.8, 4)
	}
	for r := 1; r >= 0; r-- {
		width := 2.6 - 0.6*float64(r)
		d.stroke(ranks[r], majorCase, width+1)
		d.stroke(ranks[r], white, width)
	}
	return &shared{"streets", d.shapes}
}

// affordable takes lines out of a budget, the longest first where they do not all fit in, and keeps their order.
func affordable(lines [][]xy, budget *int) [][]xy {
	total := 0
	for _, line := range lines {
		total += cost(line)
	}
	if total <= *budget {
		*budget -= total
		return lines
	}
	order := make([]int, len(lines))
	lengths := make([]float64, len(lines))
	for i, line := range lines {
		order[i] = i
		for j := 1; j < len(line); j++ {
			lengths[i] += math.Hypot(line[j].x-line[j-1].x, line[j].y-line[j-1].y)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(lengths[b], lengths[a]), a-b) })
	kept := 0
	for ; kept < len(order) && *budget >= cost(lines[order[kept]]); kept++ {
		*budget -= cost(lines[order[kept]])
	}
	order = order[:kept]
	slices.Sort(order)
	chosen := make([][]xy, 0, kept)
	for _, i := range order {
		chosen = append(chosen, lines[i])
	}
	*budget = 0
	return chosen
}

// cost is about how many bytes a line takes in SVG.
func cost(line []xy) int { return 8 + 9*len(line) }
