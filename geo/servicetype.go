package geo

import (
	"slices"
	"strings"
)

// ServiceType is a kind of service that plans speak of, such as an elderly station or a clinic.
//
// The values of [ServiceTypes] are shared: whoever reads them must not change their slices.
type ServiceType struct {
	Code    string   // "elder_station"
	Name    string   // in English, short enough for a button
	NameZH  string   // in Chinese
	Group   Group    // the people it is for
	Minutes int      // the smallest circle in which it is normally checked; 15 where plans only ask that it exists
	Mode    Mode     // the mode in which it is normally checked
	Tags    []Tag    // OpenStreetMap tags it may be found by; one Tag suffices
	Words   []string // words in names that tell it from other services with the same tags
	Exclude []string // words in names that tell that it is something else
}

// Tag is one combination of conditions, all of which must hold: "key=value", "key=*" (any value) or [NameHasWord].
type Tag []string

// NameHasWord is the condition that a name holds one of the service's words. It stands beside tags that say less
// than the service, such as amenity=restaurant for a canteen for the elderly.
const NameHasWord = "name~words"

// Matches tells whether every condition of the tag but [NameHasWord] holds. Several values of one key, separated by
// semicolons as OpenStreetMap does, each count.
func (t Tag) Matches(value func(key string) string) bool {
	for _, condition := range t {
		if condition == NameHasWord {
			continue
		}
		key, want, _ := strings.Cut(condition, "=")
		got := value(key)
		switch {
		case want == "*":
			if got == "" || got == "no" {
				return false
			}
		case got == want:
		case !strings.Contains(got, ";") || !holdsValue(got, want):
			return false
		}
	}
	return len(t) > 0
}

func holdsValue(list, want string) bool {
	for value := range strings.SplitSeq(list, ";") {
		if strings.TrimSpace(value) == want {
			return true
		}
	}
	return false
}

// NeedsName tells whether the tag holds only together with a word in the name.
func (t Tag) NeedsName() bool { return slices.Contains(t, NameHasWord) }

// ServiceTypes lists every service type: administration, care, health, children, sport, culture, safety, trade, transport.
// The order is fixed.
func ServiceTypes() []ServiceType { return slices.Clone(serviceTypes) }

// LookupService finds a service type by its exact code.
func LookupService(code string) (ServiceType, bool) {
	for i := range serviceTypes {
		if serviceTypes[i].Code == code {
			return serviceTypes[i], true
		}
	}
	return ServiceType{}, false
}

// NearestService suggests the code that was meant by a mistyped one: another spelling, its name in English or Chinese,
// or a code a few letters away (a third of its length, at least two). False if nothing comes near. Equally near codes
// are settled by the order of [ServiceTypes].
func NearestService(typed string) (code string, ok bool) {
	plain := plainCode(typed)
	if plain == "" || len(plain) > 64 {
		return "", false
	}
	best := 1 << 30
	for i := range serviceTypes {
		t := &serviceTypes[i]
		if plain == t.Code || plain == plainCode(t.Name) || strings.TrimSpace(typed) == t.NameZH {
			return t.Code, true
		}
		distance := editDistance(plain, t.Code)
		if distance <= max(2, len(t.Code)/3) && distance < best {
			best, code = distance, t.Code
		}
	}
	if code != "" {
		return code, true
	}
	for i := range serviceTypes { // "kinder", "community"
		if len(plain) >= 4 && strings.Contains(serviceTypes[i].Code, plain) {
			return serviceTypes[i].Code, true
		}
	}
	return "", false
}

func plainCode(s string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// editDistance counts the insertions, deletions, substitutions and swaps of neighbours that turn a into b
// (optimal string alignment).
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
