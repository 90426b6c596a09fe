package standard

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// Need is one thing that a check asks for: any of several services meets it.
type Need struct {
	Code     string // of a service or a set; codes joined by "+" where a check takes any of several
	Name     geo.Words
	Services []string // each once, in the order of the file
}

// Expand gives what a check asks for, by the rule for the services of a measure:
//
//   - full and mean circle, presence and clusters: each of them is a need, and a bundle is the needs it lists. A set is one
//     need. What two bundles or codes share counts once.
//   - co-location: the first need is where the others are looked for, each of them.
//   - every other measure: any of them, as one need. A bundle is then all the services it lists.
//
// No services: no needs.
func (s *Standard) Expand(c *Check) []Need {
	var needs []Need
	for _, code := range c.Services {
		members := []string{code}
		if bundle, is := findSet(s.Bundles, code); is {
			members = bundle.Members
		}
		for _, member := range members {
			if !slices.ContainsFunc(needs, func(n Need) bool { return n.Code == member }) {
				needs = append(needs, s.need(member))
			}
		}
	}
	switch c.Measure {
	case FullCircle, MeanCircle, Presence, Cluster, Colocation:
		return needs
	}
	if len(needs) == 0 {
		return nil
	}
	union := Need{Code: strings.Join(c.Services, "+")}
	for i, code := range c.Services {
		name := s.NameOf(code)
		if i > 0 {
			name = geo.Say("%v or %v", "%v或%v", union.Name, name)
		}
		union.Name = name
	}
	for _, need := range needs {
		for _, service := range need.Services {
			if !slices.Contains(union.Services, service) {
				union.Services = append(union.Services, service)
			}
		}
	}
	return []Need{union}
}

// need is the need of a service or a set.
func (s *Standard) need(code string) Need {
	n := Need{Code: code, Name: s.NameOf(code), Services: []string{code}}
	if set, is := findSet(s.Sets, code); is {
		n.Services = slices.Clone(set.Members)
	}
	return n
}

// NameOf is what a service, set or bundle is called; its code where it is none of them.
func (s *Standard) NameOf(code string) geo.Words {
	for _, sets := range [][]Set{s.Sets, s.Bundles} {
		if set, is := findSet(sets, code); is {
			return set.Name
		}
	}
	if service, is := geo.LookupService(code); is {
		return geo.Words{EN: service.Name, ZH: service.NameZH}
	}
	return geo.Words{EN: code, ZH: code}
}
