package osm

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Facilities is what an extract says of facilities, and of public buildings that stand idle. OpenStreetMap is never a
// complete list of them.
type Facilities struct {
	Found     []geo.Facility     // by service, then id; ids are "n123", "w123" or "r123"
	Undecided []Undecided        // by id
	Idle      []geo.IdleBuilding // by id; [IdleUse] tells which
	DataDate  string             // as in [Streets]
	SHA256    string
	Warnings  []Warning
}

// Undecided is an object whose tags allow several services and whose name does not tell which.
type Undecided struct {
	ID       string
	Name     string
	Point    orb.Point
	Tags     string   // the combination that made it a candidate
	Services []string // the codes it may be, of those asked for
	Reason   string
}

// ReadFacilities reads facilities of the given services, or of all if none is given: nodes, ways (at a point inside or
// the middle of a line) and multipolygon relations. What is disused or only planned is no facility. Idle public buildings
// come with them, whatever the services. Progress, which may be nil, counts bytes.
func ReadFacilities(ctx context.Context, path string, services []string, progress func(done, total int64)) (Facilities, error) {
	wanted, warnings, err := wantedServices(services)
	if err != nil {
		return Facilities{}, err
	}
	f, err := openFile(path)
	if err != nil {
		return Facilities{}, err
	}
	r := facilityReader{matcher: newMatcher(), wanted: wanted, capacities: census{}}
	idle := newIdleReader()
	c, err := f.collect(ctx, selector{
		way: func(w *way) bool { return r.wants(w.tags) || idle.wants(w.tags) },
		relation: func(rel *relation) bool {
			facility, building := r.relation(rel), idle.relation(rel)
			return facility || building
		},
		node: func(n *node) {
			if len(n.tags) > 0 && r.wants(n.tags) {
				r.add("n"+strconv.FormatInt(n.id, 10), n.at.point(), n.tags)
			}
			idle.node(n)
		},
	}, progress)
	if err != nil {
		return Facilities{}, err
	}
	r.shapes(c)
	idle.shapes(c)
	slices.SortFunc(r.found, func(a, b geo.Facility) int { return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.ID, b.ID)) })
	slices.SortFunc(idle.found, func(a, b geo.IdleBuilding) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(r.undecided, func(a, b Undecided) int { return cmp.Compare(a.ID, b.ID) })
	warnings = r.incomplete.warn(warnings, "incomplete_outline", geo.Say("objects whose outline the file does not hold in full, left out", "对象轮廓在文件中不完整，已略去"))
	warnings = r.otherRelation.warn(warnings, "relation_type", geo.Say("relations of another type than multipolygon, left out", "类型不是 multipolygon 的关系，已略去"))
	warnings = c.repeated.warn(warnings, "repeated", geo.Say("objects the file holds more than once; the last one counts", "文件中重复出现的对象，以最后一个为准"))
	warnings = r.capacities.warn(warnings, "capacity", geo.Say("capacities that are no plain number; kept as they are among the attributes", "容量不是纯数字，原样保留在属性中"))
	warnings = r.closed.warn(warnings, "lifecycle", geo.Say("objects tagged as disused, abandoned, demolished or planned: no facilities", "标为停用、废弃、拆除或规划的对象，不作为设施"))
	return Facilities{r.found, r.undecided, idle.found, f.dataDate(), f.sha256, idle.warn(warnings)}, nil
}

// wantedServices checks the codes; a service that has no tags can never be found and is reported.
func wantedServices(codes []string) (map[string]bool, []Warning, error) {
	wanted := map[string]bool{}
	var blind tally
	for _, code := range codes {
		t, ok := geo.LookupService(code)
		if !ok {
			if near, ok := geo.NearestService(code); ok {
				return nil, nil, geo.Fail("unknown service %q; did you mean %q?", "无法识别设施类型“%s”；是否指“%s”？", code, near)
			}
			return nil, nil, geo.Fail("unknown service %q", "无法识别设施类型“%s”", code)
		}
		if len(t.Tags) == 0 {
			blind.add("%s", code)
		}
		wanted[code] = true
	}
	if len(codes) == 0 {
		for _, t := range geo.ServiceTypes() {
			wanted[t.Code] = true
		}
	}
	return wanted, blind.warn(nil, "no_tags", geo.Say("services for which OpenStreetMap has no tags; import a list instead", "OpenStreetMap 没有对应标签的设施类型，请改为导入清单")), nil
}

type facilityReader struct {
	matcher *matcher
	wanted  map[string]bool

	found      []geo.Facility
	undecided  []Undecided
	capacities census

	incomplete, otherRelation, closed tally
}

func (r *facilityReader) wants(tags Tags) bool {
	m := r.matcher.match(tags)
	for _, code := range m.services {
		if r.wanted[code] {
			return true
		}
	}
	for _, d := range m.doubtful {
		if r.wanted[d.service] {
			return true
		}
	}
	return false
}

