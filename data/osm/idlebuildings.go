package osm

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// idleReader gathers the idle public buildings of an extract: nodes, ways and multipolygon relations that [IdleUse]
// tells of.
type idleReader struct {
	outlineReader
	found []geo.IdleBuilding
	inUse tally
}

func newIdleReader() *idleReader {
	r := &idleReader{}
	r.outlineReader.wants, r.outlineReader.add = mayStandIdle, r.keep
	return r
}

func mayStandIdle(tags Tags) bool {
	use, _ := IdleUse(tags)
	return use != ""
}

// nameTags are the names of a building, those it bears before those it bore.
var nameTags = []string{"name", "name:zh", "disused:name", "abandoned:name", "was:name", "old_name"}

func (r *idleReader) keep(id string, at orb.Point, areaM2 float64, tags Tags) {
	use, because := IdleUse(tags)
	if because != "" {
		r.inUse.add("%s (%s)", id, because)
		return
	}
	b := geo.IdleBuilding{ID: id, Use: use, Point: at, FootprintM2: geo.NoData}
	for _, key := range nameTags {
		b.Name = cmp.Or(b.Name, text(tags.Get(key)))
	}
	if m2 := math.Round(areaM2); m2 > 0 && isOutlineOfBuilding(tags) { // else it is the area of the grounds
		b.FootprintM2 = m2
	}
	r.found = append(r.found, b)
}

func (r *idleReader) warn(to []Warning) []Warning {
	to = r.outlineReader.warn(to, "idle_", geo.Say("idle public buildings whose outline the file does not hold in full, left out", "闲置公共建筑的轮廓在文件中不完整，已略去"),
		geo.Say("relations of idle public buildings of another type than multipolygon, left out", "闲置公共建筑的关系类型不是 multipolygon，已略去"),
		geo.Say("outlines that are tagged as an idle public building, as their relation is; counted once", "轮廓与其关系都标为闲置公共建筑，只计一次"))
	return r.inUse.warn(to, "idle_in_use", geo.Say("former public buildings that are in other use, gone or for soldiers: no idle ones", "曾为公共建筑，但已另作他用、已不存在或属军事用途，不作为闲置建筑"))
}
