package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"lifecircle/geo"
)

// townTables lists the feature tables that hold the town.
func townTables() []featureTable {
	return []featureTable{streetTable, barrierTable, pointTable, facilityTable, areaTable, entranceTable, idleTable}
}

// Town reads everything in the workspace, as one snapshot: a change made meanwhile is in it wholly or not at all.
//
// The order is always the same, however the rows came in: streets by way id and place along the way, stops by
// node, turn rules by relation, barriers by way id and place in the file, residential points, areas and
// idle buildings by id in byte order, facilities by service and id, entrances by owner, sources in the order of their
// import. The caller owns the result.
func (w *Workspace) Town(ctx context.Context) (geo.Town, error) {
	const attempts = 3 // to read in parallel what nobody changes meanwhile
	for range attempts {
		before, err := w.Version(ctx)
		if err != nil {
			return geo.Town{}, err
		}
		town, err := w.readTown(ctx)
		if err != nil {
			return geo.Town{}, explain(w.path, err)
		}
		after, err := w.Version(ctx)
		if err != nil {
			return geo.Town{}, err
		}
		if before == after {
			return town, nil
		}
	}
	tx, err := w.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return geo.Town{}, explain(w.path, err)
	}
	town, err := readTownIn(ctx, tx)
	return town, explain(w.path, errors.Join(err, tx.Rollback()))
}

// readTown reads the tables side by side, each by its own connection. Streets, which are most of the file, come in two
// halves.
func (w *Workspace) readTown(ctx context.Context) (town geo.Town, err error) {
	streets, err := rowsOf(ctx, w.read, streetTable)
	if err != nil {
		return town, err
	}
	group, ctx := errgroup.WithContext(ctx)
	var halves [2]streetRows
	for i, half := range streets.halves() {
		group.Go(func() (err error) {
			halves[i], err = readStreetRows(ctx, w.read, half)
			return err
		})
	}
	group.Go(func() (err error) {
		if town.Points, err = readPoints(ctx, w.read); err != nil {
			return err
		}
		town.Facilities, err = readFacilities(ctx, w.read)
		return err
	})
	group.Go(func() error { return readRest(ctx, w.read, &town) })
	if err := group.Wait(); err != nil {
		return geo.Town{}, err
	}
	town.Streets = halves[0].with(halves[1]).inOrder()
	return town, nil
}

// querier is what a database and a transaction have in common for reading.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readTownIn reads the town as it is inside a transaction that is changing it.
func readTownIn(ctx context.Context, q querier) (town geo.Town, err error) {
	if town.Streets, err = readStreets(ctx, q); err != nil {
		return geo.Town{}, err
	}
	if town.Points, err = readPoints(ctx, q); err != nil {
		return geo.Town{}, err
	}
	if town.Facilities, err = readFacilities(ctx, q); err != nil {
		return geo.Town{}, err
	}
	return town, readRest(ctx, q, &town)
}

func readRest(ctx context.Context, q querier, town *geo.Town) (err error) {
	if town.Stops, err = readStops(ctx, q); err != nil {
		return err
	}
	if town.Turns, err = readTurns(ctx, q); err != nil {
		return err
	}
	if town.Barriers, err = readBarriers(ctx, q); err != nil {
		return err
	}
	if town.Areas, err = readAreas(ctx, q); err != nil {
		return err
	}
	if town.Entrances, err = readEntrances(ctx, q); err != nil {
		return err
	}
	if town.Idle, err = readIdle(ctx, q); err != nil {
		return err
	}
	if town.Lists, err = readLists(ctx, q); err != nil {
		return err
	}
	if town.Extent, err = readExtent(ctx, q); err != nil {
		return err
	}
	if town.Sources, err = readSources(ctx, q); err != nil {
		return err
	}
	if town.Reported, err = readReported(ctx, q); err != nil {
		return err
	}
	town.Name, err = readSetting(ctx, q, settingName)
	return err
}

// PutTown makes the workspace hold exactly this town, in one transaction. Saved layers stay.
func (w *Workspace) PutTown(ctx context.Context, town geo.Town) error {
	return w.change(ctx, func(tx *writeTx) error {
		for _, table := range townTables() {
			if err := empty(tx, table); err != nil {
				return err
			}
		}
		for _, name := range []string{"node_stop", "turns", "facility_list", "extent", "source", "lifecircle_reported"} {
			if _, err := tx.Exec(`DELETE FROM ` + name); err != nil {
				return err
			}
		}
		for _, put := range []func() error{
			func() error { return dropPrepared(tx) },
			func() error { return putStreets(tx, town.Streets) },
			func() error { return putStops(tx, town.Stops) },
			func() error { return putTurns(tx, town.Turns) },
			func() error { return putBarriers(tx, town.Barriers) },
			func() error { return putLists(tx, town.Lists) },
			func() error { return unique(putPoints(tx, town.Points)) },
			func() error { return unique(putFacilities(tx, town.Facilities)) },
			func() error { return unique(putIdle(tx, town.Idle)) },
			func() error { return unique(putAreas(tx, town.Areas)) },
			func() error { return putEntrances(tx, town.Entrances) },
			func() error { return putExtent(tx, town.Extent) },
			func() error { return uniqueReported(putReported(tx, town.Reported)) },
			func() error { return putSetting(tx, settingName, town.Name) },
		} {
			if err := put(); err != nil {
				return err
			}
		}
		for _, source := range town.Sources {
			if err := putSource(tx, source, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// unique refuses a town in which ids repeat: which of them would count?
func unique(repeated []string, err error) error {
	if err == nil && len(repeated) > 0 {
		return fmt.Errorf("the id %q stands twice in the town", repeated[0])
	}
	return err
}

func uniqueReported(repeated int, err error) error {
	if err == nil && repeated > 0 {
		return fmt.Errorf("%d reported numbers stand twice in the town", repeated)
	}
	return err
}

// each runs a query and calls scan for every row.
func each(ctx context.Context, q querier, query string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// rowCount tells how many rows a table of ours has.
func rowCount(ctx context.Context, q querier, table string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT count(*) FROM "`+table+`"`).Scan(&n)
	return n, err
}

// fidRange is a range of rows of a feature table, both ends included; empty if last is before first.
type fidRange struct{ first, last int64 }

// rowsOf is the range of all rows of a table. It is known at once, which their number is not.
func rowsOf(ctx context.Context, q querier, table featureTable) (all fidRange, err error) {
	err = q.QueryRowContext(ctx, fmt.Sprintf(`SELECT coalesce((SELECT min(fid) FROM "%[1]s"), 0), coalesce((SELECT max(fid) FROM "%[1]s"), -1)`, table.name)).Scan(&all.first, &all.last)
	return all, err
}

// expected is how many rows to make room for. A table can have fewer, and more than this bound.
func (r fidRange) expected() int { return int(min(uint64(r.last-r.first), 1<<20-1)) + 1 }

func (r fidRange) empty() bool { return r.last < r.first }

// halves splits a range in two. Any two numbers may be the ends of one: their difference need not fit.
func (r fidRange) halves() [2]fidRange {
	if r.empty() || r.first == r.last {
		return [2]fidRange{r, {0, -1}}
	}
	middle := r.first + int64(uint64(r.last-r.first)/2)
	return [2]fidRange{{r.first, middle}, {middle + 1, r.last}}
}

// atRow names the row of a feature table that cannot be read.
func atRow(table string, fid int64, err error) error {
	return fmt.Errorf("table %s, fid %d: %w", table, fid, err)
}
