package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// travelPlaces is how many digits after the point costs of travel may have; as many of them are kept as sums of
// demand × cost leave room for.
const travelPlaces = 9

// readMatrix reads what it costs from whom to where. Pairs that are not in it do not reach each other.
func (t *siteTown) readMatrix(q *siteQuestion, matrix *siteTable, _ []orb.Point) error {
	if err := matrix.need("demand_id", "candidate_id", "cost"); err != nil {
		return err
	}
	if len(matrix.Rows) > maxPairs {
		return &usageError{"--matrix: there are too many pairs", "Leave out the pairs that are too far."}
	}
	t.travel = matrix.places("cost", travelPlaces)
	for t.travel.places > 0 && !t.fits(matrix) {
		t.travel.places--
	}
	points, candidates := numbersOf(t.ids), map[string]int{}
	for i, c := range t.in.Candidates {
		candidates[c.ID] = i
	}
	t.in.Costs = make([][]siting.Cost, len(t.in.Candidates))
	row := make(map[[2]int]int, len(matrix.Rows))
	for r := range matrix.Rows {
		from, err := matrix.known(r, "demand_id", points, "--demand")
		if err != nil {
			return err
		}
		to, err := matrix.known(r, "candidate_id", candidates, "--candidates")
		if err != nil {
			return err
		}
		cost, err := matrix.number(r, "cost", t.travel)
		if err != nil {
			return err
		}
		if before, twice := row[[2]int{from, to}]; twice {
			return matrix.refuse(r, "demand_id", geo.Say("the pair stands in row %d already", "该组合已在第 %d 行出现", before), geo.Say("Keep one row for each pair.", "每个组合只保留一行。"))
		}
		row[[2]int{from, to}] = matrix.Rows[r].Number
		t.in.Costs[to] = append(t.in.Costs[to], siting.Cost{Point: uint32(from), Cost: cost})
	}
	for _, costs := range t.in.Costs {
		slices.SortFunc(costs, func(a, b siting.Cost) int { return cmp.Compare(a.Point, b.Point) })
	}
	if t.goal.ByCosts() {
		return nil
	}
	reach, err := t.travel.read(q.reach)
	if err != nil {
		return &usageError{fmt.Sprintf("--reach %q: %v", q.reach, err), "For example: --reach 15, in the unit of the matrix"}
	}
	t.in.Reach, t.in.Costs = siting.ReachWithin(t.in, reach), nil
	return nil
}

// known is the number of an id that must be known from another file.
func (t *siteTable) known(row int, field string, numbers map[string]int, file string) (int, error) {
	id, err := t.id(row, field)
	if err != nil {
		return 0, err
	}
	n, known := numbers[id]
	if !known {
		return 0, t.refuse(row, field, geo.Say("the id is unknown: %s does not have it", "编号不存在：%s 中没有", file), geo.Say("Correct the id, or add its row to %s.", "请更正编号，或在 %s 中补充。", file))
	}
	return n, nil
}

func numbersOf(ids []string) map[string]int {
	numbers := make(map[string]int, len(ids))
	for j, id := range ids {
		numbers[id] = j
	}
	return numbers
}

// fits tells whether sums of demand × cost stay within the bounds of an instance with so many digits.
func (t *siteTown) fits(matrix *siteTable) bool {
	numbers := numbersOf(t.ids)
	worst := make([]float64, len(t.ids))
	for r := range matrix.Rows {
		cost, err := decimals{}.read(matrix.cell(r, "cost"))
		if j, known := numbers[matrix.cell(r, "demand_id")]; known && err == nil {
			worst[j] = math.Max(worst[j], float64(cost+1)*t.travel.unit())
		}
	}
	sum := 0.0
	for j, cost := range worst {
		if cost > 1<<53 {
			return false
		}
		sum += cost * float64(t.in.Demand[j])
	}
	return sum < float64(siting.MaxTotalCost)
}
