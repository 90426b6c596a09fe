package data

import (
	"context"
	"database/sql"

	"lifecircle/geo"
)

// putReported writes reported numbers and gives how many of them were there already, of the same indicator, area and year.
func putReported(tx *writeTx, numbers []geo.Reported) (updated int, err error) {
	for _, n := range numbers {
		var there bool
		if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM lifecircle_reported WHERE indicator = ? AND area = ? AND year = ?)`, n.Indicator, n.Area, n.Year).Scan(&there); err != nil {
			return 0, err
		}
		if there {
			updated++
		}
		if _, err := tx.Exec(`INSERT OR REPLACE INTO lifecircle_reported (indicator, area, year, value, unit, source) VALUES (?, ?, ?, ?, ?, ?)`,
			n.Indicator, n.Area, n.Year, n.Value, n.Unit, n.Source); err != nil {
			return 0, err
		}
		if err := tx.check(); err != nil {
			return 0, err
		}
	}
	return updated, nil
}

func readReported(ctx context.Context, q querier) (numbers []geo.Reported, err error) {
	err = each(ctx, q, `SELECT indicator, area, year, value, unit, source FROM lifecircle_reported ORDER BY indicator, area, year`, func(row *sql.Rows) error {
		var n geo.Reported
		err := row.Scan(&n.Indicator, &n.Area, &n.Year, &n.Value, &n.Unit, &n.Source)
		numbers = append(numbers, n)
		return err
	})
	return numbers, err
}
