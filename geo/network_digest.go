package geo

// Digest names a network with all its numbers: what was stored about one network fits another one of the same digest.
// It guards against mistakes, not against malice.
func (n *Network) Digest() uint64 {
	d := networkDigest(uint64(n.Junctions))
	d.pair(uint32(n.States), uint32(len(n.Pieces)))
	for i := range n.Pieces {
		p := &n.Pieces[i]
		d.pair(uint32(p.From), uint32(p.To))
		d.pair(p.Ms[0], p.Ms[1])
		flags := uint32(p.Edge) << 1
		if p.Boardable {
			flags |= 1
		}
		d.pair(uint32(p.Street), flags)
	}
	for _, arcs := range [2]*Arcs{&n.Out, &n.In} {
		for _, first := range arcs.First {
			d.add(uint64(first))
		}
		for _, a := range arcs.List {
			d.pair(uint32(a.State), a.Ms)
		}
	}
	return uint64(d)
}

// networkDigest mixes words by multiplication with 2⁶⁴ divided by the golden ratio (Knuth, The Art of Computer
// Programming, volume 3, section 6.4).
type networkDigest uint64

func (d *networkDigest) add(word uint64) {
	mixed := (uint64(*d) ^ word) * 0x9E3779B97F4A7C15
	*d = networkDigest(mixed ^ mixed>>32)
}

func (d *networkDigest) pair(a, b uint32) { d.add(uint64(a)<<32 | uint64(b)) }
