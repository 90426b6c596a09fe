package osm

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// matcher decides which services an object's tags and names tell of.
type matcher struct {
	types  []geo.ServiceType
	starts map[Tag][]candidate // by the first condition of a combination
}

// candidate is one combination of tags of one service.
type candidate struct {
	service int // index into types
	tag     geo.Tag
	word    bool // a word in the name is needed: other services share the combination, or it says too little
}

func newMatcher() *matcher {
	m := &matcher{types: geo.ServiceTypes(), starts: map[Tag][]candidate{}}
	sharers := map[string]int{}
	for _, t := range m.types {
		for _, tag := range t.Tags {
			sharers[strings.Join(tag, " ")]++
		}
	}
	for i, t := range m.types {
		for _, tag := range t.Tags {
			key, value, _ := strings.Cut(tag[0], "=")
			start := Tag{key, value}
			m.starts[start] = append(m.starts[start], candidate{i, tag, tag.NeedsName() || sharers[strings.Join(tag, " ")] > 1})
		}
	}
	return m
}

// match is what an object may be.
type match struct {
	services []string // that it is
	doubtful []doubt  // that it may be, for all its tags say
}

// doubt is a service that the tags allow but the name does not settle.
type doubt struct {
	service string
	tags    geo.Tag
	reason  string
}

// match decides. A combination of tags that only one service has suffices; one that several share needs a word of the
// service in a name, and the longer word wins over one it contains (街道党群服务中心 over 党群服务中心). Words that
// exclude a service always do.
func (m *matcher) match(tags Tags) (found match) {
	words := map[int]string{} // service: the longest of its words in the names
	for _, tag := range tags {
		for value := range strings.SplitSeq(tag.Value, ";") {
			for _, c := range m.starts[Tag{tag.Key, strings.TrimSpace(value)}] {
				if c.tag.Matches(tags.Get) {
					m.consider(c, tags, words, &found)
				}
			}
		}
	}
	for service, word := range words {
		if !outdone(word, words) {
			found.services = append(found.services, m.types[service].Code)
		}
	}
	slices.Sort(found.services)
	found.services = slices.Compact(found.services)
	return found
}

func (m *matcher) consider(c candidate, tags Tags, words map[int]string, found *match) {
	t := &m.types[c.service]
	if word := longestWord(tags, t.Exclude); word != "" {
		found.doubtful = append(found.doubtful, doubt{t.Code, c.tag, "the name says " + word})
		return
	}
	if !c.word {
		found.services = append(found.services, t.Code)
		return
	}
	if word := longestWord(tags, t.Words); word != "" {
		words[c.service] = word
		return
	}
	found.doubtful = append(found.doubtful, doubt{t.Code, c.tag, "no name says " + strings.Join(t.Words, ", ")})
}

func outdone(word string, words map[int]string) bool {
	for _, other := range words {
		if len(other) > len(word) && strings.Contains(other, word) {
			return true
		}
	}
	return false
}

// nameKeys lists the tags in which a word may stand.
var nameKeys = []string{"name", "name:zh", "official_name", "alt_name"}

func longestWord(tags Tags, words []string) (longest string) {
	for _, key := range nameKeys {
		name := tags.Get(key)
		for _, word := range words {
			if len(word) > len(longest) && strings.Contains(name, word) {
				longest = word
			}
		}
	}
	return longest
}
