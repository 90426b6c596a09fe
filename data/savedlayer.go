package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"lifecircle/geo"
)

// Names of saved layers and of their columns become SQL, so they are held to these letters.
var (
	layerNames  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	columnNames = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,62}$`)
)

// sqlTypes of a GeoPackage by [geo.ColumnType].
var sqlTypes = [...]string{geo.Text: "TEXT", geo.Integer: "INTEGER", geo.Real: "DOUBLE", geo.Boolean: "BOOLEAN", geo.JSON: "TEXT"}

// columnSpec is how saved_layer.columns remembers a column.
type columnSpec struct {
	Name     string         `json:"name"`
	Type     geo.ColumnType `json:"type"`
	Decimals int            `json:"decimals,omitempty"`
}

// CheckLayerName tells whether a layer may be saved under a name: a small letter, then small letters, digits and
// underscores, at most 63 in all, and no name that the workspace uses itself.
func CheckLayerName(name string) error {
	if !layerNames.MatchString(name) {
		return geo.Fail("%v: %q; use small letters, digits and _, beginning with a letter", "%v：“%s”；请用小写字母、数字和 _，并以字母开头", ErrLayerName, name)
	}
	reserved := strings.HasPrefix(name, "gpkg_") || strings.HasPrefix(name, "rtree_") || strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "lifecircle_")
	for _, own := range []string{"street", "barrier", "barriers", "residential_point", "facility", "area", "entrance", "idle_building", "network", "turns",
		"workspace", "node_stop", "facility_list", "extent", "source", "import_report", "saved_layer", "job"} {
		reserved = reserved || name == own
	}
	if reserved {
		return geo.Fail("%v: %q; the workspace uses it itself", "%v：“%s”；项目文件自身已使用该名称", ErrLayerName, name)
	}
	return nil
}

// checkColumns tells whether the columns of a layer can be those of a table.
func checkColumns(columns []geo.Column) error {
	seen := map[string]bool{"fid": true, "geom": true, "feature_id": true}
	for _, c := range columns {
		if !columnNames.MatchString(c.Name) {
			return fmt.Errorf("column %q cannot be stored: use Latin letters, digits and _", c.Name)
		}
		if folded := strings.ToLower(c.Name); seen[folded] {
			return fmt.Errorf("column %q cannot be stored: the name is taken", c.Name)
		} else {
			seen[folded] = true
		}
		if int(c.Type) >= len(sqlTypes) {
			return fmt.Errorf("column %q has the unknown type %d", c.Name, c.Type)
		}
	}
	return nil
}

// SaveLayer stores a result as a feature layer, with its manifest, in the place of an earlier one of that name.
// Desktop GIS sees it as a table of that name.
func (w *Workspace) SaveLayer(ctx context.Context, layer geo.Layer) error {
	if err := CheckLayerName(layer.Name); err != nil {
		return err
	}
	return w.change(ctx, func(tx *writeTx) error {
		if err := dropSaved(tx, layer.Name); err != nil {
			return err
		}
		if err := createLayer(tx, layer); err != nil {
			return err
		}
		specs := make([]columnSpec, len(layer.Columns))
		for i, c := range layer.Columns {
			specs[i] = columnSpec(c)
		}
		columns, err := json.Marshal(specs)
		if err != nil {
			return err
		}
		foreign, err := orNullJSON(layer.Foreign, len(layer.Foreign))
		if err != nil {
			return err
		}
		var manifest any
		if layer.Manifest != nil {
			manifest = string(layer.Manifest)
		}
		_, err = tx.Exec(`INSERT INTO saved_layer (name, columns, foreign_members, manifest) VALUES (?, ?, ?, ?)`, layer.Name, string(columns), foreign, manifest)
		return err
	})
}

// createLayer makes a feature table and fills it. Name and columns must be fit to become SQL.
func createLayer(tx *writeTx, layer geo.Layer) error {
	if err := checkColumns(layer.Columns); err != nil {
		return err
	}
	kind := geometryType(layer.Features)
	table := featureTable{layer.Name, []string{"feature_id"}}
	definition := fmt.Sprintf(`CREATE TABLE "%s" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom %s, feature_id TEXT NOT NULL`, layer.Name, kind)
	for _, c := range layer.Columns {
		table.columns = append(table.columns, c.Name)
		definition += fmt.Sprintf(`, "%s" %s`, c.Name, sqlTypes[c.Type])
	}
	if _, err := tx.Exec(definition + ")"); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)`, layer.Name, layer.Name, srsWGS84); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)`, layer.Name, kind, srsWGS84); err != nil {
		return err
	}
	if err := createIndex(tx, layer.Name); err != nil {
		return err
	}
	if err := createTriggers(tx, layer.Name); err != nil {
		return err
	}
	return fill(tx, table, func(rows *rowWriter) error {
		for i, f := range layer.Features {
			if len(f.Values) != len(layer.Columns) {
				return fmt.Errorf("feature %d of layer %s has %d values for %d columns", i+1, layer.Name, len(f.Values), len(layer.Columns))
			}
			values := []any{f.ID}
			for j, value := range f.Values {
				stored, err := storedValue(value)
				if err != nil {
					return fmt.Errorf("feature %d of layer %s, column %s: %w", i+1, layer.Name, layer.Columns[j].Name, err)
				}
				values = append(values, stored)
			}
			if err := rows.put(int64(i+1), fitted(f.Geometry, kind), values...); err != nil {
				return err
			}
			if err := tx.check(); err != nil {
				return err
			}
		}
		return nil
	})
}

// dropSaved removes a saved layer if there is one of that name.
func dropSaved(tx *writeTx, name string) error {
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM saved_layer WHERE name = ?`, name).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	for _, statement := range []string{
		`DELETE FROM gpkg_extensions WHERE table_name = ?`,
		`DELETE FROM gpkg_geometry_columns WHERE table_name = ?`,
		`DELETE FROM gpkg_contents WHERE table_name = ?`,
		`DELETE FROM saved_layer WHERE name = ?`,
	} {
		if _, err := tx.Exec(statement, name); err != nil {
			return err
		}
	}
	_, err := tx.Exec(fmt.Sprintf(`DROP TABLE "%s"; DROP TABLE "rtree_%s_geom"`, name, name))
	return err
}

