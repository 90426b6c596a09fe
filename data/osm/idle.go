package osm

import (
	"slices"
	"strings"
)

// The rule by which an object is an idle public building, all of it:
//
//   - It was public. One of publicUses stands behind a prefix of formerPrefixes (disused:amenity=school), or plain on an
//     object that emptyMarks say is out of use as a whole (amenity=school, disused=yes). What kind of building it is
//     (building=school) also tells where a shop or an office in it stands empty (shop=vacant, disused:office=company).
//   - It stands. Nothing of goneMarks is said of it, and was:amenity=* counts on buildings alone: of other objects it
//     tells what there was before.
//   - Nobody is in it. Unless it is out of use as a whole, no key of livelyKeys tells of something else that is there now,
//     and it is no dwelling.
//   - It is not for soldiers. No key is military or ends in :military, and it is no landuse=military.
//
// Whether it is for sale, safe or protected, tags do not tell.
var (
	// publicUses are uses of buildings that are public as a rule, by key; "" stands for every value. Of several that an
	// object had, the first one names it.
	publicUses = []struct {
		key    string
		values []string
	}{
		{"amenity", []string{"school", "kindergarten", "childcare", "college", "clinic", "hospital", "nursing_home", "townhall", "community_centre",
			"social_centre", "social_facility", "library", "police", "post_office", "fire_station", "courthouse", "public_building"}},
		{"healthcare", []string{"clinic", "hospital", "centre"}},
		{"social_facility", []string{""}},
		{"office", []string{"government", "administrative"}},
		{"leisure", []string{"sports_centre", "sports_hall"}},
		{"building", []string{"school", "kindergarten", "college", "public", "civic", "government", "hospital", "clinic", "townhall",
			"community_centre", "library", "fire_station", "sports_hall", "sports_centre"}},
	}

	formerPrefixes = []string{"disused:", "abandoned:", "was:"}

	// emptyMarks tell that an object is out of use as a whole; "" stands for every value but no.
	emptyMarks = []Tag{{"disused", ""}, {"abandoned", ""}, {"vacant", "yes"}, {"building:use", "vacant"}}

	// letKeys are what rooms of a building are let for.
	letKeys = []string{"shop", "office"}

	// livelyKeys tell of something that is there now, but for the values of lifeless.
	livelyKeys = []string{"amenity", "shop", "office", "leisure", "healthcare", "social_facility", "tourism", "craft", "club", "industrial"}
	lifeless   = []string{"", "no", "vacant", "disused", "abandoned"}

	// goneMarks are for what is no more or not yet: as a key, as a prefix of building and as its value.
	goneMarks = []string{"demolished", "razed", "removed", "destroyed", "collapsed", "ruins", "construction", "proposed", "planned"}
)

// IdleUse tells what public use an object had that nobody uses any more, as a plain tag such as "amenity=school"; "" if
// it had none or is in use. Where tags speak of a former public use and the object is no idle building all the same,
// because is the tag that says so.
func IdleUse(tags Tags) (use, because string) {
	if !hintsAtIdle(tags) {
		return "", ""
	}
	whole := emptyAsAWhole(tags)
	if use = formerUse(tags, whole); use == "" {
		return "", ""
	}
	if because = gone(tags); because == "" {
		because = forSoldiers(tags)
	}
	if because == "" && !whole {
		because = lively(tags)
	}
	return use, because
}

// hintsAtIdle is a quick look that lets nothing pass by: nearly all objects of a file stop here.
func hintsAtIdle(tags Tags) bool {
	for i := range tags {
		key := tags[i].Key
		if key == "vacant" || tags[i].Value == "vacant" || strings.HasPrefix(key, "disused") || strings.HasPrefix(key, "abandoned") || strings.HasPrefix(key, "was:") {
			return true
		}
	}
	return false
}

func emptyAsAWhole(tags Tags) bool {
	return slices.ContainsFunc(emptyMarks, func(mark Tag) bool {
		value := tags.Get(mark.Key)
		return value != "" && value != "no" && (mark.Value == "" || value == mark.Value)
	})
}

func formerUse(tags Tags, whole bool) string {
	empty := whole || roomsEmpty(tags)
	for _, of := range publicUses {
		for _, prefix := range formerPrefixes {
			if prefix == "was:" && !isOutlineOfBuilding(tags) {
				continue
			}
			if value := oneOf(tags.Get(prefix+of.key), of.values); value != "" {
				return of.key + "=" + value
			}
		}
		if whole || empty && of.key == "building" {
			if value := oneOf(tags.Get(of.key), of.values); value != "" {
				return of.key + "=" + value
			}
		}
	}
	return ""
}

// oneOf gives the first of the values of a tag, separated by semicolons, that is among some.
func oneOf(said string, values []string) string {
	for value := range strings.SplitSeq(said, ";") {
		value = strings.TrimSpace(value)
		if value != "" && value != "no" && (values[0] == "" || slices.Contains(values, value)) {
			return text(value)
		}
	}
	return ""
}

// roomsEmpty tells that what rooms of a building were let for is no more.
func roomsEmpty(tags Tags) bool {
	return slices.ContainsFunc(letKeys, func(key string) bool {
		former := func(prefix string) bool { v := tags.Get(prefix + key); return v != "" && v != "no" }
		return tags.Get(key) == "vacant" || former("disused:") || former("abandoned:")
	})
}

func gone(tags Tags) string {
	for _, key := range goneMarks {
		for _, key := range [...]string{key, key + ":building"} {
			if v := tags.Get(key); v != "" && v != "no" {
				return text(key + "=" + v)
			}
		}
	}
	if v := tags.Get("building"); slices.Contains(goneMarks, v) {
		return text("building=" + v)
	}
	if tags.Get("historic") == "ruins" {
		return "historic=ruins"
	}
	return ""
}

func forSoldiers(tags Tags) string {
	for _, tag := range tags {
		if (tag.Key == "military" || strings.HasSuffix(tag.Key, ":military")) && tag.Value != "no" || tag == (Tag{"landuse", "military"}) {
			return text(tag.Key + "=" + tag.Value)
		}
	}
	return ""
}

func lively(tags Tags) string {
	for _, key := range livelyKeys {
		if v := tags.Get(key); !slices.Contains(lifeless, v) {
			return text(key + "=" + v)
		}
	}
	kind := tags.Get("building")
	if _, dwelling := usualLevels[kind]; dwelling {
		return text("building=" + kind)
	}
	return ""
}

// isOutlineOfBuilding tells that the outline of an object is that of a building, and not of the grounds about it.
func isOutlineOfBuilding(tags Tags) bool {
	for _, key := range [...]string{"building", "disused:building", "abandoned:building"} {
		if v := tags.Get(key); v != "" && v != "no" {
			return true
		}
	}
	return false
}
