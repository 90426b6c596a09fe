package bench

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// enoughClicks is how many catchments are asked for at least: what a batch costs once must not count in one.
const enoughClicks = 500

// clicks are the facilities whose catchments are asked for: those of the most frequent service, in small towns again
// and again.
func (r *run) clicks() []int32 {
	once := facilitiesOf(r.area, Services[len(Services)-1].Code)
	return slices.Repeat(once, max(1, (enoughClicks+len(once)-1)/len(once)))
}

// settling measures the search alone: walking catchments in the town without residential points. The catchments
// themselves are checked with points, in [run.walks].
func (r *run) settling(p *prepared) error {
	r.say(geo.Say("settling nodes", "逐点扩展"))
	clicks := r.clicks()
	nodes := r.settled(p, clicks, minutes15)
	engine, err := measure(r.ctx, nodes, func() error {
		_, err := p.bare.CatchmentRuns(r.ctx, clicks, minutes15)
		return err
	})
	if err != nil {
		return err
	}
	book, err := measure(r.ctx, nodes, func() error {
		r.settled(p, clicks, minutes15)
		return nil
	})
	r.add(Row{ID: "settle", Job: geo.Say("settle one node, walking 15 minutes", "步行 15 分钟查询，每扩展一个节点"), Unit: Seconds, Engine: engine, Textbook: book, Target: target(20e-9), Faster: 5,
		Note: geo.Say("%.0f nodes a query", "每次查询 %.0f 个节点", nodes/float64(len(clicks)))})
	return err
}

// settled lets the textbook search from facilities, and counts the nodes.
func (r *run) settled(p *prepared, facilities []int32, cutoffMs int64) float64 {
	nodes := 0
	for _, f := range facilities {
		nodes += p.book.Settle(f, cutoffMs)
	}
	return float64(nodes)
}

