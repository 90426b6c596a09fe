package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// output is where a layer goes: a file, or standard output in the usual format of the command.
type output struct {
	path  string // "" or "-": standard output
	usual string // the format of standard output, such as "csv"
}

func (o output) isFile() bool { return o.path != "" && o.path != "-" }

// format is the format by the name of the file, without a dot.
func (o output) format() string {
	if !o.isFile() {
		return o.usual
	}
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(o.path), "."))
}

// check refuses a file whose name tells no format we write, before anything is computed.
func (o output) check() error {
	switch o.format() {
	case "geojson", "json", "csv", "xlsx", "parquet", "gpkg":
		if o.isFile() {
			return data.CheckTarget(o.path)
		}
		return nil
	}
	return &usageError{fmt.Sprintf("-o %q: the format is told by the end of the name", o.path), "Use .geojson, .csv, .xlsx, .parquet or .gpkg."}
}

// write puts a layer where it belongs and notes the format in its manifest. The name of the file is told on standard error.
func (o output) write(to streams, layer geo.Layer) error {
	layer, err := coverage.WithFormat(layer, o.format())
	if err != nil {
		return err
	}
	if !o.isFile() {
		return writeOut(to.out, layer, o.usual)
	}
	if err := data.WriteFile(o.path, layer); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.err, "%d rows written to %s\n", len(layer.Features), o.path)
	return err
}

// writeOut writes a layer to a stream, the same bytes as to a file.
func writeOut(w io.Writer, layer geo.Layer, format string) error {
	folder, err := os.MkdirTemp("", "lifecircle-")
	if err != nil {
		return err
	}
	path := filepath.Join(folder, layer.Name+"."+format)
	var text []byte
	if err = data.WriteFile(path, layer); err == nil {
		text, err = os.ReadFile(path)
	}
	// The folder goes first: a reader who has seen enough ends the program.
	if err = errors.Join(err, os.RemoveAll(folder)); err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// text puts what write gives where it belongs, with its manifest beside a file.
func (o output) text(to streams, manifest *coverage.Manifest, write func(io.Writer) error) error {
	if !o.isFile() {
		return write(to.out)
	}
	beside, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	return data.WriteText(o.path, beside, write)
}

// writeJSON writes a value as one line of JSON, the names in it as they are.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
