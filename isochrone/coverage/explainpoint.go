package coverage

import (
	"fmt"
	"math"

	"lifecircle/geo"
)

// farFromAnybodyM is the distance, 5 km, beyond which a place is taken for a mistake and not for its nearest resident.
const farFromAnybodyM = 5_000

func (a *Analysis) find(q ExplainRequest) (int, error) {
	if q.At != nil {
		best, bestM := -1, math.Inf(1)
		for i := range a.Area.Points {
			if d := geo.Distance(*q.At, a.Area.Points[i].Point); d < bestM {
				best, bestM = i, d
			}
		}
		if best < 0 {
			return 0, &NoDataError{geo.Say("residential points", "居民点"), geo.Say("Import them: lifecircle import residents FILE.csv", "请先导入：lifecircle import residents FILE.csv")}
		}
		if bestM > farFromAnybodyM {
			return 0, &RequestError{"at", fmt.Sprintf("%v,%v", q.At[0], q.At[1]),
				geo.Say("lies %.0f km from where anybody lives; longitude stands first, then latitude", "距最近的居民点 %.0f 公里；应先经度、后纬度", bestM/1000),
				geo.Say("Name a place in the town, or a residential point by its id", "请指定本地范围内的位置，或按编号指定居民点")}
		}
		return best, nil
	}
	i, found := a.Area.PointByID(q.Point)
	if !found {
		return 0, &RequestError{"point", q.Point, geo.Say("is no residential point", "没有该居民点"), geo.Words{}}
	}
	return i, nil
}

func (a *Analysis) explainPoint(point int) ExplainedPoint {
	p := &a.Area.Points[point]
	e := ExplainedPoint{ID: p.ID, Name: p.Name, Position: p.Point, Kind: p.Kind, Estimate: p.Estimate, People: make(map[string]*int32), Areas: []ExplainedArea{}}
	for g := range geo.NumGroups {
		if !a.Area.HasGroup(g) {
			continue
		}
		e.People[g.String()] = nil
		if n := p.People[g]; n != geo.NoData {
			e.People[g.String()] = &n
		}
	}
	for _, level := range a.Area.Levels() {
		if i := a.Area.AreasAt(level)[point]; i >= 0 {
			e.Areas = append(e.Areas, ExplainedArea{level, a.Area.Areas[i].ID, a.Area.Areas[i].Name})
		}
	}
	return e
}
