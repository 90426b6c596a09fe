package data

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

var streetTable = featureTable{"street", []string{"way_id", "part", "name", "class", "foot", "bicycle", "motorcar",
	"maxspeed_forward", "maxspeed_backward", "boardable", "nodes"}}

var barrierTable = featureTable{"barrier", []string{"way_id", "kind"}}

var errNoGeometry = errors.New("it has no geometry of the kind this table holds")

// putStreets adds streets in their order; the parts of a way are numbered as they come.
func putStreets(tx *writeTx, streets []geo.Street) error {
	parts := make(map[int64]int64)
	return fill(tx, streetTable, func(rows *rowWriter) error {
		for i := range streets {
			s := &streets[i]
			if len(s.Nodes) != len(s.Line) || len(s.Nodes) < 2 {
				return fmt.Errorf("street of way %d has %d nodes and %d positions", s.WayID, len(s.Nodes), len(s.Line))
			}
			part := parts[s.WayID]
			parts[s.WayID]++
			if err := rows.put(int64(i+1), s.Line, s.WayID, part, s.Name, s.Class,
				int64(s.Passage[geo.Foot]), int64(s.Passage[geo.Bicycle]), int64(s.Passage[geo.Motorcar]),
				s.MaxSpeed[0], s.MaxSpeed[1], s.Boardable, encodeNodes(s.Nodes)); err != nil {
				return err
			}
			if err := tx.check(); err != nil {
				return err
			}
		}
		return nil
	})
}

func readStreets(ctx context.Context, q querier) ([]geo.Street, error) {
	all, err := rowsOf(ctx, q, streetTable)
	if err != nil {
		return nil, err
	}
	rows, err := readStreetRows(ctx, q, all)
	return rows.inOrder(), err
}

// streetRows are streets as the table has them, and which part of its way each is.
type streetRows struct {
	streets  []geo.Street
	parts    []int64
	unsorted bool // by way id and part
}

func readStreetRows(ctx context.Context, q querier, fids fidRange) (rows streetRows, err error) {
	if fids.empty() {
		return rows, nil
	}
	rows.streets, rows.parts = make([]geo.Street, 0, fids.expected()), make([]int64, 0, fids.expected())
	// Reading costs by the column, so what is small comes as one number.
	const query = `SELECT geom, way_id, part, name, class, foot + 4 * bicycle + 16 * motorcar + 64 * (boardable <> 0), maxspeed_forward, maxspeed_backward, nodes FROM street WHERE fid BETWEEN ? AND ? ORDER BY fid`
	var part, flags int64
	var geom, nodes sql.RawBytes
	err = each(ctx, q, query, func(row *sql.Rows) error {
		var s geo.Street
		if err := row.Scan(&geom, &s.WayID, &part, &s.Name, &s.Class, &flags, &s.MaxSpeed[0], &s.MaxSpeed[1], &nodes); err != nil {
			return err
		}
		for t := range s.Passage {
			s.Passage[t] = geo.Passage(flags>>(2*t)) & geo.BothWays
		}
		s.Boardable = flags>>6&1 == 1
		var err error
		if s.Line, err = readLine(geom); err == nil {
			s.Nodes, err = decodeNodes(nodes, len(s.Line))
		}
		if err != nil {
			return fmt.Errorf("table street, way %d, part %d: %w", s.WayID, part, err)
		}
		rows.streets, rows.parts = append(rows.streets, s), append(rows.parts, part)
		rows.look(len(rows.streets) - 1) // while it is at hand
		return nil
	}, fids.first, fids.last)
	return rows, err
}

// look notes whether a street comes before the one that stands before it.
func (r *streetRows) look(i int) { r.unsorted = r.unsorted || (i > 0 && r.compare(i-1, i) > 0) }

func (r *streetRows) compare(i, j int) int {
	if a, b := r.streets[i].WayID, r.streets[j].WayID; a != b {
		return cmp.Compare(a, b)
	}
	return cmp.Compare(r.parts[i], r.parts[j])
}

// with appends rows that come after these.
func (r streetRows) with(next streetRows) streetRows {
	joint := len(r.streets)
	all := streetRows{append(r.streets, next.streets...), append(r.parts, next.parts...), r.unsorted || next.unsorted}
	if len(next.streets) > 0 {
		all.look(joint)
	}
	return all
}

// inOrder gives the streets by way id and part. They usually are in order, and sorting large structs is slow.
func (r streetRows) inOrder() []geo.Street {
	if !r.unsorted {
		return r.streets
	}
	order := make([]int, len(r.streets))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, r.compare)
	result := make([]geo.Street, len(r.streets))
	for i, j := range order {
		result[i] = r.streets[j]
	}
	return result
}

func readLine(blob []byte) (orb.LineString, error) {
	g, err := decodeGeometry(blob)
	if err != nil {
		return nil, err
	}
	line, ok := g.(orb.LineString)
	if !ok || len(line) < 2 {
		return nil, errNoGeometry
	}
	return line, nil
}

func putStops(tx *writeTx, stops []geo.NodeStop) error {
	insert, err := tx.Prepare(`INSERT OR REPLACE INTO node_stop (node, foot, bicycle, motorcar) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, s := range stops {
		if _, err := insert.Exec(int64(s.Node), s.Stops[geo.Foot], s.Stops[geo.Bicycle], s.Stops[geo.Motorcar]); err != nil {
			return err
		}
	}
	return nil
}

func readStops(ctx context.Context, q querier) (stops []geo.NodeStop, err error) {
	err = each(ctx, q, `SELECT node, foot, bicycle, motorcar FROM node_stop ORDER BY node`, func(row *sql.Rows) error {
		var s geo.NodeStop
		if err := row.Scan(&s.Node, &s.Stops[geo.Foot], &s.Stops[geo.Bicycle], &s.Stops[geo.Motorcar]); err != nil {
			return err
		}
		stops = append(stops, s)
		return nil
	})
	return stops, err
}

func putBarriers(tx *writeTx, barriers []geo.Barrier) error {
	return fill(tx, barrierTable, func(rows *rowWriter) error {
		for i, b := range barriers {
			if err := rows.put(int64(i+1), b.Line, b.WayID, b.Kind); err != nil {
				return err
			}
			if err := tx.check(); err != nil {
				return err
			}
		}
		return nil
	})
}

func readBarriers(ctx context.Context, q querier) ([]geo.Barrier, error) {
	var barriers []geo.Barrier
	var fid int64
	var geom sql.RawBytes
	err := each(ctx, q, `SELECT fid, geom, way_id, kind FROM barrier ORDER BY way_id, fid`, func(row *sql.Rows) error {
		var b geo.Barrier
		if err := row.Scan(&fid, &geom, &b.WayID, &b.Kind); err != nil {
			return err
		}
		line, err := readLine(geom)
		if err != nil {
			return atRow("barrier", fid, err)
		}
		b.Line = line
		barriers = append(barriers, b)
		return nil
	})
	return barriers, err
}
