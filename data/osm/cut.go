package osm

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// cutter cuts ways into segments where usable ways meet, where nodes are missing, and at the antimeridian: a piece
// from 180° to −180° would span the globe in the plane.
type cutter struct {
	nodes *positions
	uses  []uint8 // by node: 0, 1, or 2 for more
	cuts  int     // about how many segments there will be

	dangling, short tally
	leaps           tally          // pieces across the antimeridian
	blamed          map[int64]bool // ways already counted in dangling or short
	unknownAccess   census
}

func newCutter(c *collection) *cutter {
	return &cutter{nodes: &c.nodes, uses: make([]uint8, len(c.nodes.ids)), blamed: map[int64]bool{}, unknownAccess: census{}}
}

// count notes that a usable way visits its nodes. Staying at a node is one visit.
func (c *cutter) count(refs []int64) {
	last := -1
	c.cuts++
	for _, ref := range refs {
		i, known := c.nodes.find(ref)
		if !known {
			last = -1
			continue
		}
		if i != last {
			if c.uses[i] > 0 {
				c.cuts++
			}
			c.uses[i] = min(c.uses[i]+1, 2)
		}
		last = i
	}
}

// runs gives the stretches of a way whose nodes the file holds, as indexes of nodes, without repetitions in a row.
// None crosses the antimeridian.
func (c *cutter) runs(w *way) (runs [][]int) {
	var run []int
	end := func() {
		if len(run) >= 2 {
			runs = append(runs, run)
		}
		run = nil
	}
	complete := true
	for _, ref := range w.refs {
		i, known := c.nodes.find(ref)
		switch {
		case !known:
			if complete = false; !c.blamed[w.id] {
				c.dangling.add("node %d of way %d", ref, w.id)
			}
			end()
		case len(run) == 0 || run[len(run)-1] != i:
			if len(run) > 0 && c.leaps180(run[len(run)-1], i) {
				if !c.blamed[w.id] {
					c.leaps.add("way %d", w.id)
				}
				complete = false
				end()
			}
			if run == nil {
				run = make([]int, 0, len(w.refs))
			}
			run = append(run, i)
		}
	}
	end()
	if len(runs) == 0 && complete && !c.blamed[w.id] {
		c.short.add("way %d", w.id)
	}
	if len(runs) == 0 || !complete { // a motorway is cut twice, as a street and as a barrier
		c.blamed[w.id] = true
	}
	return runs
}

// leaps180 tells whether two nodes are more than 180 degrees of longitude apart.
func (c *cutter) leaps180(a, b int) bool {
	return math.Abs(c.nodes.at[a].point()[0]-c.nodes.at[b].point()[0]) > 180
}

// street adds the segments of a usable way.
func (c *cutter) street(to []geo.Street, w *way, r *streetReader) []geo.Street {
	pattern := geo.Street{WayID: w.id, Name: streetName(w.tags), Class: Class(w.tags), Boardable: Boardable(w.tags)}
	pattern.Passage, _ = passages(w.tags)
	var unread []Tag
	pattern.MaxSpeed, unread = MaxSpeed(w.tags)
	for _, tag := range unread {
		r.unknownSpeed.add(tag)
	}
	for _, tag := range unknownAccess(w.tags) {
		c.unknownAccess.add(tag)
	}
	for _, run := range c.runs(w) {
		start := 0
		for i := 1; i < len(run); i++ {
			if i == len(run)-1 || c.uses[run[i]] > 1 {
				s := pattern
				s.Nodes, s.Line = c.line(run[start : i+1])
				to = append(to, s)
				start = i
			}
		}
	}
	return to
}

func (c *cutter) barrier(to []geo.Barrier, w *way, id int64, kind string) []geo.Barrier {
	for _, run := range c.runs(w) {
		_, line := c.line(run)
		to = append(to, geo.Barrier{WayID: id, Kind: kind, Line: line})
	}
	return to
}

func (c *cutter) line(run []int) ([]geo.NodeID, orb.LineString) {
	nodes, line := make([]geo.NodeID, len(run)), make(orb.LineString, len(run))
	for i, at := range run {
		nodes[i], line[i] = geo.NodeID(c.nodes.ids[at]), c.nodes.at[at].point()
	}
	return nodes, line
}

// unknownAccess lists the access and one-way tags of a way whose value is not understood.
func unknownAccess(tags Tags) (unknown []Tag) {
	for _, tag := range tags {
		key, _, _ := strings.Cut(tag.Key, ":")
		switch {
		case tag.Key == "oneway" || slices.Contains(onewayKeys[geo.Motorcar], tag.Key) || tag.Key == "oneway:bicycle" || tag.Key == "oneway:foot":
			if _, ok := readOneway(tag.Value); !ok {
				unknown = append(unknown, tag)
			}
		case key == tag.Key || strings.HasSuffix(tag.Key, ":forward") || strings.HasSuffix(tag.Key, ":backward"):
			if !isAccessKey(strings.TrimSuffix(strings.TrimSuffix(tag.Key, ":forward"), ":backward")) {
				continue
			}
			if _, ok := readAccess(tag.Value); !ok {
				unknown = append(unknown, tag)
			}
		}
	}
	return unknown
}

func isAccessKey(key string) bool {
	for _, keys := range accessKeys {
		if slices.Contains(keys, key) {
			return true
		}
	}
	return false
}
