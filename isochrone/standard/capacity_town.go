package standard

import (
	"context"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/capacity"
	"lifecircle/isochrone/coverage"
)

// Capacity says who finds a place in a service: rows for everybody and for the areas asked for, and each facility.
type Capacity struct {
	Manifest   *coverage.Manifest `json:"manifest"`
	Results    []CapacityRow      `json:"results"`
	Facilities []CapacityAt       `json:"facilities"` // by service and id
	NoData     []UnitName         `json:"no_data"`    // facilities without capacity, who serve nobody here, and residential points without people
}

// CapacityRow counts the people of one area.
type CapacityRow struct {
	Service  string           `json:"service"`
	Mode     geo.Mode         `json:"mode"`
	Minutes  coverage.Minutes `json:"minutes"` // null by distance
	Metres   int              `json:"metres,omitempty"`
	Group    string           `json:"group"`
	Area     *string          `json:"area"` // null: the whole study area
	AreaName *string          `json:"area_name"`
	Level    *string          `json:"level"`
	Total    int64            `json:"total"`
	Covered  int64            `json:"covered"`  // with a facility within the cutoff, however full
	Served   int64            `json:"served"`   // nearest first, nobody beyond the places there are
	Possible *int64           `json:"possible"` // the most that could be served if somebody told everybody where to go; null but for the whole
	Share    *float64         `json:"share"`    // served/total
	Supply   *float64         `json:"supply"`   // places for each person by two-step floating catchment areas, the mean over people
}

// CapacityAt is how full a facility is.
type CapacityAt struct {
	Service  string `json:"service"`
	Facility string `json:"facility_id"`
	Name     string `json:"facility_name"`
	Capacity int64  `json:"capacity"`
	Served   int64  `json:"served"`
	Free     int64  `json:"free"`
	Within   int64  `json:"within"`  // people within the cutoff, whom it competes for
	Limited  bool   `json:"limited"` // one of those that set the limit of what is possible: more places here serve more people
}

// CapacityOf answers who finds a place within the cutoff of a request, which names one. A facility of any of the services
// counts; that all are needed means nothing here.
func CapacityOf(ctx context.Context, a *coverage.Analysis, q coverage.Request) (*Capacity, error) {
	q.Need = coverage.Any
	q, err := a.Ready(q)
	if err != nil {
		return nil, err
	}
	s, c := asCheck(a, &q)
	o := newOutcome(c)
	sharing, _, err := s.sharings(ctx, c, o)
	if err != nil {
		return nil, err
	}
	f := &fullTown{sharing: sharing, shared: capacity.NearestFirst(sharing.pairs, sharing.weight, sharing.capacity), supply: sharing.floating(), s: s, q: &q}
	f.best = capacity.Most(sharing.pairs, sharing.weight, sharing.capacity)
	answer := &Capacity{Manifest: a.QuestionManifest("capacity", q), Facilities: f.facilities(), NoData: o.NoData}
	answer.Results = f.rows()
	return answer, nil
}

// asCheck is a request as a check of a standard that says nothing else.
func asCheck(a *coverage.Analysis, q *coverage.Request) (*assessor, *Check) {
	o := Options{Profiles: map[geo.Mode]isochrone.Profile{q.Profile.Mode: q.Profile}}
	s := &assessor{analysis: a, area: a.Area, std: &Standard{}, options: o}
	s.settings = newSettings(s.area)
	s.travel = newTravel(s)
	c := &Check{Measure: CapacityCoverage, Services: q.Services, Modes: []geo.Mode{q.Profile.Mode}, Group: q.Group, Op: NoTarget}
	if q.ByDistance() {
		c.DistanceM = q.Metres[0]
	} else {
		c.Minutes = q.Minutes[0]
	}
	return s, c
}

// fullTown is one question about one town, answered.
type fullTown struct {
	*sharing
	shared *capacity.Shared
	supply *capacity.Supply
	best   capacity.Best
	s      *assessor
	q      *coverage.Request
}

func (f *fullTown) facilities() []CapacityAt {
	within := make([]int64, len(f.sharing.facilities))
	for i := range f.points {
		for _, at := range f.pairs.Of(i) {
			within[at] += f.weight[i]
		}
	}
	all := []CapacityAt{}
	for i, index := range f.sharing.facilities {
		facility := &f.s.area.Facilities[index]
		if _, missing := capacityOf(facility, nil); missing != "" {
			continue
		}
		all = append(all, CapacityAt{facility.Service, facility.ID, facility.Name, f.capacity[i], f.shared.AtFacility[i], f.capacity[i] - f.shared.AtFacility[i], within[i], f.best.Tight[i] && within[i] > 0})
	}
	slices.SortStableFunc(all, func(x, y CapacityAt) int {
		if order := cmpText(x.Service, y.Service); order != 0 {
			return order
		}
		return cmpText(x.Facility, y.Facility)
	})
	return all
}

func (f *fullTown) rows() []CapacityRow {
	whole := f.newRow()
	whole.Possible = &f.best.People
	var supply float64
	for i := range f.points {
		f.count(&whole, i, &supply)
	}
	f.settle(&whole, float64(f.supply.Used)) // all of it, without the rounding of a sum
	rows := []CapacityRow{whole}
	for _, level := range f.s.area.Levels() {
		if f.q.By == level || f.q.By == "area" {
			rows = append(rows, f.byArea(level)...)
		}
	}
	return rows
}

func (f *fullTown) byArea(level string) (rows []CapacityRow) {
	areas := f.s.area.Areas
	all, supply := make([]CapacityRow, len(areas)+1), make([]float64, len(areas)+1)
	at := f.s.area.AreasAt(level)
	for i, p := range f.points {
		area := at[p]
		if area < 0 {
			area = int32(len(areas))
		}
		f.count(&all[area], i, &supply[area])
	}
	for i := range all {
		counted := all[i]
		if counted.Total == 0 && (i == len(areas) || areas[i].Level != level) {
			continue
		}
		row := f.newRow()
		row.Total, row.Covered, row.Served = counted.Total, counted.Covered, counted.Served
		id, name := geo.OutsideArea, geo.OutsideArea
		if i < len(areas) {
			id, name = areas[i].ID, areas[i].Name
		}
		row.Area, row.AreaName, row.Level = &id, &name, &level
		f.settle(&row, supply[i])
		rows = append(rows, row)
	}
	return rows
}

func (f *fullTown) newRow() CapacityRow {
	row := CapacityRow{Service: f.q.Joined(), Mode: f.q.Profile.Mode, Group: f.q.Group.String()}
	if f.q.ByDistance() {
		row.Metres = f.q.Metres[0]
	} else {
		row.Minutes = coverage.Minutes(f.q.Minutes[0])
	}
	return row
}

// count adds a point to a row.
func (f *fullTown) count(row *CapacityRow, i int, supply *float64) {
	row.Total += f.weight[i]
	row.Served += f.shared.OfPoint[i]
	if len(f.pairs.Of(i)) > 0 {
		row.Covered += f.weight[i]
	}
	*supply += f.supply.OfPoint[i] * float64(f.weight[i])
}

// settle divides the sums of a row by its people.
func (f *fullTown) settle(row *CapacityRow, supply float64) {
	if row.Total == 0 {
		return
	}
	share, mean := float64(row.Served)/float64(row.Total), supply/float64(row.Total)
	row.Share, row.Supply = &share, &mean
}
