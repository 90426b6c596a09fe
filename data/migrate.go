package data

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"

	"github.com/pressly/goose/v3"

	"lifecircle/geo"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationTable records which migrations a file has seen; its presence is what makes a GeoPackage ours.
const migrationTable = "lifecircle_migration"

// migrations gives those of the migrations folder and those that need code.
func migrations(db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	index := goose.NewGoMigration(3, &goose.GoFunc{RunTx: indexTown}, nil)
	idle := goose.NewGoMigration(7, &goose.GoFunc{RunTx: createIdle}, nil)
	return goose.NewProvider(goose.DialectSQLite3, db, folder,
		goose.WithTableName(migrationTable), goose.WithGoMigrations(index, idle), goose.WithDisableGlobalRegistry(true))
}

// indexTown gives the first six feature tables of the town their spatial index.
func indexTown(_ context.Context, tx *sql.Tx) error {
	for _, table := range []featureTable{streetTable, barrierTable, pointTable, facilityTable, areaTable, entranceTable} {
		if err := createIndex(tx, table.name); err != nil {
			return err
		}
		if err := createTriggers(tx, table.name); err != nil {
			return err
		}
	}
	return nil
}

// migrate brings a file up to the version of this program; an empty file becomes an empty workspace.
func migrate(path string, db *sql.DB) error {
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return err
	}
	if tables > 0 {
		switch err := upToDate(path, db); {
		case err == nil:
			return nil
		case !errors.Is(err, ErrOlderVersion):
			return err
		}
	}
	provider, err := migrations(db)
	if err != nil {
		return err
	}
	_, err = provider.Up(context.Background())
	return err
}

// upToDate checks that a file is a workspace of exactly the version of this program.
func upToDate(path string, db *sql.DB) error {
	var ours int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?`, migrationTable).Scan(&ours); err != nil {
		return err
	}
	if ours == 0 {
		return &FileError{Path: path, Rule: ErrNotWorkspace,
			Hint: geo.Say("Export its tables as GeoJSON or CSV and bring them into a new workspace with 'lifecircle import'.", "请把其中的表导出为 GeoJSON 或 CSV，再导入新的项目文件。")}
	}
	provider, err := migrations(db)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	var have int64
	if err := db.QueryRow(`SELECT coalesce(max(version_id), 0) FROM ` + migrationTable + ` WHERE is_applied`).Scan(&have); err != nil {
		return err
	}
	switch {
	case have > newest:
		return &FileError{Path: path, Rule: ErrNewerVersion,
			Detail: geo.Say("it has version %d, this program knows versions up to %d", "文件版本为 %d，本程序最高支持 %d", have, newest),
			Hint:   geo.Say("Use the newer program, or make the workspace again with this one.", "请使用新版程序，或用本程序重新生成项目文件。")}
	case have < newest:
		return &FileError{Path: path, Rule: ErrOlderVersion,
			Detail: geo.Say("it has version %d, this program needs version %d", "文件版本为 %d，本程序需要 %d", have, newest),
			Hint:   geo.Say("Copy the file to where it may be written and open it once with 'lifecircle serve' or an import.", "请把文件复制到可写的位置，再打开一次（lifecircle serve 或任意导入）。")}
	}
	return nil
}
