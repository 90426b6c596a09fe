package osm

import "lifecircle/geo"

// opening is what the class of a way says to a traveller before any access tag is read.
type opening uint8

const (
	never    opening = iota // whatever the tags say
	ifTagged                // only where a tag of the traveller's own opens it
	open                    // unless a tag bars it
)

// classes lists the ways that can be used, for walkers, cyclists and cars in turn. Assumptions:
//
//   - Walkers may use trunk roads unless motorroad=yes: in much of the world they are ordinary roads without a
//     footway of their own. Motorways they may not.
//   - Walkers may use cycleways, cyclists paths and tracks; cyclists ride on footways, in pedestrian streets and on
//     bridleways only where a tag allows it, and never on steps, in corridors or on platforms.
//   - Cars use a track only where a tag opens it to motor vehicles, and never what is made for feet.
//   - Busways are for buses.
var classes = map[string][geo.NumTravellers]opening{
	"motorway":       {ifTagged, ifTagged, open},
	"motorway_link":  {ifTagged, ifTagged, open},
	"trunk":          {open, open, open},
	"trunk_link":     {open, open, open},
	"primary":        {open, open, open},
	"primary_link":   {open, open, open},
	"secondary":      {open, open, open},
	"secondary_link": {open, open, open},
	"tertiary":       {open, open, open},
	"tertiary_link":  {open, open, open},
	"unclassified":   {open, open, open},
	"residential":    {open, open, open},
	"living_street":  {open, open, open},
	"service":        {open, open, open},
	"road":           {open, open, open},
	"track":          {open, open, ifTagged},
	"busway":         {ifTagged, ifTagged, ifTagged},
	"pedestrian":     {open, ifTagged, never},
	"footway":        {open, ifTagged, never},
	"path":           {open, open, never},
	"cycleway":       {open, open, never},
	"bridleway":      {open, ifTagged, never},
	"steps":          {open, never, never},
	"corridor":       {open, never, never},
	"elevator":       {open, never, never},
	"platform":       {open, never, never},
	"ferry":          {open, ifTagged, ifTagged}, // profiles leave ferries out unless asked
}

// closedClasses are values of highway=* that are known to be no street, or none yet, or none any more.
var closedClasses = map[string]bool{
	"construction": true, "proposed": true, "planned": true, "abandoned": true, "disused": true, "razed": true,
	"demolished": true, "dismantled": true, "removed": true, "raceway": true, "bus_guideway": true, "escape": true,
	"via_ferrata": true, "ladder": true, "rest_area": true, "services": true, "emergency_bay": true, "no": true,
	"bus_stop": true, "traffic_island": true, "street_lamp": true, "crossing": true, "toll_gantry": true,
	"emergency_access_point": true,
}

// Class is the class of street that a way may be: its highway=*, "platform" for platforms mapped without one, "ferry"
// for ferry routes; "" for a way that is no street.
func Class(tags Tags) string {
	if highway := tags.Get("highway"); highway != "" {
		return highway
	}
	switch {
	case tags.Get("railway") == "platform", tags.Get("public_transport") == "platform":
		return "platform"
	case tags.Get("route") == "ferry":
		return "ferry"
	}
	return ""
}

// Boardable tells whether an access leg may start or end on a way other than at its end nodes: there are doors on it.
func Boardable(tags Tags) bool {
	switch Class(tags) {
	case "motorway", "motorway_link", "steps", "ferry":
		return false
	}
	return tags.Get("motorroad") != "yes" && !offTheGround(tags)
}

// offTheGround tells whether a way runs in a tunnel, on a bridge or covered.
func offTheGround(tags Tags) bool {
	tunnel, bridge := tags.Get("tunnel"), tags.Get("bridge")
	return tunnel != "" && tunnel != "no" || bridge != "" && bridge != "no" || tags.Get("covered") == "yes"
}
