package town

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// Candidates says how many places there are to choose from, and which were left out.
type Candidates struct {
	Places        int      `json:"places"`         // that may be chosen
	Given         int      `json:"given"`          // of all that were looked at: from a list
	Junctions     int      `json:"junctions"`      // junctions and ends of streets near people
	Idle          int      `json:"idle"`           // idle places: those of closed and of planned facilities, and idle public buildings
	IdleBuildings int      `json:"idle_buildings"` // of the idle places, the buildings
	SpacingM      *float64 `json:"spacing_m"`      // junctions are at least so far apart; null without any
	Forbidden     int      `json:"forbidden"`      // left out: marked so, or on land where nothing may stand
	Outside       int      `json:"outside"`        // left out: not on the land where sites are wanted
	TooClose      Left     `json:"too_close"`      // left out: idle buildings within [SamePlaceM] of a larger one, of the place of a facility or of a listed candidate
	OffNetwork    Left     `json:"off_network"`    // left out: no leg leads from there to a street
}

// Left names what was left out.
type Left struct {
	Count int      `json:"count"`
	IDs   []string `json:"ids"` // the first 1,000, in byte order
}

// maxListed bounds the ids that an answer names.
const maxListed = 1000

// place is a candidate before it is asked what it would serve.
type place struct {
	Candidate
	facility int32 // that stands there and may stay; none if there is none
	building int32 // idle, that it would be in; none if it is no such place
	junction bool
	must     []string // services for which the question names it among those to be chosen
	never    []string // and those for which it names it among those that are not
}

const none = -1

// open is a candidate where nothing stands that may stay.
func open(c Candidate) place { return place{Candidate: c, facility: none, building: none} }

// left names what is left out, given in any order.
func left(ids []string) Left {
	slices.Sort(ids)
	return Left{len(ids), append([]string{}, ids[:min(len(ids), maxListed)]...)}
}

// gather lists the places to choose from along a curve, without those on forbidden land. Ids are told apart.
func (p *Prepared) gather() error {
	listed, err := p.given()
	if err != nil {
		return err
	}
	var all []place
	for _, c := range listed {
		all = append(all, open(c))
	}
	p.found.Given, p.found.TooClose = len(all), left(nil)
	if p.q.Make.Idle {
		idle := p.idle()
		if len(idle) == 0 {
			return &coverage.NoDataError{What: geo.Say("idle places: closed or planned facilities, or idle public buildings", "闲置位置：停用或规划设施，或闲置公共建筑"),
				Hint: geo.Say("Buildings that OpenStreetMap calls disused or vacant come with: lifecircle import facilities --from-osm FILE. Others can be given as a list of candidates", "OpenStreetMap 中标为停用或空置的建筑可用 lifecircle import facilities --from-osm 文件 导入；其他建筑请以备选点位清单提供")}
		}
		p.found.Idle = len(idle)
		p.found.IdleBuildings = len(p.analysis.Area.Idle)
		all = append(all, idle...)
	}
	p.digest = digestOf(all)
	if p.q.Make.Junctions {
		usual := spacing(&p.router.Profile, p.q.Request.Cutoff(), p.q.Request.ByDistance())
		at := func(point int32) orb.Point { return p.analysis.Area.Points[point].Point }
		made, spacingM := makeJunctions(p.router, p.analysis.Area.Streets, at, p.demand, p.namedJunctions(), p.q.Make.SpacingM, usual)
		p.found.Junctions, p.found.SpacingM = len(made), &spacingM
		all = slices.Grow(all, len(made))
		for _, c := range made {
			junction := open(c)
			junction.junction = true
			all = append(all, junction)
		}
	}
	if err := p.mark(all); err != nil {
		return err
	}
	if p.places, err = p.allowed(all); err != nil {
		return err
	}
	if err := p.addReplaced(); err != nil {
		return err
	}
	if err := p.tellApart(); err != nil {
		return err
	}
	p.spreadBuildings()
	return nil
}

