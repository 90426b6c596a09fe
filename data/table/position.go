package table

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// needPosition refuses a sheet whose rows cannot have a place.
func (r *reader) needPosition() error {
	if r.sheet.Spatial {
		lines := 0
		for i := range r.sheet.Rows {
			switch r.sheet.Rows[i].Geometry.(type) {
			case orb.LineString, orb.MultiLineString:
				lines++
			case nil:
			default:
				return nil
			}
		}
		if lines > 0 {
			return &Refusal{File: r.sheet.File, Rule: fmt.Sprintf("this is a file of lines (%d of %d features); a place must be a point or a polygon", lines, len(r.sheet.Rows)),
				Hint: "Choose the file of points. Streets come in with 'lifecircle import streets' from an OpenStreetMap file."}
		}
		return nil
	}
	if r.has("lon") && r.has("lat") {
		return nil
	}
	missing := "lon and lat"
	if r.has("lon") {
		missing = "lat"
	} else if r.has("lat") {
		missing = "lon"
	}
	return &Refusal{File: r.sheet.File, Rule: "no column for " + missing + " was found among: " + r.sheet.headerText(),
		Hint: "Name the columns lon and lat (经度, 纬度), or say which they are with --map lon=…,lat=…. Addresses alone give no position."}
}

// datum is the one the row's own cell names, else the declared one.
func (c *record) datum() datum.Datum {
	name := c.cell("datum")
	if name == "" {
		return c.opts.Datum
	}
	d, err := datum.Parse(name)
	if err != nil {
		c.fail("datum", name, err.Error())
		return c.opts.Datum
	}
	if d == datum.CGCS2000 && c.opts.Datum.Metric() {
		return c.opts.Datum // 国家2000 in a cell names the frame, the option its zone
	}
	return d
}

// point is the place of the row, in WGS 84.
func (c *record) point() orb.Point {
	if c.sheet.Spatial {
		return c.pointOfGeometry()
	}
	lon, lat := c.coordinate("lon"), c.coordinate("lat")
	if c.fault != nil {
		return orb.Point{}
	}
	p, err := c.place(c.datum(), lon, lat)
	if err != nil {
		columns := c.sheet.Header[c.columns.at["lon"]] + "," + c.sheet.Header[c.columns.at["lat"]]
		c.fail(columns, c.cell("lon")+","+c.cell("lat"), hintOf(err))
	}
	return p
}

func (c *record) coordinate(field string) float64 {
	text := c.cell(field)
	if text == "" {
		c.fail(field, "", "the coordinate is missing")
		return 0
	}
	value, rule := parseNumber(text)
	if rule != "" {
		c.fail(field, text, rule)
	}
	return value
}

// place converts one position and notes its datum.
func (c *record) place(d datum.Datum, x, y float64) (orb.Point, error) {
	p, err := d.ToWGS84(x, y)
	if err != nil {
		return p, err
	}
	c.datums[d] = true
	if (d == datum.GCJ02 || d == datum.BD09) && !datum.Shifted(p) && !c.outside {
		c.outside = true
		c.findings.warn("datum_outside_mainland", "positions declared "+d.String()+" lie outside mainland China, where GCJ-02 is not shifted, and were taken so: check the datum",
			"声明为 "+d.String()+" 的坐标位于中国大陆范围之外，未作 GCJ-02 偏移改正，请核对坐标系", fmt.Sprintf("row %d", c.row.Number))
	}
	return orb.Point{geo.Round7(p[0]), geo.Round7(p[1])}, nil
}

// pointOfGeometry takes a point as it is and of a polygon a point inside it.
func (c *record) pointOfGeometry() orb.Point {
	switch g := c.row.Geometry.(type) {
	case nil:
		c.fail("geometry", "null", "the feature has no geometry and so no place")
	case orb.Point:
		if moved, ok := c.ring([]orb.Point{g}); ok {
			return moved[0]
		}
	case orb.MultiPoint:
		if len(g) != 1 {
			c.fail("geometry", "MultiPoint", fmt.Sprintf("a place is one point, and these are %d", len(g)))
			break
		}
		if moved, ok := c.ring(g); ok {
			return moved[0]
		}
	case orb.Polygon, orb.MultiPolygon:
		shape, ok := c.shape()
		if !ok {
			break
		}
		p, err := pointInside(shape)
		if err != nil {
			c.fail("geometry", g.GeoJSONType(), err.Error())
			break
		}
		c.findings.warn("polygon_as_point", "polygons were taken by a point inside them", "面要素已取其内部一点", fmt.Sprintf("row %d", c.row.Number))
		return p
	default:
		c.fail("geometry", g.GeoJSONType(), "a place must be a point or a polygon")
	}
	return orb.Point{}
}

// ring converts the vertices of a geometry. In a Gauss-Krüger zone they are easting and northing, in this
// order, as RFC 7946 section 3.1.1 and every GIS program write them.
func (c *record) ring(vertices []orb.Point) ([]orb.Point, bool) {
	d := c.datum()
	out := make([]orb.Point, len(vertices))
	for i, v := range vertices {
		x, y := v[0], v[1]
		if d.Metric() {
			x, y = y, x
		}
		p, err := c.place(d, x, y)
		if err != nil {
			rule := hintOf(err)
			if d.Metric() {
				rule = strings.Replace(rule, "exchange the columns with --map x=…,y=…", "a geometry gives easting first, then northing", 1)
			}
			c.fail("geometry", fmt.Sprintf("%v %v", v[0], v[1]), rule)
			return nil, false
		}
		out[i] = p
	}
	return out, c.fault == nil
}
