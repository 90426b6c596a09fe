package coverage

import (
	"context"

	"lifecircle/geo"
)

// Report is the answer to a question of coverage: rows for the whole study area and, where asked for, its areas.
type Report struct {
	Manifest *Manifest `json:"manifest"`
	Results  []Result  `json:"results"`
}

// Result counts the people of one group in one area at one cutoff.
type Result struct {
	Service      string   `json:"service"`
	Mode         geo.Mode `json:"mode"`
	Minutes      Minutes  `json:"minutes"` // null by distance
	Group        string   `json:"group"`
	Area         *string  `json:"area"` // null: the whole study area
	AreaName     *string  `json:"area_name"`
	Level        *string  `json:"level"`
	Total        int64    `json:"total"` // people of the group, without points whose cell was empty
	Covered      int64    `json:"covered"`
	Uncovered    int64    `json:"uncovered"`
	Undetermined int64    `json:"undetermined"` // not_snapped and isolated together
	EdgeOfData   int64    `json:"edge_of_data"` // uncovered people whose answer land beyond the data could change
	NoData       int64    `json:"no_data"`      // residential points whose cell was empty
	Share        *float64 `json:"share"`        // covered/total; null when the total is 0
	ByReason     ByReason `json:"by_reason"`
	Reached      int64    `json:"reached"`  // people who can reach a facility, however long it takes
	MeanS        *float64 `json:"mean_s"`   // over the reached; this and the next null by distance
	MedianS      *float64 `json:"median_s"` // the time by which half of all people are there; null if never
	P95S         *float64 `json:"p95_s"`    // the same for 95 of 100
	*Metres               // by distance; else absent
	SpeedKmh     *float64 `json:"speed_kmh,omitempty"` // of a group with a speed of its own, and of the others
	Band         *Spread  `json:"band,omitempty"`
	Radius       *Circle  `json:"radius,omitempty"`
}

// Coverage counts covered and uncovered people.
func (a *Analysis) Coverage(ctx context.Context, q Request) (*Report, error) {
	q, err := a.check(q)
	if err != nil {
		return nil, err
	}
	parts, err := a.parts(ctx, q, nil)
	if err != nil {
		return nil, err
	}
	report := &Report{Manifest: a.manifest("coverage", q, nil), Results: a.count(parts)}
	if q.Radius {
		a.addRadius(parts[0].outcomes, report.Results)
	}
	if q.Band {
		err = a.addBand(ctx, q, report.Results)
	}
	return report, err
}

// place is a row of a report: a set of residential points.
type place struct {
	id, name, level *string
	points          []int32
}

// places lists the whole and the areas asked for; of each level the people in no area of it form the row "(outside)".
func (a *Analysis) places(by string) []place {
	whole := place{points: make([]int32, len(a.Area.Points))}
	for i := range whole.points {
		whole.points[i] = int32(i)
	}
	places := []place{whole}
	if by == "" { // a level without a name is shown by "area" alone
		return places
	}
	for _, level := range a.Area.Levels() {
		if by != level && by != "area" {
			continue
		}
		ofArea := make(map[int32][]int32)
		for i, area := range a.Area.AreasAt(level) {
			ofArea[area] = append(ofArea[area], int32(i))
		}
		for i := range a.Area.Areas {
			if area := &a.Area.Areas[i]; area.Level == level {
				places = append(places, place{&area.ID, &area.Name, &area.Level, ofArea[int32(i)]})
			}
		}
		if outside := ofArea[-1]; len(outside) > 0 {
			name := geo.OutsideArea
			places = append(places, place{&name, &name, &level, outside})
		}
	}
	return places
}
