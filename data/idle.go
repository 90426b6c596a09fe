package data

import (
	"context"
	"database/sql"
	"strings"

	"lifecircle/geo"
)

var idleTable = featureTable{"idle_building", []string{"id", "name", "use", "footprint_m2"}}

// IdleReport is what an import of facilities from OpenStreetMap did to the idle public buildings.
type IdleReport struct {
	Found    int `json:"found"`    // in the file
	Replaced int `json:"replaced"` // the workspace had before, and this import removed or overwrote
	Now      int `json:"now"`      // in the workspace after the import
}

// putIdle writes idle buildings by id and gives the ids of those that were there already, in their order.
func putIdle(tx *writeTx, buildings []geo.IdleBuilding) (updated []string, err error) {
	keys, err := readFids(tx, idleTable, "id")
	if err != nil {
		return nil, err
	}
	err = fill(tx, idleTable, func(rows *rowWriter) error {
		for i := range buildings {
			b := &buildings[i]
			fid, known := keys.take(b.ID)
			if known {
				updated = append(updated, b.ID)
			}
			if err := rows.put(fid, b.Point, b.ID, b.Name, b.Use, orNull(b.FootprintM2)); err != nil {
				return err
			}
			if err := tx.check(); err != nil {
				return err
			}
		}
		return nil
	})
	return updated, err
}

func readIdle(ctx context.Context, q querier) (buildings []geo.IdleBuilding, err error) {
	var fid int64
	var geom sql.RawBytes
	var footprint sql.Null[float64]
	err = each(ctx, q, `SELECT fid, geom, "`+strings.Join(idleTable.columns, `", "`)+`" FROM idle_building ORDER BY id`, func(row *sql.Rows) error {
		var b geo.IdleBuilding
		if err := row.Scan(&fid, &geom, &b.ID, &b.Name, &b.Use, &footprint); err != nil {
			return err
		}
		point, err := readPoint(geom)
		if err != nil {
			return atRow(idleTable.name, fid, err)
		}
		b.Point, b.FootprintM2 = point, orNoData(footprint)
		buildings = append(buildings, b)
		return nil
	})
	return buildings, err
}

// idle adds the idle buildings of an extract to an import of its facilities: by id to those of other extracts, or in
// their place. Their source is noted beside that of the facilities, because lists can replace those.
func (b *batch) idle(buildings []geo.IdleBuilding, replace bool) {
	source := b.source
	source.Kind, source.Service = geo.IdleBuildings, ""
	b.rows += int64(len(buildings))
	write := b.write
	b.write = func(tx *writeTx, report *Report) (err error) {
		if err := write(tx, report); err != nil {
			return err
		}
		idle := IdleReport{Found: len(buildings)}
		if replace {
			if idle.Replaced, err = removeAll(tx, idleTable, geo.IdleBuildings); err != nil {
				return err
			}
		}
		updated, err := putIdle(tx, buildings)
		if err != nil {
			return err
		}
		idle.Replaced += len(updated)
		if idle.Now, err = rowCount(tx.ctx, tx, idleTable.name); err != nil {
			return err
		}
		report.Idle = &idle
		if len(buildings) == 0 {
			return nil
		}
		return putSource(tx, source, report.File)
	}
}
