package data

import (
	"path/filepath"
	"strings"

	"lifecircle/geo"
)

func writerFor(path string) (func(path string, layer geo.Layer) error, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gpkg":
		return writeGeoPackage, nil
	}
	return nil, &FileError{Path: path, Rule: ErrFormat, Detail: "extension \"" + filepath.Ext(path) + "\"", Hint: "Use .geojson, .csv, .xlsx, .parquet or .gpkg."}
}
