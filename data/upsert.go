package data

import (
	"context"
	"database/sql"
	"fmt"
)

// fids remembers which fid the row of a key has, so that a repeated key overwrites its own row.
type fids struct {
	of   map[string]int64
	next int64
}

// readFids reads the keys of a feature table; the expression gives the key of a row.
func readFids(tx *writeTx, table featureTable, key string) (*fids, error) {
	f := &fids{of: make(map[string]int64), next: 1}
	err := each(context.Background(), tx, fmt.Sprintf(`SELECT fid, %s FROM "%s"`, key, table.name), func(row *sql.Rows) error {
		var fid int64
		var k string
		if err := row.Scan(&fid, &k); err != nil {
			return err
		}
		f.of[k] = fid
		f.next = max(f.next, fid+1)
		return nil
	})
	return f, err
}

// take gives the fid for a key, and whether the key was there already.
func (f *fids) take(key string) (fid int64, known bool) {
	if fid, known = f.of[key]; known {
		return fid, true
	}
	fid = f.next
	f.of[key] = fid
	f.next++
	return fid, false
}

// orNull gives NULL for a number that is not given.
func orNull[N int32 | int64 | float64](n N) any {
	if n == -1 { // geo.NoData
		return nil
	}
	switch n := any(n).(type) {
	case int32:
		return int64(n)
	default:
		return n
	}
}

// orNoData gives [geo.NoData] for NULL.
func orNoData[N int64 | float64](n sql.Null[N]) N {
	if !n.Valid {
		return -1 // geo.NoData
	}
	return n.V
}
