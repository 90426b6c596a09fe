package data

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

var areaTable = featureTable{"area", []string{"id", "name", "level", "parent", "kind", "setting", "population", "registered_population", "households", "attributes"}}

// putAreas writes areas by their id and gives the ids that were there already, in their order.
func putAreas(tx *writeTx, areas []geo.Area) (updated []string, err error) {
	keys, err := readFids(tx, areaTable, "id")
	if err != nil {
		return nil, err
	}
	err = fill(tx, areaTable, func(rows *rowWriter) error {
		for i := range areas {
			a := &areas[i]
			fid, known := keys.take(a.ID)
			if known {
				updated = append(updated, a.ID)
			}
			attributes, err := orNullJSON(a.Attributes, len(a.Attributes))
			if err != nil {
				return err
			}
			var shape orb.Geometry
			if len(a.Shape) > 0 {
				shape = a.Shape
			}
			if err := rows.put(fid, shape, a.ID, a.Name, a.Level, a.Parent, a.Kind, a.Setting,
				orNull(a.Population), orNull(a.Registered), orNull(a.Households), attributes); err != nil {
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

func readAreas(ctx context.Context, q querier) ([]geo.Area, error) {
	var areas []geo.Area
	var fid int64
	var geom sql.RawBytes
	var population, registered, households sql.Null[int64]
	var attributes sql.Null[string]
	err := each(ctx, q, `SELECT fid, geom, "`+strings.Join(areaTable.columns, `", "`)+`" FROM area ORDER BY fid`, func(row *sql.Rows) error {
		var a geo.Area
		if err := row.Scan(&fid, &geom, &a.ID, &a.Name, &a.Level, &a.Parent, &a.Kind, &a.Setting, &population, &registered, &households, &attributes); err != nil {
			return err
		}
		var err error
		if a.Shape, err = readShape(geom); err != nil {
			return atRow("area", fid, err)
		}
		a.Population, a.Registered, a.Households = orNoData(population), orNoData(registered), orNoData(households)
		if err := fromJSON(attributes, &a.Attributes); err != nil {
			return atRow("area", fid, err)
		}
		areas = append(areas, a)
		return nil
	})
	slices.SortStableFunc(areas, func(a, b geo.Area) int { return strings.Compare(a.ID, b.ID) })
	return areas, err
}

// readShape takes a polygon for a multipolygon of one, as desktop GIS may write it; nil for no geometry.
func readShape(blob []byte) (orb.MultiPolygon, error) {
	g, err := decodeGeometry(blob)
	if err != nil {
		return nil, err
	}
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.MultiPolygon:
		return g, nil
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	}
	return nil, errNoGeometry
}

func putExtent(tx *writeTx, extent geo.Extent) error {
	if len(extent.Shape) == 0 {
		_, err := tx.Exec(`DELETE FROM extent`)
		return err
	}
	blob, err := encodeGeometry(extent.Shape)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT OR REPLACE INTO extent (only, source, shape) VALUES (1, ?, ?)`, string(extent.Source), blob)
	return err
}

func readExtent(ctx context.Context, q querier) (extent geo.Extent, err error) {
	err = each(ctx, q, `SELECT source, shape FROM extent`, func(row *sql.Rows) error {
		var blob sql.RawBytes
		if err := row.Scan(&extent.Source, &blob); err != nil {
			return err
		}
		extent.Shape, err = readShape(blob)
		return err
	})
	return extent, err
}
