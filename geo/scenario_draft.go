package geo

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"
)

// draft is a copy of a town on which the edits of a scenario are tried one after the other. An edit that cannot be done
// is refused and the next one tried, so that all problems are known at once.
type draft struct {
	base *StudyArea
	town Town // whose slices are copies where an edit changes them

	number   int // of the edit that is being tried
	edit     Edit
	problems []EditProblem
	more     int

	facilities map[[2]string]int // service and id to the place in town.Facilities
	ways       map[int64][]int32 // the streets of the ways that edits name
	nodes      map[NodeID]orb.Point
	lastBuilt  int64 // way id of the street built last
	bound      func() (orb.Bound, bool)
}

func newDraft(s *StudyArea, edits []Edit) *draft {
	d := &draft{
		base: s, town: s.Town,
		facilities: make(map[[2]string]int, len(s.Facilities)),
		ways:       make(map[int64][]int32), nodes: make(map[NodeID]orb.Point),
		bound: sync.OnceValues(s.Bound),
	}
	d.town.Facilities = slices.Clone(s.Facilities)
	for i := range s.Facilities {
		d.facilities[[2]string{s.Facilities[i].Service, s.Facilities[i].ID}] = i
	}
	d.findStreets(edits)
	return d
}

// try does edits on a draft, all of them or none.
func (s *StudyArea) try(edits []Edit) (*draft, error) {
	if n := len(edits); n > MaxEdits {
		return nil, Fail("the scenario has %d edits: the limit is %d", "方案有 %d 项改动，上限为 %d 项", n, MaxEdits)
	}
	d := newDraft(s, edits)
	for i, e := range edits {
		d.try(i+1, e)
	}
	return d, d.err()
}

func (d *draft) try(number int, e Edit) {
	d.number, d.edit = number, e
	e.do(d)
}

// Rehearsal tells of edits, one by one, whether each can be done after those before it, without making a study area of
// each. It is for one caller at a time.
type Rehearsal struct{ draft *draft }

// Rehearse begins with edits done; a [ScenarioError] if they cannot be.
func (s *StudyArea) Rehearse(edits []Edit) (*Rehearsal, error) {
	d, err := s.try(edits)
	if err != nil {
		return nil, err
	}
	return &Rehearsal{d}, nil
}

// Try does one more edit of a facility, which is known by its number from 1; a [ScenarioError] if it cannot be done, after
// which the rehearsal is over. Edits of streets need a rehearsal of their own, that looks up what they name.
func (r *Rehearsal) Try(number int, e Edit) error {
	r.draft.try(number, e)
	return r.draft.err()
}

// findStreets looks up the ways and nodes that edits name, in one pass over the streets.
func (d *draft) findStreets(edits []Edit) {
	namesStreets := false
	for _, e := range edits {
		switch e := e.(type) {
		case CloseStreet:
			d.ways[e.WayID], namesStreets = nil, true
		case BuildStreet:
			d.nodes[e.From], d.nodes[e.To], namesStreets = orb.Point{math.NaN()}, orb.Point{math.NaN()}, true
		}
	}
	if !namesStreets {
		return
	}
	d.town.Streets = slices.Clone(d.base.Streets)
	for i := range d.base.Streets {
		s := &d.base.Streets[i]
		d.lastBuilt = min(d.lastBuilt, s.WayID)
		if list, named := d.ways[s.WayID]; named {
			d.ways[s.WayID] = append(list, int32(i))
		}
		if len(d.nodes) == 0 {
			continue
		}
		for k, id := range s.Nodes {
			if _, named := d.nodes[id]; named {
				d.nodes[id] = s.Line[k]
			}
		}
	}
	maps.DeleteFunc(d.nodes, func(_ NodeID, at orb.Point) bool { return math.IsNaN(at[0]) })
}

// refuse notes why the edit cannot be done.
func (d *draft) refuse(rule Words) {
	if len(d.problems) == maxEditProblems {
		d.more++
		return
	}
	d.problems = append(d.problems, EditProblem{d.number, d.edit.Kind(), d.edit.Subject(), rule})
}

func (d *draft) err() error {
	if len(d.problems) == 0 {
		return nil
	}
	return &ScenarioError{d.problems, d.more}
}