// given checks the candidates of a list.
func (p *Prepared) given() ([]Candidate, error) {
	all := slices.Clone(p.q.Candidates)
	slices.SortFunc(all, func(a, b Candidate) int { return cmp.Compare(a.ID, b.ID) })
	for i := range all {
		c := &all[i]
		wrong := func(rule, hint geo.Words) error { return refuse("candidates", c.ID, rule, hint) }
		switch {
		case c.ID == "":
			return nil, wrong(geo.Say("a candidate has no id", "备选点位缺少编号"), geo.Words{})
		case i > 0 && all[i-1].ID == c.ID:
			return nil, wrong(geo.Say("is the id of two candidates", "两个备选点位使用同一编号"), geo.Say("Give every candidate an id of its own", "请为每个备选点位使用不同的编号"))
		case !(c.Cost >= 0 && c.Cost <= maxMoney):
			return nil, wrong(geo.Say("a cost is from 0 to %v", "成本应在 0 到 %v 之间", maxMoney), geo.Words{})
		case c.Capacity < 0:
			return nil, wrong(geo.Say("the capacity must not be negative", "容量不得为负"), geo.Words{})
		case c.State != siting.Free && c.State != siting.Must && c.State != siting.Forbidden:
			return nil, wrong(geo.Say("a candidate is free, must be chosen or is forbidden", "备选点位只能为可选、必选或禁止"), geo.Say("Import facilities that exist: they count by themselves", "现有设施请导入，它们会自动计入"))
		case !(math.Abs(c.At[0]) <= 180 && math.Abs(c.At[1]) <= 90):
			return nil, wrong(geo.Say("has no place in degrees", "位置不是经纬度"), geo.Words{})
		case c.Service != "" && !slices.Contains(p.q.Request.Services, c.Service):
			if _, known := geo.LookupService(c.Service); !known {
				return nil, wrong(geo.Say("is for the unknown service %q", "所属设施类型“%s”无法识别", c.Service), geo.Say("The codes are listed by: lifecircle services", "代码列表：lifecircle services"))
			}
		}
		c.At = orb.Point{geo.Round7(c.At[0]), geo.Round7(c.At[1])}
		if c.State == siting.Must && c.Service == "" && len(p.q.Request.Services) > 1 {
			return nil, wrong(geo.Say("must be chosen, but for which of the services is not said", "为必选点位，但未说明用于哪一类设施"), geo.Say("Give its service: %s", "请填写其设施类型：%s", strings.Join(p.q.Request.Services, ", ")))
		}
	}
	return slices.DeleteFunc(all, func(c Candidate) bool { // those for services that are not asked about
		return c.Service != "" && !slices.Contains(p.q.Request.Services, c.Service)
	}), nil
}

// allowed keeps the candidates that may stand where they are.
func (p *Prepared) allowed(all []place) (kept []place, err error) {
	forbidden, err := p.terrain("forbidden", p.q.ForbiddenAreas, p.q.Forbidden)
	if err != nil {
		return nil, err
	}
	inside, err := p.terrain("inside", p.q.InsideAreas, p.q.Inside)
	if err != nil {
		return nil, err
	}
	kept = make([]place, 0, len(all))
	for _, c := range all {
		var out *int
		switch {
		case c.State == siting.Forbidden && len(c.must) == 0 || len(c.never) == len(p.q.Request.Services) || forbidden.holds(c.At):
			out = &p.found.Forbidden
		case len(inside.lands) > 0 && !inside.holds(c.At):
			out = &p.found.Outside
		default:
			kept = append(kept, c)
			continue
		}
		if c.mustStand() {
			return nil, refuse("must", c.ID, geo.Say("must be chosen, but lies where no site may stand", "为必选点位，但位于不可选址的范围"), geo.Say("Drop it, or change the areas", "请去掉该点位，或调整范围"))
		}
		*out++
	}
	at := make([]orb.Point, len(kept))
	for i, c := range kept {
		at[i] = c.At
	}
	sorted := make([]place, 0, len(kept))
	for _, i := range geo.HilbertOrder(at, func(a, b int) int { return cmp.Compare(kept[a].ID, kept[b].ID) }) {
		sorted = append(sorted, kept[i])
	}
	return sorted, nil
}

// addReplaced adds the places of facilities that may be given up, or stay.
func (p *Prepared) addReplaced() error {
	for _, name := range p.q.Closing {
		f, err := p.activeFacility(name)
		if err != nil {
			return err
		}
		p.closing[f] = true
	}
	for _, name := range p.q.Replace {
		f, err := p.activeFacility(name)
		if err != nil {
			return err
		}
		if p.closing[f] {
			return refuse("replace", name, geo.Say("is closed whatever comes", "已列为关闭"), geo.Words{})
		}
		if !p.replaced[f] {
			facility := &p.analysis.Area.Facilities[f]
			p.replaced[f] = true
			stays := open(Candidate{ID: facility.ID, Name: facility.Name, Service: facility.Service, At: facility.Point})
			stays.facility = f
			p.places = append(p.places, stays)
		}
	}
	return nil
}

// activeFacility finds an active facility of the services asked about.
func (p *Prepared) activeFacility(name string) (int32, error) {
	f, err := p.analysis.FacilityNamed(name)
	if err != nil {
		return 0, err
	}
	facility := &p.analysis.Area.Facilities[f]
	switch {
	case !slices.Contains(p.q.Request.Services, facility.Service):
		return 0, refuse("facility", name, geo.Say("is of none of the services asked for", "不属于所选设施类型"), geo.Words{})
	case facility.Status != geo.Active:
		return 0, refuse("facility", name, geo.Say("is not active", "不在运营"), geo.Words{})
	}
	return f, nil
}

// tellApart refuses ids of lists that made candidates have too.
func (p *Prepared) tellApart() error {
	seen := make(map[string]bool, len(p.places))
	for _, c := range p.places {
		key := c.ID
		if c.facility >= 0 {
			key = "\x00" + c.Service + ":" + c.ID // told apart by its service
		}
		if seen[key] {
			return refuse("candidates", c.ID, geo.Say("is the id of two candidates", "两个备选点位使用同一编号"), geo.Say("Give every candidate an id of its own", "请为每个备选点位使用不同的编号"))
		}
		seen[key] = true
	}
	return nil
}

