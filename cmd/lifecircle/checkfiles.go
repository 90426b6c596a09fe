package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// profile is how a mode travels.
type profile = isochrone.Profile

// writeCard writes a scorecard as JSON.
func writeCard(to streams, at output, card *standard.Scorecard) error {
	err := at.text(to, card.Manifest, func(w io.Writer) error {
		text, err := card.JSON()
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	})
	if err == nil && at.isFile() {
		_, err = fmt.Fprintf(to.err, "%d checks written to %s\n", len(card.Checks), at.path)
	}
	return err
}

// writeTable writes a table for people who open it in a spreadsheet program: CSV begins with the mark by which these know
// UTF-8.
func writeTable(to streams, path string, layer geo.Layer) error {
	return writeTableTo(to, output{path: path}, layer)
}

func writeTableTo(to streams, at output, layer geo.Layer) error {
	if at.format() != "csv" {
		return at.write(to, layer)
	}
	layer, err := coverage.WithFormat(layer, "csv")
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return table.WriteCSV(w, layer, table.CSVOptions{BOM: true}) }
	if !at.isFile() {
		return write(to.out)
	}
	if err := data.WriteText(at.path, layer.Manifest, write); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.err, "%d rows written to %s\n", len(layer.Features), at.path)
	return err
}

// readProfile reads a profile from a file.
func readProfile(path string) (profile, error) {
	text, err := readBounded(path, 1<<20)
	if err != nil {
		return profile{}, err
	}
	p, err := isochrone.ParseProfile(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return p, err
}

// speedGiven reads "MODE=KMH": the profile of the mode, one of those given or the built-in one, at another speed.
func speedGiven(word string, given map[geo.Mode]profile) (geo.Mode, profile, error) {
	refuse := func(err error) (geo.Mode, profile, error) {
		return "", profile{}, &usageError{fmt.Sprintf("--speed %q: %v", word, err), "For example: --speed walk=4.5,walk_elder=3.2. Of driving, change a profile: lifecircle profile drive"}
	}
	name, number, is := strings.Cut(word, "=")
	kmh, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !is || err != nil {
		return refuse(geo.Fail("must be a mode and its speed in km/h", "应为出行方式及其速度（km/h）"))
	}
	mode := geo.Mode(strings.TrimSpace(name))
	p, known := given[mode]
	if !known {
		if p, err = isochrone.BuiltinProfile(mode); err != nil {
			return refuse(err)
		}
	}
	if p, err = p.WithSpeed(kmh); err != nil {
		return refuse(err)
	}
	return mode, p, nil
}