// maxLabel bounds ids and names, in bytes.
const maxLabel = 200

func (e AddFacility) do(d *draft) {
	if _, known := LookupService(e.Service); !known {
		d.refuse(Say("%q is no service code", "“%s”不是设施类型代码", e.Service))
		return
	}
	if !d.base.HasList(e.Service) {
		d.refuse(Say("no list of the service was imported; import one first, be it empty", "该设施类型尚未导入清单，请先导入（可为空清单）"))
		return
	}
	if e.ID == "" || len(e.ID) > maxLabel || !isLabel(e.ID) {
		d.refuse(Say("the id must be 1 to %d bytes, without control characters and blanks at its ends", "编号应为 1 到 %d 字节，不含控制字符，首尾无空格", maxLabel))
	}
	if len(e.Name) > maxLabel || !isLabel(e.Name) {
		d.refuse(Say("the name must be at most %d bytes, without control characters and blanks at its ends", "名称最多 %d 字节，不含控制字符，首尾无空格", maxLabel))
	}
	at, _ := d.place(e.At)
	key := [2]string{e.Service, e.ID}
	if _, taken := d.facilities[key]; taken {
		d.refuse(Say("there is a facility with this id; choose another id, or move that facility", "该编号已被使用，请换一个编号，或改为搬迁该设施"))
		return
	}
	// A facility at a wrong place is noted all the same, so that later edits of it are not called wrong too.
	d.facilities[key] = len(d.town.Facilities)
	d.town.Facilities = append(d.town.Facilities, Facility{
		Service: e.Service, ID: e.ID, Name: e.Name, Point: at, Status: Active, Capacity: NoData, AreaM2: NoData,
	})
	d.enterAt(e.Service, e.ID, at)
}

func (e MoveFacility) do(d *draft) {
	f := d.facility(e.Service, e.ID)
	to, ok := d.place(e.To)
	if f == nil || !ok {
		return
	}
	f.Point, f.Address, f.Area = to, "", ""
	d.enterAt(e.Service, e.ID, to)
}

// enterAt makes a position the only place where a facility is entered.
func (d *draft) enterAt(service, id string, at orb.Point) {
	name := service + ":" + id
	own := func(e Entrance) bool { return e.OwnerKind == FacilityOwner && e.OwnerID == name }
	if slices.ContainsFunc(d.town.Entrances, own) {
		d.town.Entrances = slices.DeleteFunc(slices.Clone(d.town.Entrances), own)
	}
	// Entrances known by the id alone may also be those of a facility of another service, which stays as it is.
	if d.base.ofOwner[owner{FacilityOwner, id}] != nil {
		d.town.Entrances = append(slices.Clip(d.town.Entrances), Entrance{FacilityOwner, name, at})
	}
}

func (e CloseFacility) do(d *draft) {
	if f := d.facility(e.Service, e.ID); f != nil {
		if f.Status != Active {
			d.refuse(Say("the facility is not in use: its status is %s", "该设施未在使用：状态为 %s", f.Status))
			return
		}
		f.Status = Closed
	}
}

func (e ReopenFacility) do(d *draft) {
	if f := d.facility(e.Service, e.ID); f != nil {
		if f.Status == Active {
			d.refuse(Say("the facility is in use already", "该设施已在使用"))
			return
		}
		f.Status = Active
	}
}

// facility finds a facility of the draft; nil, and the edit is refused, if there is none.
func (d *draft) facility(service, id string) *Facility {
	i, known := d.facilities[[2]string{service, id}]
	if !known {
		d.refuse(Say("there is no such facility", "没有该设施"))
		return nil
	}
	return &d.town.Facilities[i]
}

// beyondTown is how far outside the box of the town a facility may stand, in degrees: about 20 km. Farther away a
// typing error is more likely, above all latitude and longitude exchanged.
const beyondTown = 0.2

// place rounds a position as positions are stored; false, and the edit is refused, if nothing can stand there.
func (d *draft) place(p orb.Point) (orb.Point, bool) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		d.refuse(Say("%v, %v is no longitude and latitude in degrees, in this order", "%v, %v 不是以度为单位的经度、纬度（先经后纬）", p[0], p[1]))
		return p, false
	}
	if bound, some := d.bound(); some && !bound.Pad(beyondTown).Contains(p) {
		d.refuse(Say("%v, %v lies far outside the town; longitude stands first, then latitude", "%v, %v 远在本地范围之外；应先经度、后纬度", p[0], p[1]))
		return p, false
	}
	return orb.Point{Round7(p[0]), Round7(p[1])}, true
}

