package siting_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"lifecircle/isochrone/siting"
)

// bigTown makes a town on a plane: clustered people at demand points and candidates among them, both numbered along a
// curve, each candidate reaching the points in a crooked disc around it that differs from place to place, as walking
// does.
func bigTown(seed uint64, points, candidates int, reached float64) *siting.Instance {
	r := rand.New(rand.NewPCG(seed, 1))
	type place struct{ x, y float64 }
	clusters := make([]place, 40)
	for k := range clusters {
		clusters[k] = place{r.Float64(), r.Float64()}
	}
	spot := func() place {
		if r.IntN(4) == 0 {
			return place{r.Float64(), r.Float64()}
		}
		c := clusters[r.IntN(len(clusters))]
		return place{math.Mod(1+c.x+0.07*r.NormFloat64(), 1), math.Mod(1+c.y+0.07*r.NormFloat64(), 1)}
	}
	along := func(n int) []place {
		places := make([]place, n)
		for i := range places {
			places[i] = spot()
		}
		slices.SortFunc(places, func(a, b place) int { return int(hilbert(a.x, a.y)) - int(hilbert(b.x, b.y)) })
		return places
	}
	people, sites := along(points), along(candidates)
	in := &siting.Instance{Demand: make([]int64, points), Candidates: make([]siting.Candidate, candidates), Reach: make([][]siting.Run, candidates)}
	for j := range in.Demand {
		in.Demand[j] = int64(r.IntN(4))
	}
	radius := math.Sqrt(reached / float64(points) / math.Pi * 0.5)
	const cells = 1024
	grid := make([][]uint32, cells*cells)
	cell := func(v float64) int { return max(0, min(cells-1, int(v*cells))) }
	for j, p := range people {
		grid[cell(p.x)*cells+cell(p.y)] = append(grid[cell(p.x)*cells+cell(p.y)], uint32(j))
	}
	for i, s := range sites {
		in.Candidates[i] = siting.Candidate{ID: strconv.Itoa(i), Cost: 1}
		phase, lobes := 2*math.Pi*r.Float64(), float64(2+r.IntN(4))
		var reach []uint32
		for x := cell(s.x - 1.3*radius); x <= cell(s.x+1.3*radius); x++ {
			for y := cell(s.y - 1.3*radius); y <= cell(s.y+1.3*radius); y++ {
				for _, j := range grid[x*cells+y] {
					dx, dy := people[j].x-s.x, people[j].y-s.y
					if limit := radius * (1 + 0.25*math.Sin(lobes*math.Atan2(dy, dx)+phase)); dx*dx+dy*dy <= limit*limit {
						reach = append(reach, j)
					}
				}
			}
		}
		slices.Sort(reach)
		in.Reach[i] = siting.RunsOf(reach)
	}
	return in
}

// hilbert is the place of a position of the unit square on a Hilbert curve of order 12.
func hilbert(x, y float64) uint32 {
	const side = 1 << 12
	a, b := uint32(x*side)&(side-1), uint32(y*side)&(side-1)
	d := uint32(0)
	for s := uint32(side / 2); s > 0; s /= 2 {
		var rx, ry uint32
		if a&s > 0 {
			rx = 1
		}
		if b&s > 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				a, b = side-1-a, side-1-b
			}
			a, b = b, a
		}
	}
	return d
}
