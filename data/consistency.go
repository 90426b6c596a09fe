package data

import (
	"cmp"
	"strings"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// The checks in this file ask whether the parts of a town fit each other.

// unknownArea warns of places whose record names an area that does not exist.
func unknownArea(areas []geo.Area, places []place) table.Warning {
	c := newCases("unknown_area", "name an area that there is not: they belong to the one they lie in", "所填区划单元不存在，按所在位置归属")
	known := make(map[string]bool)
	for _, a := range areas {
		known[a.ID], known[a.Name] = true, true
	}
	if len(areas) == 0 {
		return c.Warning
	}
	for _, p := range places {
		if p.area != "" && !known[p.area] {
			c.add("%s: %s", p.name, p.area)
		}
	}
	return c.Warning
}

// overlaps warns of places that lie in several areas of one level and do not say to which they belong.
func overlaps(areas []geo.Area, places []place) table.Warning {
	c := newCases("in_several_areas", "in several areas of one level, which overlap there: the smallest id counts", "位于同级多个区划单元的重叠处，以编号最小者为准")
	var index geo.Index
	known := make(map[string]bool)
	for i, a := range areas {
		known[a.ID], known[a.Name] = true, true
		if len(a.Shape) > 0 {
			index.Insert(a.Shape.Bound(), int32(i))
		}
	}
	for _, p := range places {
		if p.area != "" && known[p.area] {
			continue
		}
		levels := make(map[string]string, 4) // level to the first area found
		index.Search(p.point.Bound(), func(id int32) bool {
			a := &areas[id]
			if !geo.Contains(a.Shape, p.point) {
				return true
			}
			other, twice := levels[a.Level]
			if twice {
				name := cmp.Or(a.Name, a.ID)
				c.add("%s: %s, %s", p.name, min(name, other), max(name, other))
				return false
			}
			levels[a.Level] = cmp.Or(a.Name, a.ID)
			return true
		})
	}
	return c.Warning
}

// orphans warns of areas whose parent does not exist.
func orphans(areas []geo.Area) table.Warning {
	c := newCases("unknown_parent", "areas whose parent is not there: they do not count in higher levels", "上级区划单元不存在，不计入上级")
	known := make(map[string]bool)
	for _, a := range areas {
		known[a.ID], known[a.Name] = true, true
	}
	for _, a := range areas {
		if a.Parent != "" && !known[a.Parent] {
			c.add("%s: %s", a.ID, a.Parent)
		}
	}
	return c.Warning
}

// ownerless warns of entrances whose owner does not exist. An owner of a facility is its id or "service:id".
func ownerless(entrances []geo.Entrance, town *geo.Town) table.Warning {
	c := newCases("unknown_owner", "entrances whose facility or residential point is not there: not used", "出入口所属的设施或居民点不存在，未采用")
	type owner struct {
		kind geo.OwnerKind
		id   string
	}
	known := make(map[owner]bool)
	for _, f := range town.Facilities {
		known[owner{geo.FacilityOwner, f.ID}] = true
		known[owner{geo.FacilityOwner, f.Service + ":" + f.ID}] = true
	}
	for _, p := range town.Points {
		known[owner{geo.ResidentOwner, p.ID}] = true
	}
	for _, e := range entrances {
		if !known[owner{e.OwnerKind, e.OwnerID}] {
			c.add("%s %s", e.OwnerKind, e.OwnerID)
		}
	}
	return c.Warning
}

// fromBuildings tells an estimate that was made from the buildings of an extract from one that a list declares.
func fromBuildings(p geo.ResidentialPoint) bool {
	return p.Estimate && (p.Kind == "building" || strings.HasPrefix(p.ID, "zone:"))
}

// estimatesBesideCounts warns where people of lists and people estimated from buildings stand side by side.
func estimatesBesideCounts(points []geo.ResidentialPoint) table.Warning {
	c := newCases("counted_and_estimated", "estimated residential points beside counted ones: the same people may count twice; import the counted ones with --replace", "推算的居民点与统计的居民点并存，人口可能重复计算；请用 --replace 重新导入统计数据")
	counted := false
	for _, p := range points {
		if fromBuildings(p) {
			c.add("%s", p.ID)
		} else {
			counted = true
		}
	}
	if !counted {
		c.Count = 0
	}
	return c.Warning
}

// nobody tells of points without a single person.
func nobody(points []geo.ResidentialPoint) table.Warning {
	c := newCases("population_zero", "with 0 people", "人口为0")
	for _, p := range points {
		if p.People[geo.All] == 0 {
			c.add("%s", p.ID)
		}
	}
	return c.Warning
}

func incompleteLists(lists []geo.FacilityList) table.Warning {
	c := newCases("incomplete_list", "lists from OpenStreetMap are never complete: people may have a service that is not known", "来自OpenStreetMap的清单不完整，可能遗漏设施")
	for _, l := range lists {
		if l.Incomplete {
			c.add("%s", l.Service)
		}
	}
	return c.Warning
}

// rejectedRows sums the rows that imports did not take, by the latest import of each file.
func rejectedRows(reports []Report) table.Warning {
	c := newCases("rejected_rows", "rows of imported files broke a rule and are not in the workspace", "导入文件中有不合规则的行，未纳入")
	type file struct {
		kind Kind
		name string
	}
	latest := make(map[file]int)
	for i, r := range reports {
		latest[file{r.Kind, r.File}] = i
	}
	for i, r := range reports {
		if r.Rejected == 0 || latest[file{r.Kind, r.File}] != i {
			continue
		}
		c.add("%s: %d", r.File, r.Rejected)
		c.Count += r.Rejected - 1
	}
	return c.Warning
}