func (e CloseStreet) do(d *draft) {
	if (e.From == 0) != (e.To == 0) {
		d.refuse(Say("give both end nodes of the segment, or none for the whole way", "请同时给出路段的两个端点节点，或都不给（表示整条道路）"))
		return
	}
	found, closed := 0, 0
	for _, i := range d.ways[e.WayID] {
		s := &d.town.Streets[i]
		if e.From != 0 && (s.Nodes[0] != e.From || s.Nodes[len(s.Nodes)-1] != e.To) {
			continue
		}
		found++
		if s.Passage == [NumTravellers]Passage{} {
			closed++
		}
		s.Passage = [NumTravellers]Passage{}
	}
	switch {
	case len(d.ways[e.WayID]) == 0:
		d.refuse(Say("the town has no street of this way", "没有该编号的道路"))
	case found == 0:
		d.refuse(Say("no segment of the way begins and ends at these nodes, in this order", "该道路没有以这两个节点依次为起止的路段"))
	case found == closed:
		d.refuse(Say("the street is closed already", "该路段已封闭"))
	}
}

func (e OpenGate) do(d *draft) {
	at := func(s NodeStop) bool { return s.Node == e.Node }
	if !slices.ContainsFunc(d.town.Stops, at) {
		d.refuse(Say("nothing stops anybody at this node", "该节点没有任何通行阻碍"))
		return
	}
	d.town.Stops = slices.DeleteFunc(slices.Clone(d.town.Stops), at)
}

// maxBuiltM bounds a street that is built, in metres: the longest bridges over a bay. Beyond, a node is mistyped.
const maxBuiltM = 50_000

func (e BuildStreet) do(d *draft) {
	classes := StreetClasses()
	admitted, known := classes[e.Class]
	if !known {
		d.refuse(Say("class %q cannot be built: choose one of %s", "道路等级“%s”不可新建，可选：%s", e.Class, strings.Join(slices.Sorted(maps.Keys(classes)), ", ")))
	}
	if len(e.Name) > maxLabel || !isLabel(e.Name) {
		d.refuse(Say("the name must be at most %d bytes, without control characters and blanks at its ends", "名称最多 %d 字节，不含控制字符，首尾无空格", maxLabel))
	}
	from, hasFrom := d.nodes[e.From]
	to, hasTo := d.nodes[e.To]
	if !hasFrom {
		d.refuse(Say("node %d lies on no street of the town", "节点 %d 不在任何道路上", e.From))
	}
	if !hasTo {
		d.refuse(Say("node %d lies on no street of the town", "节点 %d 不在任何道路上", e.To))
	}
	d.lastBuilt--
	if !known || !hasFrom || !hasTo {
		return
	}
	if e.From == e.To {
		d.refuse(Say("a street joins two different nodes", "道路应连接两个不同的节点"))
		return
	}
	if m := Distance(from, to); m > maxBuiltM || math.Abs(from[0]-to[0]) > 180 {
		d.refuse(Say("the nodes are %.0f m apart: the limit is %d m", "两节点相距 %.0f 米，上限为 %d 米", m, maxBuiltM))
		return
	}
	s := Street{WayID: d.lastBuilt, Name: e.Name, Class: e.Class, Nodes: []NodeID{e.From, e.To}, Line: orb.LineString{from, to}}
	for _, traveller := range admitted {
		s.Passage[traveller] = BothWays
		for _, stop := range d.town.Stops {
			if stop.Stops[traveller] && (stop.Node == e.From || stop.Node == e.To) {
				d.refuse(Say("node %d stops travellers (%s), so that nothing can begin there; open the gate first, by open_gate", "节点 %d 禁止通行（%s），新路无法从此接出；请先用 open_gate 打开", stop.Node, traveller))
				return
			}
		}
	}
	if list, named := d.ways[s.WayID]; named {
		d.ways[s.WayID] = append(list, int32(len(d.town.Streets)))
	}
	d.town.Streets = append(d.town.Streets, s)
}
