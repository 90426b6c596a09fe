package data

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

var pointTable = featureTable{"residential_point", append(append([]string{"id", "name"}, groupColumns()...), "kind", "setting", "area", "estimate", "attributes")}

var entranceTable = featureTable{"entrance", []string{"owner_kind", "owner_id"}}

func groupColumns() []string {
	var columns []string
	for g := geo.All; g < geo.NumGroups; g++ {
		columns = append(columns, g.Column())
	}
	return columns
}

// putPoints writes residential points by their id and gives the ids that were there already, in their order.
func putPoints(tx *writeTx, points []geo.ResidentialPoint) (updated []string, err error) {
	keys, err := readFids(tx, pointTable, "id")
	if err != nil {
		return nil, err
	}
	values := make([]any, 0, len(pointTable.columns))
	err = fill(tx, pointTable, func(rows *rowWriter) error {
		for i := range points {
			p := &points[i]
			fid, known := keys.take(p.ID)
			if known {
				updated = append(updated, p.ID)
			}
			values = append(values[:0], p.ID, p.Name)
			for _, n := range p.People {
				values = append(values, orNull(n))
			}
			attributes, err := orNullJSON(p.Attributes, len(p.Attributes))
			if err != nil {
				return err
			}
			values = append(values, p.Kind, p.Setting, p.Area, p.Estimate, attributes)
			if err := rows.put(fid, p.Point, values...); err != nil {
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

func readPoints(ctx context.Context, q querier) ([]geo.ResidentialPoint, error) {
	fids, err := rowsOf(ctx, q, pointTable)
	if err != nil || fids.empty() {
		return nil, err
	}
	points := make([]geo.ResidentialPoint, 0, fids.expected())
	var fid int64
	var geom sql.RawBytes
	var p geo.ResidentialPoint
	var people [geo.NumGroups]sql.Null[int64]
	var attributes sql.Null[string]
	into := []any{&fid, &geom, &p.ID, &p.Name}
	for g := range people {
		into = append(into, &people[g])
	}
	into = append(into, &p.Kind, &p.Setting, &p.Area, &p.Estimate, &attributes)
	err = each(ctx, q, `SELECT fid, geom, "`+strings.Join(pointTable.columns, `", "`)+`" FROM residential_point ORDER BY fid`, func(row *sql.Rows) error {
		if err := row.Scan(into...); err != nil {
			return err
		}
		point, err := readPoint(geom)
		if err != nil {
			return atRow("residential_point", fid, err)
		}
		p.Point = point
		for g, n := range people {
			if n.V > math.MaxInt32 || n.V < 0 {
				return atRow("residential_point", fid, fmt.Errorf("%s is %d", geo.Group(g).Column(), n.V))
			}
			p.People[g] = int32(orNoData(n))
		}
		p.Attributes = nil
		if err := fromJSON(attributes, &p.Attributes); err != nil {
			return atRow("residential_point", fid, err)
		}
		points = append(points, p)
		return nil
	})
	byID := func(a, b geo.ResidentialPoint) int { return strings.Compare(a.ID, b.ID) }
	if !slices.IsSortedFunc(points, byID) {
		slices.SortStableFunc(points, byID)
	}
	return points, err
}

func readPoint(blob []byte) (orb.Point, error) {
	g, err := decodeGeometry(blob)
	if err != nil {
		return orb.Point{}, err
	}
	point, ok := g.(orb.Point)
	if !ok || isEmpty(point) {
		return orb.Point{}, errNoGeometry
	}
	return point, nil
}

// putEntrances adds entrances. The owners they name keep no others: the doors of an owner come as a whole.
func putEntrances(tx *writeTx, entrances []geo.Entrance) error {
	type owner struct {
		kind geo.OwnerKind
		id   string
	}
	seen := make(map[owner]bool)
	for _, e := range entrances {
		if o := (owner{e.OwnerKind, e.OwnerID}); !seen[o] {
			seen[o] = true
			if _, err := tx.Exec(`DELETE FROM entrance WHERE owner_kind = ? AND owner_id = ?`, string(o.kind), o.id); err != nil {
				return err
			}
		}
	}
	keys, err := readFids(tx, entranceTable, "fid")
	if err != nil {
		return err
	}
	return fill(tx, entranceTable, func(rows *rowWriter) error {
		for i, e := range entrances {
			if err := rows.put(keys.next+int64(i), e.Point, string(e.OwnerKind), e.OwnerID); err != nil {
				return err
			}
			if err := tx.check(); err != nil {
				return err
			}
		}
		return nil
	})
}

func readEntrances(ctx context.Context, q querier) ([]geo.Entrance, error) {
	var entrances []geo.Entrance
	var fid int64
	var geom sql.RawBytes
	err := each(ctx, q, `SELECT fid, geom, owner_kind, owner_id FROM entrance ORDER BY owner_kind, owner_id, fid`, func(row *sql.Rows) error {
		var e geo.Entrance
		if err := row.Scan(&fid, &geom, &e.OwnerKind, &e.OwnerID); err != nil {
			return err
		}
		point, err := readPoint(geom)
		if err != nil {
			return atRow("entrance", fid, err)
		}
		e.Point = point
		entrances = append(entrances, e)
		return nil
	})
	return entrances, err
}
