package data

import (
	"context"
	"database/sql"
	"errors"
	"net/url"

	"lifecircle/geo"
)

// The bounds of what is kept prepared. A key is a mode or a speed that somebody asked for.
const (
	maxPrepared      = 6
	maxPreparedBytes = 1 << 30
	preparedPart     = 4 << 20 // bytes of one row
)

// Prepared gives what [Workspace.KeepPrepared] stored under a key, nil if there is nothing. The file may come from
// anywhere: whoever reads the content has to check it.
func (w *Workspace) Prepared(ctx context.Context, key string) ([]byte, error) {
	var size int64
	err := w.read.QueryRowContext(ctx, `SELECT coalesce(sum(length(content)), 0) FROM lifecircle_prepared WHERE key = ?`, key).Scan(&size)
	if err != nil || size == 0 || size > maxPreparedBytes {
		return nil, explain(w.path, err)
	}
	content := make([]byte, 0, size)
	var part sql.RawBytes
	err = each(ctx, w.read, `SELECT content FROM lifecircle_prepared WHERE key = ? ORDER BY part`, func(row *sql.Rows) error {
		err := row.Scan(&part)
		content = append(content, part...)
		return err
	}, key)
	return content, explain(w.path, err)
}

// KeepPrepared stores what an analysis computed and would have to compute again, in the place of what has that key.
// The key must name everything that the content was computed from: nobody looks whether it still holds. So that the
// file does not grow with every question, the oldest go when there are more than a few. Imports drop it all. The town
// stays what it was, and so does [Workspace.Version].
func (w *Workspace) KeepPrepared(ctx context.Context, key string, content []byte) error {
	if len(content) > maxPreparedBytes {
		return geo.Fail("%d bytes are too many to be kept in the workspace; the limit is %d", "%d 字节过大，不能存入项目文件；上限为 %d 字节", len(content), maxPreparedBytes)
	}
	return w.changeAside(ctx, func(tx *writeTx) error {
		if _, err := tx.Exec(`DELETE FROM lifecircle_prepared WHERE key = ?`, key); err != nil {
			return err
		}
		if err := makeRoom(tx, int64(len(content))); err != nil {
			return err
		}
		for part := 0; len(content) > 0; part++ {
			n := min(preparedPart, len(content))
			if _, err := tx.Exec(`INSERT INTO lifecircle_prepared (key, part, content) VALUES (?, ?, ?)`, key, part, content[:n]); err != nil {
				return err
			}
			if err := tx.ctx.Err(); err != nil {
				return err
			}
			content = content[n:]
		}
		return nil
	})
}

// makeRoom drops the oldest until another one of that size fits.
func makeRoom(tx *writeTx, bytes int64) error {
	type kept struct {
		key   string
		bytes int64
	}
	var all []kept // the youngest first
	err := each(tx.ctx, tx, `SELECT key, sum(length(content)) FROM lifecircle_prepared GROUP BY key ORDER BY min(seq) DESC`, func(row *sql.Rows) error {
		var k kept
		err := row.Scan(&k.key, &k.bytes)
		all = append(all, k)
		return err
	})
	if err != nil {
		return err
	}
	for i, k := range all {
		if bytes += k.bytes; i < maxPrepared-1 && bytes <= maxPreparedBytes {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM lifecircle_prepared WHERE key = ?`, k.key); err != nil {
			return err
		}
	}
	return nil
}

// dropPrepared forgets everything that was computed from a town that is now another one.
func dropPrepared(tx *writeTx) error {
	_, err := tx.Exec(`DELETE FROM lifecircle_prepared`)
	return err
}

// withoutPrepared takes what is kept prepared out of a workspace that nobody uses, and the room it took.
func withoutPrepared(ctx context.Context, path string) error {
	db, err := pool(path, 1, url.Values{"mode": {"rw"}})
	if err != nil {
		return err
	}
	result, err := db.ExecContext(ctx, `DELETE FROM lifecircle_prepared`)
	if err == nil {
		if n, _ := result.RowsAffected(); n > 0 { // known to SQLite at once
			_, err = db.ExecContext(ctx, `VACUUM`)
		}
	}
	return errors.Join(err, db.Close())
}
