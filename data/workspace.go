package data

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"

	"lifecircle/geo"
)

// lockWait is how long a writer waits for another one before it gives up with [ErrLocked].
const lockWait = 10 * time.Second

// lockPause stands between two attempts to open a file.
const lockPause = 5 * time.Millisecond

// readers is the size of the read pool: enough to keep a few cores busy, few enough that the writer gets through.
const readers = 4

const applicationGPKG = 0x47504B47 // "GPKG"

// Workspace is an open workspace file. It is safe for concurrent use: one writer at a time, several readers,
// who see the file as it was before or after a change and never in between.
//
// Processes share a file freely, but each opens it only once at a time: on POSIX systems looking at a file a second
// time drops the locks that the process has on it.
type Workspace struct {
	path   string
	write  *sql.DB // one connection; nil if read-only
	read   *sql.DB
	watch  *sql.DB // one connection that never writes, for Version
	asides asides
	access url.Values // how the file is opened for reading
	wait   time.Duration
	made   bool // by this process, see [OpenOrCreate]
	closed sync.Once
}

// Open opens an existing workspace to read and write it, and brings one of an older version up to date.
//
// It fails with a [FileError] of rule [ErrNoFile], [ErrNotGeoPackage], [ErrNotWorkspace], [ErrNewerVersion],
// [ErrReadOnly], [ErrLocked] or [ErrDamaged].
func Open(path string) (*Workspace, error) {
	if err := identify(path); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0) // SQLite would silently fall back to reading
	if err != nil {
		return nil, explain(path, err)
	}
	if err := file.Close(); err != nil {
		return nil, explain(path, err)
	}
	return open(path, lockWait)
}

