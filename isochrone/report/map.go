package report

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

const (
	mapNumbers = 40   // failing units that carry a number on the map
	mapDots    = 1500 // uncovered points drawn, those with most people first
	mapSigns   = 700  // facilities drawn as signs; more are drawn as small dots
	mapUnits   = 4000 // areas drawn
)

// atlas draws the maps of a report: all on one ground.
type atlas struct {
	request *Request
	view    view
	land    *shared
	streets *shared
	signOf  map[string]int // the shape of each service's sign, the same on all maps
}

func newAtlas(q *Request) *atlas {
	v := newView(q.Area)
	return &atlas{q, v, land(q.Area, &v), streets(q.Area, &v), map[string]int{}}
}

// key is an entry of a map's legend: a sample of what is drawn, and what it stands for.
type key struct {
	swatch *drawing
	text   string
}

// of draws the map of a check. Of the units that fail the first ones carry the number that they have in the table.
func (a *atlas) of(f *finding) (*drawing, []key) {
	v := voice{a.request.Language}
	d := &drawing{width: a.view.width, height: a.view.height, about: v.Say("Map: %s", "地图：%s", shortened(v.of(f.Title), 80))}
	d.lay(a.land)
	keys := a.areas(d, f)
	d.lay(a.streets)
	keys = append(keys, a.spots(d, f)...)
	keys = append(keys, a.facilities(d, f)...)
	a.numbers(d, f)
	a.view.furnish(d)
	d.box(0, 0, d.width, d.height, none, plain, rule, 1)
	return d, keys
}

