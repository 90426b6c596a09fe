package isochrone

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"

	"lifecircle/geo"
)

// The lists of points of a large town take longer to make than all the rest. [Router.Lists] writes them as one blob,
// little-endian:
//
//	magic                 8 bytes; its last is the version of the format
//	points, accesses, shortcuts, astray   uint32 each: how many
//	digest of the network uint64
//	point of each rank    uint32
//	first access          uint32 of each rank, and the end
//	accesses              state uint32, ms uint32, leg in metres float32
//	first shortcut        uint32 of each rank, and the end
//	shortcuts             facility uint32, ms uint32, leg in metres float32
//	boards                a byte, 0 or 1, of each rank
//	direct                uint32 of each rank
//	time to the edge      uint32 of each rank
//	nearest street        float64 of each rank that does not board, in metres
//	CRC-32C of all that   uint32
const (
	listsMagic = "LCLISTS\x01"
	headBytes  = len(listsMagic) + 4*4 + 8
	entryBytes = 12
)

// listsVersion goes up whenever the same town and profile come to have other lists: those stored before are then no
// longer asked for.
const listsVersion = 1

// ListsKey names all that the lists of points are made from: two routers of the same key have the same lists.
func ListsKey(area *geo.StudyArea, profile Profile) (string, error) {
	text, err := json.Marshal(profile)
	if err != nil {
		return "", fmt.Errorf("profile: %w", err)
	}
	scope := geo.Scope{Points: true}
	for i := range area.Facilities {
		scope.Services = append(scope.Services, area.Facilities[i].Service)
	}
	scope.Services = slices.Compact(scope.Services)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s %s", listsMagic, listsVersion, area.Fingerprint(scope), text))
	return hex.EncodeToString(sum[:]), nil
}

