package osm

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// selector says which objects of a file are wanted.
type selector struct {
	way      func(*way) bool      // keep it?
	relation func(*relation) bool // keep it? Its member ways are kept as well
	node     func(*node)          // called once for every node of the file, after all ways and relations
}

// collection holds the wanted ways and relations of a file and where their nodes are.
type collection struct {
	ways      []way      // by id, each once; a node that is repeated in a row is listed once
	relations []relation // by id, each once
	nodes     positions

	nodesRead, waysRead, relationsRead int
	repeated                           tally // objects the file holds more than once
	misplaced                          tally // nodes that lie nowhere on Earth
}

// collect reads the file two or three times: ways and relations; member ways that only their relation makes wanted;
// nodes. So only the nodes that are needed are held, whatever the size of the file.
func (f *file) collect(ctx context.Context, want selector, progress func(done, total int64)) (*collection, error) {
	const readings = 3
	reading := int64(0)
	f.progress = func(done int64) {
		if progress != nil {
			progress(min(reading*f.size+done, readings*f.size), readings*f.size)
		}
	}
	c := &collection{}
	var intern interner
	keep := func(w *way) {
		c.ways = append(c.ways, way{id: w.id, refs: slices.Clone(slices.Compact(w.refs)), tags: intern.tags(w.tags)})
	}
	err := f.read(ctx, visitor{
		way: func(w *way) {
			c.waysRead++
			if want.way(w) {
				keep(w)
			}
		},
		relation: func(r *relation) {
			c.relationsRead++
			if want.relation != nil && want.relation(r) {
				c.relations = append(c.relations, r.clone())
			}
		},
	})
	if err != nil {
		return nil, err
	}
	c.ways = latest(c.ways, &c.repeated, "way")
	c.relations = latest(c.relations, &c.repeated, "relation")

	reading = 1
	if members := c.missingMembers(); len(members) > 0 {
		err := f.read(ctx, visitor{way: func(w *way) {
			if _, wanted := slices.BinarySearch(members, w.id); wanted {
				keep(w)
			}
		}})
		if err != nil {
			return nil, err
		}
		c.ways = latest(c.ways, &c.repeated, "way")
	}

	reading = 2
	c.nodes = c.neededNodes()
	err = f.read(ctx, visitor{node: func(n *node) {
		c.nodesRead++
		if !n.ok {
			c.misplaced.add("node %d", n.id)
			return
		}
		c.nodes.put(n.id, n.at)
		if want.node != nil {
			want.node(n)
		}
	}})
	if err != nil {
		return nil, err
	}
	if progress != nil {
		progress(readings*f.size, readings*f.size)
	}
	return c, nil
}

// way finds a kept way.
func (c *collection) way(id int64) (*way, bool) {
	i, found := slices.BinarySearchFunc(c.ways, id, func(w way, id int64) int { return cmp.Compare(w.id, id) })
	if !found {
		return nil, false
	}
	return &c.ways[i], true
}

func (c *collection) missingMembers() []int64 {
	var missing []int64
	for _, r := range c.relations {
		for _, m := range r.members {
			if m.kind != wayMember {
				continue
			}
			if _, kept := c.way(m.ref); !kept {
				missing = append(missing, m.ref)
			}
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

func (c *collection) neededNodes() positions {
	total := 0
	for i := range c.ways {
		total += len(c.ways[i].refs)
	}
	ids := make([]int64, 0, total)
	for i := range c.ways {
		ids = append(ids, c.ways[i].refs...)
	}
	slices.Sort(ids)
	ids = slices.Clip(slices.Compact(ids))
	return positions{ids: ids, at: make([]position, len(ids)), known: make([]bool, len(ids))}
}

// positions holds where nodes are, by id.
type positions struct {
	ids   []int64
	at    []position
	known []bool
	next  int // the first index whose id is not below the last one put: files list nodes by id
}

func (p *positions) put(id int64, at position) {
	i := p.next
	if i > 0 && p.ids[i-1] >= id { // not sorted by id after all
		i = 0
	}
	for step := 0; i < len(p.ids) && p.ids[i] < id; step++ {
		if step == 8 || p.next > i {
			ahead, _ := slices.BinarySearch(p.ids[i:], id)
			i += ahead
			break
		}
		i++
	}
	p.next = i
	if i < len(p.ids) && p.ids[i] == id {
		p.at[i], p.known[i] = at, true
	}
}

// find gives the index of a node whose position is known.
func (p *positions) find(id int64) (int, bool) {
	i, wanted := slices.BinarySearch(p.ids, id)
	return i, wanted && p.known[i]
}

// latest sorts objects by id and keeps the last of those the file holds several times.
func latest[T way | relation](objects []T, repeated *tally, kind string) []T {
	id := func(x T) int64 {
		switch x := any(x).(type) {
		case way:
			return x.id
		case relation:
			return x.id
		}
		return 0
	}
	slices.SortStableFunc(objects, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	kept := objects[:0]
	for _, x := range objects {
		if n := len(kept); n > 0 && id(kept[n-1]) == id(x) {
			repeated.add("%s %d", kind, id(x))
			kept[n-1] = x
			continue
		}
		kept = append(kept, x)
	}
	return kept
}

// interner keeps one copy of the strings that occur again and again, as most keys and values of tags do.
type interner map[string]string

const maxInterned = 1 << 16

func (in *interner) tags(tags Tags) Tags {
	if *in == nil {
		*in = interner{}
	}
	kept := make(Tags, len(tags))
	for i, t := range tags {
		kept[i] = Tag{in.one(t.Key), in.one(t.Value)}
	}
	return kept
}

func (in *interner) one(s string) string {
	if kept, met := (*in)[s]; met {
		return kept
	}
	s = strings.Clone(s)
	if len(*in) < maxInterned {
		(*in)[s] = s
	}
	return s
}
