package data

import (
	"context"
	"database/sql"
	"fmt"
)

// createIdle makes the table of idle public buildings, with its spatial index. id: n, w or r and the number of the node,
// way or relation of OpenStreetMap. use: what it was, such as amenity=school. footprint_m2: area of its outline, NULL
// for what is mapped as a point or as grounds.
func createIdle(_ context.Context, tx *sql.Tx) error {
	if err := stepAside(tx, idleTable.name); err != nil {
		return err
	}
	for _, statement := range []string{
		`CREATE TABLE idle_building (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  use TEXT NOT NULL,
  footprint_m2 REAL
)`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('idle_building', 'features', 'idle_building', 'public buildings that nobody uses', 4326)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('idle_building', 'geom', 'POINT', 4326, 0, 0)`,
	} {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	if err := createIndex(tx, idleTable.name); err != nil {
		return err
	}
	return createTriggers(tx, idleTable.name)
}

// stepAside gives a result that was saved under a name, before the program took that name for itself, another one:
// NAME_saved, or with a number behind it.
func stepAside(tx *sql.Tx, name string) error {
	var taken bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM saved_layer WHERE name = ?)`, name).Scan(&taken); err != nil || !taken {
		return err
	}
	free := name + "_saved"
	for n := 2; ; n++ {
		if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?)`, free).Scan(&taken); err != nil {
			return err
		}
		if !taken {
			break
		}
		free = fmt.Sprintf("%s_saved%d", name, n)
	}
	if _, err := tx.Exec(`PRAGMA defer_foreign_keys = ON`); err != nil {
		return err
	}
	if err := dropTriggers(tx, name); err != nil {
		return err
	}
	for _, rename := range []string{
		fmt.Sprintf(`ALTER TABLE "%s" RENAME TO "%s"`, name, free),
		fmt.Sprintf(`ALTER TABLE "rtree_%s_geom" RENAME TO "rtree_%s_geom"`, name, free),
	} {
		if _, err := tx.Exec(rename); err != nil {
			return err
		}
	}
	for _, update := range []string{
		`UPDATE gpkg_contents SET table_name = ?, identifier = ?1 WHERE table_name = ?`,
		`UPDATE gpkg_geometry_columns SET table_name = ? WHERE table_name = ?`,
		`UPDATE gpkg_extensions SET table_name = ? WHERE table_name = ?`,
		`UPDATE saved_layer SET name = ? WHERE name = ?`,
	} {
		if _, err := tx.Exec(update, free, name); err != nil {
			return err
		}
	}
	return createTriggers(tx, free)
}