// Lists are the lists of points, for [NewRouterFrom].
func (r *Router) Lists() []byte {
	l := &r.points
	n, order := len(l.order), binary.LittleEndian
	b := make([]byte, 0, listsBytes(n, len(l.access), len(l.shortcuts), len(r.astray)))
	b = append(b, listsMagic...)
	for _, count := range [4]int{n, len(l.access), len(l.shortcuts), len(r.astray)} {
		b = order.AppendUint32(b, uint32(count))
	}
	b = order.AppendUint64(b, r.Network.Digest())
	words := func(all []uint32) {
		for _, v := range all {
			b = order.AppendUint32(b, v)
		}
	}
	entry := func(to int32, ms uint32, legM float32) {
		b = order.AppendUint32(b, uint32(to))
		b = order.AppendUint32(b, ms)
		b = order.AppendUint32(b, math.Float32bits(legM))
	}
	for _, point := range l.order {
		b = order.AppendUint32(b, uint32(point))
	}
	words(l.firstAccess)
	for _, a := range l.access {
		entry(a.state, a.ms, a.legM)
	}
	words(l.firstShortcut)
	for _, s := range l.shortcuts {
		entry(s.facility, s.ms, s.legM)
	}
	for _, boards := range l.boards {
		if boards {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	words(l.direct)
	words(l.edgeMs)
	for rank, boards := range l.boards {
		if !boards {
			b = order.AppendUint64(b, math.Float64bits(r.astray[l.order[rank]].NearestM))
		}
	}
	return order.AppendUint32(b, listsSum(b))
}

func listsSum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// listsBytes is the length of a blob.
func listsBytes(points, accesses, shortcuts, astray int) int {
	return headBytes + points*4 + 2*(points+1)*4 + (accesses+shortcuts)*entryBytes + points*(1+4+4) + astray*8 + 4
}

// listsError says why stored lists are not taken.
func listsError(en, zh string, values ...any) error {
	return geo.Fail("stored lists of residential points: %v; they are made anew", "已存的居民点出行表：%v；将重新计算", geo.Say(en, zh, values...))
}

var (
	errListsDamaged = listsError("damaged", "已损坏")
	errListsForeign = listsError("they belong to another town or to another version of the program", "属于其他城镇数据或其他版本的程序")
)

// readLists takes stored lists. They may come from anywhere: nothing in them is trusted to be a number of anything.
func (r *Router) readLists(ctx context.Context, blob []byte) error {
	counts, digest, err := listsHead(blob)
	if err != nil {
		return err
	}
	n := counts[0]
	if n != len(r.Area.Points) || digest != r.Network.Digest() {
		return errListsForeign
	}
	body := &listReader{rest: blob[headBytes : len(blob)-4], limitM: float32(r.Profile.Access.LimitM)}
	l := pointLists{order: body.permutation(n)}
	l.rank = inverse(l.order)
	l.firstAccess = body.firsts(n, counts[1])
	l.access = make([]access, counts[1])
	for i := range l.access {
		state, ms, legM := body.entry(r.Network.States)
		l.access[i] = access{state, ms, legM}
	}
	l.firstShortcut = body.firsts(n, counts[2])
	l.shortcuts = make([]shortcut, counts[2])
	for i := range l.shortcuts {
		facility, ms, legM := body.entry(len(r.facilities))
		l.shortcuts[i] = shortcut{facility, ms, legM}
	}
	l.boards = body.flags(n)
	l.direct, l.edgeMs = body.words(n), body.words(n)
	if body.bad || !l.inShape(counts[3]) {
		return errListsDamaged
	}
	astray := make(map[int32]Astray, counts[3])
	for rank, boards := range l.boards {
		if !boards {
			astray[l.order[rank]] = r.astrayAt(body.metres())
		}
	}
	if body.bad {
		return errListsDamaged
	}
	if !r.likeMade(ctx, &l) {
		return errors.Join(ctx.Err(), errListsForeign)
	}
	r.points, r.astray = l, astray
	return nil
}

// listsHead reads the counts: points, accesses, shortcuts, astray. What they promise is there when it returns.
func listsHead(blob []byte) (counts [4]int, digest uint64, err error) {
	if len(blob) < headBytes+4 || !bytes.HasPrefix(blob, []byte(listsMagic)) {
		return counts, 0, errListsDamaged
	}
	for i := range counts {
		count := binary.LittleEndian.Uint32(blob[len(listsMagic)+4*i:])
		if count > uint32(len(blob)) { // each takes a byte and more; so no sum overflows
			return counts, 0, errListsDamaged
		}
		counts[i] = int(count)
	}
	end := len(blob) - 4
	if len(blob) != listsBytes(counts[0], counts[1], counts[2], counts[3]) || binary.LittleEndian.Uint32(blob[end:]) != listsSum(blob[:end]) {
		return counts, 0, errListsDamaged
	}
	return counts, binary.LittleEndian.Uint64(blob[headBytes-8:]), nil
}

// inShape checks what goes across the arrays: who does not board has no way to a street, and is among the astray.
func (l *pointLists) inShape(astray int) bool {
	for rank, boards := range l.boards {
		if boards {
			continue
		}
		if astray--; l.firstAccess[rank] != l.firstAccess[rank+1] {
			return false
		}
	}
	return astray == 0
}

// likeMade makes the ways to the streets of a few points anew and holds the stored ones against them. So that lists
// made by other rules are noticed, should [listsVersion] not tell.
func (r *Router) likeMade(ctx context.Context, l *pointLists) bool {
	const sample = 64
	n := len(l.order)
	w := r.newLister(nil)
	for k := range min(sample, n) {
		if ctx.Err() != nil {
			return false
		}
		rank := (2*k + 1) * n / (2 * min(sample, n))
		w.accesses = w.accesses[:0]
		w.boardings, w.legs = r.board(w.boardings[:0], r.Area.PointDoors(int(l.order[rank])), w.legs, r.legs)
		w.listAccess()
		if l.boards[rank] != (len(w.boardings) > 0) || !slices.Equal(l.of(rank), w.accesses) {
			return false
		}
	}
	return true
}

// listReader reads arrays whose length was checked before. bad is set where a value cannot be.
type listReader struct {
	rest   []byte
	limitM float32 // of a leg
	bad    bool
}

func (r *listReader) words(n int) []uint32 {
	all := make([]uint32, n)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(r.rest[4*i:])
	}
	r.rest = r.rest[4*n:]
	return all
}

// permutation reads n numbers, each of 0..n-1 once.
func (r *listReader) permutation(n int) []int32 {
	all, seen := make([]int32, n), make([]bool, n)
	for i, v := range r.words(n) {
		if v >= uint32(n) || seen[v] {
			r.bad = true
			continue
		}
		all[i], seen[v] = int32(v), true
	}
	return all
}

// firsts reads where each of n lists begins, and the end of the last, which is all.
func (r *listReader) firsts(n, all int) []uint32 {
	first := r.words(n + 1)
	r.bad = r.bad || first[0] != 0 || first[n] != uint32(all) || !slices.IsSorted(first)
	return first
}

// entry reads an access or a shortcut to one of so many targets.
func (r *listReader) entry(targets int) (target int32, ms uint32, legM float32) {
	b := r.rest[:entryBytes]
	r.rest = r.rest[entryBytes:]
	to, ms, legM := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), math.Float32frombits(binary.LittleEndian.Uint32(b[8:]))
	if to >= uint32(targets) || !(legM >= 0 && legM <= r.limitM) {
		r.bad = true
	}
	return int32(to), ms, legM
}

func (r *listReader) flags(n int) []bool {
	all := make([]bool, n)
	for i := range all {
		all[i] = r.rest[i] == 1
		r.bad = r.bad || r.rest[i] > 1
	}
	r.rest = r.rest[n:]
	return all
}

func (r *listReader) metres() float64 {
	v := math.Float64frombits(binary.LittleEndian.Uint64(r.rest))
	r.rest = r.rest[8:]
	r.bad = r.bad || !(v >= 0)
	return v
}