// walks measures catchments of 15 minutes with the people in each, and the same work on all processors.
func (r *run) walks(p *prepared) error {
	r.say(geo.Say("walking catchments", "步行服务范围"))
	const job = "walking catchments"
	clicks := r.clicks()
	var within []isochrone.Runs
	people := func(point int32) int64 { return int64(max(0, r.area.Points[point].People[geo.All])) }
	sums := p.router.RunningSums(people)
	populations := make([]int64, len(clicks))
	ask := func() (err error) {
		if within, err = p.router.CatchmentRuns(r.ctx, clicks, minutes15); err != nil {
			return err
		}
		for i := range within {
			populations[i] = within[i].Sum(sums)
		}
		return nil
	}
	units := float64(len(clicks))
	engine, err := measure(r.ctx, units, ask)
	if err != nil {
		return err
	}
	alone, asTextbook, peopleThere := within, make([][]int32, len(clicks)), make([]int64, len(clicks))
	book, err := measure(r.ctx, units, func() error {
		for i, f := range clicks {
			asTextbook[i], peopleThere[i] = p.book.PointsWithin(f, minutes15), 0
			for _, point := range asTextbook[i] {
				peopleThere[i] += people(point)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, f := range clicks {
		if !slices.Equal(asTextbook[i], pointsOf(p.router, alone[i])) || peopleThere[i] != populations[i] {
			return mismatch(job, "facility %s has %d points within 15 minutes, by the textbook %d", r.area.Facilities[f].ID, alone[i].Len(), len(asTextbook[i]))
		}
	}
	r.add(Row{ID: "walk", Job: geo.Say("one walking catchment of 15 minutes with its population", "一个 15 分钟步行服务范围及其人口"), Unit: Seconds, Engine: engine, Textbook: book, Target: target(20e-6),
		Note: geo.Say("one of %d asked for at once", "一次请求 %d 个中的一个", len(clicks))})
	all, allByTheBook := engine.times(units), book.times(units)
	r.add(Row{ID: "runs", Job: geo.Say("%d walking catchments of 15 minutes as runs", "%d 个 15 分钟步行服务范围（区间形式）", len(clicks)), Unit: Seconds, Engine: &all, Textbook: &allByTheBook,
		Target: target(0.15 * units / manyClicks), Note: geo.Say("%d runs of points in all", "共 %d 个居民点区间", runsIn(alone))})
	return r.twoProcessors(engine, units, ask, func() error {
		for i := range within {
			if !slices.Equal(within[i], alone[i]) {
				return fmt.Errorf("%s: on %d processors facility %s has other points than on one", job, runtime.NumCPU(), r.area.Facilities[clicks[i]].ID)
			}
		}
		return nil
	})
}

// pointsOf lists the points of a catchment by index.
func pointsOf(router *isochrone.Router, runs isochrone.Runs) []int32 {
	var points []int32
	for _, run := range runs {
		points = append(points, router.Order()[run.First:run.End]...)
	}
	slices.Sort(points)
	return points
}

func runsIn(catchments []isochrone.Runs) (n int) {
	for _, runs := range catchments {
		n += len(runs)
	}
	return n
}

// twoProcessors measures a job again on two processors.
func (r *run) twoProcessors(one *Figure, units float64, job, same func() error) error {
	row := Row{ID: "two_processors", Job: geo.Say("speed-up by a second processor, walking catchments", "第二个处理器带来的加速（步行服务范围）"), Unit: SpeedUp, Target: target(1.8)}
	if runtime.NumCPU() < 2 {
		row.Note = geo.Say("this machine has one processor", "本机只有一个处理器")
		r.add(row)
		return nil
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	two, err := measureWall(r.ctx, units, job)
	if err != nil {
		return err
	}
	row.Engine = &Figure{Median: one.Median / two.Median, Best: one.Best / two.Best, Runs: min(one.Runs, two.Runs)}
	r.add(row)
	return same()
}

// drives measures large catchments, nodes alone, and checks some with points.
func (r *run) drives(p *prepared) error {
	r.say(geo.Say("driving catchments", "驾车服务范围"))
	clicks := r.clicks()
	clicks = clicks[:min(driveSamples, len(clicks))]
	units := float64(len(clicks))
	states, junctions := 0, 0
	for _, f := range clicks {
		states += p.book.Settle(f, minutes30)
		junctions += p.book.Reached()
	}
	reached := float64(junctions) / units
	engine, err := measure(r.ctx, units, func() error {
		_, err := p.bare.CatchmentRuns(r.ctx, clicks, minutes30)
		return err
	})
	if err != nil {
		return err
	}
	book, err := measure(r.ctx, units, func() error {
		r.settled(p, clicks, minutes30)
		return nil
	})
	if err != nil {
		return err
	}
	note := geo.Say("%.0f nodes a query", "每次查询 %.0f 个节点", reached)
	if states > junctions {
		note = geo.Say("%.0f junctions a query, %.0f states under turn rules", "每次查询 %.0f 个路口，计转向限制为 %.0f 个状态", reached, float64(states)/units)
	}
	r.add(Row{ID: "drive", Job: geo.Say("one driving catchment of 30 minutes, nodes", "一个 30 分钟驾车服务范围（仅节点）"), Unit: Seconds, Engine: engine, Textbook: book,
		Target: target(3e-3 * reached / longDrive),
		Note:   note})
	checked := clicks[:min(3, len(clicks))]
	within, err := p.router.CatchmentRuns(r.ctx, checked, minutes30)
	if err != nil {
		return err
	}
	for i, f := range checked {
		var points []int32
		for point, answer := range p.book.Times(checked[i : i+1]) {
			if answer.Ms <= minutes30 {
				points = append(points, int32(point))
			}
		}
		if !slices.Equal(points, pointsOf(p.router, within[i])) {
			return mismatch("driving catchments", "facility %s has %d points within 30 minutes, by the textbook %d", r.area.Facilities[f].ID, within[i].Len(), len(points))
		}
	}
	return nil
}

// polygons measures the catchments of places for three cutoffs, as GeoJSON, and looks at every point near.
func (r *run) polygons(p *prepared) error {
	r.say(geo.Say("polygons", "多边形"))
	clicks := r.clicks()
	cutoffs := []int64{minutes5, minutes10, minutes15}
	turn := 0
	var catchments []isochrone.Catchment
	engine, err := measure(r.ctx, 1, func() (err error) {
		f := clicks[turn%len(clicks)]
		turn++
		if catchments, err = p.router.CatchmentsOf(r.ctx, r.area.Facilities[f].Point, cutoffs); err != nil {
			return err
		}
		collection := geojson.NewFeatureCollection()
		for _, c := range catchments {
			collection.Append(geojson.NewFeature(c.Shape))
		}
		_, err = json.Marshal(collection)
		return err
	})
	if err != nil {
		return err
	}
	r.add(Row{ID: "polygons", Job: geo.Say("the same with three nested polygons as GeoJSON", "同上，并生成三档嵌套多边形（GeoJSON）"), Unit: Seconds, Engine: engine, Target: target(2e-3),
		Note: geo.Say("no textbook draws polygons; every point was checked", "教科书算法不生成多边形；已逐点核对")})
	return r.checkPolygons(p, clicks[(turn-1)%len(clicks)], catchments)
}

// checkPolygons holds the points and polygons of the last place against the textbook.
func (r *run) checkPolygons(p *prepared, f int32, catchments []isochrone.Catchment) error {
	const job = "polygons"
	for _, c := range catchments {
		inside, listed := make(map[int32]bool), make(map[int32]bool)
		for _, i := range p.book.PointsWithin(f, c.CutoffMs) {
			inside[i] = true
		}
		for _, i := range c.Points {
			listed[i] = true
		}
		box := orb.Bound{}
		if len(c.Shape) > 0 {
			box = c.Shape.Bound()
		}
		for i := range r.area.Points {
			point := &r.area.Points[i]
			drawn := box.Contains(point.Point) && geo.Contains(c.Shape, point.Point)
			if want := inside[int32(i)]; drawn != want || listed[int32(i)] != want {
				return mismatch(job, "point %s within %d ms: by the textbook %v, by the list %v, by the polygon %v", point.ID, c.CutoffMs, want, listed[int32(i)], drawn)
			}
		}
	}
	return nil
}
