package geo

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// maxFaults bounds the faults that one error tells of.
const maxFaults = 10

// check holds a town against what importers ensure, because a workspace can be edited by other programs: an
// impossible value must not become a number that somebody believes.
func (s *StudyArea) check() error {
	f := &faults{}
	for i := range s.Streets {
		f.street(&s.Streets[i])
	}
	for i := range s.Turns {
		f.turn(&s.Turns[i])
	}
	for i := range s.Barriers {
		for _, p := range s.Barriers[i].Line {
			f.position(p, "a barrier of way %d", s.Barriers[i].WayID)
		}
	}
	for i := range s.Points {
		p := &s.Points[i]
		f.position(p.Point, "residential point %q", p.ID)
		for g, n := range p.People {
			if n < NoData {
				f.add("residential point %q has %d people of group %s", p.ID, n, Group(g))
			}
		}
		if i > 0 && p.ID == s.Points[i-1].ID {
			f.add("residential point %q stands twice", p.ID)
		}
	}
	for i := range s.Facilities {
		a := &s.Facilities[i]
		f.position(a.Point, "facility %s:%s", a.Service, a.ID)
		if i > 0 && a.Service == s.Facilities[i-1].Service && a.ID == s.Facilities[i-1].ID {
			f.add("facility %s:%s stands twice", a.Service, a.ID)
		}
	}
	for i := range s.Idle {
		b := &s.Idle[i]
		f.position(b.Point, "idle building %q", b.ID)
		if b.FootprintM2 != NoData && !(b.FootprintM2 >= 0 && b.FootprintM2 <= math.MaxFloat64) {
			f.add("idle building %q has a footprint of %v m²", b.ID, b.FootprintM2)
		}
		if i > 0 && b.ID == s.Idle[i-1].ID {
			f.add("idle building %q stands twice", b.ID)
		}
	}
	for i := range s.Areas {
		for _, polygon := range s.Areas[i].Shape {
			for _, ring := range polygon {
				for _, p := range ring {
					f.position(p, "area %q", s.Areas[i].ID)
				}
			}
		}
		if i > 0 && s.Areas[i].ID == s.Areas[i-1].ID {
			f.add("area %q stands twice", s.Areas[i].ID)
		}
	}
	for _, e := range s.Entrances {
		f.position(e.Point, "an entrance of %s %q", e.OwnerKind, e.OwnerID)
	}
	return f.err()
}

// faults gathers what is wrong, and counts what is beyond [maxFaults].
type faults struct {
	list []error
	more int
}

func (f *faults) add(format string, args ...any) {
	if len(f.list) == maxFaults {
		f.more++
		return
	}
	f.list = append(f.list, fmt.Errorf(format, args...))
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	if f.more > 0 {
		f.list = append(f.list, fmt.Errorf("and %d more", f.more))
	}
	return Fail("the town contradicts itself, as no import leaves it: %v", "数据自相矛盾，不可能来自导入：%v", errors.Join(f.list...))
}

func (f *faults) street(s *Street) {
	if len(s.Nodes) != len(s.Line) || len(s.Nodes) < 2 {
		f.add("a street of way %d has %d nodes and %d positions", s.WayID, len(s.Nodes), len(s.Line))
		return
	}
	for i, p := range s.Line {
		f.position(p, "a street of way %d", s.WayID)
		if i > 0 && math.Abs(p[0]-s.Line[i-1][0]) > 180 {
			f.add("a street of way %d leads round the Earth, over the line of 180°", s.WayID)
		}
	}
	for traveller, passage := range s.Passage {
		if passage > BothWays {
			f.add("a street of way %d has the permission %d for %s", s.WayID, passage, Traveller(traveller))
		}
	}
	for _, kmh := range s.MaxSpeed {
		if !(kmh >= 0 && kmh <= 1000) {
			f.add("a street of way %d has a speed limit of %v km/h", s.WayID, kmh)
		}
	}
}

func (f *faults) turn(t *Turn) {
	if len(t.Path) < 3 {
		f.add("the turn rule of relation %d passes %d nodes: a rule needs one before, one to turn at and one after", t.Relation, len(t.Path))
	}
	if !strings.HasPrefix(t.Kind, "no_") && !strings.HasPrefix(t.Kind, "only_") {
		f.add("the turn rule of relation %d is of the kind %q, which begins neither with no_ nor with only_", t.Relation, t.Kind)
	}
}

func (f *faults) position(p orb.Point, format string, args ...any) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		f.add(format+" lies at %v, %v, which is not on the Earth", append(args, p[0], p[1])...)
	}
}
