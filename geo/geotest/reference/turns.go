package reference

import (
	"fmt"
	"slices"
	"strings"
)

// Turn is a turn rule by the nodes it speaks of. Whoever has driven along all of Path but the last node, one straight
// after the other, may not drive on to the last (no_*), or to no other (only_*). Of only_* rules that begin alike any
// may be followed.
type Turn struct {
	Kind string // the value of restriction=
	Path []int64
}

// situation is where a driver is in a town with turn rules: at the head of an arc, with the nodes passed before that a
// rule may still ask for.
type situation struct {
	arc    int
	behind string // the nodes, the last two being those of the arc
}

// crossroads answers where one may go on to.
type crossroads struct {
	arcs    []Arc
	leaving map[int64][]int           // node -> arcs
	no      map[string]bool           // forbidden paths
	only    map[string]map[int64]bool // beginning of only_* rules -> where one may go on to
	begins  map[string]bool           // beginnings of rules, of three nodes or more
}

func newCrossroads(arcs []Arc, turns []Turn) *crossroads {
	c := &crossroads{arcs, map[int64][]int{}, map[string]bool{}, map[string]map[int64]bool{}, map[string]bool{}}
	for i, a := range arcs {
		c.leaving[a.From] = append(c.leaving[a.From], i)
	}
	for _, t := range turns {
		last := len(t.Path) - 1
		beginning := key(t.Path[:last])
		if strings.HasPrefix(t.Kind, "only_") {
			if c.only[beginning] == nil {
				c.only[beginning] = map[int64]bool{}
			}
			c.only[beginning][t.Path[last]] = true
		} else {
			c.no[key(t.Path)] = true
		}
		for n := 3; n <= last; n++ {
			c.begins[key(t.Path[:n])] = true
		}
	}
	return c
}

func key(nodes []int64) string { return fmt.Sprint(nodes) }

// mayGoOn decides whether a driver who has passed these nodes, the last of them along the arc in, may take the arc out.
func (c *crossroads) mayGoOn(behind []int64, in, out int) bool {
	if c.arcs[out].Piece == c.arcs[in].Piece && !c.deadEnd(in) {
		return false
	}
	for i := range len(behind) - 1 {
		beginning := behind[i:]
		if allowed, ruled := c.only[key(beginning)]; ruled && !allowed[c.arcs[out].To] {
			return false
		}
		if c.no[key(append(slices.Clone(beginning), c.arcs[out].To))] {
			return false
		}
	}
	return true
}

// deadEnd reports whether an arc leads to where no other piece can be left along. Turn rules do not count.
func (c *crossroads) deadEnd(in int) bool {
	return !slices.ContainsFunc(c.leaving[c.arcs[in].To], func(out int) bool { return c.arcs[out].Piece != c.arcs[in].Piece })
}

// remember forgets the nodes farthest back for as long as no rule begins with what is left.
func (c *crossroads) remember(behind []int64) []int64 {
	for len(behind) > 2 && !c.begins[key(behind)] {
		behind = behind[1:]
	}
	return behind
}

// restByTurns searches situations, of which there is one for each arc and one more for each beginning of a rule.
func (p *Problem) restByTurns() []int64 {
	c := newCrossroads(p.Arcs, p.Turns)
	known := map[situation]int64{}
	var arcOf []int
	var behind [][]int64
	enter := func(arc int, nodes []int64) int64 {
		s := situation{arc, key(nodes)}
		if _, is := known[s]; !is {
			known[s] = int64(len(arcOf))
			arcOf, behind = append(arcOf, arc), append(behind, nodes)
		}
		return known[s]
	}
	for i, a := range p.Arcs { // where a journey begins nothing lies behind: situation i is that on arc i
		if n := enter(i, []int64{a.From, a.To}); n != int64(i) {
			panic("an arc was listed twice")
		}
	}
	var next [][]int64
	for s := 0; s < len(arcOf); s++ {
		next = append(next, nil)
		for _, out := range c.leaving[p.Arcs[arcOf[s]].To] {
			if c.mayGoOn(behind[s], arcOf[s], out) {
				nodes := append(slices.Clone(behind[s]), p.Arcs[out].To)
				next[s] = append(next[s], enter(out, c.remember(nodes)))
			}
		}
	}
	if p.FromFacility {
		return p.restFrom(arcOf, next)
	}
	return p.restTo(arcOf, next)
}

// restTo searches backward from the facilities. The time of a situation is that from the tail of its arc.
func (p *Problem) restTo(arcOf []int, next [][]int64) []int64 {
	var seeds []nodeTime
	hops := map[int64][]nodeTime{}
	for s, arc := range arcOf {
		for _, e := range p.endsOn[arc] {
			seeds = append(seeds, nodeTime{int64(s), p.fromTail(e) + e.ms})
		}
		for _, n := range next[s] {
			hops[n] = append(hops[n], nodeTime{int64(s), p.Arcs[arc].Ms})
		}
	}
	times := least(seeds, hops)
	rest := make([]int64, len(p.Arcs))
	for i := range p.Arcs {
		rest[i] = Never
		for _, n := range next[i] {
			if ms, reached := times[n]; reached {
				rest[i] = min(rest[i], ms)
			}
		}
	}
	return rest
}

// restFrom searches forward from the facilities. The time of a situation is that until the head of its arc.
func (p *Problem) restFrom(arcOf []int, next [][]int64) []int64 {
	var seeds []nodeTime
	for _, e := range p.ends {
		seeds = append(seeds, nodeTime{int64(e.arc), e.ms + p.toHead(e)})
	}
	hops := map[int64][]nodeTime{}
	for s := range arcOf {
		for _, n := range next[s] {
			hops[int64(s)] = append(hops[int64(s)], nodeTime{n, p.Arcs[arcOf[n]].Ms})
		}
	}
	times := least(seeds, hops)
	rest := make([]int64, len(p.Arcs))
	for i := range rest {
		rest[i] = Never
	}
	for s := range arcOf {
		if ms, reached := times[int64(s)]; reached {
			for _, n := range next[s] {
				rest[arcOf[n]] = min(rest[arcOf[n]], ms)
			}
		}
	}
	return rest
}
