package data

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"lifecircle/geo"
)

// WriteFile writes a layer to a file in the format of its extension: .geojson (or .json), .csv, .xlsx, .parquet
// (GeoParquet) or .gpkg. A layer with a manifest also gets FILE.manifest.json beside it; without one, an old
// manifest of that name is removed, because it would speak of other data.
//
// The file is written beside and then renamed, so that whatever fails, a previous file is kept whole. The same
// layer gives the same bytes. Another extension fails with a [FileError] of rule [ErrFormat], a workspace in the
// way with one of rule [ErrTarget].
func WriteFile(path string, layer geo.Layer) error {
	write, err := writerFor(path)
	if err != nil {
		return err
	}
	return writeBeside(path, layer.Manifest, func(draft string) error { return write(draft, layer) })
}

// WriteText writes a text to a file, and its manifest beside it, as [WriteFile] does.
func WriteText(path string, manifest json.RawMessage, write func(io.Writer) error) error {
	return writeBeside(path, manifest, func(draft string) error { return writeStream(draft, write) })
}

func writeBeside(path string, manifest json.RawMessage, write func(draft string) error) error {
	if err := CheckTarget(path); err != nil {
		return err
	}
	if err := replaceFile(path, write); err != nil {
		return explain(path, err)
	}
	beside := path + ".manifest.json"
	if manifest == nil {
		if err := os.Remove(beside); err != nil && !errors.Is(err, os.ErrNotExist) {
			return explain(beside, err)
		}
		return nil
	}
	return explain(beside, replaceFile(beside, func(draft string) error {
		return writeStream(draft, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%s\n", strings.TrimSpace(string(manifest)))
			return err
		})
	}))
}

// replaceFile lets write make a file under another name in the same folder and renames it to path.
func replaceFile(path string, write func(draft string) error) error {
	path = resolved(path)
	folder, base := filepath.Split(path)
	if base == "" {
		return &FileError{Path: path, Rule: ErrNoFile, Detail: geo.Say("the path names a folder", "路径是文件夹"), Hint: geo.Say("Give the file a name.", "请给出文件名。")}
	}
	draft := filepath.Join(folder, "."+base+"."+strings.ToLower(rand.Text()[:8]))
	if err := write(draft); err != nil {
		return errors.Join(err, removeIfThere(draft))
	}
	if err := os.Rename(draft, path); err != nil {
		return errors.Join(err, removeIfThere(draft))
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// writeStream makes a new file from what write gives and brings it safely to the disk.
func writeStream(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// writeGeoPackage makes a GeoPackage that holds one layer and nothing of ours.
func writeGeoPackage(path string, layer geo.Layer) error {
	if err := CheckLayerName(layer.Name); err != nil && !isTownLayer(layer.Name) {
		return err
	}
	schema, err := migrationFiles.ReadFile("migrations/00001_geopackage.sql")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		return err
	}
	db, err := pool(path, 1, url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {"foreign_keys(1)"}})
	if err != nil {
		return err
	}
	return errors.Join(fillGeoPackage(db, string(schema), layer), db.Close())
}

func fillGeoPackage(db *sql.DB, schema string, layer geo.Layer) error {
	if _, err := db.Exec(schema); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := createLayer(&writeTx{Tx: tx, ctx: context.Background()}, layer); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	// The standard wants a time of change; results carry no clock, so that the same input gives the same bytes.
	if _, err := tx.Exec(`UPDATE gpkg_contents SET last_change = '1970-01-01T00:00:00.000Z'`); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func isTownLayer(name string) bool {
	for _, l := range townLayers() {
		if l.name == name {
			return true
		}
	}
	return name == "network" || name == "turns"
}

// CopyTo makes a clean copy of the workspace, while it may be in use, as it is at this moment, without what is kept
// prepared in it. A file that is already there is replaced when the copy is complete.
func (w *Workspace) CopyTo(ctx context.Context, path string) error {
	own, err := os.Stat(w.path)
	if err != nil {
		return explain(w.path, err)
	}
	if there, err := os.Stat(path); err == nil && os.SameFile(own, there) {
		return &FileError{Path: path, Rule: ErrReadOnly, Detail: geo.Say("it is the workspace itself", "目标就是项目文件本身"), Hint: geo.Say("Give the copy another name.", "请给副本另取名称。")}
	}
	return explain(path, replaceFile(path, func(draft string) error {
		db, err := pool(w.path, 1, w.access) // the readers' own connections are query_only, which forbids this
		if err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, `VACUUM INTO ?`, draft)
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
		return withoutPrepared(ctx, draft)
	}))
}
