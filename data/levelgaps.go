package data

import (
	"lifecircle/data/table"
	"lifecircle/geo"
)

// outsideLevels warns of levels of areas that leave out people whom areas of another level hold: what is counted by that
// level is silent about them. Who is in no area at all is told by [outsideAreas].
func outsideLevels(areas []geo.Area, places []place) table.Warning {
	c := newCases("outside_level", "levels of areas that leave out people whom another level holds: they count in the whole and in none of its areas", "该级区划单元未覆盖部分居民点，这些人口只计入总体，不计入该级任何单元")
	var levels []string // in the order of their first areas
	of, named := map[string]int{}, map[string]int{}
	var index geo.Index
	for i := range areas {
		a := &areas[i]
		if _, known := of[a.Level]; !known {
			of[a.Level] = len(levels)
			levels = append(levels, a.Level)
		}
		named[a.ID] = i
		if len(a.Shape) > 0 {
			index.Insert(a.Shape.Bound(), int32(i))
		}
	}
	for i := range areas { // ids go before names
		if _, taken := named[areas[i].Name]; !taken && areas[i].Name != "" {
			named[areas[i].Name] = i
		}
	}
	points, people := make([]int, len(levels)), make([]int64, len(levels))
	for _, p := range places {
		in := make([]bool, len(levels))
		some := false
		hold := func(a int) { in[of[areas[a].Level]], some = true, true }
		a, has := named[p.area]
		for hops := 0; has && p.area != "" && hops < 16; hops++ { // 16: a loop of parents must end
			hold(a)
			a, has = named[areas[a].Parent]
		}
		index.Search(p.point.Bound(), func(id int32) bool {
			if !in[of[areas[id].Level]] && geo.Contains(areas[id].Shape, p.point) {
				hold(int(id))
			}
			return true
		})
		for l := range levels {
			if some && !in[l] {
				points[l]++
				people[l] += int64(max(0, p.people))
			}
		}
	}
	for l, level := range levels {
		if points[l] > 0 {
			c.add("%s: %d points, %d people", level, points[l], people[l])
		}
	}
	return c.Warning
}
