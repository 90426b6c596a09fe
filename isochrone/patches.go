package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// lay sorts the pieces into patches over a box and the access limit around it.
func (g *ground) lay(box orb.Bound, cellM float64) {
	limitM := g.router.Profile.Access.LimitM
	south, north := geo.NewFrame(box.Min).Box(limitM), geo.NewFrame(box.Max).Box(limitM)
	g.box = south.Union(north).Union(box)
	const perDegree = geo.EarthRadiusM * math.Pi / 180
	widest := math.Min(math.Cos(g.box.Min[1]*math.Pi/180), math.Cos(g.box.Max[1]*math.Pi/180))
	sideM := 1.001 * math.Max(limitM/2, cellM/2)
	for ; ; sideM *= 2 {
		g.perLat = perDegree / sideM
		g.perLon = g.perLat * math.Max(widest, 0.01)
		nx, ny := (g.box.Max[0]-g.box.Min[0])*g.perLon+1, (g.box.Max[1]-g.box.Min[1])*g.perLat+1
		if nx*ny <= maxCorners {
			g.nx, g.ny = int(nx), int(ny)
			break
		}
	}
	g.aim(int(math.Ceil(limitM * 1.0001 / sideM)))
	g.patchM = sideM / 1.001
	g.walkMs = float64(g.router.Profile.legMs(1000)) / 1001

	patches := g.nx * g.ny
	g.first = slices.Grow(g.first[:0], patches+1)[:patches+1]
	g.soonest = slices.Grow(g.soonest[:0], patches)[:patches]
	clear(g.first)
	g.quick = resized(g.quick, len(g.pieces))
	for i := range g.soonest {
		g.soonest[i] = Never
	}
	for i := range g.pieces {
		g.quick[i] = g.pieces[i].quick()
		x0, y0, x1, y1 := g.patches(&g.pieces[i])
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				patch := y*g.nx + x
				g.first[patch]++
				g.soonest[patch] = min(g.soonest[patch], g.pieces[i].leastMs)
			}
		}
	}
	total := int32(0)
	for patch := range patches {
		total += g.first[patch]
		g.first[patch] = total
	}
	g.first[patches] = total
	g.list = slices.Grow(g.list[:0], int(total))[:total]
	for i := len(g.pieces) - 1; i >= 0; i-- { // from the last on, so that each patch lists them in order
		x0, y0, x1, y1 := g.patches(&g.pieces[i])
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				patch := y*g.nx + x
				g.first[patch]--
				g.list[g.first[patch]] = int32(i)
			}
		}
	}
	g.sink()
}

// sink finds the floor of every patch.
func (g *ground) sink() {
	g.floor = resized(g.floor, len(g.soonest))
	apartMs := make([]int64, len(g.aroundPatch))
	for i, d := range g.aroundPatch {
		apart := math.Hypot(float64(max(0, d[0]-1, -d[0]-1)), float64(max(0, d[1]-1, -d[1]-1)))
		apartMs[i] = int64(g.walkMs * g.patchM * apart)
	}
	for y := range g.ny {
		for x := range g.nx {
			least := int64(Never)
			for i, d := range g.aroundPatch {
				if px, py := x+d[0], y+d[1]; px >= 0 && py >= 0 && px < g.nx && py < g.ny {
					if soonest := g.soonest[py*g.nx+px]; soonest < least {
						least = min(least, soonest+apartMs[i])
					}
				}
			}
			g.floor[y*g.nx+x] = least
		}
	}
}

// patches is the range of patches that the box of a piece touches, both ends included; an empty one if it lies apart.
func (g *ground) patches(p *reachedPiece) (x0, y0, x1, y1 int) {
	x0, y0 = g.patchOf(orb.Point{min(p.a[0], p.b[0]), min(p.a[1], p.b[1])})
	x1, y1 = g.patchOf(orb.Point{max(p.a[0], p.b[0]), max(p.a[1], p.b[1])})
	return max(x0, 0), max(y0, 0), min(x1, g.nx-1), min(y1, g.ny-1)
}

func (g *ground) patchOf(p orb.Point) (x, y int) {
	return int(math.Floor((p[0] - g.box.Min[0]) * g.perLon)), int(math.Floor((p[1] - g.box.Min[1]) * g.perLat))
}

// aim lists the patches around one, up to some columns and rows away, the nearest first.
func (g *ground) aim(radius int) {
	if g.aroundRadius == radius && len(g.aroundPatch) > 0 {
		return
	}
	g.aroundRadius, g.aroundPatch = radius, g.aroundPatch[:0]
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			g.aroundPatch = append(g.aroundPatch, [2]int{x, y})
		}
	}
	slices.SortStableFunc(g.aroundPatch, func(a, b [2]int) int { return a[0]*a[0] + a[1]*a[1] - b[0]*b[0] - b[1]*b[1] })
}
