package standard

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// townRecord is what a snapshot keeps of the town: the names of its parts, and the facilities.
type townRecord struct {
	Name       string            `json:"name"`
	Parts      map[string]string `json:"parts"` // fingerprints
	Facilities []facilityRecord  `json:"facilities"`
}

// facilityRecord is a facility by what a comparison must know of it.
type facilityRecord struct {
	ID     string     `json:"id"` // "service:id"
	Name   string     `json:"name,omitempty"`
	At     orb.Point  `json:"at"`
	Status geo.Status `json:"status"`
}

// pointRecord names the residential points, in the order of everything else of a record.
type pointRecord struct {
	IDs []string    `json:"ids"`
	At  []orb.Point `json:"at"`
}

// countsOf are the people of a group at every point: 32 bits each, [geo.NoData] where the cell was empty.
type countsOf struct {
	Group  string `json:"group"`
	People []byte `json:"people"`
}

func (c *countsOf) at(point int) int64 {
	return int64(int32(binary.LittleEndian.Uint32(c.People[4*point:])))
}

// reachOf says of every point which facility meets a need by one way, -1 where none does within the cutoff: 32 bits each.
type reachOf struct {
	Definition string `json:"definition"` // hash of services, mode, profile and cutoffs: what is meant by being reached
	Nearest    []byte `json:"nearest,omitempty"`
	Runs       []byte `json:"runs,omitempty"` // the same as it is written: see [reachOf.inRuns]
}

func (r *reachOf) nearest(point int) int32 {
	return int32(binary.LittleEndian.Uint32(r.Nearest[4*point:]))
}

// circleOf is a check that people are covered by: each of its needs is met by any of its ways.
type circleOf struct {
	Check  string  `json:"check"`
	People int     `json:"people"` // index of the counts
	Ways   [][]int `json:"ways"`   // of each way that decides, the index of the reach of each need
	About  []byte  `json:"about"`  // a bit for each point: whether the check is about it
	Scope  string  `json:"scope"`  // hash of scope, filter and group
}

func (c *circleOf) about(point int) bool { return c.About[point/8]>>(point%8)&1 == 1 }

func recordTown(area *geo.StudyArea) townRecord {
	r := townRecord{Name: area.Name, Parts: area.FingerprintParts(geo.Everything), Facilities: make([]facilityRecord, len(area.Facilities))}
	for i := range area.Facilities {
		f := &area.Facilities[i]
		r.Facilities[i] = facilityRecord{f.Service + ":" + f.ID, f.Name, f.Point, f.Status}
	}
	return r
}

// recordPoints records the points in an order, which everything else of the record then has.
func recordPoints(area *geo.StudyArea, order []int32) pointRecord {
	r := pointRecord{make([]string, len(order)), make([]orb.Point, len(order))}
	for i, p := range order {
		r.IDs[i], r.At[i] = area.Points[p].ID, area.Points[p].Point
	}
	return r
}

// alongCurve is the order in which a record has the points of a town.
func alongCurve(area *geo.StudyArea) []int32 {
	at := make([]orb.Point, len(area.Points))
	for p := range at {
		at[p] = area.Points[p].Point
	}
	return geo.HilbertOrder(at, cmp.Compare[int])
}

// recorder fills a snapshot with the reaches of its checks, each only once.
type recorder struct {
	s       *assessor
	shot    *Snapshot
	order   []int32        // of the points in the record
	known   map[string]int // definition of a reach to its index
	counted map[geo.Group]int
}

// record adds a check that covers people; others have nothing but their outcome.
func (r *recorder) record(ctx context.Context, c *Check) error {
	switch c.Measure {
	case Coverage, FullCircle, CommunityShare:
	default:
		return nil
	}
	points, err := r.pointsOf(c)
	if err != nil {
		return err
	}
	circle := circleOf{Check: c.ID, People: r.people(r.s.group(c)), About: make([]byte, (len(r.s.area.Points)+7)/8)}
	about := make([]bool, len(r.order))
	for _, p := range points {
		about[p] = true
	}
	for i, p := range r.order {
		if about[p] {
			circle.About[i/8] |= 1 << (i % 8)
		}
	}
	circle.Scope = hashOf(struct {
		Scope  Scope
		Filter string
		Group  geo.Group
		Weight Weight
	}{c.Scope, c.Filter.Text, r.s.group(c), c.Weight})
	ways, err := r.s.ways(c)
	if err != nil {
		return err
	}
	if !c.Any {
		ways = ways[:1] // the first one named decides
	}
	for i := range ways {
		var needs []int
		for _, need := range r.s.std.Expand(c) {
			n, err := r.reach(ctx, c, &ways[i], need.Services)
			if err != nil {
				return err
			}
			needs = append(needs, n)
		}
		circle.Ways = append(circle.Ways, needs)
	}
	r.shot.Circles = append(r.shot.Circles, circle)
	return nil
}

// pointsOf lists the points whose people a check counts as covered or not: of a share of communities those in communities
// that it is about, however they reach the services.
func (r *recorder) pointsOf(c *Check) ([]int32, error) {
	if c.Measure != CommunityShare {
		return r.s.points(c, &Outcome{})
	}
	named := *c
	named.Unit = cmp.Or(c.Unit, "community")
	u, err := r.s.unitSet(&named, &Outcome{})
	if err != nil {
		return nil, err
	}
	var points []int32
	for p, unit := range u.ofPoints() {
		if unit >= 0 {
			points = append(points, int32(p))
		}
	}
	return points, nil
}

func (r *recorder) people(group geo.Group) int {
	if at, is := r.counted[group]; is {
		return at
	}
	counts := countsOf{group.String(), make([]byte, 4*len(r.s.area.Points))}
	for i, p := range r.order {
		binary.LittleEndian.PutUint32(counts.People[4*i:], uint32(r.s.area.Points[p].People[group]))
	}
	r.shot.People = append(r.shot.People, counts)
	r.counted[group] = len(r.shot.People) - 1
	return r.counted[group]
}

// reach records which facility meets a need by one way.
func (r *recorder) reach(ctx context.Context, c *Check, w *way, services []string) (int, error) {
	definition := hashOf(struct {
		Services       []string
		OpenOn         Weekday `json:",omitempty"`
		Profile        isochrone.Profile
		Straight       bool
		Cutoff, Beyond int32
	}{services, c.OpenOn, w.profile, w.straight, w.cutoff, w.beyond})
	if at, is := r.known[definition]; is {
		return at, nil
	}
	facilities, err := r.s.openFor(c, services)
	if err != nil {
		return 0, err
	}
	nearest, err := r.nearest(ctx, w, facilities)
	if err != nil {
		return 0, err
	}
	r.shot.Reaches = append(r.shot.Reaches, reachOf{Definition: definition, Nearest: nearest})
	r.known[definition] = len(r.shot.Reaches) - 1
	return r.known[definition], nil
}

func (r *recorder) nearest(ctx context.Context, w *way, facilities []int32) ([]byte, error) {
	found, err := r.s.travel.nearest(ctx, w, facilities)
	if err != nil {
		return nil, err
	}
	packed := make([]byte, 4*len(found.reach))
	for i, p := range r.order {
		f := found.facility[p]
		if !w.within(found.reach[p]) {
			f = -1
		}
		binary.LittleEndian.PutUint32(packed[4*i:], uint32(f))
	}
	return packed, nil
}

// hashOf names a value by its content.
func hashOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("%T: %v", v, err)) // plain values only
	}
	sum := sha256.Sum256(text)
	return strings.ToLower(hex.EncodeToString(sum[:8]))
}
