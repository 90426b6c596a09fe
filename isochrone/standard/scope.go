package standard

import (
	"cmp"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
)

// settings says of every point, area and facility whether it is urban or rural; "" where nobody says so.
type settings struct {
	area  []Scope
	point []Scope
}

// kinds of areas that say by themselves whether they are urban or rural: a residents' committee is urban, a villagers'
// committee rural (GB 50180 aside, plans mean just that by 城市社区 and 农村社区). A town (镇) may be either.
var kindSetting = map[string]Scope{
	"居委会": Urban, "居民委员会": Urban, "居委": Urban, "社区居委会": Urban, "城市社区": Urban, "街道": Urban, "街道办事处": Urban,
	"村委会": Rural, "村民委员会": Rural, "村": Rural, "行政村": Rural, "农村社区": Rural, "乡": Rural,
}

func newSettings(area *geo.StudyArea) *settings {
	s := &settings{area: make([]Scope, len(area.Areas)), point: make([]Scope, len(area.Points))}
	for i := range area.Areas {
		a := &area.Areas[i]
		s.area[i] = Scope(a.Setting)
		if s.area[i] == "" {
			s.area[i] = kindSetting[strings.TrimSpace(a.Kind)]
		}
	}
	levels := finestFirst(area)
	for i := range area.Points {
		s.point[i] = Scope(area.Points[i].Setting)
		for l := 0; s.point[i] == "" && l < len(levels); l++ {
			if of := area.AreasAt(levels[l])[i]; of >= 0 {
				s.point[i] = s.area[of]
			}
		}
	}
	return s
}

// finestFirst lists the levels of areas, the one with the most areas first.
func finestFirst(area *geo.StudyArea) []string {
	count := map[string]int{}
	for i := range area.Areas {
		count[area.Areas[i].Level]++
	}
	levels := slices.Clone(area.Levels())
	slices.SortStableFunc(levels, func(a, b string) int { return count[b] - count[a] })
	return levels
}

func (scope Scope) holds(setting Scope) bool {
	return scope == Everywhere || scope == "" || scope == setting
}

// points lists the residential points that a check is about, ascending. Points of unknown setting are left out where the
// scope is urban or rural, and the outcome says how many people that leaves out.
func (s *assessor) points(c *Check, o *Outcome) ([]int32, error) {
	if len(s.area.Points) == 0 {
		return nil, lacking("no residential points: lifecircle import residents FILE", "没有居民点：lifecircle import residents FILE")
	}
	var points []int32
	unknown, people := 0, int64(0)
	for i := range s.area.Points {
		if !c.Scope.holds(s.settings.point[i]) {
			if s.settings.point[i] == "" {
				unknown++
				people += max(0, int64(s.area.Points[i].People[geo.All]))
			}
			continue
		}
		if c.Filter.Holds(func(name string) (string, bool) { return s.pointField(int32(i), name) }) {
			points = append(points, int32(i))
		}
	}
	switch {
	case unknown > 0 && len(points) == 0:
		return nil, lacking("no point or area says whether it is urban or rural: lifecircle import attributes FILE --of areas, with the column setting (urban, rural) or kind (居委会, 村委会)",
			"居民点与区划单元均未注明城乡：请以 lifecircle import attributes FILE --of areas 导入“城乡”（城镇、乡村）或“类型”（居委会、村委会）列")
	case unknown > 0:
		o.Assumptions = append(o.Assumptions, geo.Say("%d points with %d people say neither urban nor rural and are left out", "%d 个居民点（%d 人）未注明城乡，未计入", unknown, people))
	}
	return points, nil
}

// pointField is a field of a residential point for filters.
func (s *assessor) pointField(i int32, name string) (string, bool) {
	p := &s.area.Points[i]
	switch name {
	case "id":
		return p.ID, true
	case "name":
		return p.Name, p.Name != ""
	case "kind":
		return p.Kind, p.Kind != ""
	case "setting":
		return string(s.settings.point[i]), s.settings.point[i] != ""
	case "area":
		return p.Area, p.Area != ""
	}
	for g := geo.Group(0); g < geo.NumGroups; g++ {
		if g.Column() == name || g.String() == name {
			return strconv.Itoa(int(p.People[g])), p.People[g] != geo.NoData
		}
	}
	if text, is := p.Attributes[name]; is {
		return text, true
	}
	for _, level := range s.area.Levels() { // a mountain county makes its points points of a mountain county
		if of := s.area.AreasAt(level)[i]; of >= 0 {
			if text, is := s.area.Areas[of].Attributes[name]; is {
				return text, true
			}
		}
	}
	return "", false
}

