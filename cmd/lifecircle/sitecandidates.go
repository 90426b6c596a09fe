package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// moneyPlaces is how many digits after the point costs of building may have.
const moneyPlaces = 4

// siteCandidate is a candidate as it was read.
type siteCandidate struct {
	siting.Candidate
	at orb.Point
}

// readCandidates reads the places to build, or, without a file of them, takes them from the matrix.
func (t *siteTown) readCandidates(candidates, matrix *siteTable) ([]orb.Point, error) {
	if candidates == nil {
		return nil, t.candidatesOfMatrix(matrix)
	}
	if err := candidates.need("id"); err != nil {
		return nil, err
	}
	placed := matrix == nil || candidates.has("lon") && candidates.has("lat")
	if placed {
		if err := candidates.need("lon", "lat"); err != nil {
			return nil, err
		}
	}
	if t.goal == siting.MostServed {
		if err := candidates.need("capacity"); err != nil {
			return nil, err
		}
	}
	t.money = candidates.places("cost", moneyPlaces)
	var read []siteCandidate
	seen := map[string]int{}
	for row := range candidates.Rows {
		c, err := t.readCandidate(candidates, row, placed, seen)
		if err != nil {
			return nil, err
		}
		read = append(read, c)
	}
	slices.SortFunc(read, func(a, b siteCandidate) int { return cmp.Compare(a.ID, b.ID) })
	places := make([]orb.Point, len(read))
	for i, c := range read {
		t.in.Candidates = append(t.in.Candidates, c.Candidate)
		places[i] = c.at
	}
	if placed {
		t.where = places
	}
	return places, nil
}

func (t *siteTown) readCandidate(from *siteTable, row int, placed bool, seen map[string]int) (c siteCandidate, err error) {
	if c.ID, err = from.id(row, "id"); err != nil {
		return c, err
	}
	if err = from.once(row, "id", c.ID, seen); err != nil {
		return c, err
	}
	c.Cost = int64(t.money.unit()) // one each, where nothing is said
	if from.has("cost") {
		if c.Cost, err = from.number(row, "cost", t.money); err != nil {
			return c, err
		}
	}
	if from.has("capacity") && (t.goal == siting.MostServed || from.cell(row, "capacity") != "") {
		if c.Capacity, err = from.whole(row, "capacity"); err != nil {
			return c, err
		}
	}
	state, known := siting.ParseState(from.cell(row, "status"))
	if !known {
		return c, from.refuse(row, "status", geo.Say("the status is not known", "状态无法识别"), geo.Say("Use candidate (备选), existing (现有), must (必选) or forbidden (禁止).", "请用 candidate（备选）、existing（现有）、must（必选）或 forbidden（禁止）。"))
	}
	if c.State = state; placed {
		c.at, err = from.position(row)
	}
	return c, err
}

// candidatesOfMatrix takes every candidate that the matrix names, each at a cost of one.
func (t *siteTown) candidatesOfMatrix(matrix *siteTable) error {
	if err := matrix.need("demand_id", "candidate_id", "cost"); err != nil {
		return err
	}
	if t.goal == siting.MostServed {
		return &usageError{"--problem capacitated needs the capacities of the candidates", "Give --candidates with the columns id, capacity."}
	}
	var ids []string
	for row := range matrix.Rows {
		id, err := matrix.id(row, "candidate_id")
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		t.in.Candidates = append(t.in.Candidates, siting.Candidate{ID: id, Cost: 1})
	}
	return nil
}

// measure finds by great-circle distance who reaches whom: within the radius, or, for the problems of cost, how far all
// are from all, or those within the radius where one is given. Distances are kept in millimetres.
func (t *siteTown) measure(q *siteQuestion, points, places []orb.Point) error {
	t.travel = decimals{3}
	if !t.goal.ByCosts() {
		t.in.Reach = make([][]siting.Run, len(places))
		reach := make([][]uint32, len(places))
		siting.Near(places, points, q.radiusM, func(i, j int, _ float64) { reach[i] = append(reach[i], uint32(j)) })
		for i := range reach {
			t.in.Reach[i] = siting.RunsOf(reach[i])
		}
		return nil
	}
	radius := q.radiusM
	if radius == 0 {
		radius = math.Pi*geo.EarthRadiusM + 1
		if len(points)*len(places) > maxPairs {
			return &usageError{"--problem " + t.name + ": there are too many pairs of people and candidates to measure all", "Give --radius-m: only who lies within it is served."}
		}
	}
	t.in.Costs = make([][]siting.Cost, len(places))
	pairs := 0
	siting.Near(places, points, radius, func(i, j int, d float64) {
		if pairs++; pairs <= maxPairs {
			t.in.Costs[i] = append(t.in.Costs[i], siting.Cost{Point: uint32(j), Cost: int64(math.Round(d * t.travel.unit()))})
		}
	})
	if pairs > maxPairs {
		return &usageError{"--radius-m: there are too many pairs of people and candidates within the radius", "Give a smaller radius, or fewer candidates."}
	}
	return nil
}

// maxPairs bounds the pairs of demand points and candidates whose costs are kept.
const maxPairs = 100_000_000
