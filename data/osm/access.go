package osm

import (
	"strings"

	"lifecircle/geo"
)

// verdict is what a value of an access tag says to a traveller.
type verdict uint8

const (
	unsaid  verdict = iota // no tag, or one that says nothing
	allowed                // may pass
	barred                 // may not
)

// accessValues says what each value of access=*, foot=*, bicycle=* … means. Decisions and assumptions:
//
//   - private bars everyone. Residents of a gated estate do pass their own gate, but whoever visits a service does not,
//     and no tag tells the two apart; so the streets of an estate count only if they are open. residents, permit and
//     their like are private too.
//   - destination and customers let pass: whoever goes to a service there has business there.
//   - delivery, agricultural, forestry and other trades bar: the traveller is none of them.
//   - use_sidepath bars: the path beside the road is mapped on its own and is the one to use.
//   - dismount bars bicycles: pushing one is not the speed of the mode.
//   - discouraged lets pass, as the law does.
//   - unknown says nothing: the next wider tag, in the end the class of the way, decides.
var accessValues = map[string]verdict{
	"yes": allowed, "permissive": allowed, "designated": allowed, "official": allowed, "public": allowed,
	"destination": allowed, "customers": allowed, "discouraged": allowed,

	"no": barred, "private": barred, "residents": barred, "resident": barred, "permit": barred, "restricted": barred,
	"delivery": barred, "agricultural": barred, "agriculture": barred, "forestry": barred, "logging": barred,
	"emergency": barred, "military": barred, "employees": barred, "staff": barred, "members": barred, "bus": barred,
	"psv": barred, "hgv": barred, "taxi": barred, "use_sidepath": barred, "dismount": barred, "service": barred,

	"": unsaid, "unknown": unsaid,
}

// readAccess understands one value or a list of them ("agricultural;forestry"), of which the most generous counts.
// The second result is false for words it does not know; they say nothing.
func readAccess(value string) (verdict, bool) {
	if v, known := accessValues[value]; known || !strings.Contains(value, ";") {
		return v, known
	}
	best, understood := unsaid, true
	for part := range strings.SplitSeq(value, ";") {
		v, known := accessValues[strings.TrimSpace(part)]
		understood = understood && known
		if v == allowed || best == unsaid {
			best = v
		}
	}
	return best, understood
}

// accessKeys lists, for each traveller, the tags that speak to it, the most specific first: it decides.
var accessKeys = [geo.NumTravellers][]string{
	geo.Foot:     {"foot", "access"},
	geo.Bicycle:  {"bicycle", "vehicle", "access"},
	geo.Motorcar: {"motorcar", "motor_vehicle", "vehicle", "access"},
}

// saidTo gives the verdict of the most specific tag that says anything to a traveller, and the tag's key. The suffix
// (":forward") asks for the tags of one direction.
func saidTo(tags Tags, who geo.Traveller, suffix string) (verdict, string) {
	for _, key := range accessKeys[who] {
		if v, _ := readAccess(tags.Get(key + suffix)); v != unsaid {
			return v, key
		}
	}
	return unsaid, ""
}

// opens tells whether a tag opens a way whose class is closed to the traveller: it must speak of the traveller itself
// (access=yes on a footway is no invitation to drive) and say so outright.
func opens(tags Tags, key string) bool {
	if key == "" || key == "access" {
		return false
	}
	switch tags.Get(key) {
	case "yes", "permissive", "designated", "destination":
		return true
	}
	return false
}
