package standard

import (
	"strings"
	"testing"
)

// A key that would be passed over, or read as something else than it says, is refused.
func TestParseRefusesWhatDoesNotFitTheMeasure(t *testing.T) {
	const head = "id: t\ntitle: t\nchecks:\n  - {id: a, severity: must, goal: stated, op: \">=\", target: 1, "
	for keys, says := range map[string]string{
		`measure: area_per_100hh, services: [community_center], over: population`:                        "over households",
		`measure: area_per_100hh, services: [community_center], over: households`:                        "",
		`measure: hours, services: [community_center], unit: community`:                                  "counts facilities",
		`measure: hours, services: [community_center], unit_of_target: minutes`:                          "no such target",
		`measure: hours, services: [community_center], unit_of_target: weekend`:                          "",
		`measure: min_area, services: [community_center], unit: facility`:                                "",
		`measure: cluster, services: [clinic, bank], radius_m: 100, reach: stated, types: 3`:             "lists 2",
		`measure: cluster, services: [bundle_5min], radius_m: 100, reach: stated, types: 4`:              "",
		`measure: presence, services: [community_center], unit: facility`:                                "counts areas",
		`measure: count, services: [clinic], unit: county`:                                               "has no effect",
		`measure: max_time, services: [clinic], mode: walk, unit_of_target: people`:                      "no such target",
		`measure: max_time, services: [clinic], mode: walk, unit_of_target: minutes_p50`:                 "",
		`measure: max_time, services: [clinic], mode: walk, unit_of_target: minutes_max`:                 "",
		`measure: share, services: [clinic], attributes: [wheelchair], over: facilities, unit: facility`: "",
	} {
		_, err := Parse([]byte(head + keys + "}\n"))
		switch {
		case says == "" && err != nil:
			t.Errorf("%s: %v", keys, err)
		case says != "" && (err == nil || !strings.Contains(err.Error(), says)):
			t.Errorf("%s: %v, want %q", keys, err, says)
		}
	}
}
