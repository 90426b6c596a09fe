package bench

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Hash names everything of a town that the benchmark asks about: the SHA-256, in hex, of streets, stops, turn rules,
// barriers, residential points and facilities. Two runs with one hash measured the same town.
func Hash(t *geo.Town) string {
	d := digest{Hash: sha256.New(), buffer: make([]byte, 0, 1<<16)}
	for i := range t.Streets {
		s := &t.Streets[i]
		d.numbers(s.WayID, int64(s.MaxSpeed[0]*10), int64(s.MaxSpeed[1]*10), int64(len(s.Nodes)))
		d.text(s.Class)
		for k, node := range s.Nodes {
			d.numbers(int64(node))
			d.place(s.Line[k])
		}
		for _, passage := range s.Passage {
			d.numbers(int64(passage))
		}
		d.yes(s.Boardable)
	}
	for _, s := range t.Stops {
		d.numbers(int64(s.Node))
		for _, stops := range s.Stops {
			d.yes(stops)
		}
	}
	for i := range t.Turns {
		d.text(t.Turns[i].Kind)
		d.numbers(int64(len(t.Turns[i].Path)))
		for _, node := range t.Turns[i].Path {
			d.numbers(int64(node))
		}
	}
	for i := range t.Barriers {
		d.text(t.Barriers[i].Kind)
		d.numbers(int64(len(t.Barriers[i].Line)))
		for _, p := range t.Barriers[i].Line {
			d.place(p)
		}
	}
	for i := range t.Points {
		d.text(t.Points[i].ID)
		d.place(t.Points[i].Point)
		for _, n := range t.Points[i].People {
			d.numbers(int64(n))
		}
	}
	for i := range t.Facilities {
		d.text(t.Facilities[i].Service)
		d.text(t.Facilities[i].ID)
		d.place(t.Facilities[i].Point)
	}
	d.flush()
	return hex.EncodeToString(d.Sum(nil))
}

// digest gathers small numbers before it hashes them.
type digest struct {
	hash.Hash
	buffer []byte
}

func (d *digest) numbers(values ...int64) {
	for _, v := range values {
		if len(d.buffer)+8 > cap(d.buffer) {
			d.flush()
		}
		d.buffer = binary.LittleEndian.AppendUint64(d.buffer, uint64(v))
	}
}

func (d *digest) place(p orb.Point) {
	at := unitsOf(p)
	d.numbers(at.x, at.y)
}

func (d *digest) yes(is bool) {
	if is {
		d.numbers(1)
	} else {
		d.numbers(0)
	}
}

func (d *digest) text(s string) {
	d.numbers(int64(len(s)))
	d.flush()
	d.Write([]byte(s))
}

func (d *digest) flush() {
	d.Write(d.buffer)
	d.buffer = d.buffer[:0]
}
