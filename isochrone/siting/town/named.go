package town

import (
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// junctionPrefix begins the ids of junctions; their numbers follow.
const junctionPrefix = "junction-"

// mustStand tells whether a place has to be chosen for any service.
func (c *place) mustStand() bool { return c.State == siting.Must || len(c.must) > 0 }

// stateFor is the state of a place as a candidate for a service.
func (c *place) stateFor(service string) siting.State {
	switch {
	case slices.Contains(c.must, service):
		return siting.Must
	case c.State == siting.Forbidden: // that has to be chosen for another service
		return siting.Free
	}
	return c.State
}

// serves tells whether a place may be chosen for a service.
func (c *place) serves(service string) bool {
	return (c.Service == "" || c.Service == service) && !slices.Contains(c.never, service)
}

// mark notes which candidates the question names as those to be chosen, and as those that never are.
func (p *Prepared) mark(all []place) error {
	numbers := make(map[string]int, len(all))
	for i, c := range all {
		numbers[c.ID] = i
	}
	for _, name := range p.q.Must {
		c, service, err := p.candidateNamed("must", name, all, numbers)
		if err != nil {
			return err
		}
		if service == "" {
			return refuse("must", name, geo.Say("must be chosen, but for which of the services is not said", "为必选点位，但未说明用于哪一类设施"),
				geo.Say("Write the service before it: %s:%s", "请在前面写明设施类型：%s:%s", p.q.Request.Services[0], name))
		}
		c.must = append(c.must, service)
	}
	for _, name := range p.q.Never {
		c, service, err := p.candidateNamed("never", name, all, numbers)
		if err != nil {
			return err
		}
		for _, s := range p.q.Request.Services {
			if (service == "" || s == service) && !slices.Contains(c.never, s) {
				c.never = append(c.never, s)
			}
		}
		if slices.ContainsFunc(c.never, func(s string) bool { return c.stateFor(s) == siting.Must }) {
			return refuse("never", name, geo.Say("has to be chosen and never may be", "既列为必选又列为不选"), geo.Say("Leave it out of one of the two", "请从其中一项中去掉"))
		}
	}
	return nil
}

// candidateNamed finds the candidate of an id, or of service:id. service is "" where it may be any of several.
func (p *Prepared) candidateNamed(parameter, name string, all []place, numbers map[string]int) (c *place, service string, err error) {
	services := p.q.Request.Services
	i, found := numbers[name]
	if before, id, has := strings.Cut(name, ":"); has && !found && slices.Contains(services, before) {
		if i, found = numbers[id]; found {
			service = before
		}
	}
	if !found {
		return nil, "", refuse(parameter, name, geo.Say("is no candidate", "不是备选点位"),
			geo.Say("Give the id of a candidate as the list has it, or as answers name it, such as %s123 where junctions are candidates", "请填写清单中的备选点位编号，或结果中给出的编号（以路口为备选点位时，如 %s123）", junctionPrefix))
	}
	c = &all[i]
	switch {
	case service != "" && c.Service != "" && c.Service != service:
		return nil, "", refuse(parameter, name, geo.Say("is a candidate for %s alone", "仅为 %s 的备选点位", c.Service), geo.Words{})
	case c.Service != "":
		service = c.Service
	case len(services) == 1:
		service = services[0]
	}
	return c, service, nil
}

// namedJunctions are the junctions that have to be chosen: they are candidates however near others are.
func (p *Prepared) namedJunctions() map[geo.NodeID]bool {
	named := map[geo.NodeID]bool{}
	for _, name := range p.q.Must {
		if _, number, has := strings.Cut(name, junctionPrefix); has {
			if id, err := strconv.ParseInt(number, 10, 64); err == nil {
				named[geo.NodeID(id)] = true
			}
		}
	}
	return named
}