// areaField is a field of an area for filters.
func (s *assessor) areaField(i int32, name string) (string, bool) {
	a := &s.area.Areas[i]
	number := func(n int64) (string, bool) { return strconv.FormatInt(n, 10), n != geo.NoData }
	switch name {
	case "id":
		return a.ID, true
	case "name":
		return a.Name, a.Name != ""
	case "level":
		return a.Level, true
	case "kind":
		return a.Kind, a.Kind != ""
	case "setting":
		return string(s.settings.area[i]), s.settings.area[i] != ""
	case "population":
		return number(a.Population)
	case "registered_population":
		return number(a.Registered)
	case "households":
		return number(a.Households)
	}
	text, is := a.Attributes[name]
	return text, is
}

// facilityField is a field of a facility for filters.
func (s *assessor) facilityField(i int32, name string) (string, bool) {
	f := &s.area.Facilities[i]
	switch name {
	case "id":
		return f.ID, true
	case "name":
		return f.Name, f.Name != ""
	case "service":
		return f.Service, true
	case "status":
		return string(f.Status), true
	case "area_m2", "capacity":
		v := f.AreaM2
		if name == "capacity" {
			v = f.Capacity
		}
		return strconv.FormatFloat(v, 'f', -1, 64), v != geo.NoData
	case "opened":
		return f.Opened, f.Opened != ""
	case "built_year":
		if text, is := f.Attributes[name]; is {
			return text, true
		}
		if len(f.Opened) >= 4 { // a facility that says only when it opened was built by then
			return f.Opened[:4], true
		}
		return "", false
	}
	text, is := f.Attributes[name]
	return text, is
}

// isYes reads a flag as tables have it.
func isYes(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "true", "1", "y", "是", "有", "✓", "√":
		return true
	}
	return false
}

// levelNames are the names that a level may have in a town's data. A street is a town of the kind 街道.
var levelNames = map[string][]string{
	"community": {"community", "社区", "村", "村居", "居委会", "村委会", "社区（村）"},
	"town":      {"town", "township", "street", "subdistrict", "乡镇", "街道", "镇", "乡", "乡镇街道", "乡镇（街道）"},
	"street":    {"street", "subdistrict", "街道", "town", "township", "乡镇街道", "乡镇（街道）", "乡镇"},
	"county":    {"county", "district", "县", "区", "县区", "区县", "县（市、区）"},
	"city":      {"city", "prefecture", "市", "地市", "设区市"},
	"province":  {"province", "省"},
}

// level finds the level of the town's areas that a check counts by; false where the town has none.
func (s *assessor) level(unit string) (string, bool) {
	for _, name := range levelNames[unit] {
		if slices.Contains(s.area.Levels(), name) {
			return name, true
		}
	}
	return unit, slices.Contains(s.area.Levels(), unit)
}

// areas lists the areas that a check counts by, in the order of their ids: those of its level, in its scope, chosen by its
// filter. Where the town has no counties, or no larger units, of its own, it is taken as one: whole is true and there are
// no areas. Areas of unknown setting are without data.
func (s *assessor) areas(c *Check, o *Outcome) (areas []int32, whole bool, err error) {
	level, has := s.level(c.Unit)
	if !has {
		if c.Unit == "county" || c.Unit == "city" || c.Unit == "province" {
			o.Assumptions = append(o.Assumptions, geo.Say("the data has no areas of level %s: the whole study area is taken as one", "数据中没有 %s 级区划单元：整个评估范围按一个单元计", c.Unit))
			return nil, true, nil
		}
		return nil, false, lacking("no areas of level %[1]s: lifecircle import areas FILE --level %[1]s", "没有 %[1]s 级区划单元：lifecircle import areas FILE --level %[1]s", cmp.Or(c.Unit, "community"))
	}
	for i := range s.area.Areas {
		a := &s.area.Areas[i]
		if a.Level != level || (c.Unit == "street" && !isStreet(a.Kind, level)) {
			continue
		}
		switch setting := s.settings.area[i]; {
		case c.ofPeopleWithin(): // a county is neither urban nor rural: of its people some are
		case !c.Scope.holds(setting) && setting == "":
			o.NoData = append(o.NoData, UnitName{ID: a.ID, Name: a.Name, Why: "setting"})
			continue
		case !c.Scope.holds(setting):
			continue
		}
		if c.Filter.Holds(func(name string) (string, bool) { return s.areaField(int32(i), name) }) {
			areas = append(areas, int32(i))
		}
	}
	if len(areas) == 0 {
		if unknown := s.unknownFields(c); len(unknown) > 0 {
			return nil, false, lacking("no area gives %s, by which the check chooses: lifecircle import attributes FILE --of areas", "区划单元均未提供本指标筛选所需的 %s：lifecircle import attributes FILE --of areas", strings.Join(unknown, ", "))
		}
		if len(o.NoData) > 0 {
			return nil, false, lacking("no area of level %s says that it is %v, and %d say neither urban nor rural: give areas the column setting (urban, rural) or kind (居委会, 村委会)",
				"没有注明为%[2]v的 %[1]s 级区划单元，%[3]d 个未注明城乡：请为区划单元提供“城乡”（城镇、乡村）或“类型”（居委会、村委会）列", c.Unit, c.Scope.words(), len(o.NoData))
		}
		return nil, false, lacking("no area of level %s is within the check's scope (%v)", "没有符合本指标范围的 %s 级区划单元（%v）", c.Unit, c.Scope.words())
	}
	return areas, false, nil
}

