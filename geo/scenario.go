package geo

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Scenario is a list of edits on an untouched town, done in order: what if a clinic stood here, a bridge there?
// Its zero value changes nothing. Edits are values; a scenario shares its slice with whoever made it and never changes it.
type Scenario struct {
	Name  string `json:"name,omitempty"` // as it is saved; "" for one that is not
	Edits []Edit `json:"edits"`
}

// The bounds of a scenario.
const (
	MaxEdits        = 1000
	MaxScenarioName = 80 // characters
)

// Edit is one change to a town: one of [AddFacility], [MoveFacility], [CloseFacility], [ReopenFacility], [CloseStreet],
// [OpenGate] and [BuildStreet].
type Edit interface {
	Kind() string    // as JSON names it, such as "add_facility"
	Subject() string // what it changes: "clinic:7", "way 12", "node 34"

	do(*draft) // refuses, or changes the draft
}

// AddFacility opens a new facility. Its service must have a list, its id must be new in it.
type AddFacility struct {
	Service string
	ID      string
	Name    string
	At      orb.Point // rounded to 7 decimals
}

// MoveFacility moves a facility. Its entrances, its address and the area its record names are those of the old place:
// they are dropped, and it is reached at its new position.
type MoveFacility struct {
	Service, ID string
	To          orb.Point // rounded to 7 decimals
}

// CloseFacility takes an active facility out of use.
type CloseFacility struct{ Service, ID string }

// ReopenFacility makes a closed or planned facility active.
type ReopenFacility struct{ Service, ID string }

// CloseStreet closes street segments to everyone, in both directions: the segment of the way that begins at node From
// and ends at node To, or every segment of the way if both are 0. No leg may start or end on it either. What was a
// barrier beside it stays one.
type CloseStreet struct {
	WayID    int64
	From, To NodeID
}

// OpenGate takes away what stands at a node: it stops nobody any more. A wall beside the gate stays a barrier.
type OpenGate struct{ Node NodeID }

// BuildStreet builds a straight street or bridge between two nodes of existing streets, open both ways to those whom
// its class admits ([StreetClasses]). It is entered at its two ends alone, as a bridge is, and is no barrier. Streets
// built get the way ids -1, -2, … in the order of the edits (or on from the least id of the town, if that is negative).
type BuildStreet struct {
	Name     string
	From, To NodeID
	Class    string
}

// Kind is the kind of the edit.
func (AddFacility) Kind() string    { return "add_facility" }
func (MoveFacility) Kind() string   { return "move_facility" }
func (CloseFacility) Kind() string  { return "close_facility" }
func (ReopenFacility) Kind() string { return "reopen_facility" }
func (CloseStreet) Kind() string    { return "close_street" }
func (OpenGate) Kind() string       { return "open_gate" }
func (BuildStreet) Kind() string    { return "build_street" }

// OfStreets reports whether an edit changes streets, and not a facility.
func OfStreets(e Edit) bool {
	switch e.(type) {
	case CloseStreet, OpenGate, BuildStreet:
		return true
	}
	return false
}

// Subject is what the edit changes.
func (e AddFacility) Subject() string    { return e.Service + ":" + e.ID }
func (e MoveFacility) Subject() string   { return e.Service + ":" + e.ID }
func (e CloseFacility) Subject() string  { return e.Service + ":" + e.ID }
func (e ReopenFacility) Subject() string { return e.Service + ":" + e.ID }
func (e CloseStreet) Subject() string {
	if e.From == 0 && e.To == 0 {
		return fmt.Sprintf("way %d", e.WayID)
	}
	return fmt.Sprintf("way %d, %d–%d", e.WayID, e.From, e.To)
}
func (e OpenGate) Subject() string    { return fmt.Sprintf("node %d", e.Node) }
func (e BuildStreet) Subject() string { return fmt.Sprintf("%d–%d", e.From, e.To) }

