package datum

import (
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"lifecircle/geo"
)

// names maps what people call a datum, folded by [fold], to it.
var names = map[string]Datum{
	"wgs84": WGS84, "wgs1984": WGS84, "epsg4326": WGS84, "4326": WGS84, "crs84": WGS84, "ogccrs84": WGS84, "ogc13crs84": WGS84, "gps": WGS84, "gps坐标": WGS84,
	"gcj02": GCJ02, "gcj": GCJ02, "火星": GCJ02, "火星坐标": GCJ02, "火星坐标系": GCJ02, "国测局": GCJ02, "国测局坐标": GCJ02,
	"高德": GCJ02, "高德坐标": GCJ02, "高德地图": GCJ02, "腾讯": GCJ02, "腾讯坐标": GCJ02, "腾讯地图": GCJ02, "amap": GCJ02, "mars": GCJ02,
	"bd09": BD09, "bd09ll": BD09, "bd": BD09, "baidu": BD09, "百度": BD09, "百度bd09": BD09, "百度坐标": BD09, "百度坐标系": BD09, "百度地图": BD09,
	"cgcs2000": CGCS2000, "cgcs": CGCS2000, "epsg4490": CGCS2000, "4490": CGCS2000, "国家2000": CGCS2000, "国家2000坐标系": CGCS2000, "2000坐标系": CGCS2000, "大地2000": CGCS2000,
	"2000国家大地坐标系": CGCS2000, "国家大地2000": CGCS2000, "国家大地坐标系": CGCS2000, "cgcs2000epsg4490": CGCS2000, "天地图": CGCS2000,
}

// refused maps datums that people do name, folded, to the reason why they cannot be read.
var refused = map[string]geo.Words{
	"北京54": geo.Say("Beijing 54 needs local parameters that are not public: ask the source for CGCS2000", "北京54坐标系的转换参数不公开，请向数据提供方索取国家2000坐标"), "beijing54": geo.Say("Beijing 54 needs local parameters that are not public: ask the source for CGCS2000", "北京54坐标系的转换参数不公开，请向数据提供方索取国家2000坐标"),
	"西安80": geo.Say("Xi'an 80 needs local parameters that are not public: ask the source for CGCS2000", "西安80坐标系的转换参数不公开，请向数据提供方索取国家2000坐标"), "xian80": geo.Say("Xi'an 80 needs local parameters that are not public: ask the source for CGCS2000", "西安80坐标系的转换参数不公开，请向数据提供方索取国家2000坐标"),
	"bd09mc":   geo.Say("Baidu Mercator metres are not read: ask the source for bd09 in degrees", "不支持百度墨卡托米制坐标，请索取以度为单位的百度BD-09坐标"),
	"epsg3857": geo.Say("web Mercator metres are not read: export the file in EPSG:4326", "不支持 Web 墨卡托米制坐标，请以 EPSG:4326 重新导出"), "3857": geo.Say("web Mercator metres are not read: export the file in EPSG:4326", "不支持 Web 墨卡托米制坐标，请以 EPSG:4326 重新导出"),
}

// Parse finds a datum by one of its usual names in English or Chinese or by its EPSG code, with or without
// "EPSG:". Case, spaces, hyphens and full-width characters do not matter. The empty text is an error: the
// default is the caller's to choose and to report.
func Parse(name string) (Datum, error) {
	folded := fold(name)
	if d, ok := names[folded]; ok {
		return d, nil
	}
	if why, ok := refused[folded]; ok {
		return WGS84, geo.Fail("datum %q: %s", "坐标系“%s”：%s", clip(name), why)
	}
	if code, err := strconv.Atoi(strings.TrimPrefix(folded, "epsg")); err == nil && code >= firstZone && code <= lastZone {
		return Datum(code), nil
	}
	return WGS84, geo.Fail("datum %q is not known: use wgs84, gcj02, bd09, cgcs2000 or an EPSG code (4490, or 4513 to 4554 for the 3-degree Gauss-Krüger zones of CGCS2000)", "无法识别坐标系“%s”；可用 wgs84、gcj02、bd09、cgcs2000 或 EPSG 代码（4490，或国家2000三度带 4513–4554）", clip(name))
}

// fold brings the spellings of a name together: half-width, lower case, letters, digits and Han only, and
// without the "urn:ogc:def:crs" that GIS programs write.
func fold(name string) string {
	if len(name) > 200 {
		return ""
	}
	s := strings.ToLower(width.Fold.String(name))
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '-', '_', ':', '/', '(', ')', '.', '\'':
			return -1
		}
		return r
	}, s)
	return strings.TrimPrefix(s, "urnogcdefcrs")
}

// clip keeps hostile input out of messages.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
