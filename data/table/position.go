package table

import (
	"fmt"

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
			return &Refusal{File: r.sheet.File, Rule: geo.Say("this is a file of lines (%d of %d features); a place must be a point or a polygon", "这是线要素文件（%[2]d 个要素中有 %[1]d 个为线）；地点必须是点或面", lines, len(r.sheet.Rows)),
				Hint: geo.Say("Choose the file of points. Streets come in with 'lifecircle import streets' from an OpenStreetMap file.", "请选择点要素文件；道路请从 OpenStreetMap 文件导入（lifecircle import streets）。")}
		}
		return nil
	}
	if r.has("lon") && r.has("lat") {
		return nil
	}
	missing := "lon, lat"
	if r.has("lon") {
		missing = "lat"
	} else if r.has("lat") {
		missing = "lon"
	}
	return &Refusal{File: r.sheet.File, Rule: missingColumn(r.sheet, missing),
		Hint: geo.Say("Name the columns lon and lat (经度, 纬度), or say which they are with --map lon=…,lat=…. Addresses alone give no position.", "请把列命名为 lon、lat（经度、纬度），或用 --map lon=…,lat=… 指定；仅有地址无法定位。")}
}

// datum is the one the row's own cell names, else the declared one.
func (c *record) datum() datum.Datum {
	name := c.cell("datum")
	if name == "" {
		return c.opts.Datum
	}
	d, err := datum.Parse(name)
	if err != nil {
		c.fail("datum", name, geo.WordsOf(err))
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
		c.fail(field, "", geo.Say("the coordinate is missing", "缺少坐标"))
		return 0
	}
	value, rule := parseNumber(text)
	if !rule.Empty() {
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
		c.fail("geometry", "null", geo.Say("the feature has no geometry and so no place", "要素没有几何，无法定位"))
	case orb.Point:
		if moved, ok := c.ring([]orb.Point{g}); ok {
			return moved[0]
		}
	case orb.MultiPoint:
		if len(g) != 1 {
			c.fail("geometry", "MultiPoint", geo.Say("a place is one point, and these are %d", "一个地点只能有一个点，此处有 %d 个", len(g)))
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
			c.fail("geometry", g.GeoJSONType(), geo.WordsOf(err))
			break
		}
		c.findings.warn("polygon_as_point", "polygons were taken by a point inside them", "面要素已取其内部一点", fmt.Sprintf("row %d", c.row.Number))
		return p
	default:
		c.fail("geometry", g.GeoJSONType(), geo.Say("a place must be a point or a polygon", "地点必须是点或面"))
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
				rule = rule.Replace("exchange the columns with --map x=…,y=…", "a geometry gives easting first, then northing").Replace("请用 --map x=…,y=… 对调两列", "几何坐标应先横坐标（东）、后纵坐标（北）")
			}
			c.fail("geometry", fmt.Sprintf("%v %v", v[0], v[1]), rule)
			return nil, false
		}
		out[i] = p
	}
	return out, c.fault == nil
}