// areas fills the units that are areas, by what became of them.
func (a *atlas) areas(d *drawing, f *finding) (keys []key) {
	v := voice{a.request.Language}
	type fate struct {
		fill  colour
		over  pattern
		count int
		rings [][][]xy
	}
	fates := []*fate{{fill: metFill}, {fill: lateFill, over: hatched}, {fill: white, over: dotted}}
	budget := outlineBudget
	draw := func(to *fate, index int32) {
		rings := a.view.rings(a.request.Area.Areas[index].Shape)
		to.count++
		for _, ring := range rings {
			budget -= 2 * cost(ring)
		}
		if len(rings) > 0 && budget > 0 {
			to.rings = append(to.rings, rings)
		}
	}
	for i := range f.units {
		if u := &f.units[i]; u.kind == standard.AreaUnit && u.index >= 0 && i < mapUnits {
			draw(fates[btoi(!u.met)], u.index)
		}
	}
	for i := range f.NoData {
		if index, is := a.request.Area.AreaByID(f.NoData[i].ID); is && i < mapUnits {
			draw(fates[2], index)
		}
	}
	words := []string{v.Say("met", "达标"), v.Say("not met", "未达标"), v.Say("no data", "无数据")}
	if f.Op == standard.NoTarget {
		words[0], words[1] = v.Say("counted", "已统计"), v.Say("counted", "已统计")
		fates[1].fill, fates[1].over = metFill, plain
	}
	if fates[0].count+fates[1].count+fates[2].count == 0 {
		a.outlines(d)
		return nil
	}
	for i, to := range fates {
		for _, rings := range to.rings {
			d.area(rings, to.fill, to.over, none, 0)
		}
		if to.count > 0 {
			s := &drawing{width: 18, height: 12}
			s.box(0.5, 0.5, 17, 11, to.fill, to.over, border, 1)
			keys = append(keys, key{s, v.Say("%s: %d", "%s %d 个", words[i], to.count)})
		}
	}
	for _, to := range fates {
		for _, rings := range to.rings {
			d.area(rings, none, plain, border, 0.7)
		}
	}
	return keys
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// outlines draws the largest units of the town, for orientation where a check does not count by areas.
func (a *atlas) outlines(d *drawing) {
	area := a.request.Area
	counts := map[string]int{}
	for i := range area.Areas {
		counts[area.Areas[i].Level]++
	}
	level := ""
	for _, l := range area.Levels() {
		if n := counts[l]; n > 1 && (level == "" || n < counts[level]) {
			level = l
		}
	}
	budget := outlineBudget
	for i := range area.Areas {
		if area.Areas[i].Level != level || level == "" {
			continue
		}
		rings := a.view.rings(area.Areas[i].Shape)
		for _, ring := range rings {
			budget -= cost(ring)
		}
		if budget > 0 && len(rings) > 0 {
			d.area(rings, none, plain, border, 0.7)
		}
	}
}

// spots draws the points without service, as diamonds as large as they have people; where they are many, a diamond for
// each cell of the map. The public edition shows none.
func (a *atlas) spots(d *drawing, f *finding) []key {
	spots := a.request.spots(f.ID)
	if len(spots) == 0 {
		return nil
	}
	v := voice{a.request.Language}
	if crowd := a.request.Crowds[f.ID]; crowd != nil {
		cells := crowd.onMap()
		if len(cells) > 0 {
			a.diamonds(d, cells, mapCell*0.6)
		}
		return []key{{diamondSwatch(), v.Say("without service: %s people in %s places, added up in cells of %s m, size by people", "未覆盖居民点 %[2]s 处、%[1]s 人（按 %[3]s 米网格汇总，大小表示人数）",
			count(crowd.People).text, count(int64(crowd.Places)).text, count(int64(crowd.cellM())).text)}}
	}
	people := int64(0)
	places := make([]crowded, len(spots))
	for i, s := range spots {
		places[i] = crowded{a.view.at(a.request.Area.Points[s.point].Point), s.people}
		people += s.people
	}
	note := ""
	if len(places) > mapDots {
		note = v.Say(", the %d largest drawn", "，图中绘出人口最多的 %d 处", mapDots)
	}
	a.diamonds(d, places[:min(mapDots, len(places))], 9)
	return []key{{diamondSwatch(), v.Say("without service: %s people in %d places, size by people", "未覆盖居民点 %[2]d 处、%[1]s 人（大小表示人数）", count(people).text, len(spots)) + note}}
}

// diamonds draws places, most people first, the first as large as the radius.
func (a *atlas) diamonds(d *drawing, places []crowded, radius float64) {
	per := radius / math.Sqrt(float64(max(1, places[0].people)))
	var drawn [][]xy
	for _, p := range places {
		if a.view.holds(p.at) {
			drawn = append(drawn, regular(p.at, max(1.6, per*math.Sqrt(float64(p.people))), 4, 0))
		}
	}
	edge := white
	if len(drawn) > 400 { // where there are so many, edges would be all that is seen
		edge = none
	}
	d.crowd(drawn, lateInk, edge, 0.6)
}

func diamondSwatch() *drawing {
	swatch := &drawing{width: 18, height: 12}
	swatch.area([][]xy{regular(xy{6, 6}, 5, 4, 0)}, lateInk, plain, white, 0.6)
	swatch.area([][]xy{regular(xy{14, 6}, 2.6, 4, 0)}, lateInk, plain, white, 0.6)
	return swatch
}

// facilities draws the active facilities of the check's services.
func (a *atlas) facilities(d *drawing, f *finding) (keys []key) {
	v := voice{a.request.Language}
	codes := expanded(f.check, a.request.Standard)
	area := a.request.Area
	total := 0
	for _, code := range codes {
		first, end := area.FacilitiesOf(code)
		total += end - first
	}
	for _, code := range codes {
		first, end := area.FacilitiesOf(code)
		shown := 0
		sign, known := a.signOf[code]
		if !known {
			sign = len(a.signOf) % len(signShapes)
			a.signOf[code] = sign
		}
		var drawn [][]xy
		for i := first; i < end; i++ {
			if area.Facilities[i].Status != geo.Active && area.Facilities[i].Status != "" {
				continue
			}
			shown++
			at := a.view.at(area.Facilities[i].Point)
			switch {
			case !a.view.holds(at):
			case total > mapSigns:
				drawn = append(drawn, regular(at, 1.5, 6, 0))
			default:
				drawn = append(drawn, signShapes[sign](at, 3.4))
			}
		}
		edge := white
		if total > mapSigns {
			edge = none
		}
		d.crowd(drawn, brand, edge, 0.9)
		if shown > 0 {
			s := &drawing{width: 12, height: 12}
			s.area([][]xy{signShapes[sign](xy{6, 6}, 4.4)}, brand, plain, white, 0.8)
			keys = append(keys, key{s, v.Say("%s: %d", "%s %d 处", v.service(code, a.request.Standard), shown)})
		}
	}
	return keys
}

// expanded lists the services behind what a check asks for, each once.
func expanded(c *standard.Check, of *standard.Standard) (services []string) {
	for _, need := range of.Expand(c) {
		for _, code := range need.Services {
			if !slices.Contains(services, code) {
				services = append(services, code)
			}
		}
	}
	return services
}

// numbers marks the first failing units with their number, and with their name where there is room. The numbers come first:
// names give way to them.
func (a *atlas) numbers(d *drawing, f *finding) {
	if f.Op == standard.NoTarget {
		return
	}
	type mark struct {
		at   xy
		name string
		text string
	}
	var marks []mark
	var taken room
	number := 0
	for i := range f.units {
		u := &f.units[i]
		if u.met {
			continue
		}
		if number++; number > mapNumbers {
			break
		}
		at, is := a.middleOf(u)
		if !is || !a.view.holds(at) {
			continue
		}
		text := strconv.Itoa(number)
		at = taken.beside(at, textWidth(text, 9)+6, 12)
		marks = append(marks, mark{at, u.name, text})
	}
	for _, m := range marks {
		name := shortened(m.name, 14)
		w := textWidth(name, 9) + 2
		half := (textWidth(m.text, 9) + 6) / 2
		for _, place := range []struct {
			x float64
			y float64
			a anchor
		}{{half + 3, 3.2, start}, {-half - 3, 3.2, end}, {0, 15, middle}, {0, -9, middle}} {
			at := xy{m.at.x + place.x, m.at.y + place.y}
			left := at.x - []float64{0, w / 2, w}[place.a]
			if left > 2 && left+w < a.view.width-2 && taken.take(left, at.y-9, w, 11) {
				d.label(at, name, 9, ink, place.a).halo = true
				break
			}
		}
	}
	for _, m := range marks {
		w := textWidth(m.text, 9) + 6
		d.box(m.at.x-w/2, m.at.y-6, w, 12, lateDark, plain, white, 1)
		d.figures(xy{m.at.x, m.at.y + 3.3}, m.text, 9, white, middle).bold = true
	}
}

// middleOf is where a unit is marked.
func (a *atlas) middleOf(u *unitFinding) (xy, bool) {
	area := a.request.Area
	switch {
	case u.index < 0:
		return xy{}, false
	case u.kind == standard.AreaUnit:
		return a.view.inside(area.Areas[u.index].Shape)
	case u.kind == standard.FacilityUnit:
		return a.view.at(area.Facilities[u.index].Point), true
	case u.kind == standard.PointUnit && a.request.Edition == Internal:
		return a.view.at(area.Points[u.index].Point), true
	}
	return xy{}, false
}

// inside is a place well inside the largest part of a shape: the middle of its widest stretch at the height of its middle.
func (v *view) inside(shape orb.MultiPolygon) (xy, bool) {
	var largest orb.Polygon
	most := -1.0
	for _, polygon := range shape {
		if len(polygon) > 0 {
			if box := polygon[0].Bound(); (box.Max[0]-box.Min[0])*(box.Max[1]-box.Min[1]) > most {
				largest, most = polygon, (box.Max[0]-box.Min[0])*(box.Max[1]-box.Min[1])
			}
		}
	}
	if largest == nil {
		return xy{}, false
	}
	box := largest[0].Bound()
	best, widest := box.Center(), 0.0
	for _, share := range []float64{0.5, 0.4, 0.6, 0.3, 0.7} {
		y := box.Min[1] + share*(box.Max[1]-box.Min[1])
		var crossings []float64
		for _, ring := range largest {
			for i := 1; i < len(ring); i++ {
				if p, q := ring[i-1], ring[i]; (p[1] > y) != (q[1] > y) {
					crossings = append(crossings, p[0]+(y-p[1])/(q[1]-p[1])*(q[0]-p[0]))
				}
			}
		}
		slices.Sort(crossings)
		for i := 1; i < len(crossings); i += 2 {
			if w := (crossings[i] - crossings[i-1]) * (1 - math.Abs(share-0.5)); w > widest {
				best, widest = orb.Point{(crossings[i] + crossings[i-1]) / 2, y}, w
			}
		}
	}
	return v.at(best), true
}
