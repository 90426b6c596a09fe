package data

import (
	"cmp"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// The checks in this file ask whether what is named is there.

// areaNames knows how areas can be named: by an id, or by a name that one area alone has.
type areaNames struct {
	count map[string]int // how many areas a text may mean
	meant *names
}

func namesOfAreas(areas []geo.Area) *areaNames {
	n := &areaNames{count: make(map[string]int, 2*len(areas))}
	var all []string
	for i := range areas {
		n.count[areas[i].Name]++
		all = append(all, cmp.Or(areas[i].Name, areas[i].ID))
	}
	for i := range areas {
		n.count[areas[i].ID] = 1
	}
	n.meant = newNames(all)
	return n
}

// miss adds a case unless a text names one area.
func (n *areaNames) miss(c *cases, who, named string) {
	switch n.count[named] {
	case 1:
	case 0:
		if near := n.meant.nearest(named); near != "" {
			c.add("%s: %s (%s?)", who, named, near)
		} else {
			c.add("%s: %s", who, named)
		}
	default:
		c.add("%s: %s (× %d)", who, named, n.count[named])
	}
}

// unknownServes warns of facilities that serve, without a visit, areas that there are not, or that several have the name of.
func unknownServes(town *geo.Town) table.Warning {
	c := newCases("unknown_serves", "serve areas that there are not, or whose name several have: they serve nobody there", "服务范围中的区划单元不存在或重名，不计其服务")
	known := namesOfAreas(town.Areas)
	for i := range town.Facilities {
		f := &town.Facilities[i]
		for _, area := range f.Serves {
			known.miss(c, f.Service+":"+f.ID, area)
		}
	}
	return c.Warning
}

// unknownReported warns of reported numbers of areas that there are not.
func unknownReported(town *geo.Town) table.Warning {
	c := newCases("unknown_reported", "reported numbers of areas that there are not, or whose name several have: no check finds them", "上报数值所属的区划单元不存在或重名，检查时不会采用")
	known := namesOfAreas(town.Areas)
	for _, n := range town.Reported {
		if n.Area != "" {
			known.miss(c, n.Indicator, n.Area)
		}
	}
	return c.Warning
}

// sameNames warns of areas of one level and one parent that share a name: whoever names it names neither.
func sameNames(areas []geo.Area) table.Warning {
	c := newCases("same_name", "areas of one level that share a name: nothing can be joined to them by it", "同级区划单元重名，无法按名称对应")
	type key struct{ level, name string }
	first := make(map[key]string)
	for i := range areas {
		a := &areas[i]
		k := key{a.Level, a.Name}
		if other, again := first[k]; again && a.Name != "" {
			c.add("%s: %s, %s", a.Name, other, a.ID)
			continue
		}
		first[k] = a.ID
	}
	return c.Warning
}
