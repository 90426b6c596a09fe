package town

import (
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// terrain tells fast whether a place lies on some pieces of land.
type terrain struct {
	index geo.Index
	lands []Land
}

func newTerrain(lands []Land) *terrain {
	t := &terrain{lands: lands}
	for i, l := range lands {
		if len(l.Shape) > 0 {
			t.index.Insert(l.Shape.Bound(), int32(i))
		}
	}
	return t
}

// holds reports whether a place lies on any of the land, edges included.
func (t *terrain) holds(at orb.Point) (inside bool) {
	t.index.Search(at.Bound(), func(i int32) bool {
		inside = geo.Contains(t.lands[i].Shape, at)
		return !inside
	})
	return inside
}

// terrain is areas of the town and other land together.
func (p *Prepared) terrain(parameter string, areas []string, other []Land) (*terrain, error) {
	lands := slices.Clone(other)
	for _, name := range areas {
		i, found := p.analysis.Area.AreaByID(name)
		if !found {
			return nil, refuse(parameter, name, geo.Say("is no area of the town", "不是区划单元"), geo.Say("Give the id or the name of an area, or a file of polygons", "请给出区划单元的编号或名称，或面要素文件"))
		}
		area := &p.analysis.Area.Areas[i]
		if len(area.Shape) == 0 {
			return nil, refuse(parameter, name, geo.Say("is an area without a boundary", "该区划单元没有边界"), geo.Say("Import areas with their polygons", "请导入带边界的区划单元"))
		}
		lands = append(lands, Land{area.ID, area.Shape})
	}
	for _, l := range other {
		if len(l.Shape) == 0 {
			return nil, refuse(parameter, l.Name, geo.Say("is land without a boundary", "该范围没有边界"), geo.Words{})
		}
	}
	return newTerrain(lands), nil
}
