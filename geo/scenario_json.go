package geo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// MaxScenarioBytes bounds the JSON text of a scenario: room for [MaxEdits] edits with long names.
const MaxScenarioBytes = 1 << 20

// EditKinds lists the kinds of edits with their members in JSON, in the order of their meaning. Positions are
// [longitude, latitude]; ways and nodes are numbers of OpenStreetMap.
func EditKinds() map[string][]string {
	return map[string][]string{
		"add_facility":    {"service", "id", "name", "at"},
		"move_facility":   {"service", "id", "to"},
		"close_facility":  {"service", "id"},
		"reopen_facility": {"service", "id"},
		"close_street":    {"way_id", "from", "to"},
		"open_gate":       {"node"},
		"build_street":    {"name", "from", "to", "class"},
	}
}

// MarshalJSON writes {"name": …, "edits": […]}, without the name if there is none.
func (s Scenario) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Name  string `json:"name,omitempty"`
		Edits []Edit `json:"edits"`
	}{s.Name, append([]Edit{}, s.Edits...)})
}

// UnmarshalJSON reads what MarshalJSON writes, and nothing else: see [ParseScenario].
func (s *Scenario) UnmarshalJSON(text []byte) (err error) {
	*s, err = ParseScenario(text)
	return err
}

// ParseScenario reads a scenario from JSON. It refuses members that are unknown, missing, repeated or written in
// other letters, so that a mistyped edit is not a different one. Whether the edits can be done is told by
// [StudyArea.With].
func ParseScenario(text []byte) (Scenario, error) {
	if len(text) > MaxScenarioBytes {
		return Scenario{}, Fail("scenario: the text is larger than %d kB", "方案：内容大于 %d kB", MaxScenarioBytes>>10)
	}
	m, err := membersOf(text)
	if err != nil {
		return Scenario{}, Fail("scenario: %v", "方案：%v", err)
	}
	s := Scenario{}
	if _, has := m.values["name"]; has {
		s.Name = m.text("name")
	}
	edits := m.list("edits")
	if err := m.err(); err != nil {
		return Scenario{}, Fail("scenario: %v", "方案：%v", err)
	}
	if s.Name != "" {
		if err := CheckScenarioName(s.Name); err != nil {
			return Scenario{}, err
		}
	}
	if len(edits) > MaxEdits {
		return Scenario{}, Fail("the scenario has %d edits: the limit is %d", "方案有 %d 项改动，上限为 %d 项", len(edits), MaxEdits)
	}
	var faults []error
	for i, text := range edits {
		e, err := ParseEdit(text)
		if err != nil && len(faults) < maxEditProblems {
			faults = append(faults, Fail("edit %d: %v", "第 %d 项改动：%v", i+1, err))
		}
		s.Edits = append(s.Edits, e)
	}
	if len(faults) > 0 {
		return Scenario{}, errors.Join(faults...)
	}
	return s, nil
}

// ParseEdit reads one edit from JSON: {"kind": "close_facility", "service": "clinic", "id": "7"}. See [EditKinds].
func ParseEdit(text []byte) (Edit, error) {
	if len(text) > MaxScenarioBytes {
		return nil, Fail("the text is larger than %d kB", "内容大于 %d kB", MaxScenarioBytes>>10)
	}
	m, err := membersOf(text)
	if err != nil {
		return nil, err
	}
	var e Edit
	switch kind := m.text("kind"); kind {
	case "add_facility":
		e = AddFacility{Service: m.text("service"), ID: m.text("id"), Name: m.optional("name"), At: m.position("at")}
	case "move_facility":
		e = MoveFacility{Service: m.text("service"), ID: m.text("id"), To: m.position("to")}
	case "close_facility":
		e = CloseFacility{Service: m.text("service"), ID: m.text("id")}
	case "reopen_facility":
		e = ReopenFacility{Service: m.text("service"), ID: m.text("id")}
	case "close_street":
		e = CloseStreet{WayID: m.number("way_id"), From: NodeID(m.orZero("from")), To: NodeID(m.orZero("to"))}
	case "open_gate":
		e = OpenGate{Node: NodeID(m.number("node"))}
	case "build_street":
		e = BuildStreet{Name: m.optional("name"), From: NodeID(m.number("from")), To: NodeID(m.number("to")), Class: m.text("class")}
	default:
		if err := m.firstFault(); err != nil {
			return nil, err
		}
		return nil, Fail("kind %q is unknown: the kinds are %s", "改动类型“%s”无法识别，可用类型：%s", cutLabel(kind), strings.Join(slices.Sorted(maps.Keys(EditKinds())), ", "))
	}
	return e, m.err()
}

// MarshalJSON writes the kind of the edit, then its members.
func (e AddFacility) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Kind    string    `json:"kind"`
		Service string    `json:"service"`
		ID      string    `json:"id"`
		Name    string    `json:"name"`
		At      orb.Point `json:"at"`
	}{e.Kind(), e.Service, e.ID, e.Name, e.At})
}

// MarshalJSON writes the kind of the edit, then its members.
func (e MoveFacility) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Kind    string    `json:"kind"`
		Service string    `json:"service"`
		ID      string    `json:"id"`
		To      orb.Point `json:"to"`
	}{e.Kind(), e.Service, e.ID, e.To})
}

