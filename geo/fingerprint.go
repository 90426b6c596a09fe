package geo

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"
)

// Scope is the part of a study area that an answer depends on. Streets, turn rules, barriers and the extent always
// belong to it.
type Scope struct {
	Points     bool     // residential points and all entrances
	Services   []string // the lists and facilities of these services
	Areas      bool
	Idle       bool // idle buildings
	Reported   bool // reported numbers
	Everything bool
}

// Everything is the scope of the whole study area.
var Everything = Scope{Everything: true}

// Fingerprint names the content of a part of the study area: the SHA-256, in hex, of everything that an answer of that
// scope can depend on. Two towns with the same fingerprint give the same answers, however their files were imported.
func (s *StudyArea) Fingerprint(of Scope) string {
	parts := s.parts()
	d := newDigest()
	d.text(parts.streets)
	if of.Points || of.Everything {
		d.text(parts.points)
	}
	if of.Areas || of.Everything {
		d.text(parts.areas)
	}
	for _, service := range slices.Sorted(maps.Keys(parts.services)) {
		if of.Everything || slices.Contains(of.Services, service) {
			d.text(service)
			d.text(parts.services[service])
		}
	}
	if parts.idle != "" && (of.Idle || of.Everything) {
		d.text(IdleBuildings)
		d.text(parts.idle)
	}
	if parts.reported != "" && (of.Reported || of.Everything) {
		d.text(reportedPart)
		d.text(parts.reported)
	}
	return hex.EncodeToString(d.sum())
}

// FingerprintParts names the content of each part of the study area that belongs to a scope, by what a user would call
// it: streets, turns, residents, areas, facilities SERVICE, idle_buildings, reported. Where two towns differ it tells in what. A
// name is the first 16 hex digits of a SHA-256; parts that hold nothing have none.
func (s *StudyArea) FingerprintParts(of Scope) map[string]string {
	parts, names := s.parts(), make(map[string]string)
	name := func(part, digest string, holds bool) {
		if holds {
			names[part] = hex.EncodeToString([]byte(digest))[:16]
		}
	}
	name("streets", parts.roads, len(s.Streets) > 0)
	name("turns", parts.turns, len(s.Turns) > 0)
	name("residents", parts.points, (of.Points || of.Everything) && len(s.Points)+len(s.Entrances) > 0)
	name("areas", parts.areas, (of.Areas || of.Everything) && len(s.Areas) > 0)
	name(IdleBuildings, parts.idle, parts.idle != "" && (of.Idle || of.Everything))
	name(reportedPart, parts.reported, parts.reported != "" && (of.Reported || of.Everything))
	for service, digest := range parts.services {
		name("facilities "+service, digest, of.Everything || slices.Contains(of.Services, service))
	}
	return names
}

// SourcesOf lists the files that a part of the study area was read from.
func (s *StudyArea) SourcesOf(of Scope) []Source {
	sources := []Source{}
	for _, source := range s.Sources {
		in := true
		switch source.Kind {
		case "residents", "entrances", "resident_attributes":
			in = of.Points
		case "areas", "area_attributes":
			in = of.Areas
		case reportedPart:
			in = of.Reported
		case IdleBuildings:
			in = of.Idle
		case "facilities", "facility_attributes":
			in = source.Service == "" || slices.ContainsFunc(strings.FieldsFunc(source.Service, func(r rune) bool { return r == ',' || r == ';' }),
				func(service string) bool { return slices.Contains(of.Services, service) })
		}
		if in || of.Everything {
			sources = append(sources, source)
		}
	}
	return sources
}

// fingerprintParts are the digests of the parts of a town, made once.
type fingerprintParts struct {
	streets, points, areas string
	roads, turns           string // what streets are made of: all but the turn rules, and these
	idle                   string // "" without any: such a town has the name it had before there were idle buildings
	reported               string // "" as well
	services               map[string]string
}

func newFingerprintParts(t *Town) *fingerprintParts {
	parts := &fingerprintParts{}
	var large sync.WaitGroup
	defer large.Wait()
	large.Go(func() {
		d := newDigest()
		d.streets(t)
		parts.roads = string(d.sum())
		if len(t.Turns) > 0 { // a town without any has the name it had before there were rules
			d.turns(t)
		}
		parts.streets = string(d.sum())
	})
	large.Go(func() { parts.points = digestOf(func(d *digest) { d.points(t) }) })
	parts.turns = digestOf(func(d *digest) { d.turns(t) })
	parts.areas = digestOf(func(d *digest) {
		for i := range t.Areas {
			d.area(&t.Areas[i])
		}
	})
	if len(t.Idle) > 0 {
		parts.idle = digestOf(func(d *digest) { d.idle(t) })
	}
	if len(t.Reported) > 0 {
		parts.reported = digestOf(func(d *digest) { d.reported(t) })
	}
	parts.services = serviceDigests(t)
	return parts
}

// withFacilities are the parts of a town that differs in its facilities alone.
func (p *fingerprintParts) withFacilities(t *Town) *fingerprintParts {
	parts := *p
	parts.services = serviceDigests(t)
	return &parts
}

func serviceDigests(t *Town) map[string]string {
	services := make(map[string]string)
	byService := make(map[string][]*Facility)
	listed := make(map[string]FacilityList)
	for _, list := range t.Lists {
		listed[list.Service] = list
		byService[list.Service] = nil // an empty list is a list
	}
	for i := range t.Facilities {
		f := &t.Facilities[i]
		byService[f.Service] = append(byService[f.Service], f)
	}
	for service, facilities := range byService {
		services[service] = digestOf(func(d *digest) {
			d.flag(listed[service].Incomplete)
			for _, f := range facilities {
				d.facility(f)
			}
		})
	}
	return services
}

