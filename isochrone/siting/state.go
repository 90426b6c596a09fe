package siting

import "strings"

// stateWords are the words that lists have for the state of a candidate.
var stateWords = map[string]State{
	"": Free, "candidate": Free, "free": Free, "备选": Free, "可选": Free,
	"existing": Existing, "active": Existing, "open": Existing, "现有": Existing, "现状": Existing, "已建": Existing, "运营": Existing,
	"must": Must, "required": Must, "必选": Must,
	"forbidden": Forbidden, "closed": Forbidden, "禁止": Forbidden, "不可选": Forbidden, "关闭": Forbidden,
}

// ParseState reads the state of a candidate from a cell of a list; an empty one may be chosen.
func ParseState(word string) (s State, known bool) {
	s, known = stateWords[strings.ToLower(strings.TrimSpace(word))]
	return s, known
}
