package osm

import (
	"strings"

	"lifecircle/geo"
)

// Passage tells in which directions of a way a traveller may move, by the way's tags alone. Conditional tags
// (access:conditional) are not read: Lifecircle knows no time of day.
func Passage(tags Tags, who geo.Traveller) geo.Passage {
	if !mayPass(tags, who) {
		return geo.NoPassage
	}
	directions := geo.BothWays
	if who == geo.Foot {
		directions = walkDirections(tags)
	} else {
		directions = rideDirections(tags, who)
	}
	return byDirection(tags, who, directions)
}

func mayPass(tags Tags, who geo.Traveller) bool {
	said := classes[Class(tags)][who]
	if said == never || tags.Get("abandoned") == "yes" || tags.Get("disused") == "yes" {
		return false
	}
	if said == open && who != geo.Motorcar && tags.Get("motorroad") == "yes" {
		said = ifTagged
	}
	v, key := saidTo(tags, who, "")
	if said == ifTagged {
		return v == allowed && opens(tags, key)
	}
	return v != barred
}

// walkDirections ignores the one-ways of vehicles. Walkers are bound by oneway:foot, escalators and ferries.
func walkDirections(tags Tags) geo.Passage {
	if said, ok := readOneway(tags.Get("oneway:foot")); ok {
		return said
	}
	switch tags.Get("conveying") {
	case "forward":
		return geo.Forward
	case "backward":
		return geo.Backward
	}
	if Class(tags) == "ferry" {
		if said, ok := readOneway(tags.Get("oneway")); ok {
			return said
		}
	}
	return geo.BothWays
}

// onewayKeys lists the one-way tags that bind a vehicle, the most specific first.
var onewayKeys = [geo.NumTravellers][]string{
	geo.Bicycle:  {"oneway:bicycle", "oneway:vehicle", "oneway"},
	geo.Motorcar: {"oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"},
}

func rideDirections(tags Tags, who geo.Traveller) geo.Passage {
	for _, key := range onewayKeys[who] {
		said, ok := readOneway(tags.Get(key))
		if !ok {
			continue
		}
		if who == geo.Bicycle && key != "oneway:bicycle" && said != geo.NoPassage && cycleContraflow(tags) {
			return geo.BothWays
		}
		return said
	}
	switch tags.Get("junction") {
	case "roundabout", "circular":
		return geo.Forward
	}
	if tags.Get("highway") == "motorway" {
		return geo.Forward
	}
	return geo.BothWays
}

// readOneway understands a value of oneway=*. Reversible lanes change direction by the clock, so neither direction can
// be relied on; alternating traffic takes turns and gets through both ways.
func readOneway(value string) (geo.Passage, bool) {
	switch value {
	case "yes", "true", "1":
		return geo.Forward, true
	case "-1", "reverse":
		return geo.Backward, true
	case "no", "false", "0", "alternating":
		return geo.BothWays, true
	case "reversible":
		return geo.NoPassage, true
	}
	return 0, false
}

// cycleContraflow tells whether a lane or track leads cyclists against the one-way.
func cycleContraflow(tags Tags) bool {
	for _, side := range [...]string{"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"} {
		if strings.HasPrefix(tags.Get(side), "opposite") {
			return true
		}
		switch tags.Get(side + ":oneway") {
		case "-1", "no":
			return true
		}
	}
	return false
}

// byDirection lets tags of a single direction (bicycle:backward=yes, vehicle:forward=no) open or close it.
func byDirection(tags Tags, who geo.Traveller, directions geo.Passage) geo.Passage {
	for _, way := range [...]struct {
		suffix    string
		direction geo.Passage
	}{{":forward", geo.Forward}, {":backward", geo.Backward}} {
		switch v, _ := saidTo(tags, who, way.suffix); v {
		case allowed:
			directions |= way.direction
		case barred:
			directions &^= way.direction
		}
	}
	return directions
}