type facilityJSON struct {
	Kind    string `json:"kind"`
	Service string `json:"service"`
	ID      string `json:"id"`
}

// MarshalJSON writes the kind of the edit, then its members.
func (e CloseFacility) MarshalJSON() ([]byte, error) {
	return plainJSON(facilityJSON{e.Kind(), e.Service, e.ID})
}

// MarshalJSON writes the kind of the edit, then its members.
func (e ReopenFacility) MarshalJSON() ([]byte, error) {
	return plainJSON(facilityJSON{e.Kind(), e.Service, e.ID})
}

// MarshalJSON writes the kind of the edit, then its members.
func (e CloseStreet) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Kind  string `json:"kind"`
		WayID int64  `json:"way_id"`
		From  NodeID `json:"from,omitempty"`
		To    NodeID `json:"to,omitempty"`
	}{e.Kind(), e.WayID, e.From, e.To})
}

// MarshalJSON writes the kind of the edit, then its members.
func (e OpenGate) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Kind string `json:"kind"`
		Node NodeID `json:"node"`
	}{e.Kind(), e.Node})
}

// MarshalJSON writes the kind of the edit, then its members.
func (e BuildStreet) MarshalJSON() ([]byte, error) {
	return plainJSON(struct {
		Kind  string `json:"kind"`
		Name  string `json:"name"`
		From  NodeID `json:"from"`
		To    NodeID `json:"to"`
		Class string `json:"class"`
	}{e.Kind(), e.Name, e.From, e.To, e.Class})
}

// plainJSON is the value as JSON with < and > as they are; whoever embeds it decides about them.
func plainJSON(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// members are those of a JSON object, which are taken out one by one; what is wrong with them is gathered.
type members struct {
	values map[string]json.RawMessage
	taken  map[string]bool
	faults []error
}

// membersOf takes a JSON object apart. Unlike [json.Unmarshal] it knows a member by its exact name alone, and refuses
// one that stands twice.
func membersOf(text []byte) (*members, error) {
	if !utf8.Valid(text) {
		return nil, Fail("the text is not UTF-8", "内容不是 UTF-8 编码")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, Fail("must be a JSON object", "应为 JSON 对象")
	}
	m := &members{make(map[string]json.RawMessage), make(map[string]bool), nil}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, notJSON(err)
		}
		name := token.(string) // or the decoder would have failed
		if _, twice := m.values[name]; twice {
			return nil, Fail("member %q stands twice", "成员“%s”重复", cutLabel(name))
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, notJSON(err)
		}
		m.values[name] = value
	}
	if _, err := decoder.Token(); err != nil {
		return nil, notJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, Fail("something follows the JSON object", "JSON 对象之后还有多余内容")
	}
	return m, nil
}

func notJSON(err error) error { return Fail("not JSON: %v", "不是有效的 JSON：%v", err) }

func cutLabel(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

func (m *members) fault(name string, rule Words) {
	m.faults = append(m.faults, Fail("%s: %v", "%s：%v", name, rule))
}

// take gives the value of a member; false if it is missing.
func (m *members) take(name string) (json.RawMessage, bool) {
	m.taken[name] = true
	value, has := m.values[name]
	return value, has
}

// read fills a value from a member, which must be there. JSON null is no value.
func (m *members) read(name string, into any, rule Words) {
	value, has := m.take(name)
	if !has {
		m.fault(name, Say("is missing", "缺少该项"))
		return
	}
	if string(value) == "null" || json.Unmarshal(value, into) != nil {
		m.fault(name, rule)
	}
}

func (m *members) text(name string) (v string) {
	m.read(name, &v, Say("must be a text", "应为文字"))
	return v
}

func (m *members) optional(name string) string {
	if _, has := m.values[name]; !has {
		return ""
	}
	return m.text(name)
}

func (m *members) list(name string) (v []json.RawMessage) {
	m.read(name, &v, Say("must be a list", "应为列表"))
	return v
}

// number is a whole number other than 0, exactly.
func (m *members) number(name string) int64 {
	value, has := m.take(name)
	if !has {
		m.fault(name, Say("is missing", "缺少该项"))
		return 0
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil || n == 0 {
		m.fault(name, Say("must be a whole number other than 0", "应为非 0 整数"))
	}
	return n
}

func (m *members) orZero(name string) int64 {
	if _, has := m.values[name]; !has {
		return 0
	}
	return m.number(name)
}

func (m *members) position(name string) (at orb.Point) {
	rule := Say("must be [longitude, latitude] in degrees", "应为以度为单位的 [经度, 纬度]")
	var v []*float64
	faults := len(m.faults)
	if m.read(name, &v, rule); len(m.faults) > faults {
		return at
	}
	if len(v) != 2 || v[0] == nil || v[1] == nil {
		m.fault(name, rule)
		return at
	}
	return orb.Point{*v[0], *v[1]}
}

func (m *members) firstFault() error {
	if len(m.faults) > 0 {
		return m.faults[0]
	}
	return nil
}

// err tells what is wrong with the members, also with those that nobody took.
func (m *members) err() error {
	for _, name := range slices.Sorted(maps.Keys(m.values)) {
		if !m.taken[name] {
			m.fault(fmt.Sprintf("%q", cutLabel(name)), Say("is unknown", "无法识别"))
		}
	}
	return errors.Join(m.faults...)
}