func digestOf(feed func(d *digest)) string {
	d := newDigest()
	feed(d)
	return string(d.sum())
}

// streets feeds all that belongs to streets but the turn rules.
func (d *digest) streets(t *Town) {
	d.count(len(t.Streets))
	for i := range t.Streets {
		s := &t.Streets[i]
		d.number(uint64(s.WayID))
		d.text(s.Name)
		d.text(s.Class)
		d.count(len(s.Nodes))
		for k, id := range s.Nodes {
			d.number(uint64(id))
			d.point(s.Line[k])
		}
		for _, p := range s.Passage {
			d.number(uint64(p))
		}
		d.real(s.MaxSpeed[0])
		d.real(s.MaxSpeed[1])
		d.flag(s.Boardable)
	}
	d.count(len(t.Stops))
	for _, s := range t.Stops {
		d.number(uint64(s.Node))
		for _, is := range s.Stops {
			d.flag(is)
		}
	}
	d.count(len(t.Barriers))
	for i := range t.Barriers {
		d.line(t.Barriers[i].Line)
	}
	d.shape(t.Extent.Shape)
}

// turns digests the rules, and how the extent is known: whether a car may turn round at a dead end hangs on that.
func (d *digest) turns(town *Town) {
	d.text(string(town.Extent.Source))
	d.count(len(town.Turns))
	for _, t := range town.Turns {
		for _, id := range []int64{t.Relation, t.FromWay, t.ToWay} {
			d.number(uint64(id))
		}
		d.text(t.Kind)
		d.count(len(t.ViaWays))
		for _, id := range t.ViaWays {
			d.number(uint64(id))
		}
		d.count(len(t.Path))
		for _, id := range t.Path {
			d.number(uint64(id))
		}
	}
}

func (d *digest) points(t *Town) {
	d.count(len(t.Points))
	for i := range t.Points {
		p := &t.Points[i]
		d.text(p.ID)
		d.text(p.Name)
		d.point(p.Point)
		for _, n := range p.People {
			d.number(uint64(n))
		}
		d.text(p.Kind)
		d.text(p.Setting)
		d.text(p.Area)
		d.flag(p.Estimate)
	}
	d.count(len(t.Entrances))
	for _, e := range t.Entrances {
		d.text(string(e.OwnerKind))
		d.text(e.OwnerID)
		d.point(e.Point)
	}
	for i := range t.Points { // behind all else, so that a town without any has the name it had before there were attributes
		if p := &t.Points[i]; len(p.Attributes) > 0 {
			d.text(p.ID)
			d.attributes(p.Attributes)
		}
	}
}

// digest feeds values to a hash so that no two towns give the same bytes: everything of variable length is
// preceded by its length. They are gathered first, because the hash takes long to be given eight bytes.
type digest struct {
	hash    hash.Hash
	pending []byte
}

func newDigest() *digest { return &digest{sha256.New(), make([]byte, 0, 2*gathered)} }

// gathered is the number of bytes that are given to the hash at once.
const gathered = 1 << 12

func (d *digest) give() {
	d.hash.Write(d.pending) // never fails
	d.pending = d.pending[:0]
}

// sum is the digest of everything so far.
func (d *digest) sum() []byte {
	d.give()
	return d.hash.Sum(nil)
}

func (d *digest) number(n uint64) {
	if d.pending = binary.LittleEndian.AppendUint64(d.pending, n); len(d.pending) >= gathered {
		d.give()
	}
}
func (d *digest) count(n int)    { d.number(uint64(n)) }
func (d *digest) real(v float64) { d.number(math.Float64bits(v)) }
func (d *digest) text(s string) {
	d.count(len(s))
	d.pending = append(d.pending, s...)
}
func (d *digest) flag(b bool) {
	if b {
		d.number(1)
	} else {
		d.number(0)
	}
}
func (d *digest) point(p orb.Point) {
	d.real(p[0])
	d.real(p[1])
}
func (d *digest) line(points []orb.Point) {
	d.count(len(points))
	for _, p := range points {
		d.point(p)
	}
}
func (d *digest) shape(s orb.MultiPolygon) {
	d.count(len(s))
	for _, polygon := range s {
		d.count(len(polygon))
		for _, ring := range polygon {
			d.line(ring)
		}
	}
}
func (d *digest) attributes(m map[string]string) {
	d.count(len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		d.text(k)
		d.text(m[k])
	}
}
func (d *digest) facility(f *Facility) {
	for _, s := range []string{f.Service, f.ID, f.Name, string(f.Status), f.CapacityUnit, f.OpeningHours, f.Opened, f.Closed, f.Address, f.Area} {
		d.text(s)
	}
	d.point(f.Point)
	d.real(f.Capacity)
	d.real(f.AreaM2)
	d.count(len(f.Serves))
	for _, s := range f.Serves {
		d.text(s)
	}
	d.attributes(f.Attributes)
}
func (d *digest) area(a *Area) {
	for _, s := range []string{a.ID, a.Name, a.Level, a.Parent, a.Kind, a.Setting} {
		d.text(s)
	}
	d.number(uint64(a.Population))
	d.number(uint64(a.Registered))
	d.number(uint64(a.Households))
	d.attributes(a.Attributes)
	d.shape(a.Shape)
}
