package isochrone

import (
	"context"
	"sync"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// canvas is what all catchments of a router are drawn on. It is made with the first of them.
type canvas struct {
	lattice
	sites    siteList
	deadEnds map[int32]int32
	sketches sync.Pool // of *sketch
}

func (r *Router) newCanvas() *canvas {
	box, _ := r.Area.Bound()
	c := &canvas{lattice: newLattice(box, r.cellM(), box.Center()[1]), deadEnds: deadEnds(r.Network)}
	c.sites = r.newSiteList(&c.lattice)
	c.sketches.New = func() any {
		return &sketch{router: r, canvas: c, search: newSearch(r.Network.States)}
	}
	return c
}

// cellM is the side of a cell: about a third of an access leg.
func (r *Router) cellM() float64 {
	if r.Profile.Traveller == geo.Foot.String() {
		return 50
	}
	return 100
}

// sketch draws the catchments of one question, in memory that the next one uses again.
type sketch struct {
	router  *Router
	canvas  *canvas
	search  *search
	ground  ground
	gauge   gauge
	surface surface
	sites   []site
	cells   []int32 // of each cell the first of its sites
	contour contour
}

// newSketch searches the surroundings of goals, as far as the lines of the cutoffs depend on them.
func (r *Router) newSketch(to []goal, cutoffsMs []int64) *sketch {
	c := r.canvas()
	d := c.sketches.Get().(*sketch)
	d.ground.router, d.ground.keys, d.ground.near = r, d.search.keys, r.newNeighbourhood(to)
	d.gauge = r.newGauge(&d.ground, &c.lattice)
	d.ground.limitMs = -1
	for _, cutoff := range cutoffsMs {
		if cutoff >= 0 {
			d.ground.limitMs = max(d.ground.limitMs, min(cutoff, int64(noLimit)-d.gauge.beyondMs()-1)+d.gauge.beyondMs())
		}
	}
	d.search.run(&r.Network.In, r.arrivals(to), uint64(max(0, d.ground.limitMs)))
	d.ground.survey(d.search.settled, c.deadEnds)
	return d
}

// done gives the memory back.
func (d *sketch) done() {
	d.ground.near = nil
	d.canvas.sketches.Put(d)
}

// draw draws the lines of cutoffs; timeOf is the travel time of a residential point.
func (d *sketch) draw(ctx context.Context, cutoffsMs []int64, timeOf func(point int32) int64) ([]Catchment, error) {
	catchments := make([]Catchment, len(cutoffsMs))
	maxMs := int64(-1)
	for i, cutoff := range cutoffsMs {
		catchments[i].CutoffMs = cutoff
		maxMs = max(maxMs, cutoff)
	}
	time := func(owner int32) int64 {
		ms := int64(0)
		if owner >= 0 {
			ms = timeOf(owner)
		} else {
			f := &d.router.facilities[^owner]
			ms = d.ground.near.timeFrom(f.boardings, f.doors, d.search.keys).Ms
		}
		if ms > d.ground.limitMs {
			return Never
		}
		return ms
	}
	far := d.farSites(maxMs, time)
	w, any := d.window(maxMs, far)
	if !any {
		return catchments, nil
	}
	if err := d.surface.fill(ctx, w, &d.ground, cutoffsMs); err != nil {
		return nil, err
	}
	d.place(time)
	for i := range catchments {
		c := &catchments[i]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.Shape = shape(d.contour.trace(&d.surface, &d.gauge, d.cells, d.sites, c.CutoffMs))
		for k := range d.sites {
			if s := &d.sites[k]; s.owner >= 0 && s.ms <= c.CutoffMs {
				c.Points = append(c.Points, s.owner)
			}
		}
	}
	return catchments, nil
}

// farSites are the sites within the longest cutoff that may stand anywhere: their doors are elsewhere.
func (d *sketch) farSites(maxMs int64, time func(owner int32) int64) (far []orb.Point) {
	for _, owner := range d.canvas.sites.far {
		if time(owner) <= maxMs {
			far = append(far, d.router.standing(owner))
		}
	}
	return far
}

func (r *Router) standing(owner int32) orb.Point {
	if owner < 0 {
		return r.Area.Facilities[^owner].Point
	}
	return r.Area.Points[owner].Point
}

// window holds everything that the lines may enclose, and lays out the ground for it.
func (d *sketch) window(maxMs int64, far []orb.Point) (w window, any bool) {
	box, any := d.ground.reachOf(maxMs, d.router.Profile.Access.LimitM*1.001+2*d.canvas.sideM)
	for _, at := range far {
		if !any {
			box, any = at.Bound(), true
		}
		box = box.Extend(at)
	}
	if any {
		w = d.canvas.over(box)
		d.ground.lay(box, d.canvas.sideM)
	}
	return w, any
}

// place finds the sites of every cell and their times.
func (d *sketch) place(time func(owner int32) int64) {
	w := &d.surface.window
	d.sites, d.cells = d.sites[:0], resized(d.cells, w.nx*w.ny+1)
	cell := 0
	d.canvas.sites.in(w, func(i, j int, s *listedSite) {
		for ; cell <= j*w.nx+i; cell++ {
			d.cells[cell] = int32(len(d.sites))
		}
		d.sites = append(d.sites, site{s.half(), s.owner, time(s.owner)})
	})
	for ; cell < len(d.cells); cell++ {
		d.cells[cell] = int32(len(d.sites))
	}
}