// DropLayer removes a saved layer.
func (w *Workspace) DropLayer(ctx context.Context, name string) error {
	return w.change(ctx, func(tx *writeTx) error {
		names, err := savedNames(ctx, tx)
		if err != nil {
			return err
		}
		for _, saved := range names {
			if saved == name {
				return dropSaved(tx, name)
			}
		}
		return &FileError{Path: w.path, Rule: ErrNoLayer, Detail: quoted(name), Hint: geo.Say("Only layers saved with --save can be removed.", "只能删除另存的结果图层（--save）。")}
	})
}

func savedNames(ctx context.Context, q querier) (names []string, err error) {
	err = each(ctx, q, `SELECT name FROM saved_layer ORDER BY name`, func(row *sql.Rows) error {
		var name string
		err := row.Scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}

func readSaved(ctx context.Context, q querier, name string) (layer geo.Layer, found bool, err error) {
	var columns string
	var foreign, manifest sql.Null[string]
	err = q.QueryRowContext(ctx, `SELECT columns, foreign_members, manifest FROM saved_layer WHERE name = ?`, name).Scan(&columns, &foreign, &manifest)
	if errors.Is(err, sql.ErrNoRows) {
		return geo.Layer{}, false, nil
	}
	if err != nil {
		return geo.Layer{}, false, err
	}
	layer.Name = name
	var specs []columnSpec
	if err := json.Unmarshal([]byte(columns), &specs); err != nil {
		return geo.Layer{}, false, fmt.Errorf("columns of layer %s: %w", name, err)
	}
	query := `SELECT feature_id, geom`
	for _, s := range specs {
		layer.Columns = append(layer.Columns, geo.Column(s))
		query += `, "` + s.Name + `"`
	}
	// The file may come from anywhere: its names are held to the same rule as our own.
	if err := errors.Join(CheckLayerName(name), checkColumns(layer.Columns)); err != nil {
		return geo.Layer{}, false, err
	}
	if err := fromJSON(foreign, &layer.Foreign); err != nil {
		return geo.Layer{}, false, err
	}
	if manifest.Valid {
		layer.Manifest = json.RawMessage(manifest.V)
	}
	layer.Features, err = readFeatures(ctx, q, query+fmt.Sprintf(` FROM "%s" ORDER BY fid`, name), layer.Columns)
	return layer, true, err
}