// StreetClasses lists the classes of street that can be built, and whom each admits, as on streets of OpenStreetMap
// without access tags. Motorways are left out: nobody builds one to walk to the clinic, and they would be barriers.
func StreetClasses() map[string][]Traveller {
	feet, slow, all := []Traveller{Foot}, []Traveller{Foot, Bicycle}, []Traveller{Foot, Bicycle, Motorcar}
	return map[string][]Traveller{
		"footway": feet, "pedestrian": feet, "steps": feet, "path": slow, "cycleway": slow,
		"service": all, "living_street": all, "residential": all, "unclassified": all,
		"tertiary": all, "secondary": all, "primary": all,
	}
}

// ID names the edits by their content: scenarios with the same edits have the same id, whatever they are called.
func (s Scenario) ID() string {
	text, err := Scenario{Edits: s.Edits}.MarshalJSON()
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Services lists the services whose facilities the edits speak of, sorted.
func (s Scenario) Services() []string {
	var services []string
	for _, e := range s.Edits {
		switch e := e.(type) {
		case AddFacility:
			services = append(services, e.Service)
		case MoveFacility:
			services = append(services, e.Service)
		case CloseFacility:
			services = append(services, e.Service)
		case ReopenFacility:
			services = append(services, e.Service)
		}
	}
	slices.Sort(services)
	return slices.Compact(services)
}

// CheckScenarioName tells whether a scenario may be saved under a name: 1 to 80 characters that can be seen.
func CheckScenarioName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > MaxScenarioName || !isLabel(name) {
		return Fail("scenario name %q: must be 1 to %d characters, without control characters and blanks at its ends", "方案名称“%s”：应为 1 到 %d 个字符，不含控制字符，首尾无空格", name, MaxScenarioName)
	}
	return nil
}

// isLabel tells that a text can be shown on one line as it is.
func isLabel(text string) bool {
	return utf8.ValidString(text) && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, unicode.IsControl)
}

// ScenarioError tells which edits of a scenario cannot be done.
type ScenarioError struct {
	Problems []EditProblem
	More     int // further problems, not listed
}

// EditProblem is why one edit cannot be done.
type EditProblem struct {
	Edit    int // its number in the scenario, from 1
	Kind    string
	Subject string
	Rule    Words
}

// maxEditProblems bounds the problems that one error tells of.
const maxEditProblems = 20

func (e *ScenarioError) Error() string { return e.InWords().EN }

// InWords is the error in both languages, one line for each problem.
func (e *ScenarioError) InWords() Words {
	words := Say("the scenario cannot be done", "方案无法实施")
	for _, p := range e.Problems {
		words.EN += fmt.Sprintf("\nedit %d, %s %s: %s", p.Edit, p.Kind, strconv.Quote(p.Subject), p.Rule.EN)
		words.ZH += fmt.Sprintf("\n第 %d 项 %s “%s”：%s", p.Edit, p.Kind, p.Subject, p.Rule.ZH)
	}
	if e.More > 0 {
		words.EN += fmt.Sprintf("\nand %d more", e.More)
		words.ZH += fmt.Sprintf("\n另有 %d 项", e.More)
	}
	return words
}

// With is the study area as it would be after the edits of a scenario. It is a town of its own: the one it was made
// from stays as it was, and shares with it what no edit can change (residential points, areas, barriers, the extent).
//
// The edits are tried on a draft, so that either all are done or none. An edit that cannot be done is a
// [ScenarioError], which tells every problem at once.
func (s *StudyArea) With(scenario Scenario) (*StudyArea, error) {
	d, err := s.try(scenario.Edits)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(d.town.Facilities, func(a, b Facility) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.ID, b.ID))
	})
	edited := *s
	edited.Town = d.town
	edited.ofOwner = make(map[owner][]orb.Point, len(s.ofOwner))
	for _, e := range edited.Entrances {
		key := owner{e.OwnerKind, e.OwnerID}
		edited.ofOwner[key] = append(edited.ofOwner[key], e.Point)
	}
	edited.derive()
	return &edited, nil
}
