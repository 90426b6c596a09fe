package data

import (
	"fmt"
	"slices"
	"strings"

	"lifecircle/geo"
)

// Stock is how much of one kind the workspace holds: residential points and their people, the facilities of the
// services that an import was of, or the areas of its levels.
type Stock struct {
	Records int    `json:"records"`
	People  *int64 `json:"people,omitempty"` // of residential points
}

// ledger follows what an import does to the records that --replace would remove.
type ledger struct {
	brings Stock // what the import puts into the workspace
	table  featureTable
	column string // that tells records of the import's concern, "" for all
	values []string
}

// count tells what the workspace holds at this moment.
func (l *ledger) count(tx *writeTx) (*Stock, error) {
	stock := &Stock{}
	what, into := "count(*)", []any{&stock.Records}
	if l.brings.People != nil {
		what += fmt.Sprintf(", coalesce(sum(%s), 0)", geo.All.Column())
		stock.People = new(int64)
		into = append(into, stock.People)
	}
	query, values := fmt.Sprintf(`SELECT %s FROM "%s"`, what, l.table.name), []any(nil)
	if l.column != "" {
		query += fmt.Sprintf(` WHERE %s IN (NULL%s)`, l.column, strings.Repeat(", ?", len(l.values)))
		for _, value := range l.values {
			values = append(values, value)
		}
	}
	return stock, tx.QueryRow(query, values...).Scan(into...)
}

// without is what remains of a stock when what the import brought is taken out.
func (s *Stock) without(brought Stock) *Stock {
	rest := &Stock{Records: s.Records - brought.Records}
	if s.People != nil {
		people := *s.People - *brought.People
		rest.People = &people
	}
	return rest
}

func ledgerOfPoints(points []geo.ResidentialPoint) *ledger {
	people := int64(0)
	for i := range points {
		people += int64(max(0, points[i].People[geo.All]))
	}
	return &ledger{brings: Stock{len(points), &people}, table: pointTable}
}

func ledgerOfFacilities(facilities []geo.Facility, services []string) *ledger {
	return &ledger{Stock{Records: len(facilities)}, facilityTable, "service", services}
}

func ledgerOfAreas(areas []geo.Area) *ledger {
	var levels []string
	for i := range areas {
		levels = append(levels, areas[i].Level)
	}
	slices.Sort(levels)
	return &ledger{Stock{Records: len(areas)}, areaTable, "level", slices.Compact(levels)}
}
