package siting

import (
	"strconv"

	"lifecircle/geo"
)

// Combine makes one instance of several services, so that one number of sites or one budget is shared out among them.
// Each service keeps its own people and candidates: a clinic covers nobody who wants a school. A person who wants two
// services counts twice, once for each; weights in Demand say how much a service matters. Areas are those of the
// parts, by the same numbers.
//
// Points and candidates are numbered through: those of the first part, then those of the second. All parts have reach,
// or all have costs; ids get the number of their part, from 1, before a colon.
func Combine(parts ...*Instance) (*Instance, error) {
	all := &Instance{}
	for n, part := range parts {
		first := parts[0]
		if (part.Reach == nil) != (first.Reach == nil) || (part.Costs == nil) != (first.Costs == nil) || (part.Zones == nil) != (first.Zones == nil) {
			return nil, refuse(geo.Say("service %d has other kinds of data than the first", "第 %d 类设施的数据种类与第一类不同", n+1), geo.Say("Give reach, costs and areas for all services or for none.", "请为全部设施提供服务范围、费用和区划，或全部不提供。"))
		}
		all.append(part, n+1)
	}
	return all, all.Check()
}

// append adds a part behind those that are there.
func (in *Instance) append(part *Instance, number int) {
	points, candidates := uint32(len(in.Demand)), int32(len(in.Candidates))
	in.Demand = append(in.Demand, part.Demand...)
	in.Zones = append(in.Zones, part.Zones...)
	for _, c := range part.Candidates {
		c.ID = strconv.Itoa(number) + ":" + c.ID
		in.Candidates = append(in.Candidates, c)
	}
	for _, reach := range part.Reach {
		moved := make([]Run, len(reach))
		for k, run := range reach {
			moved[k] = Run{run.From + points, run.To + points}
		}
		in.Reach = append(in.Reach, moved)
	}
	for _, costs := range part.Costs {
		moved := make([]Cost, len(costs))
		for k, c := range costs {
			moved[k] = Cost{c.Point + points, c.Cost}
		}
		in.Costs = append(in.Costs, moved)
	}
	if part.Apart == nil && in.Apart == nil {
		return
	}
	for len(in.Apart) < int(candidates) {
		in.Apart = append(in.Apart, nil)
	}
	for i := range part.Candidates {
		var moved []int32
		if part.Apart != nil {
			for _, k := range part.Apart[i] {
				moved = append(moved, k+candidates)
			}
		}
		in.Apart = append(in.Apart, moved)
	}
}
