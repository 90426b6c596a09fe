package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"lifecircle/geo"
)

// writeTx is the one transaction that may write. Statements run without a context, which would cost a goroutine
// each; long loops ask check instead.
type writeTx struct {
	*sql.Tx
	ctx      context.Context
	steps    int64
	progress func(done int64) // told the rows written so far; nil for nobody
}

// check counts a row of a long loop. Now and then it tells the progress and gives the error of the context.
func (tx *writeTx) check() error {
	if tx.steps++; tx.steps%256 != 0 {
		return nil
	}
	if tx.progress != nil {
		tx.progress(tx.steps)
	}
	return tx.ctx.Err()
}

// change runs work in one transaction: all of it happens, or nothing. It waits a bounded time for another
// writer, in this process or in another one, and then fails with [ErrLocked].
func (w *Workspace) change(ctx context.Context, work func(*writeTx) error) error {
	return w.writing(ctx, func(conn *sql.Conn) error {
		if err := w.transact(ctx, conn, work); err != nil {
			return err
		}
		return w.checkpoint(conn)
	})
}

// writing lends the one connection that may write.
func (w *Workspace) writing(ctx context.Context, work func(*sql.Conn) error) (err error) {
	if w.write == nil {
		return &FileError{Path: w.path, Rule: ErrReadOnly, Detail: geo.Say("it was opened for reading only", "以只读方式打开"), Hint: geo.Say("Copy the file to where it may be written.", "请把文件复制到可写的位置。")}
	}
	defer func() { err = explain(w.path, err) }()
	patience, cancel := context.WithTimeout(ctx, w.wait)
	defer cancel()
	conn, err := w.write.Conn(patience)
	if err != nil {
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			return w.locked(nil)
		}
		return err
	}
	defer conn.Close()
	return work(conn)
}

// transact runs work in one transaction on a connection.
func (w *Workspace) transact(ctx context.Context, conn *sql.Conn, work func(*writeTx) error) error {
	sqlTx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if isBusy(err) {
		return w.locked(err)
	}
	if err != nil {
		return err
	}
	tx := &writeTx{Tx: sqlTx, ctx: ctx}
	if err = work(tx); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		if rollback := tx.Rollback(); rollback != nil && !errors.Is(rollback, sql.ErrTxDone) && !rolledBack(err) {
			return errors.Join(err, rollback)
		}
		return err
	}
	return tx.Commit()
}

// rolledBack tells that SQLite has already undone the transaction itself, as it does when the disk is full.
func rolledBack(err error) bool { return errors.Is(explain("", err), ErrDiskFull) }

func (w *Workspace) locked(err error) error {
	return &FileError{Path: w.path, Rule: ErrLocked, Detail: geo.Say("waited %s for it", "已等待 %s", w.wait), Err: err,
		Hint: geo.Say("Wait until the other import is done, then try again. Nothing was changed.", "请等待另一项导入完成后重试；未作任何更改。")}
}

// checkpoint copies the log into the file right after a change, so that a plain copy of the file misses nothing.
// Readers at work may prevent it; then a later change or closing does it.
func (w *Workspace) checkpoint(conn *sql.Conn) error {
	ctx := context.Background()
	if _, err := conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil && !isBusy(err) {
		return err
	}
	_, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, w.wait.Milliseconds()))
	return err
}
