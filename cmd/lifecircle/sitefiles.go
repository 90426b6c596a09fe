package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
)

// siteLists are the flags that name lists which go with a question about sites.
type siteLists struct {
	candidates        string
	forbidden, inside list
	columns           string
	datum             string
	encoding          string
}

// flags adds the flags but those that the command has already.
func (l *siteLists) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.candidates, "candidates", "", "`file` of places to build (points or polygons; CSV, XLSX or GeoJSON): id, position and, if wanted, name, service, cost, capacity, status")
	f.Var(&l.forbidden, "forbidden", "no site stands here: `FILE` of polygons, or the id of an area, or several separated by commas")
	f.Var(&l.inside, "inside", "every site stands in one of these: `FILE` of polygons, or the id of an area, or several separated by commas")
	f.StringVar(&l.columns, "map", "", "columns that their names do not tell, in any of the files: `field=column,…`")
	f.StringVar(&l.datum, "datum", "", "of the positions in the files: `wgs84|gcj02|bd09|cgcs2000|epsg:CODE` (default wgs84)")
	f.StringVar(&l.encoding, "encoding", "auto", "encoding of the files: `auto|utf-8|gb18030`")
}

// read reads the files and adds to a question what they hold; the names of areas are for the analysis.
func (l *siteLists) read(ctx context.Context, s streams, q *town.Question) error {
	mapped, err := table.ParseMap(l.columns)
	if err != nil {
		return &usageError{err.Error(), "For example: --map cost=造价,id=宗地号"}
	}
	encoding := l.encoding
	if encoding == "auto" {
		encoding = ""
	}
	file := func(path string, mapped map[string]string) data.ListFile {
		return data.ListFile{Path: path, Datum: l.datum, Encoding: encoding, Map: mapped}
	}
	if l.candidates != "" {
		rows, findings, err := data.ReadCandidates(file(l.candidates, mapped))
		if err != nil {
			return err
		}
		if err := tellFindings(s, findings); err != nil {
			return err
		}
		if q.Candidates, err = candidatesOf(rows, filepath.Base(l.candidates)); err != nil {
			return err
		}
	}
	if q.Forbidden, q.ForbiddenAreas, err = l.lands(l.forbidden, file); err != nil {
		return err
	}
	q.Inside, q.InsideAreas, err = l.lands(l.inside, file)
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// lands reads the files among some names; the others are areas.
func (l *siteLists) lands(names []string, file func(string, map[string]string) data.ListFile) (lands []town.Land, areas []string, err error) {
	for _, name := range names {
		switch strings.ToLower(filepath.Ext(name)) {
		case ".geojson", ".json":
		default:
			if _, err := os.Stat(name); err != nil {
				areas = append(areas, name)
				continue
			}
		}
		read, _, err := data.ReadLands(file(name, nil))
		if err != nil {
			return nil, nil, err
		}
		for _, a := range read {
			lands = append(lands, town.Land{Name: a.ID, Shape: a.Shape})
		}
	}
	return lands, areas, nil
}

// candidatesOf puts candidates of a list into the words of site selection: each costs 1 where the list has no costs.
func candidatesOf(rows []table.Candidate, file string) (all []town.Candidate, err error) {
	for _, r := range rows {
		c := town.Candidate{ID: r.ID, Name: r.Name, Service: r.Service, At: r.Point, Cost: r.Cost, Capacity: int64(max(0, r.Capacity))}
		if r.Cost == geo.NoData {
			c.Cost = 1
		}
		var known bool
		if c.State, known = siting.ParseState(r.Status); !known || c.State == siting.Existing {
			return nil, &table.Refusal{File: file, Row: r.Row, Column: "status", Value: printable(r.Status), Rule: geo.Say("the status of a candidate is candidate, must or forbidden", "备选点位的状态应为 candidate（备选）、must（必选）或 forbidden（禁止）"),
				Hint: geo.Say("Facilities that exist are imported into the workspace, and count by themselves.", "现有设施请导入工作区，会自动计入。")}
		}
		all = append(all, c)
	}
	return all, nil
}

// tellFindings shows what looks wrong with a list, on standard error.
func tellFindings(s streams, findings table.Findings) error {
	var text strings.Builder
	for _, warning := range findings.Warnings {
		writeWarning(&text, warning)
	}
	_, err := fmt.Fprint(s.err, text.String())
	return err
}
