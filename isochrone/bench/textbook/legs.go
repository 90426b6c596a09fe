package textbook

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// foot is where a leg meets the network, with the times from there along its chain and back, by direction;
// [notPermitted] where there is no way.
type foot struct {
	piece      int32
	t          float64
	legMs      int64
	away, here [2]int64 // to the end of the chain in a direction; from where the chain is entered to the foot
}

const notPermitted = -1

// walker knows how people get to the streets.
type walker struct {
	*network
	town     *geo.Town
	profile  isochrone.Profile
	barriers *geo.BarrierIndex
	index    geo.Index
	fences   geo.Index // the pieces of barriers, to see where there are none
}

func newWalker(n *network, area *geo.StudyArea, p isochrone.Profile) *walker {
	w := &walker{network: n, town: &area.Town, profile: p, barriers: geo.NewBarrierIndex(area.Barriers)}
	for i := range n.pieces {
		if one := &n.pieces[i]; one.boarded {
			w.index.Insert(orb.MultiPoint{n.at[one.ends[0]], n.at[one.ends[1]]}.Bound(), int32(i))
		}
	}
	for i := range area.Barriers {
		for k := 1; k < len(area.Barriers[i].Line); k++ {
			w.fences.Insert(area.Barriers[i].Line[k-1:k+1].Bound(), 0)
		}
	}
	return w
}

// legMs is the time of a straight leg.
func (w *walker) legMs(distanceM float64) int64 {
	kmh := w.profile.Access.SpeedKmh
	if kmh == 0 {
		kmh = w.profile.SpeedKmh
	}
	return int64(math.Floor(1000*w.profile.Access.Factor*distanceM/(kmh/3.6) + 0.5))
}

// feet appends the legs from doors to every piece within the limit.
func (w *walker) feet(feet []foot, doors []orb.Point) []foot {
	limitM := w.profile.Access.LimitM
	for _, door := range doors {
		frame := geo.NewFrame(door)
		fenced := false
		w.fences.Search(frame.Box(limitM), func(int32) bool {
			fenced = true
			return false
		})
		w.index.Search(frame.Box(limitM), func(i int32) bool {
			p := &w.pieces[i]
			a, b := w.at[p.ends[0]], w.at[p.ends[1]]
			t, d := frame.ToSegment(a, b)
			if d > limitM {
				return true
			}
			if x, y := frame.XY(geo.Along(a, b, t)); !fenced || !w.barriers.Crossed(frame, x, y) {
				feet = append(feet, w.footOn(i, t, w.legMs(d)))
			}
			return true
		})
	}
	return feet
}

// footOn adds up the times along the chain of a piece.
func (w *walker) footOn(i int32, t float64, legMs int64) foot {
	p := &w.pieces[i]
	c := &w.chains[p.chain]
	part := func(share float64, ms int64) int64 { return int64(math.Floor(share*float64(ms) + 0.5)) }
	toEnd, fromStart := [2]int64{part(1-t, p.ms[0]), part(t, p.ms[1])}, [2]int64{part(t, p.ms[0]), part(1-t, p.ms[1])}
	if p.reversed {
		toEnd[0], toEnd[1], fromStart[0], fromStart[1] = toEnd[1], toEnd[0], fromStart[1], fromStart[0]
	}
	along := p.along()
	f := foot{i, t, legMs, [2]int64{notPermitted, notPermitted}, [2]int64{notPermitted, notPermitted}}
	if c.ms[0] > 0 {
		f.away[0], f.here[0] = toEnd[0]+c.ms[0]-p.before[0]-along[0], p.before[0]+fromStart[0]
	}
	if c.ms[1] > 0 {
		f.away[1], f.here[1] = toEnd[1]+p.before[1], c.ms[1]-p.before[1]-along[1]+fromStart[1]
	}
	return f
}

// between is the time from a foot to another one along their common chain; false if it lies behind.
func (w *walker) between(from, to *foot) (ms int64, ok bool) {
	p, q := &w.pieces[from.piece], &w.pieces[to.piece]
	if from.piece == to.piece {
		direction := 0
		if to.t < from.t {
			direction = 1
		}
		along := p.ms[direction]
		if from.t == to.t {
			along = max(along, 1) // nobody moves: any direction will do
		}
		return int64(math.Floor(math.Abs(to.t-from.t)*float64(along) + 0.5)), along > 0
	}
	c := &w.chains[p.chain]
	direction := 0
	if w.position(q) < w.position(p) {
		direction = 1
	}
	return from.away[direction] + to.here[direction] - c.ms[direction], c.ms[direction] > 0
}

