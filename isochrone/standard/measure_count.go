package standard

import (
	"context"
	"math/big"
	"slices"
	"strings"
)

// countFacilities is the number of active facilities of the check's services in its scope, of those that its filter chooses.
func countFacilities(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	facilities, err := s.facilitiesOf(c, o, servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	o.settleCount(c, len(facilities), "facilities")
	return nil
}

func (o *Outcome) settleCount(c *Check, n int, what string) {
	o.Value = number(new(big.Rat).SetInt64(int64(n)))
	if c.Target == nil {
		return
	}
	if o.Deficit = c.short(c.Target, o.Value.Rat(), true); o.Deficit != nil {
		o.DeficitIn = what
	}
}

// clusters is the number of groups of facilities that hold at least [Check.Types] of the check's needs. Facilities within
// [Check.RadiusM] metres of each other in a straight line are of one group, and so is whatever is linked by others. The
// groups that count are its units, each where the first of its facilities stands, with the needs it holds as its note and
// their number as its value.
func clusters(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	needs := s.std.Expand(c)
	facilities, err := s.facilitiesOf(c, o, servicesOf(needs))
	if err != nil {
		return err
	}
	groups, err := s.linked(ctx, facilities, c.RadiusM)
	if err != nil {
		return err
	}
	var rows []UnitValue
	for _, group := range groups {
		var held []string
		for _, n := range needs {
			if slices.ContainsFunc(group, func(f int32) bool { return slices.Contains(n.Services, s.area.Facilities[f].Service) }) {
				held = append(held, n.Code)
			}
		}
		if len(held) >= c.Types {
			row := s.facilityRow(group[0])
			row.Met, row.Value, row.Note = true, number(new(big.Rat).SetInt64(int64(len(held)))), strings.Join(held, ", ")
			rows = append(rows, row)
		}
	}
	o.settleUnits(rows)
	delete(o.Values, "units") // a group that does not count is no unit that fails
	o.UnitKind = "cluster"
	o.settleCount(c, len(rows), "clusters")
	return nil
}

// linked puts facilities into groups by single linkage, each in the order of the facilities.
func (s *assessor) linked(ctx context.Context, facilities []int32, radiusM int) ([][]int32, error) {
	place := make(map[int32]int32, len(facilities))
	root := make([]int32, len(facilities))
	for i, f := range facilities {
		place[f], root[i] = int32(i), int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	near := s.nearby(facilities, radiusM)
	for i, f := range facilities {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		near.around(f, func(other int32) bool { return find(place[other]) == find(int32(i)) }, func(other int32) bool {
			a, b := find(int32(i)), find(place[other])
			root[max(a, b)] = min(a, b)
			return true
		})
	}
	groups := make([][]int32, len(facilities))
	for i, f := range facilities {
		r := find(int32(i))
		groups[r] = append(groups[r], f)
	}
	return slices.DeleteFunc(groups, func(g []int32) bool { return g == nil }), nil
}