func open(path string, wait time.Duration) (*Workspace, error) {
	w := &Workspace{path: path, wait: wait}
	err := w.patiently(func() (err error) {
		w.write, err = pool(path, 1, writerPragmas(wait))
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := migrate(path, w.write); err != nil {
		return nil, errors.Join(explain(path, err), w.Close())
	}
	if err := w.openReaders(url.Values{"mode": {"ro"}}); err != nil {
		return nil, errors.Join(explain(path, err), w.Close())
	}
	return w, nil
}

// OpenReadOnly opens an existing workspace for reading only. It works on a file and in a folder that may not be
// written, and while another process has the file open and changes it.
func OpenReadOnly(path string) (*Workspace, error) {
	if err := identify(path); err != nil {
		return nil, err
	}
	w := &Workspace{path: path, wait: lockWait}
	err := w.openReaders(url.Values{"mode": {"ro"}})
	if err != nil && alone(path) {
		// A file left in WAL mode cannot be opened where no companions can be made, unless SQLite is told that
		// nobody changes it. With no companions there, nobody does.
		err = w.openReaders(url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	if err == nil {
		err = upToDate(path, w.read)
	}
	if err != nil {
		return nil, errors.Join(explain(path, err), w.Close())
	}
	return w, nil
}

// OpenOrCreate opens a workspace like [Open], and makes an empty one where there is no file.
// A new file appears complete or not at all. If nothing was stored in it when it is closed, because a first import
// failed, it is removed again.
func OpenOrCreate(path string) (*Workspace, error) {
	_, err := os.Stat(path)
	made := false
	if errors.Is(err, os.ErrNotExist) {
		if made, err = create(path); err != nil {
			return nil, explain(path, err)
		}
	} else if err != nil {
		return nil, explain(path, err)
	}
	w, err := Open(path)
	if err == nil {
		w.made = made
	}
	return w, err
}

// create makes an empty workspace beside the path and gives it its name when it is complete; false if another process
// was faster.
func create(path string) (made bool, err error) {
	folder, base := filepath.Split(path)
	if base == "" {
		return false, &FileError{Path: path, Rule: ErrNoFile, Detail: geo.Say("the path names a folder", "路径是文件夹"), Hint: geo.Say("Give the file a name, such as town.gpkg.", "请给出文件名，如 town.gpkg。")}
	}
	dir, err := os.MkdirTemp(filepath.Clean(folder+"."), "."+base+"-new-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	draft := filepath.Join(dir, base)
	if err := os.WriteFile(draft, nil, 0o666); err != nil {
		return false, err
	}
	w, err := open(draft, lockWait)
	if err != nil {
		return false, err
	}
	if err := w.Close(); err != nil {
		return false, err
	}
	// A link refuses to replace what another process has put there meanwhile; not every file system has links.
	if err = os.Link(draft, path); err == nil || errors.Is(err, os.ErrExist) {
		return err == nil, nil
	}
	if _, err := os.Stat(path); err == nil {
		return false, nil
	}
	err = os.Rename(draft, path)
	return err == nil, err
}

// Path is the path by which the workspace was opened.
func (w *Workspace) Path() string { return w.path }

// ReadOnly tells whether the workspace was opened by [OpenReadOnly].
func (w *Workspace) ReadOnly() bool { return w.write == nil }

// Close closes the file and folds its companions (-wal, -shm) into it. If another process still has the file
// open, they stay until that one closes it. The workspace must not be used afterwards.
func (w *Workspace) Close() error {
	var errs []error
	w.closed.Do(func() {
		for _, db := range []*sql.DB{w.read, w.watch} {
			if db != nil {
				errs = append(errs, db.Close())
			}
		}
		if w.write != nil {
			errs = append(errs, fold(w.write))
			useless := w.made && untouched(w.write)
			if errs = append(errs, w.write.Close()); useless {
				errs = append(errs, os.Remove(w.path))
			}
		} else if !alone(w.path) {
			w.tidy()
		}
	})
	return explain(w.path, errors.Join(errs...))
}

// untouched tells that nobody stored anything in the file, and that nobody else has it open: then it is out of WAL
// mode after [fold].
func untouched(db *sql.DB) bool {
	var mode string
	if err := db.QueryRow(`PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "delete" {
		return false
	}
	tables := []string{"workspace", "source", "import_report", "saved_layer", "job", "facility_list", "node_stop", "turns", "extent", "lifecircle_scenario"}
	for _, t := range townTables() {
		tables = append(tables, t.name)
	}
	for _, table := range tables {
		var some bool
		if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM "` + table + `")`).Scan(&some); err != nil || some {
			return false
		}
	}
	return true
}

// fold moves the write-ahead log into the file and leaves WAL mode, if nobody else has the file open.
func fold(db *sql.DB) error {
	if _, err := db.Exec(`PRAGMA busy_timeout = 0`); err != nil {
		return err
	}
	for _, pragma := range []string{`PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA journal_mode = DELETE`} {
		if _, err := db.Exec(pragma); err != nil && !isBusy(err) {
			return err
		}
	}
	return nil
}

// tidy folds in companions that a reader was the last one to use. Where that is not possible (a read-only
// folder, another process at work) they rightly stay.
func (w *Workspace) tidy() {
	db, err := pool(w.path, 1, url.Values{"mode": {"rw"}})
	if err != nil {
		return
	}
	_ = fold(db)   // best effort, see above
	_ = db.Close() // nothing was written
}

func (w *Workspace) openReaders(access url.Values) error {
	w.access = access
	options := maps.Clone(access)
	options["_pragma"] = []string{"busy_timeout(" + strconv.FormatInt(w.wait.Milliseconds(), 10) + ")", "query_only(1)", "cache_size(-16384)"}
	for _, db := range []struct {
		at   **sql.DB
		size int
	}{{&w.read, readers}, {&w.watch, 1}} {
		if *db.at != nil {
			if err := (*db.at).Close(); err != nil {
				return err
			}
		}
		err := w.patiently(func() (err error) {
			*db.at, err = pool(w.path, db.size, options)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// patiently opens again while another process holds the file. When two of them change the journal at once, as each
// does that opens or closes the file to write, SQLite fails the second at once, without its own patience, because
// waiting might never end.
func (w *Workspace) patiently(open func() error) error {
	for until := time.Now().Add(w.wait); ; time.Sleep(lockPause) {
		switch err := open(); {
		case !isBusy(err):
			return explain(w.path, err)
		case time.Now().After(until):
			return w.locked(err)
		}
	}
}

func writerPragmas(wait time.Duration) url.Values {
	return url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {
			"busy_timeout(" + strconv.FormatInt(wait.Milliseconds(), 10) + ")",
			"journal_mode(WAL)", // readers go on while an import writes
			"synchronous(FULL)",
			"foreign_keys(1)",
			"cache_size(-65536)",
		},
	}
}

// pool opens connections to a file and proves with a first query that it can be read. Pragmas stand in the
// options, because one sent through the pool would reach a single connection.
func pool(path string, size int, options url.Values) (*sql.DB, error) {
	dsn, err := dataSource(path, options)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// dataSource gives the file: URI of a path, so that no character of it is taken for an option.
func dataSource(path string, options url.Values) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	slashed := filepath.ToSlash(absolute)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/…
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?" + options.Encode(), nil
}

// identify looks at the first bytes of a file and refuses what cannot be a workspace, before SQLite touches it.
func identify(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return &FileError{Path: path, Rule: ErrNoFile, Hint: geo.Say("Make it with 'lifecircle import streets FILE.osm.pbf -w %s', or a sample with 'lifecircle demo'.", "请用 lifecircle import streets FILE.osm.pbf -w %s 创建，或用 lifecircle demo 生成示例。", path)}
	}
	if err != nil {
		return explain(path, err)
	}
	notGeoPackage := func(detail geo.Words) error {
		return &FileError{Path: path, Rule: ErrNotGeoPackage, Detail: detail, Hint: geo.Say("Choose a .gpkg file made by 'lifecircle import'.", "请选择由本程序导入生成的 .gpkg 文件。")}
	}
	if info.IsDir() {
		return notGeoPackage(geo.Say("it is a folder", "是文件夹"))
	}
	file, err := os.Open(path)
	if err != nil {
		return explain(path, err)
	}
	defer file.Close()
	var header [100]byte
	n, err := file.ReadAt(header[:], 0)
	if n < len(header) {
		if n == 0 {
			return notGeoPackage(geo.Say("it is empty", "为空文件"))
		}
		return notGeoPackage(geo.Say("it has only %d bytes", "只有 %d 字节", n))
	}
	if err != nil {
		return explain(path, err)
	}
	if string(header[:16]) != "SQLite format 3\x00" {
		return notGeoPackage(geo.Say("it begins with %q", "开头为 %q", header[:8]))
	}
	if id := binary.BigEndian.Uint32(header[68:]); id != applicationGPKG {
		return notGeoPackage(geo.Say("it is an SQLite database with application id 0x%08X", "是应用标识为 0x%08X 的 SQLite 数据库", id))
	}
	return nil
}

// alone tells that a file has no companions.
func alone(path string) bool {
	for _, suffix := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, os.ErrNotExist) {
			return false
		}
	}
	return true
}

func isBusy(err error) bool {
	var s *sqlite.Error
	return errors.As(err, &s) && errors.Is(explain("", s), ErrLocked)
}
