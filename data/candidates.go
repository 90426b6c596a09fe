package data

import (
	"lifecircle/data/table"
	"lifecircle/geo"
)

// ListFile is a list that goes into a question and not into the workspace. Zero values are the documented defaults.
type ListFile struct {
	Path     string            // of the file; only read where Content is nil
	Name     string            // how messages call the file; by default the last part of Path
	Content  []byte            // of an upload
	Datum    string            // of the positions; "" is WGS 84
	Encoding string            // of a text file; "" finds it out
	Map      map[string]string // field to column, for columns that their names do not tell
}

// sheet decodes the file.
func (f *ListFile) sheet() (*table.Sheet, table.Options, error) {
	r := ImportRequest{Path: f.Path, Name: f.Name, Content: f.Content, Datum: f.Datum, Encoding: f.Encoding, Map: f.Map}
	opts, err := r.tableOptions()
	if err != nil {
		return nil, opts, err
	}
	content, err := r.content()
	if err != nil {
		return nil, opts, err
	}
	sheet, err := readSheet(r, content)
	return sheet, opts, err
}

// ReadCandidates reads a list of places to build: CSV, XLSX or GeoJSON. See [table.Candidates].
func ReadCandidates(f ListFile) ([]table.Candidate, table.Findings, error) {
	sheet, opts, err := f.sheet()
	if err != nil {
		return nil, table.Findings{}, err
	}
	return table.Candidates(sheet, opts)
}

// ReadLands reads pieces of land from GeoJSON. See [table.Lands].
func ReadLands(f ListFile) ([]geo.Area, table.Findings, error) {
	sheet, opts, err := f.sheet()
	if err != nil {
		return nil, table.Findings{}, err
	}
	return table.Lands(sheet, opts)
}
