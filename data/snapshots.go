package data

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lifecircle/geo"
)

// The bounds of snapshots.
const (
	maxSnapshots     = 200
	maxSnapshotBytes = 64 << 20
	maxSnapshotName  = 80 // characters
)

// SnapshotInfo is what is known of a snapshot without reading it.
type SnapshotInfo struct {
	Name   string `json:"name"`
	Date   string `json:"date"` // ISO 8601, for which it holds
	Frozen bool   `json:"frozen"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // of the document
}

// Snapshot is a dated result.
type Snapshot struct {
	SnapshotInfo
	Document []byte // in a form that whoever saved it reads
}

// SaveSnapshot stores a document under a name, in the place of an earlier one of that name. A frozen one fails with
// a [FileError] of rule [ErrFrozen]. The town stays what it was, and so does [Workspace.Version].
func (w *Workspace) SaveSnapshot(ctx context.Context, name, date string, document []byte) error {
	if err := checkSnapshot(name, date, document); err != nil {
		return err
	}
	return w.changeAside(ctx, func(tx *writeTx) error {
		var others int
		if err := tx.QueryRow(`SELECT count(*) FROM lifecircle_snapshot WHERE name <> ?`, name).Scan(&others); err != nil {
			return err
		}
		if others >= maxSnapshots {
			return &FileError{Path: w.path, Rule: ErrManySnapshots, Detail: geo.Say("%d, the limit is %d", "%d 个，上限为 %d 个", others, maxSnapshots),
				Hint: geo.Say("Delete one first: lifecircle snapshot delete NAME", "请先删除一个：lifecircle snapshot delete NAME")}
		}
		if err := w.thawed(tx, name); err != nil && !errors.Is(err, ErrNoSnapshot) {
			return err
		}
		_, err := tx.Exec(`INSERT INTO lifecircle_snapshot (name, date, frozen, document, sha256) VALUES (?, ?, FALSE, ?, ?)
  ON CONFLICT (name) DO UPDATE SET date = excluded.date, document = excluded.document, sha256 = excluded.sha256`, name, date, document, hash(document))
		return err
	})
}

// Snapshots lists the snapshots in the order in which they were first saved.
func (w *Workspace) Snapshots(ctx context.Context) (infos []SnapshotInfo, err error) {
	err = each(ctx, w.read, `SELECT name, date, frozen, length(document), sha256 FROM lifecircle_snapshot ORDER BY seq LIMIT ?`, func(row *sql.Rows) error {
		var i SnapshotInfo
		err := row.Scan(&i.Name, &i.Date, &i.Frozen, &i.Bytes, &i.SHA256)
		infos = append(infos, i)
		return err
	}, maxSnapshots)
	return infos, explain(w.path, err)
}

// Snapshot gives one snapshot; a [FileError] of rule [ErrNoSnapshot] if there is none of that name, one of rule
// [ErrDamaged] if its document is not the one that was saved.
func (w *Workspace) Snapshot(ctx context.Context, name string) (Snapshot, error) {
	s := Snapshot{SnapshotInfo: SnapshotInfo{Name: name}}
	err := w.read.QueryRowContext(ctx, `SELECT date, frozen, length(document), sha256, substr(document, 1, ?) FROM lifecircle_snapshot WHERE name = ?`, maxSnapshotBytes+1, name).
		Scan(&s.Date, &s.Frozen, &s.Bytes, &s.SHA256, &s.Document)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Snapshot{}, w.noSnapshot(name)
	case err != nil:
		return Snapshot{}, explain(w.path, err)
	}
	if hash(s.Document) != s.SHA256 {
		return Snapshot{}, &FileError{Path: w.path, Rule: ErrDamaged, Detail: geo.Say("the snapshot %q is not as it was saved", "评估存档“%s”与保存时不符", name),
			Hint: geo.Say("Take it from a copy of the workspace, or delete it.", "请从项目文件的备份中取回，或将其删除。")}
	}
	return s, nil
}

// FreezeSnapshot makes a snapshot final: from then on it is neither replaced nor deleted. A frozen one stays as it is.
func (w *Workspace) FreezeSnapshot(ctx context.Context, name string) error {
	return w.changeAside(ctx, func(tx *writeTx) error {
		result, err := tx.Exec(`UPDATE lifecircle_snapshot SET frozen = TRUE WHERE name = ?`, name)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return w.noSnapshot(name)
	})
}

// DeleteSnapshot removes a snapshot; a [FileError] of rule [ErrFrozen] if it is final, of rule [ErrNoSnapshot] if there is
// none of that name.
func (w *Workspace) DeleteSnapshot(ctx context.Context, name string) error {
	return w.changeAside(ctx, func(tx *writeTx) error {
		if err := w.thawed(tx, name); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM lifecircle_snapshot WHERE name = ?`, name)
		return err
	})
}

// thawed makes sure that a snapshot is there and not frozen.
func (w *Workspace) thawed(tx *writeTx, name string) error {
	var frozen bool
	err := tx.QueryRow(`SELECT frozen FROM lifecircle_snapshot WHERE name = ?`, name).Scan(&frozen)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return w.noSnapshot(name)
	case err == nil && frozen:
		return &FileError{Path: w.path, Rule: ErrFrozen, Detail: quoted(name), Hint: geo.Say("What is final stays: save a new result under another name.", "定稿不可更改：新的结果请另起名称保存。")}
	}
	return err
}

func (w *Workspace) noSnapshot(name string) error {
	return &FileError{Path: w.path, Rule: ErrNoSnapshot, Detail: quoted(name), Hint: geo.Say("They are listed by: lifecircle snapshot list", "评估存档列表：lifecircle snapshot list")}
}

func checkSnapshot(name, date string, document []byte) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxSnapshotName || !utf8.ValidString(name) || strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl) {
		return geo.Fail("the name of a snapshot has 1 to %d characters, no control characters, and no blanks at its ends", "评估存档名称应为 1 到 %d 个字符，不含控制字符，首尾无空格", maxSnapshotName)
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return geo.Fail("date %q: must be a day such as 2025-12-31", "日期“%s”：须为具体日期，例如 2025-12-31", date)
	}
	if len(document) == 0 || len(document) > maxSnapshotBytes {
		return geo.Fail("the snapshot has %d bytes: the limits are 1 and %d", "评估存档有 %d 字节，应为 1 至 %d 字节", len(document), maxSnapshotBytes)
	}
	return nil
}
