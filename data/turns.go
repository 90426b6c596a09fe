package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"lifecircle/geo"
)

// putTurns adds turn rules in their order.
func putTurns(tx *writeTx, turns []geo.Turn) error {
	insert, err := tx.Prepare(`INSERT INTO turns (relation, kind, from_way, via_ways, to_way, path) VALUES (?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, t := range turns {
		via, err := json.Marshal(append([]int64{}, t.ViaWays...))
		if err != nil {
			return err
		}
		path, err := json.Marshal(append([]geo.NodeID{}, t.Path...))
		if err != nil {
			return err
		}
		if _, err := insert.Exec(t.Relation, t.Kind, t.FromWay, string(via), t.ToWay, string(path)); err != nil {
			return err
		}
		if err := tx.check(); err != nil {
			return err
		}
	}
	return nil
}

// readTurns gives the turn rules by relation; those of one relation stay in the order of its members.
func readTurns(ctx context.Context, q querier) (turns []geo.Turn, err error) {
	var via, path []byte
	err = each(ctx, q, `SELECT relation, kind, from_way, via_ways, to_way, path FROM turns ORDER BY relation, seq`, func(row *sql.Rows) error {
		var t geo.Turn
		if err := row.Scan(&t.Relation, &t.Kind, &t.FromWay, &via, &t.ToWay, &path); err != nil {
			return err
		}
		if err := json.Unmarshal(via, &t.ViaWays); err != nil {
			return fmt.Errorf("table turns, relation %d, via_ways: %w", t.Relation, err)
		}
		if err := json.Unmarshal(path, &t.Path); err != nil {
			return fmt.Errorf("table turns, relation %d, path: %w", t.Relation, err)
		}
		if len(t.ViaWays) == 0 {
			t.ViaWays = nil
		}
		turns = append(turns, t)
		return nil
	})
	return turns, err
}
