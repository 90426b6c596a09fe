package osm

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// BuildingUse tells whether people live in a building, as far as its tags say.
type BuildingUse uint8

// Unsaid is for building=yes without a tag that tells of another use.
const (
	OtherUse BuildingUse = iota
	Unsaid
	Dwelling
)

// Building is one building of an extract.
type Building struct {
	ID          string // "w123", "r123" or, for buildings mapped as a point, "n123"
	Name        string // name, else address
	Point       orb.Point
	Kind        string // the value of building=*
	Use         BuildingUse
	FootprintM2 float64 // 0 for points
	Levels      float64 // storeys above ground, by building:levels, else by height, else usual for the kind
	LevelsGiven bool
}

// Buildings is what an extract says of buildings.
type Buildings struct {
	Buildings []Building // by id
	DataDate  string     // as in [Streets]
	SHA256    string
	Warnings  []Warning
}

// usualLevels are the storeys of residential buildings that do not tell theirs: round figures, assumed. A kind that is
// not listed is no dwelling. building=farm is not: besides farmhouses it marks barns and whole farms.
var usualLevels = map[string]float64{
	"apartments": 6, "residential": 3, "dormitory": 5, "house": 2, "detached": 2, "semidetached_house": 2,
	"semi": 2, "terrace": 2, "terraced_house": 2, "bungalow": 1, "villa": 2, "tulou": 3, "siheyuan": 1,
}

const (
	levelsOfOthers = 2   // of building=yes
	maxLevels      = 200 // more than any building has
	levelM         = 3.0 // metres from floor to floor, where only a height is given
)

// otherUses are keys whose presence on building=yes tells that it is no dwelling.
var otherUses = []string{
	"amenity", "shop", "office", "tourism", "leisure", "craft", "industrial", "man_made", "power", "railway",
	"public_transport", "aeroway", "military", "healthcare", "emergency", "historic", "religion", "aerialway",
}

// ReadBuildings reads every building of an extract but those that are gone or not yet there. Progress, which may be
// nil, counts bytes.
func ReadBuildings(ctx context.Context, path string, progress func(done, total int64)) (Buildings, error) {
	f, err := openFile(path)
	if err != nil {
		return Buildings{}, err
	}
	r := buildingReader{levels: census{}}
	outlines := outlineReader{wants: isBuilding, add: r.add}
	c, err := f.collect(ctx, selector{
		way:      func(w *way) bool { return isBuilding(w.tags) },
		relation: outlines.relation,
		node:     outlines.node,
	}, progress)
	if err != nil {
		return Buildings{}, err
	}
	outlines.shapes(c)
	slices.SortFunc(r.buildings, func(a, b Building) int { return cmp.Compare(a.ID, b.ID) })
	w := outlines.warn(nil, "", geo.Say("buildings whose outline the file does not hold in full, left out", "建筑轮廓在文件中不完整，已略去"),
		geo.Say("building relations of another type than multipolygon, left out", "类型不是 multipolygon 的建筑关系，已略去"),
		geo.Say("outlines that are tagged as a building, as their relation is; counted once", "轮廓与其关系都标为建筑，只计一次"))
	w = c.repeated.warn(w, "repeated", geo.Say("objects the file holds more than once; the last one counts", "文件中重复出现的对象，以最后一个为准"))
	w = r.levels.warn(w, "levels", geo.Say("numbers of storeys that could not be read; those usual for the kind are taken", "层数无法识别，按该类建筑的常见层数计"))
	return Buildings{r.buildings, f.dataDate(), f.sha256, w}, nil
}

func isBuilding(tags Tags) bool {
	switch tags.Get("building") {
	case "", "no", "construction", "proposed", "planned", "demolished", "ruins", "collapsed":
		return false
	}
	return !outOfUse(tags)
}

type buildingReader struct {
	buildings []Building
	levels    census
}

func (r *buildingReader) add(id string, at orb.Point, footprint float64, tags Tags) {
	b := Building{
		ID: id, Name: cmp.Or(text(tags.Get("name")), address(tags)), Point: at,
		Kind: text(tags.Get("building")), Use: buildingUse(tags), FootprintM2: footprint,
	}
	b.Levels, b.LevelsGiven = r.storeys(b.Kind, tags)
	r.buildings = append(r.buildings, b)
}

func buildingUse(tags Tags) BuildingUse {
	kind := tags.Get("building")
	if _, dwelling := usualLevels[kind]; dwelling {
		return Dwelling
	}
	if kind != "yes" {
		return OtherUse
	}
	for _, key := range otherUses {
		if v := tags.Get(key); v != "" && v != "no" {
			return OtherUse
		}
	}
	return Unsaid
}

func (r *buildingReader) storeys(kind string, tags Tags) (levels float64, given bool) {
	if said := tags.Get("building:levels"); said != "" {
		if n, ok := parseNumber(said); ok && n <= maxLevels {
			return n, true
		}
		r.levels.add(Tag{"building:levels", said})
	}
	if n, ok := parseNumber(tags.Get("height")); ok && n/levelM <= maxLevels {
		return max(1, n/levelM), true
	}
	if usual, ok := usualLevels[kind]; ok {
		return usual, false
	}
	return levelsOfOthers, false
}

// parseNumber reads a positive decimal, possibly with " m" behind.
func parseNumber(s string) (float64, bool) {
	for len(s) > 0 && (s[len(s)-1] == 'm' || s[len(s)-1] == ' ') {
		s = s[:len(s)-1]
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && c != '.' {
			return 0, false
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && n > 0
}
