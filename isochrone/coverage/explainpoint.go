package coverage

import (
	"math"

	"lifecircle/geo"
)

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
