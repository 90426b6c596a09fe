package standard

import (
	"testing"

	"lifecircle/data/sample"
	"lifecircle/geo"
)

const shares = `id: shares
title: shares
checks:
  - {id: everywhere, measure: community_share, services: [elder_meal], mode: walk_elder, minutes: 15, group: age60, op: ">=", target: 80 %, severity: target, reach: stated, goal: stated}
  - {id: rural, measure: community_share, services: [elder_meal], mode: walk_elder, minutes: 15, scope: rural, filter: kind = 村委会, op: ">=", target: 80 %, severity: target, reach: stated, goal: stated}
`

// Of a share of communities a comparison tells whom it newly covers: the people of its communities, as its scorecard counts them.
func TestSharesOfCommunitiesAreComparedByPeople(t *testing.T) {
	town := sample.Town()
	before := taken(t, studied(t, town), parsed(t, shares), "a")
	for i := range town.Facilities {
		if f := &town.Facilities[i]; f.Service == "elder_meal" && i%2 == 0 {
			f.Status = geo.Closed
		}
	}
	after := taken(t, studied(t, town), parsed(t, shares), "b")
	lost := int64(0)
	for _, check := range CompareSnapshots(before, after).Checks {
		v := check.Covered
		if v == nil {
			t.Fatalf("%s: nobody is told of", check.ID)
		}
		was, _ := before.Scorecard.Check(check.ID)
		is, _ := after.Scorecard.Check(check.ID)
		if v.Before != *was.Covered || v.After != *is.Covered || v.Lost.Facility != v.Lost.Total || v.Before+v.Gained.Total-v.Lost.Total != v.After {
			t.Errorf("%s: %+v, scorecards %d and %d", check.ID, v, *was.Covered, *is.Covered)
		}
		lost += v.Lost.Total
	}
	if lost == 0 {
		t.Error("nobody lost anything")
	}
}
