package data

import (
	"context"
	"database/sql"
	"sync"
)

// Version is a number that differs after every change to the town in the file, whoever made it. It means nothing beyond
// this open workspace: compare it with what an earlier call gave. It may also differ when nothing was changed.
func (w *Workspace) Version(ctx context.Context) (int64, error) {
	counter, err := dataVersion(ctx, w.watch)
	return w.asides.before(counter), explain(w.path, err)
}

// dataVersion counts the changes that other connections made to the file, as a connection sees them.
func dataVersion(ctx context.Context, q querier) (counter int64, err error) {
	err = q.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&counter)
	return counter, err
}

// asides are the changes that did not touch the town: of the counter after each the version before it.
type asides struct {
	mu     sync.Mutex
	origin map[int64]int64
}

func (a *asides) before(counter int64) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	if version, known := a.origin[counter]; known {
		return version
	}
	return counter
}

func (a *asides) add(counter, version int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.origin == nil {
		a.origin = make(map[int64]int64)
	}
	a.origin[counter] = version
}

// changeAside is change for work that leaves the town as it is: the version stays what it was, so that nobody reads the
// town again for nothing. That is only so if nobody else changed the file between the two looks at its counter, each
// of which is made while this process alone may write. The writer's own counter tells: it counts what others did.
func (w *Workspace) changeAside(ctx context.Context, work func(*writeTx) error) error {
	return w.writing(ctx, func(conn *sql.Conn) error {
		var others, version int64
		err := w.transact(ctx, conn, func(tx *writeTx) (err error) {
			if others, err = dataVersion(ctx, tx); err != nil {
				return err
			}
			if version, err = w.Version(ctx); err != nil {
				return err
			}
			return work(tx)
		})
		if err != nil {
			return err
		}
		if err := w.checkpoint(conn); err != nil {
			return err
		}
		return w.transact(ctx, conn, func(tx *writeTx) error {
			now, err := dataVersion(ctx, tx)
			if err != nil || now != others {
				return err
			}
			counter, err := dataVersion(ctx, w.watch)
			if err == nil {
				w.asides.add(counter, version)
			}
			return err
		})
	})
}
