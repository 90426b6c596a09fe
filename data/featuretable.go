package data

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// featureTable is a feature table of the GeoPackage: fid, geom and these columns. Names here come from the
// program or have passed [layerName] and [columnName]; nothing that stands in a file becomes SQL.
type featureTable struct {
	name    string
	columns []string
}

// execer is what both a database and a transaction can do.
type execer interface {
	Exec(query string, args ...any) (sql.Result, error)
}

// createIndex makes the R-tree of a feature table, as the extension gpkg_rtree_index demands, and registers it.
func createIndex(tx execer, table string) error {
	if _, err := tx.Exec(fmt.Sprintf(`CREATE VIRTUAL TABLE "rtree_%s_geom" USING rtree(id, minx, maxx, miny, maxy)`, table)); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, table)
	return err
}

// triggers are those of GeoPackage 1.3, annex F.3, with t for the table. They keep the index right when another
// program edits the table.
var triggers = []struct{ name, text string }{
	{"insert", `CREATE TRIGGER "rtree_t_geom_insert" AFTER INSERT ON "t"
  WHEN (NEW."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  INSERT OR REPLACE INTO "rtree_t_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END`},
	{"update1", `CREATE TRIGGER "rtree_t_geom_update1" AFTER UPDATE OF "geom" ON "t"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  INSERT OR REPLACE INTO "rtree_t_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END`},
	{"update2", `CREATE TRIGGER "rtree_t_geom_update2" AFTER UPDATE OF "geom" ON "t"
  WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_t_geom" WHERE id = OLD."fid";
END`},
	{"update3", `CREATE TRIGGER "rtree_t_geom_update3" AFTER UPDATE ON "t"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_t_geom" WHERE id = OLD."fid";
  INSERT OR REPLACE INTO "rtree_t_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END`},
	{"update4", `CREATE TRIGGER "rtree_t_geom_update4" AFTER UPDATE ON "t"
  WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
  DELETE FROM "rtree_t_geom" WHERE id IN (OLD."fid", NEW."fid");
END`},
	{"delete", `CREATE TRIGGER "rtree_t_geom_delete" AFTER DELETE ON "t"
  WHEN OLD."geom" NOT NULL
BEGIN
  DELETE FROM "rtree_t_geom" WHERE id = OLD."fid";
END`},
}

func createTriggers(tx execer, table string) error {
	names := strings.NewReplacer(`"t"`, `"`+table+`"`, `rtree_t_geom`, `rtree_`+table+`_geom`)
	for _, trigger := range triggers {
		if _, err := tx.Exec(names.Replace(trigger.text)); err != nil {
			return fmt.Errorf("trigger %s of %s: %w", trigger.name, table, err)
		}
	}
	return nil
}

func dropTriggers(tx execer, table string) error {
	for _, trigger := range triggers {
		if _, err := tx.Exec(fmt.Sprintf(`DROP TRIGGER "rtree_%s_geom_%s"`, table, trigger.name)); err != nil {
			return err
		}
	}
	return nil
}

// rowWriter writes rows of a feature table and their index entries.
type rowWriter struct {
	row, index *sql.Stmt
	args       []any
}

// put writes the row with that fid, over the one that has it already.
func (r *rowWriter) put(fid int64, g orb.Geometry, values ...any) error {
	blob, err := encodeGeometry(g)
	if err != nil {
		return err
	}
	r.args = append(append(r.args[:0], fid, blob), values...)
	if _, err := r.row.Exec(r.args...); err != nil {
		return err
	}
	if g == nil || isEmpty(g) {
		return nil
	}
	b := g.Bound()
	_, err = r.index.Exec(fid, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	return err
}

// fill writes rows in bulk. Its triggers are away meanwhile, because computing every bound through SQL takes
// longer than all the rest; at the end they and the extent of the table in gpkg_contents are right again.
func fill(tx *writeTx, table featureTable, rows func(*rowWriter) error) error {
	if err := dropTriggers(tx, table.name); err != nil {
		return err
	}
	row, err := tx.Prepare(fmt.Sprintf(`INSERT OR REPLACE INTO "%s" (fid, geom, "%s") VALUES (?, ?%s)`,
		table.name, strings.Join(table.columns, `", "`), strings.Repeat(", ?", len(table.columns))))
	if err != nil {
		return err
	}
	defer row.Close()
	index, err := tx.Prepare(fmt.Sprintf(`INSERT OR REPLACE INTO "rtree_%s_geom" VALUES (?, ?, ?, ?, ?)`, table.name))
	if err != nil {
		return err
	}
	defer index.Close()
	if err := rows(&rowWriter{row: row, index: index}); err != nil {
		return err
	}
	if err := createTriggers(tx, table.name); err != nil {
		return err
	}
	return describe(tx, table.name)
}

// empty removes every row of a feature table.
func empty(tx *writeTx, table featureTable) error {
	if err := dropTriggers(tx, table.name); err != nil {
		return err
	}
	for _, name := range []string{table.name, "rtree_" + table.name + "_geom"} {
		if _, err := tx.Exec(fmt.Sprintf(`DELETE FROM "%s"`, name)); err != nil {
			return err
		}
	}
	if err := createTriggers(tx, table.name); err != nil {
		return err
	}
	return describe(tx, table.name)
}

// describe writes the bounding box and the time of change of a feature table into gpkg_contents.
func describe(tx execer, table string) error {
	_, err := tx.Exec(fmt.Sprintf(`UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
    (SELECT min(ST_MinX(geom)), min(ST_MinY(geom)), max(ST_MaxX(geom)), max(ST_MaxY(geom)) FROM "%s"),
  last_change = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now') WHERE table_name = ?`, table), table)
	return err
}