func (s Scope) words() geo.Words {
	switch s {
	case Urban:
		return geo.Say("urban", "城镇")
	case Rural:
		return geo.Say("rural", "农村")
	}
	return geo.Say("all", "城乡")
}

// unknownFields lists the fields of a check's filter that no area of the town has.
func (s *assessor) unknownFields(c *Check) []string {
	return slices.DeleteFunc(c.Filter.Fields(), func(name string) bool {
		for i := range s.area.Areas {
			if _, is := s.areaField(int32(i), name); is {
				return true
			}
		}
		return false
	})
}

// ofPeopleWithin tells whether the scope of a check is about people and communities within its units, and not about the
// units: urban residents of a county.
func (c *Check) ofPeopleWithin() bool { return c.Measure == PerCapita && c.Unit != "community" }

func isStreet(kind, level string) bool {
	return level == "street" || level == "subdistrict" || level == "街道" || strings.HasPrefix(strings.TrimSpace(kind), "街道") || strings.EqualFold(kind, "street") || strings.EqualFold(kind, "subdistrict")
}

// facilities lists the active facilities of some services that a check is about, ascending; where a filter names their
// fields, those it chooses. An error where the town has no list of any of the services: an empty list is an answer, a
// missing one is not.
func (s *assessor) facilities(services []string) ([]int32, error) {
	var active []int32
	listed := false
	for _, code := range services {
		listed = listed || s.area.HasList(code)
		first, end := s.area.FacilitiesOf(code)
		for f := first; f < end; f++ {
			if s.area.Facilities[f].Status == geo.Active {
				active = append(active, int32(f))
			}
		}
	}
	if !listed {
		return nil, lacking("no list of %[1]s was imported: lifecircle import facilities FILE --service %[2]s", "尚未导入 %[1]s 设施清单：lifecircle import facilities FILE --service %[2]s", strings.Join(services, ", "), services[0])
	}
	slices.Sort(active)
	return active, nil
}

// group is the group that a check counts, with older people as old as the standard or the question says.
func (s *assessor) group(c *Check) geo.Group {
	age := s.options.ElderAge
	if age == 0 {
		age = s.std.ElderAge
	}
	if c.Group == geo.Age60 && age == 65 {
		return geo.Age65
	}
	return c.Group
}

// peopleOf is how many of a group live at a point; false where the point does not say.
func (s *assessor) peopleOf(point int32, group geo.Group) (int64, bool) {
	n := s.area.Points[point].People[group]
	return int64(n), n != geo.NoData
}

// decimal reads a number as an attribute holds it; false if it is none. Commas part thousands and nothing else: "1,5" is
// not fifteen.
func decimal(text string) (*big.Rat, bool) {
	text = strings.TrimSpace(text)
	if len(text) > 40 {
		return nil, false
	}
	if byThousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	if text == "" || strings.ContainsAny(text, ",/eEpPxX_") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

var byThousands = regexp.MustCompile(`^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// float is the fraction that a number read from a table stands for: its shortest decimal, as it was typed.
func float(v float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'f', -1, 64))
	return r
}
