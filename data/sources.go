package data

import (
	"context"
	"database/sql"
	"errors"

	"lifecircle/geo"
)

const settingName = "name" // of the town

func readSetting(ctx context.Context, q querier, key string) (value string, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM workspace WHERE key = ?`, key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

func putSetting(tx *writeTx, key, value string) error {
	if value == "" {
		_, err := tx.Exec(`DELETE FROM workspace WHERE key = ?`, key)
		return err
	}
	_, err := tx.Exec(`INSERT OR REPLACE INTO workspace (key, value) VALUES (?, ?)`, key, value)
	return err
}

// putSource notes a file as the latest part of the town. The same file, imported again in the same way, is not
// noted twice.
func putSource(tx *writeTx, s geo.Source, file string) error {
	if _, err := tx.Exec(`DELETE FROM source WHERE kind = ? AND service = ? AND sha256 = ? AND datum = ? AND options = ?`,
		s.Kind, s.Service, s.SHA256, s.Datum, s.Options); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO source (kind, service, file, sha256, data_date, datum, options) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.Kind, s.Service, file, s.SHA256, s.DataDate, s.Datum, s.Options)
	return err
}

func readSources(ctx context.Context, q querier) (sources []geo.Source, err error) {
	err = each(ctx, q, `SELECT kind, service, sha256, data_date, datum, options FROM source ORDER BY seq`, func(row *sql.Rows) error {
		var s geo.Source
		if err := row.Scan(&s.Kind, &s.Service, &s.SHA256, &s.DataDate, &s.Datum, &s.Options); err != nil {
			return err
		}
		sources = append(sources, s)
		return nil
	})
	return sources, err
}
