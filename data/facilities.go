package data

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"lifecircle/geo"
)

var facilityTable = featureTable{"facility", []string{"service", "id", "name", "status", "capacity", "capacity_unit", "area_m2",
	"opening_hours", "opened", "closed", "address", "serves", "area", "attributes"}}

// putFacilities writes facilities by service and id and gives "service:id" of those that were there already,
// in their order.
func putFacilities(tx *writeTx, facilities []geo.Facility) (updated []string, err error) {
	keys, err := readFids(tx, facilityTable, "service || ':' || id")
	if err != nil {
		return nil, err
	}
	err = fill(tx, facilityTable, func(rows *rowWriter) error {
		for i := range facilities {
			f := &facilities[i]
			key := f.Service + ":" + f.ID
			fid, known := keys.take(key)
			if known {
				updated = append(updated, key)
			}
			serves, err := orNullJSON(f.Serves, len(f.Serves))
			if err != nil {
				return err
			}
			attributes, err := orNullJSON(f.Attributes, len(f.Attributes))
			if err != nil {
				return err
			}
			if err := rows.put(fid, f.Point, f.Service, f.ID, f.Name, string(f.Status), orNull(f.Capacity), f.CapacityUnit, orNull(f.AreaM2),
				f.OpeningHours, f.Opened, f.Closed, f.Address, serves, f.Area, attributes); err != nil {
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

func readFacilities(ctx context.Context, q querier) ([]geo.Facility, error) {
	var facilities []geo.Facility
	var fid int64
	var geom sql.RawBytes
	var capacity, area sql.Null[float64]
	var serves, attributes sql.Null[string]
	err := each(ctx, q, `SELECT fid, geom, "`+strings.Join(facilityTable.columns, `", "`)+`" FROM facility ORDER BY fid`, func(row *sql.Rows) error {
		var f geo.Facility
		if err := row.Scan(&fid, &geom, &f.Service, &f.ID, &f.Name, &f.Status, &capacity, &f.CapacityUnit, &area,
			&f.OpeningHours, &f.Opened, &f.Closed, &f.Address, &serves, &f.Area, &attributes); err != nil {
			return err
		}
		point, err := readPoint(geom)
		if err != nil {
			return atRow("facility", fid, err)
		}
		f.Point, f.Capacity, f.AreaM2 = point, orNoData(capacity), orNoData(area)
		if err := fromJSON(serves, &f.Serves); err != nil {
			return atRow("facility", fid, err)
		}
		if err := fromJSON(attributes, &f.Attributes); err != nil {
			return atRow("facility", fid, err)
		}
		facilities = append(facilities, f)
		return nil
	})
	slices.SortStableFunc(facilities, func(a, b geo.Facility) int {
		return cmp.Or(strings.Compare(a.Service, b.Service), strings.Compare(a.ID, b.ID))
	})
	return facilities, err
}

// putLists notes that lists of these services were imported. A list stays incomplete only as long as every
// import of its service was.
func putLists(tx *writeTx, lists []geo.FacilityList) error {
	for _, l := range lists {
		if _, err := tx.Exec(`INSERT INTO facility_list (service, incomplete) VALUES (?, ?)
  ON CONFLICT (service) DO UPDATE SET incomplete = incomplete AND excluded.incomplete`, l.Service, l.Incomplete); err != nil {
			return err
		}
	}
	return nil
}

func readLists(ctx context.Context, q querier) (lists []geo.FacilityList, err error) {
	err = each(ctx, q, `SELECT service, incomplete FROM facility_list ORDER BY service`, func(row *sql.Rows) error {
		var l geo.FacilityList
		if err := row.Scan(&l.Service, &l.Incomplete); err != nil {
			return err
		}
		lists = append(lists, l)
		return nil
	})
	return lists, err
}

// orNullJSON gives the JSON text of a value with n members, NULL if it has none.
func orNullJSON(v any, n int) (any, error) {
	if n == 0 {
		return nil, nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

func fromJSON[T any](text sql.Null[string], into *T) error {
	if !text.Valid || text.V == "" {
		return nil
	}
	return json.Unmarshal([]byte(text.V), into)
}