// catchable drops the places from which no leg leads to a street, and names them.
func (p *Prepared) catchable(onNetwork []bool) error {
	var off []string
	kept := p.places[:0]
	for i, c := range p.places {
		if onNetwork[i] {
			kept = append(kept, c)
			continue
		}
		if c.mustStand() {
			return refuse("must", c.ID, geo.Say("must be chosen, but no street is within reach of it", "为必选点位，但附近没有可达道路"), geo.Say("Correct its place, or drop it", "请更正其位置，或去掉该点位"))
		}
		off = append(off, c.ID)
	}
	p.places, p.found.OffNetwork, p.found.Places = kept, left(off), len(kept)
	if len(kept) == 0 {
		return p.nowhere()
	}
	return nil
}

// nowhere says why no candidate is left.
func (p *Prepared) nowhere() error {
	f := &p.found
	all := f.Given + f.Junctions + f.Idle
	if all == 0 {
		return refuse("candidates", "", geo.Say("there are none: no junction of streets lies near people", "没有备选点位：居民附近没有路口"), geo.Say("Import streets and residents of the same town, or give candidates", "请导入同一地区的道路和居民点，或提供备选点位"))
	}
	why := geo.Words{}
	for _, reason := range []struct {
		count int
		words geo.Words
	}{
		{f.Forbidden, geo.Say("%d forbidden", "%d 个被禁止", f.Forbidden)}, {f.Outside, geo.Say("%d outside the land asked for", "%d 个在指定范围之外", f.Outside)},
		{f.TooClose.Count, geo.Say("%d too close to another place", "%d 个与其他位置过近", f.TooClose.Count)},
		{f.OffNetwork.Count, geo.Say("%d off the streets (%s)", "%d 个附近没有可达道路（%s）", f.OffNetwork.Count, strings.Join(f.OffNetwork.IDs[:min(20, f.OffNetwork.Count)], ", "))},
	} {
		switch {
		case reason.count == 0:
		case why.Empty():
			why = reason.words
		default:
			why = geo.Say("%s, %s", "%s，%s", why, reason.words)
		}
	}
	return refuse("candidates", "", geo.Say("there is no candidate that may be chosen: of %d, %s", "没有可选的备选点位：共 %d 个，%s", all, why), geo.Say("Correct their places, or allow more land", "请更正其位置，或放宽选址范围"))
}

// capacityOf is what a place can serve.
func (p *Prepared) capacityOf(c *place) (int64, error) {
	if c.facility >= 0 {
		return p.capacityOfFacility(c.facility)
	}
	capacity := cmp.Or(c.Capacity, p.q.Capacity)
	if capacity == 0 && p.goal == siting.MostServed {
		return 0, refuse("capacity", c.ID, geo.Say("the capacity of this candidate is missing", "该备选点位缺少容量"), geo.Say("Give candidates a capacity, or one for all new sites", "请为备选点位填写容量，或给出新点位统一的容量"))
	}
	return capacity, nil
}

func (p *Prepared) capacityOfFacility(f int32) (int64, error) {
	facility := &p.analysis.Area.Facilities[f]
	if facility.Capacity == geo.NoData {
		if p.goal != siting.MostServed {
			return 0, nil
		}
		return 0, &coverage.NoDataError{What: geo.Say("the capacity of facility %s:%s", "设施 %s:%s 的容量", facility.Service, facility.ID),
			Hint: geo.Say("Import the capacities of all active facilities of the service", "请导入该类全部在营设施的容量")}
	}
	return int64(math.Min(1e12, math.Floor(facility.Capacity))), nil
}

// digestOf names a list of candidates by what it says: the SHA-256 of all its members.
func digestOf(all []place) string {
	if len(all) == 0 {
		return ""
	}
	sum := sha256.New()
	var word [8]byte
	number := func(n uint64) {
		binary.LittleEndian.PutUint64(word[:], n)
		sum.Write(word[:])
	}
	text := func(s string) {
		number(uint64(len(s)))
		sum.Write([]byte(s))
	}
	for _, c := range all {
		text(c.ID)
		text(c.Name)
		text(c.Service)
		number(math.Float64bits(c.At[0]))
		number(math.Float64bits(c.At[1]))
		number(math.Float64bits(c.Cost))
		number(uint64(c.Capacity))
		number(uint64(c.State))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// digestOfLand names pieces of land by their shapes.
func digestOfLand(lands []Land) string {
	if len(lands) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, l := range lands {
		fmt.Fprintf(sum, "%q", l.Name) // a hash takes everything
		for _, polygon := range l.Shape {
			for _, ring := range polygon {
				binary.Write(sum, binary.LittleEndian, int64(len(ring)))
				binary.Write(sum, binary.LittleEndian, ring)
			}
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