func (r *facilityReader) relation(rel *relation) bool {
	if !r.wants(rel.tags) {
		return false
	}
	if rel.tags.Get("type") != "multipolygon" {
		r.otherRelation.add("relation %d (%s)", rel.id, rel.tags.Get("type"))
		return false
	}
	return true
}

// shapes adds the ways and relations; the members of a relation are no facilities unless their own tags say so.
func (r *facilityReader) shapes(c *collection) {
	for i := range c.ways {
		w := &c.ways[i]
		if !r.wants(w.tags) {
			continue
		}
		if shape, ok := c.wayOutline(w); ok {
			r.add("w"+strconv.FormatInt(w.id, 10), shape.point(), w.tags)
		} else {
			r.incomplete.add("way %d", w.id)
		}
	}
	for i := range c.relations {
		rel := &c.relations[i]
		if !r.wants(rel.tags) {
			continue
		}
		if shape, ok := c.relationOutline(rel); ok {
			r.add("r"+strconv.FormatInt(rel.id, 10), shape.point(), rel.tags)
		} else {
			r.incomplete.add("relation %d", rel.id)
		}
	}
}

func (r *facilityReader) add(id string, at orb.Point, tags Tags) {
	if outOfUse(tags) {
		r.closed.add("%s", id)
		return
	}
	m := r.matcher.match(tags)
	for _, code := range m.services {
		if r.wanted[code] {
			r.found = append(r.found, r.facility(code, id, at, tags))
		}
	}
	if len(m.services) > 0 {
		return
	}
	u := Undecided{ID: id, Name: text(tags.Get("name")), Point: at}
	for _, d := range m.doubtful {
		if !r.wanted[d.service] || slices.Contains(u.Services, d.service) {
			continue
		}
		u.Services = append(u.Services, d.service)
		if u.Tags == "" {
			u.Tags, u.Reason = plainTags(d.tags), d.reason
		} else if u.Reason != d.reason {
			u.Reason = "no name tells which"
		}
	}
	r.undecided = append(r.undecided, u)
}

func plainTags(tag geo.Tag) string {
	conditions := slices.DeleteFunc(slices.Clone(tag), func(c string) bool { return c == geo.NameHasWord })
	return strings.Join(conditions, " ")
}

// outOfUse tells what is no more or not yet. Keys with a lifecycle prefix (disused:amenity) never match anyway.
func outOfUse(tags Tags) bool {
	for _, key := range [...]string{"disused", "abandoned", "demolished", "razed", "removed", "proposed", "planned"} {
		if v := tags.Get(key); v != "" && v != "no" {
			return true
		}
	}
	return tags.Get("building") == "construction"
}

// keptAttributes are tags that tell planners about a facility. Telephone numbers and contacts are not among them.
var keptAttributes = []string{"name:zh", "name:en", "operator", "operator:type", "wheelchair", "ref", "start_date"}

func (r *facilityReader) facility(code, id string, at orb.Point, tags Tags) geo.Facility {
	f := geo.Facility{
		Service: code, ID: id, Name: text(cmp.Or(tags.Get("name"), tags.Get("name:zh"))), Point: at, Status: geo.Active,
		Capacity: geo.NoData, AreaM2: geo.NoData, OpeningHours: text(tags.Get("opening_hours")), Address: address(tags),
	}
	kept := map[string]string{}
	for _, key := range keptAttributes {
		if value := text(tags.Get(key)); value != "" {
			kept[key] = value
		}
	}
	if given := tags.Get("capacity"); given != "" {
		if n, err := strconv.ParseUint(given, 10, 31); err == nil {
			f.Capacity = float64(n)
		} else {
			r.capacities.add(Tag{"capacity", given})
			kept["capacity"] = text(given)
		}
	}
	if len(kept) > 0 {
		f.Attributes = kept
	}
	return f
}

// text copies a value out of the reader's buffer, as valid UTF-8.
func text(s string) string { return strings.Clone(strings.ToValidUTF8(s, "\ufffd")) }

// address writes an address as its country does: Chinese from the large to the small without blanks, others street
// and number first.
func address(tags Tags) string {
	if full := tags.Get("addr:full"); full != "" {
		return text(full)
	}
	get := func(key string) string { return tags.Get("addr:" + key) }
	street := cmp.Or(get("street"), get("place"))
	if strings.ContainsFunc(street+get("city"), func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
		return text(get("province") + get("city") + get("district") + get("subdistrict") + street + get("housenumber"))
	}
	near := strings.TrimSpace(street + " " + get("housenumber"))
	far := strings.TrimSpace(get("postcode") + " " + get("city"))
	if near == "" || far == "" {
		return text(near + far)
	}
	return text(near + ", " + far)
}
