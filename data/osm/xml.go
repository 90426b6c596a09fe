package osm

import (
	"bufio"
	"context"
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// maxElement bounds one element of an XML file, in bytes; tags are at most 255 characters long.
const maxElement = 1 << 20

// xmlReader reads OpenStreetMap's XML as a stream of elements.
type xmlReader struct {
	file  *file
	visit visitor

	node    node
	way     way
	rel     relation
	inside  string // the object whose children are read: node, way, relation or ""
	deleted bool
	latest  string // the newest timestamp as text
}

func (r *xmlReader) read(ctx context.Context, in *bufio.Reader) error {
	guard := &elementGuard{from: in}
	d := xml.NewDecoder(guard)
	var open []string
	for tokens := 0; ; tokens++ {
		if tokens%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		guard.taken = 0
		token, err := d.RawToken()
		switch {
		case err == io.EOF && len(open) == 0 && tokens > 0:
			return r.finish()
		case err != nil:
			line, column := d.InputPos()
			return geo.Fail("XML line %d, column %d: %v", "XML 第 %d 行第 %d 列：%v", line, column, unexpected(err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if len(open) == 0 && name != "osm" {
				return notOSM(name)
			}
			if len(open) == maxDepth {
				return geo.Fail("XML line %d: elements are nested more than %d deep", "XML 第 %d 行：元素嵌套超过 %d 层", line(d), maxDepth)
			}
			open = append(open, name)
			if err := r.start(name, t.Attr); err != nil {
				return geo.Fail("XML line %d, <%s>: %v", "XML 第 %d 行 <%s>：%v", line(d), name, err)
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name.Local {
				return geo.Fail("XML line %d: </%s> closes nothing that is open", "XML 第 %d 行：</%s> 没有对应的开始标签", line(d), t.Name.Local)
			}
			open = open[:len(open)-1]
			r.end(t.Name.Local)
		}
	}
}

// maxDepth is far above the three levels that the format has.
const maxDepth = 32

func line(d *xml.Decoder) int { n, _ := d.InputPos(); return n }

func notOSM(root string) error {
	switch strings.ToLower(root) {
	case "osmchange":
		return geo.Fail("is a change file (.osc), not an extract; apply it to an extract first", "是变更文件（.osc），不是数据提取；请先应用到数据提取上")
	case "html", "!doctype":
		return geo.Fail("is a web page, perhaps a saved error message; download the extract again", "是网页，可能是保存下来的错误信息；请重新下载数据")
	}
	return geo.Fail("is XML but not OpenStreetMap's: the root element is <%.40s>, not <osm>", "是 XML，但不是 OpenStreetMap 的：根元素是 <%.40s>，不是 <osm>", root)
}

func (r *xmlReader) start(name string, attrs []xml.Attr) error {
	switch name {
	case "bounds":
		return r.bounds(attrs)
	case "node", "way", "relation":
		r.inside = name
		return r.object(attrs)
	case "tag":
		if r.inside != "" {
			if len(r.node.tags) == maxTags {
				return errTooLarge
			}
			tag := Tag{attr(attrs, "k"), attr(attrs, "v")}
			r.node.tags = append(r.node.tags, tag) // one list serves all three kinds
		}
	case "nd":
		if r.inside == "way" {
			if len(r.way.refs) == maxRefs {
				return errTooLarge
			}
			ref, err := id(attrs, "ref")
			r.way.refs = append(r.way.refs, ref)
			return err
		}
	case "member":
		if r.inside == "relation" {
			return r.member(attrs)
		}
	}
	return nil
}

func (r *xmlReader) object(attrs []xml.Attr) error {
	number, err := id(attrs, "id")
	if err != nil {
		return err
	}
	r.deleted = attr(attrs, "visible") == "false" || attr(attrs, "action") == "delete"
	r.latest = max(r.latest, attr(attrs, "timestamp"))
	r.node.tags = r.node.tags[:0]
	switch r.inside {
	case "node":
		r.node.id = number
		if r.deleted { // deleted nodes have no position
			return nil
		}
		lon, err := degrees(attrs, "lon", 180)
		if err != nil {
			return err
		}
		lat, err := degrees(attrs, "lat", 90)
		if err != nil {
			return err
		}
		r.node.at, r.node.ok = position{lon, lat}, true
	case "way":
		r.way.id, r.way.refs = number, r.way.refs[:0]
	case "relation":
		r.rel.id, r.rel.members = number, r.rel.members[:0]
	}
	return nil
}

func (r *xmlReader) member(attrs []xml.Attr) error {
	ref, err := id(attrs, "ref")
	if err != nil {
		return err
	}
	m := member{ref: ref, role: attr(attrs, "role")}
	switch kind := attr(attrs, "type"); kind {
	case "node":
		m.kind = nodeMember
	case "way":
		m.kind = wayMember
	case "relation":
		m.kind = relationMember
	default:
		return geo.Fail("type=%.40q is neither node, way nor relation", "type=%.40q 不是 node、way 或 relation", kind)
	}
	if len(r.rel.members) == maxMembers {
		return errTooLarge
	}
	r.rel.members = append(r.rel.members, m)
	return nil
}

func (r *xmlReader) end(name string) {
	if name != r.inside {
		return
	}
	r.inside = ""
	if r.deleted {
		return
	}
	switch {
	case name == "node" && r.visit.node != nil:
		r.visit.node(&r.node)
	case name == "way" && r.visit.way != nil:
		r.way.tags = r.node.tags
		r.visit.way(&r.way)
	case name == "relation" && r.visit.relation != nil:
		r.rel.tags = r.node.tags
		r.visit.relation(&r.rel)
	}
}

func (r *xmlReader) bounds(attrs []xml.Attr) error {
	var edge [4]int32
	for i, name := range [4]string{"minlon", "minlat", "maxlon", "maxlat"} {
		limit := 180.0
		if i%2 == 1 {
			limit = 90
		}
		var err error
		if edge[i], err = degrees(attrs, name, limit); err != nil {
			return err
		}
	}
	box := orb.Bound{Min: position{edge[0], edge[1]}.point(), Max: position{edge[2], edge[3]}.point()}
	if box.Min[0] < box.Max[0] && box.Min[1] < box.Max[1] {
		if r.file.box != nil {
			box = box.Union(*r.file.box) // a merge of extracts declares several
		}
		r.file.box = &box
	}
	return nil
}

func (r *xmlReader) finish() error {
	if when, err := time.Parse(time.RFC3339, r.latest); err == nil {
		r.file.saw(when.Unix())
	}
	return nil
}

func attr(attrs []xml.Attr, name string) string {
	for i := range attrs {
		if attrs[i].Name.Local == name {
			return attrs[i].Value
		}
	}
	return ""
}

func id(attrs []xml.Attr, name string) (int64, error) {
	text := attr(attrs, name)
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, geo.Fail("%s=%.40q is no id", "%s=%.40q 不是编号", name, text)
	}
	return n, nil
}

func degrees(attrs []xml.Attr, name string, limit float64) (int32, error) {
	text := attr(attrs, name)
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(x) <= limit) {
		return 0, geo.Fail("%s=%.40q is no angle between -%g and %g degrees", "%s=%.40q 不是 -%g 到 %g 度之间的角度", name, text, limit, limit)
	}
	return int32(math.Round(x * 1e7)), nil
}

// elementGuard keeps one endless element from filling the memory.
type elementGuard struct {
	from  *bufio.Reader
	taken int
}

func (g *elementGuard) ReadByte() (byte, error) {
	if g.taken++; g.taken > maxElement {
		return 0, geo.Fail("an element or text is longer than %d bytes", "元素或文字超过 %d 字节", maxElement)
	}
	return g.from.ReadByte()
}

func (g *elementGuard) Read(p []byte) (int, error) { return g.from.Read(p) }
