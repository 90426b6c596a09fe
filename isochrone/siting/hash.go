package siting

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Hash names the content of an instance: the SHA-256, in hex, of everything in it, each number as eight bytes, the
// least first, and each list after its length.
func (in *Instance) Hash() string {
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 1<<16)
	var word [8]byte
	number := func(n int64) {
		binary.LittleEndian.PutUint64(word[:], uint64(n))
		w.Write(word[:])
	}
	number(int64(len(in.Demand)))
	for _, d := range in.Demand {
		number(d)
	}
	number(int64(len(in.Candidates)))
	for _, c := range in.Candidates {
		number(int64(len(c.ID)))
		w.WriteString(c.ID)
		number(c.Cost)
		number(c.Capacity)
		number(int64(c.State))
	}
	number(int64(len(in.Reach)))
	for _, runs := range in.Reach {
		number(int64(len(runs)))
		for _, r := range runs {
			number(int64(r.From))
			number(int64(r.To))
		}
	}
	number(int64(len(in.Costs)))
	for _, costs := range in.Costs {
		number(int64(len(costs)))
		for _, c := range costs {
			number(int64(c.Point))
			number(c.Cost)
		}
	}
	number(int64(len(in.Zones)))
	for _, z := range in.Zones {
		number(int64(z))
	}
	number(int64(len(in.Apart)))
	for _, near := range in.Apart {
		number(int64(len(near)))
		for _, k := range near {
			number(int64(k))
		}
	}
	w.Flush() // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil))
}
