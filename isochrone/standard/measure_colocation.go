package standard

import (
	"context"
	"strings"

	"lifecircle/geo"
)

// colocation is the share of the facilities of the first need that have one of each of the other needs with them: in the
// same building, which both name as their building_id, or within [Check.RadiusM] metres in a straight line; 0 metres is the
// same position. A facility is no company to itself. A unit's note names what it lacks.
func colocation(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	needs := s.std.Expand(c)
	if len(needs) < 2 {
		return lacking("co-location needs what is looked for beside the first service", "合设、毗邻指标还须列出要查找的其他服务")
	}
	hosts, err := s.facilitiesOf(c, o, needs[0].Services)
	if err != nil {
		return err
	}
	rows, lacks := make([]UnitValue, len(hosts)), make([][]string, len(hosts))
	for i, f := range hosts {
		rows[i] = s.facilityRow(f)
	}
	for _, n := range needs[1:] {
		company, err := s.facilities(n.Services)
		if err != nil {
			return err
		}
		near, buildings := s.nearby(company, c.RadiusM), s.buildings(company)
		for i, f := range hosts {
			if !buildings.house(&s.area.Facilities[f], f) && !near.any(f) {
				lacks[i] = append(lacks[i], n.Code)
			}
		}
	}
	for i := range rows {
		rows[i].Met, rows[i].Note = len(lacks[i]) == 0, strings.Join(lacks[i], ", ")
		rows[i].Value = Fraction(int64(len(needs)-1-len(lacks[i])), int64(len(needs)-1))
		missing := Whole(int64(len(lacks[i])))
		rows[i].Deficit, rows[i].DeficitIn = &missing, "facilities"
	}
	return o.settleFacilities(rows)
}

// any tells whether any other facility is near one.
func (n *nearby) any(f int32) (found bool) {
	n.around(f, func(other int32) bool { return other == f }, func(int32) bool {
		found = true
		return false
	})
	return found
}

// buildings says which facilities stand in a building, by its building_id.
type buildings map[string][]int32

func (s *assessor) buildings(facilities []int32) buildings {
	b := buildings{}
	for _, f := range facilities {
		if id := buildingOf(&s.area.Facilities[f]); id != "" {
			b[id] = append(b[id], f)
		}
	}
	return b
}

func buildingOf(f *geo.Facility) string { return strings.TrimSpace(f.Attributes["building_id"]) }

// house tells whether another facility is in the building of one.
func (b buildings) house(facility *geo.Facility, f int32) bool {
	in := b[buildingOf(facility)]
	return len(in) > 1 || (len(in) == 1 && in[0] != f)
}
