package osm

import (
	"strconv"
	"strings"
)

const (
	kmhPerMile = 1.609344
	kmhPerKnot = 1.852
	walkingKmh = 6   // "walk": the law of most countries says walking pace, courts read 4 to 10 km/h
	urbanKmh   = 50  // the limit in built-up areas of China and most of the world
	highestKmh = 300 // a number above is a slip of the pen
)

// MaxSpeed is the speed limit of a way in km/h, forward and backward; 0 where the tags give none. The second result
// lists the tags whose value it does not understand.
func MaxSpeed(tags Tags) (kmh [2]float64, unknown []Tag) {
	read := func(key string) float64 {
		value := tags.Get(key)
		limit, ok := parseSpeed(value)
		if !ok {
			unknown = append(unknown, Tag{key, value})
		}
		return limit
	}
	both := read("maxspeed")
	kmh = [2]float64{both, both}
	for i, key := range [2]string{"maxspeed:forward", "maxspeed:backward"} {
		if limit := read(key); limit > 0 {
			kmh[i] = limit
		}
	}
	return kmh, unknown
}

// parseSpeed understands "50", "50 km/h", "30 mph", "5 knots", "walk", "none", "CN:urban" and lists of them, of which
// the lowest counts. 0 is no limit that could slow anyone.
func parseSpeed(text string) (kmh float64, ok bool) {
	if strings.Contains(text, ";") {
		for part := range strings.SplitSeq(text, ";") {
			limit, ok := parseSpeed(strings.TrimSpace(part))
			if !ok {
				return 0, false
			}
			if limit > 0 && (kmh == 0 || limit < kmh) {
				kmh = limit
			}
		}
		return kmh, true
	}
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "", "none", "no", "unlimited", "signals", "variable", "implicit", "unknown", "national", "unposted":
		return 0, true
	case "walk", "walking":
		return walkingKmh, true
	}
	if len(text) > 3 && text[2] == ':' {
		return parseZone(text[3:])
	}
	number, unit := text, 1.0
	for _, u := range [...]struct {
		name string
		kmh  float64
	}{{"km/h", 1}, {"kmh", 1}, {"kph", 1}, {"mph", kmhPerMile}, {"knots", kmhPerKnot}} {
		if rest, found := strings.CutSuffix(text, u.name); found {
			number, unit = strings.TrimSpace(rest), u.kmh
			break
		}
	}
	if strings.Trim(number, "0123456789.") != "" { // no signs, exponents, hexadecimal or "inf"
		return 0, false
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !(x*unit > 0 && x*unit <= highestKmh) {
		return 0, false
	}
	return x * unit, true
}

// parseZone understands what follows the country in an implicit limit. Limits outside towns and on motorways lie above
// the speeds of every profile and count as none.
func parseZone(zone string) (kmh float64, ok bool) {
	switch zone {
	case "urban":
		return urbanKmh, true
	case "rural", "trunk", "motorway", "expressway", "nsl_single", "nsl_dual", "national", "single_carriageway", "dual_carriageway":
		return 0, true
	case "living_street", "walk", "pedestrian_zone":
		return walkingKmh, true
	case "bicycle_road":
		return 30, true
	}
	number := strings.TrimPrefix(strings.TrimPrefix(zone, "zone"), ":")
	if number == zone {
		return 0, false
	}
	x, err := strconv.ParseUint(number, 10, 8)
	return float64(x), err == nil && x > 0
}
