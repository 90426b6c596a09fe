package data

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lifecircle/data/osm"
	"lifecircle/data/table"
	"lifecircle/data/vector"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// readStreetFile reads streets, turn rules and barriers. They replace the ones the workspace has.
func readStreetFile(ctx context.Context, r ImportRequest, progress func(done, total int64)) (_ *batch, err error) {
	extent, extentHash, err := declaredExtent(r)
	if err != nil {
		return nil, err
	}
	path, done, err := r.onDisk()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	s, err := osm.ReadStreets(ctx, path, progress)
	if err != nil {
		return nil, r.fail(path, err)
	}
	if len(extent.Shape) == 0 && s.Box != nil {
		extent = geo.Extent{Shape: orb.MultiPolygon{s.Box.ToPolygon()}, Source: geo.ExtentFileBox}
	}
	b := &batch{
		report: newReport(Streets, r.fileName()),
		source: geo.Source{Kind: string(Streets), SHA256: s.SHA256, DataDate: s.DataDate, Datum: datum.WGS84.String(), Options: r.describe()},
		rows:   int64(len(s.Streets) + len(s.Turns) + len(s.Barriers)),
	}
	if extentHash != "" {
		b.source.Options = "extent_sha256=" + extentHash // describe says nothing of streets
	}
	b.report.Datum = b.source.Datum
	b.report.Read = s.Counts.UsedWays + s.Counts.UnusedWays
	b.report.Kept, b.report.Unused = s.Counts.UsedWays, s.Counts.UnusedWays
	b.report.Streets = streetReport(&s, extent)
	b.report.warnOSM(s.Warnings)
	b.report.warn(looseBox(extent, s.Streets))
	b.write = func(tx *writeTx, report *Report) error {
		replaced, err := rowCount(tx.ctx, tx, streetTable.name)
		if err != nil {
			return err
		}
		report.Replaced = replaced
		for _, table := range []featureTable{streetTable, barrierTable} {
			if err := empty(tx, table); err != nil {
				return err
			}
		}
		for _, statement := range []string{`DELETE FROM node_stop`, `DELETE FROM turns`, `DELETE FROM source WHERE kind = 'streets'`} {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		if err := putStreets(tx, s.Streets); err != nil {
			return err
		}
		if err := putTurns(tx, s.Turns); err != nil {
			return err
		}
		if err := putBarriers(tx, s.Barriers); err != nil {
			return err
		}
		if err := putStops(tx, s.Stops); err != nil {
			return err
		}
		return putExtent(tx, extent)
	}
	b.check = func(town geo.Town, report *Report) error {
		x := indexStreets(town.Streets)
		report.warn(contradictions(x, &town, datumSample)...)
		report.warn(outsideExtent(town.Extent, append(pointPlaces(town.Points), facilityPlaces(town.Facilities)...)))
		return nil
	}
	return b, nil
}

// loosePercent is the share of a file's box, in percent, under which the hull of its streets is taken as a sign that
// the box promises land that the extract does not hold.
const loosePercent = 75

// looseBox warns of a file whose own box is much larger than the land of its streets, as that of an extract cut along
// a border is: beyond the border nothing would be marked as depending on land that the data does not cover.
func looseBox(extent geo.Extent, streets []geo.Street) table.Warning {
	hull := geo.Hull(streets)
	if extent.Source != geo.ExtentFileBox || len(hull) == 0 {
		return table.Warning{}
	}
	percent := int(100 * planar.Area(hull) / planar.Area(extent.Shape))
	if percent >= loosePercent {
		return table.Warning{}
	}
	words := geo.Say("the streets fill only %d %% of the file's own box, which is taken for the land that the data covers; if the extract was cut along a border, declare that land with --extent FILE.geojson",
		"道路只占文件自带范围框的 %d%%，而该范围框被当作数据覆盖的范围；如果数据沿边界裁剪，请用 --extent FILE.geojson 声明范围", percent)
	return table.Warning{Code: "extent_box_loose", Count: 1, Text: words.EN, TextZH: words.ZH, Examples: []string{}}
}

func streetReport(s *osm.Streets, extent geo.Extent) *StreetReport {
	restrictions := s.Counts.Turns
	report := &StreetReport{Segments: len(s.Streets), Turns: len(s.Turns), Restrictions: &restrictions, Barriers: len(s.Barriers), Dangling: s.Counts.Dangling, DataDate: s.DataDate,
		Extent: cmp.Or(extent.Source, geo.ExtentHull)}
	var bound orb.Bound
	for i := range s.Streets {
		line := s.Streets[i].Line
		for j := 1; j < len(line); j++ {
			report.KM += geo.Distance(line[j-1], line[j]) / 1000
		}
		if i == 0 {
			bound = line.Bound()
		}
		bound = bound.Union(line.Bound())
	}
	if len(extent.Shape) > 0 {
		bound = extent.Shape.Bound()
	}
	report.ExtentBox = &[4]float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
	return report
}

// declaredExtent reads the polygons that the user declares as the land the data covers; zero if there are none.
func declaredExtent(r ImportRequest) (extent geo.Extent, sha256 string, err error) {
	content := r.ExtentContent
	if content == nil {
		if r.ExtentPath == "" {
			return geo.Extent{}, "", nil
		}
		if content, err = os.ReadFile(r.ExtentPath); err != nil {
			return geo.Extent{}, "", explain(r.ExtentPath, err)
		}
	}
	name := cmp.Or(filepath.Base(r.ExtentPath), "extent.geojson")
	sheet, err := vector.ReadGeoJSON(bytes.NewReader(content), name, table.Auto)
	if err != nil {
		return geo.Extent{}, "", err
	}
	refuse := func(row int, rule geo.Words) error {
		return &table.Refusal{File: name, Row: row, Rule: rule, Hint: geo.Say("Give a GeoJSON file with the polygon of the land that the street file covers.", "请提供道路数据覆盖范围的面要素（GeoJSON）。")}
	}
	for _, row := range sheet.Rows {
		if row.Fault != nil {
			return geo.Extent{}, "", refuse(row.Number, row.Fault.Rule)
		}
		switch g := row.Geometry.(type) {
		case orb.Polygon:
			extent.Shape = append(extent.Shape, g)
		case orb.MultiPolygon:
			extent.Shape = append(extent.Shape, g...)
		default:
			return geo.Extent{}, "", refuse(row.Number, geo.Say("an extent must be made of polygons", "数据范围必须由面组成"))
		}
	}
	if isEmpty(extent.Shape) {
		return geo.Extent{}, "", refuse(0, geo.Say("the file holds no polygon", "文件中没有面要素"))
	}
	for _, polygon := range extent.Shape {
		for i, ring := range polygon {
			for j, p := range ring {
				if _, err := datum.WGS84.ToWGS84(p[0], p[1]); err != nil {
					return geo.Extent{}, "", refuse(0, geo.WordsOf(err))
				}
				ring[j] = orb.Point{geo.Round7(p[0]), geo.Round7(p[1])}
			}
			if len(ring) < 4 {
				return geo.Extent{}, "", refuse(0, geo.Say("ring %d of a polygon has only %d positions", "面的第 %d 个环只有 %d 个点", i+1, len(ring)))
			}
		}
	}
	extent.Source = geo.ExtentDeclared
	return extent, hash(content), nil
}

// outsideExtent warns of places beyond the land that the street data covers.
func outsideExtent(extent geo.Extent, places []place) table.Warning {
	c := newCases("outside_extent", "outside the land that the street data covers: nothing can be said of them", "在道路数据范围之外，无法判断")
	if len(extent.Shape) == 0 {
		return c.Warning
	}
	for _, p := range places {
		if !geo.Contains(extent.Shape, p.point) {
			c.add("%s", p.name)
		}
	}
	return c.Warning
}
