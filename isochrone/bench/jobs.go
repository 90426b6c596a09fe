package bench

import (
	"context"
	"runtime"
	"time"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
	"lifecircle/isochrone/coverage"
)

// Options are what a run needs beside the town.
type Options struct {
	// Open opens the workspace in which the town lies, reads it, and keeps in it what is dear to prepare. nil: opening
	// is not measured.
	Open func(context.Context) (*coverage.Analysis, error)
	// Progress is told what is measured next. It may be nil.
	Progress func(what geo.Words)
}

// The sizes in which targets are given; those of jobs that grow with the town are in proportion to them.
const (
	fullCity     = 1_000_000.0
	longDrive    = 100_000.0 // nodes of a drive of 30 minutes
	manyClicks   = 10_000.0  // catchments of a batch
	driveSamples = 40
)

// cutoffs in milliseconds.
const (
	minutes5  = 5 * 60_000
	minutes10 = 10 * 60_000
	minutes15 = 15 * 60_000
	minutes30 = 30 * 60_000
)

// run is the state of one run of the benchmark.
type run struct {
	ctx     context.Context
	options Options
	area    *geo.StudyArea
	bare    *geo.StudyArea // the same without residential points
	report  *Report

	networks                     int64 // bytes of all modes
	lists                        int64 // bytes of the mode that takes more
	nearest, nearestBook         *Figure
	nearestBare, nearestBareBook *Figure
	rows                         map[string]Row
}

// Run measures a town, which must have the facilities of [Furnish]. An error means that it could not be done, or that an
// answer was wrong.
func Run(ctx context.Context, town geo.Town, o Options) (*Report, error) {
	start := time.Now()
	r := &run{ctx: ctx, options: o, report: &Report{Program: coverage.Version, Machine: ThisMachine()}, rows: map[string]Row{}}
	r.say(geo.Say("study area", "研究区"))
	sum := Hash(&town)
	area, err := geo.NewStudyArea(town)
	if err != nil {
		return nil, err
	}
	naked := area.Town
	naked.Points = nil
	if r.bare, err = geo.NewStudyArea(naked); err != nil {
		return nil, err
	}
	r.area = area
	r.describe(sum)
	for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
		if err := r.mode(mode); err != nil {
			return nil, err
		}
	}
	if err := r.opening(); err != nil {
		return nil, err
	}
	r.conclude()
	r.report.PeakBytes, r.report.LoadAfter, r.report.Seconds = peak(), load(), time.Since(start).Seconds()
	return r.report, nil
}

func (r *run) say(what geo.Words) {
	if r.options.Progress != nil {
		r.options.Progress(what)
	}
}

func (r *run) describe(sum string) {
	t := &r.area.Town
	in := Input{Name: t.Name, SHA256: sum, Streets: len(t.Streets), Points: len(t.Points), Turns: len(t.Turns), Barriers: len(t.Barriers), Facilities: map[string]int{}}
	for i := range t.Points {
		in.People += int64(max(0, t.Points[i].People[geo.All]))
	}
	for i := range t.Facilities {
		in.Facilities[t.Facilities[i].Service]++
	}
	r.report.Input = in
}

// prepared is the town made ready for one mode, by both.
type prepared struct {
	router, bare *isochrone.Router
	book         *textbook.Book
}

// mode runs all jobs of one mode. The routers of one mode are let go before those of the next are made.
func (r *run) mode(mode geo.Mode) error {
	profile, err := isochrone.BuiltinProfile(mode)
	if err != nil {
		return err
	}
	r.say(geo.Say("%s: network and lists", "%s：路网与出行表", mode))
	var p prepared
	network, err := r.networkBytes(profile)
	if err != nil {
		return err
	}
	r.networks += network
	if p.bare, err = isochrone.NewRouter(r.ctx, r.bare, profile); err != nil {
		return err
	}
	before, start := heap(), time.Now()
	if p.router, err = isochrone.NewRouter(r.ctx, r.area, profile); err != nil {
		return err
	}
	took := time.Since(start).Seconds()
	r.lists = max(r.lists, heap()-before-network)
	r.add(Row{ID: "prepare_" + string(mode), Job: geo.Say("prepare %s: network and lists of all points, all processors", "准备 %s：路网与全部居民点的出行表（使用全部处理器）", mode),
		Unit: Seconds, Engine: &Figure{Median: took, Best: took, Runs: 1}})
	r.say(geo.Say("%s: textbook", "%s：教科书算法", mode))
	p.book = textbook.New(r.area, profile)
	if mode == geo.Walk {
		r.report.Input.Junctions, r.report.Input.Pieces = p.book.Junctions(), p.book.Pieces()
	}
	jobs := []func(*prepared) error{r.nearestFacilities}
	if mode == geo.Walk {
		jobs = append(jobs, r.settling, r.walks, r.polygons, r.moves)
	} else {
		jobs = append(jobs, r.drives)
	}
	for _, job := range jobs {
		if err := job(&p); err != nil {
			return err
		}
	}
	return nil
}

// networkBytes is what the network of a profile takes in memory, nobody and nothing on it.
func (r *run) networkBytes(profile isochrone.Profile) (int64, error) {
	streets := r.bare.Town
	streets.Facilities, streets.Entrances = nil, nil
	area, err := geo.NewStudyArea(streets)
	if err != nil {
		return 0, err
	}
	before := heap()
	router, err := isochrone.NewRouter(r.ctx, area, profile)
	bytes := heap() - before
	runtime.KeepAlive(router)
	return bytes, err
}

func (r *run) add(row Row) { r.rows[row.ID] = row }

// target is a figure to reach.
func target(v float64) *float64 { return &v }

// facilitiesOf are the facilities of a service by index.
func facilitiesOf(area *geo.StudyArea, service string) (all []int32) {
	first, end := area.FacilitiesOf(service)
	for i := first; i < end; i++ {
		all = append(all, int32(i))
	}
	return all
}

// conclude puts the rows in order.
func (r *run) conclude() {
	share := float64(r.report.Input.Junctions) / fullCity
	people := float64(max(1, r.report.Input.Points)) / fullCity
	r.add(Row{ID: "nearest", Job: geo.Say("nearest facility of all points, 4 services × 2 modes × 3 cutoffs", "全部居民点的最近设施：4 类设施 × 2 种出行方式 × 3 档时间"),
		Unit: Seconds, Engine: r.nearest, Textbook: r.nearestBook, Target: target(1.5 * people)})
	r.add(Row{ID: "nearest_nodes", Job: geo.Say("the same for junctions without points", "同上，仅路口、无居民点"),
		Unit: Seconds, Engine: r.nearestBare, Textbook: r.nearestBareBook, Target: target(0.3 * share)})
	r.add(Row{ID: "memory_network", Job: geo.Say("network of two modes in memory", "两种出行方式的路网内存"),
		Unit: Bytes, Engine: &Figure{Median: float64(r.networks), Best: float64(r.networks), Runs: 1}, Target: target(60e6 * share)})
	r.add(Row{ID: "memory_lists", Job: geo.Say("access lists of all points in memory, the larger mode", "全部居民点的出行表内存（取较大的一种出行方式）"),
		Unit: Bytes, Engine: &Figure{Median: float64(r.lists), Best: float64(r.lists), Runs: 1}, Target: target(200e6 * people)})
	for _, id := range []string{"settle", "walk", "polygons", "drive", "runs", "two_processors", "nearest", "nearest_nodes", "move_many", "move_few", "session",
		"memory_network", "memory_lists", "open_first", "open", "prepare_walk", "prepare_drive"} {
		r.report.Rows = append(r.report.Rows, r.rows[id])
	}
}