// position orders the pieces of a chain.
func (w *walker) position(p *piece) int64 { return max(p.before[0], p.before[1]) }

// access is a state that a residential point gets to first; shortcut is a facility it gets to along one chain or
// straight.
type access struct {
	state int32
	ms    uint32
}
type shortcut struct {
	facility int32
	ms       uint32
}

// lists are those of every residential point.
type lists struct {
	access    [][]access
	shortcuts [][]shortcut
}

// newLists makes them on all processors.
func (b *Book) newLists() {
	n := len(b.Area.Points)
	b.points = lists{make([][]access, n), make([][]shortcut, n)}
	onChain := make(map[int32][]shortcutFoot)
	var doors geo.Index
	var doorAt []shortcutDoor
	for f := range b.Area.Facilities {
		for k := range b.facilities[f] {
			at := &b.facilities[f][k]
			c := b.walker.pieces[at.piece].chain
			onChain[c] = append(onChain[c], shortcutFoot{at, int32(f)})
		}
		for _, door := range b.Area.FacilityDoors(f) {
			doors.Insert(door.Bound(), int32(len(doorAt)))
			doorAt = append(doorAt, shortcutDoor{door, int32(f)})
		}
	}
	scratch := make([][]foot, runtime.GOMAXPROCS(0))
	inParallel(n, func(worker, i int) {
		from := b.Area.PointDoors(i)
		feet := b.walker.feet(scratch[worker][:0], from)
		scratch[worker] = feet
		b.points.access[i] = b.accessOf(feet)
		direct := map[int32]int64{}
		offer := func(facility int32, ms int64) {
			if old, known := direct[facility]; !known || ms < old {
				direct[facility] = ms
			}
		}
		for k := range feet {
			for _, there := range onChain[b.walker.pieces[feet[k].piece].chain] {
				if ms, ok := b.walker.between(&feet[k], there.foot); ok {
					offer(there.facility, feet[k].legMs+ms+there.legMs)
				}
			}
		}
		for _, door := range from {
			doors.Search(geo.NewFrame(door).Box(b.Profile.Access.LimitM), func(id int32) bool {
				if d, clear := b.walker.barriers.Straight(door, doorAt[id].at); clear && d <= b.Profile.Access.LimitM {
					offer(doorAt[id].facility, b.walker.legMs(d))
				}
				return true
			})
		}
		for facility, ms := range direct {
			b.points.shortcuts[i] = append(b.points.shortcuts[i], shortcut{facility, uint32(ms)})
		}
	})
}

type shortcutFoot struct {
	*foot
	facility int32
}

type shortcutDoor struct {
	at       orb.Point
	facility int32
}

// accessOf are the states that feet lead to, each with its least time, without those that come too late to matter.
func (b *Book) accessOf(feet []foot) []access {
	least := make(map[int32]int64, 2*len(feet))
	for k := range feet {
		f := &feet[k]
		for direction, ms := range f.away {
			if ms == notPermitted {
				continue
			}
			state := b.graph.after[2*b.walker.pieces[f.piece].chain+int32(direction)]
			if old, known := least[state]; !known || ms+f.legMs < old {
				least[state] = ms + f.legMs
			}
		}
	}
	all := make([]access, 0, 8)
	for state, ms := range least {
		dominated := slices.ContainsFunc(b.graph.back[state], func(s step) bool {
			sooner, known := least[s.state]
			return known && sooner+s.ms <= ms
		})
		if !dominated {
			all = append(all, access{state, uint32(ms)})
		}
	}
	return slices.Clip(all)
}

// inParallel calls work for 0..n-1 on all processors.
func inParallel(n int, work func(worker, i int)) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		wait.Go(func() {
			for i := n * worker / workers; i < n*(worker+1)/workers; i++ {
				work(worker, i)
			}
		})
	}
	wait.Wait()
}
