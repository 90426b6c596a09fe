package osm

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"
)

func gzipped(data string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(data))
	w.Close()
	return packed.String()
}

// Every format, under a name that tells nothing, gives the same streets.
func TestFormatsAgree(t *testing.T) {
	files := map[string]string{
		"xml":         osmXML(smallTownXML),
		"xml, mark":   "\ufeff" + osmXML(smallTownXML),
		"xml, blanks": " \n" + strings.TrimPrefix(osmXML(smallTownXML), `<?xml version="1.0" encoding="UTF-8"?>`),
		"gzip":        gzipped(osmXML(smallTownXML)),
		"pbf, raw":    string(smallPBF(rawBlob)),
		"pbf, zlib":   string(smallPBF(zlibBlob)),
		"pbf, zstd":   string(smallPBF(zstdBlob)),
		"pbf in gzip": gzipped(string(smallPBF(zlibBlob))),
	}
	want := readStreets(t, smallTownXML)
	if got := outlineOf(want); !reflect.DeepEqual(got, []string{"10:1-2-3"}) || want.Counts.Dangling != 1 || len(want.Stops) != 1 {
		t.Fatalf("XML itself reads as %v, %+v", got, want)
	}
	if want.DataDate != "2023-11-14T22:13:20Z" {
		t.Errorf("dated %q", want.DataDate)
	}
	for name, content := range files {
		got, err := ReadStreets(context.Background(), writeFile(t, "data.bin", content), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := sha256.Sum256([]byte(content))
		if got.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: SHA-256 %s", name, got.SHA256)
		}
		got.SHA256 = want.SHA256
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}

// bzip2Town is node 1, node 2 and way 1 between them, packed by bzip2.
const bzip2Town = "QlpoOTFBWSZTWUReyHkAACSZgFAB+Qen793gIACSCVBGEMIAGhoJTRJGTI8UD0TEaT4XeQVFa2OWRgQ8PRmFOUEOXsUKHOak9ziQ3IRFRjPt6T" +
	"sn3NPtPfjF0rIet93k/N1NW2JnpE6KMh3RHjvhckgobWAZBIsMRecHlZk4l4ocxCZP1tGp/F3JFOFCQRF7IeQ="

func TestBzip2(t *testing.T) {
	packed, err := base64.StdEncoding.DecodeString(bzip2Town)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadStreets(context.Background(), writeFile(t, "x", string(packed)), nil)
	if err != nil || !reflect.DeepEqual(outlineOf(s), []string{"1:1-2"}) {
		t.Errorf("got %v, %v", outlineOf(s), err)
	}
	for _, cut := range []int{4, 10, len(packed) / 2, len(packed) - 5} {
		if _, err := ReadStreets(context.Background(), writeFile(t, "x", string(packed[:cut])), nil); err == nil {
			t.Errorf("cut at %d of %d: no error", cut, len(packed))
		}
	}
}

// A file cut anywhere is refused, never read in part.
func TestTruncation(t *testing.T) {
	for name, whole := range map[string]string{
		"xml": osmXML(wayXML(1, "1 2", "highway=primary") + row(2)), "gzip": gzipped(osmXML(smallTownXML)), "pbf": string(smallPBF(zlibBlob)),
	} {
		headerOnly := len(pbfBlob("OSMHeader", zlibBlob(header("DenseNodes"))))
		for cut := range whole {
			_, err := ReadStreets(context.Background(), writeFile(t, "x", whole[:cut]), nil)
			if err == nil {
				t.Fatalf("%s cut at %d of %d: no error", name, cut, len(whole))
			}
			if name == "pbf" && cut > 16 && cut != headerOnly && !strings.Contains(err.Error(), "cut off") {
				t.Errorf("%s cut at %d: %v", name, cut, err)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	data := func(m message) string {
		return string(append(pbfBlob("OSMHeader", rawBlob(header())), pbfBlob("OSMData", m)...))
	}
	for name, c := range map[string]struct{ content, say string }{
		"empty":             {"", "is empty"},
		"text":              {"id,name\n1,x\n", "no OpenStreetMap file"},
		"zeros":             {strings.Repeat("\x00", 100), "no OpenStreetMap file"},
		"zip":               {"PK\x03\x04 some archive", "zip archive"},
		"o5m":               {"\xff\xe0\x04o5m2 and so on", "o5m"},
		"web page":          {"<!DOCTYPE html><html><body>404</body></html>", "web page"},
		"change file":       {`<?xml version="1.0"?><osmChange version="0.6"></osmChange>`, "change file"},
		"other xml":         {"<gpx></gpx>", "<gpx>"},
		"xml, not closed":   {"<osm><node", "cut off"},
		"xml, wrong close":  {"<osm><note></way></osm>", "closes nothing"},
		"xml, position":     {`<osm><node id="1" lat="91" lon="0"/></osm>`, `lat="91"`},
		"xml, text":         {`<osm><node id="1" lat="north" lon="0"/></osm>`, `lat="north"`},
		"xml, not a number": {`<osm><node id="1" lat="NaN" lon="0"/></osm>`, `lat="NaN"`},
		"xml, id":           {`<osm><node id="one" lat="1" lon="0"/></osm>`, `id="one"`},
		"xml, member":       {`<osm><relation id="1"><member type="planet" ref="1"/></relation></osm>`, "planet"},
		"xml, deep":         {"<osm>" + strings.Repeat("<a>", 100), "nested"},
		"xml, long element": {`<osm><node id="` + strings.Repeat("1", 2<<20) + `"/></osm>`, "longer than"},
		"xml, line":         {"<osm>\n\n<way id=\"x\"/></osm>", "line 3"},
		"bomb":              {gzipped("<osm>" + strings.Repeat("<a/>"+strings.Repeat(" ", 100_000), 200) + "</osm>"), "times its size"},
		"gzip of text":      {gzipped("hello"), "no OpenStreetMap file"},
		"broken gzip":       {"\x1f\x8b\x08broken beyond repair", "gzip"},

		"pbf, no header":      {string(pbfBlob("OSMData", rawBlob(smallTown()))), "not an OSMHeader"},
		"pbf, long header":    {"\x00\x00\xff\xff\x0aOSMHeader", "cut off"},
		"pbf, huge blob":      {"\x00\x00\x00\x11\x0a\x09OSMHeader\x18\xff\xff\xff\xff\x07", "more than the format allows"},
		"pbf, negative blob":  {"\x00\x00\x00\x16\x0a\x09OSMHeader\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "more than the format allows"},
		"pbf, history":        {string(pbfBlob("OSMHeader", rawBlob(header("HistoricalInformation")))), "history"},
		"pbf, feature":        {string(pbfBlob("OSMHeader", rawBlob(header("TimeTravel")))), "TimeTravel"},
		"pbf, lz4":            {data(message(nil).data(6, []byte("x"))), "zlib"},
		"pbf, no data":        {data(nil), "no data"},
		"pbf, not zlib":       {data(message(nil).data(3, []byte("xxxx"))), "damaged"},
		"pbf, wrong size":     {data(message(nil).number(2, 5).data(3, zlibOf([]byte("1234")))), "declares 5"},
		"pbf, bomb":           {data(message(nil).data(3, zlibOf(make([]byte, 33<<20)))), "times its size"},
		"pbf, many nodes":     {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(8, make([]byte, maxRefs+1)))))), "allows"},
		"pbf, many tags":      {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(2, make([]byte, maxTags+1)).data(3, make([]byte, maxTags+1)))))), "allows"},
		"pbf, many strings":   {data(rawBlob(message(nil).data(1, bytes.Repeat([]byte{10, 0}, maxStrings+1)))), "allows"},
		"pbf, many members":   {data(rawBlob(block(message(nil).data(4, message(nil).number(1, 1).data(8, make([]byte, maxMembers+1)).data(9, make([]byte, maxMembers+1)).data(10, make([]byte, maxMembers+1)))))), "allows"},
		"xml, many nodes":     {`<osm><way id="1">` + strings.Repeat(`<nd ref="1"/>`, maxRefs+1), "allows"},
		"pbf, string index":   {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(2, plain(7)).data(3, plain(7)))))), "damaged"},
		"pbf, huge index":     {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(2, plain(1<<63)).data(3, plain(1<<63)))))), "damaged"},
		"pbf, key no value":   {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(2, plain(0)))))), "damaged"},
		"pbf, short dense":    {data(rawBlob(block(message(nil).data(2, message(nil).data(1, deltas(1, 2)).data(8, deltas(1)).data(9, deltas(1)))))), "damaged"},
		"pbf, member type":    {data(rawBlob(block(message(nil).data(4, message(nil).number(1, 1).data(8, plain(0)).data(9, deltas(1)).data(10, plain(9)))))), "damaged"},
		"pbf, half a number":  {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1).data(8, []byte{0x80}))))), "damaged"},
		"pbf, negative id":    {data(rawBlob(block(message(nil).data(3, message(nil).number(1, 1<<64-5))))), "renumber"},
		"pbf, rubbish behind": {string(smallPBF(zlibBlob)) + "rubbish", "block 3"},
	} {
		_, err := ReadStreets(context.Background(), writeFile(t, "town.osm.pbf", c.content), nil)
		if err == nil || !strings.Contains(err.Error(), c.say) || !strings.Contains(err.Error(), "town.osm.pbf") {
			t.Errorf("%s: error %v, want one that names the file and says %q", name, err, c.say)
		}
	}
}

func zlibOf(data []byte) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return packed.Bytes()
}

// block is a data block with one string, "", and one group.
func block(group message) message {
	return message(nil).data(1, message(nil).data(1, nil)).data(2, group)
}

func TestMissingFileAndFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadStreets(context.Background(), filepath.Join(dir, "none.osm.pbf"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	if _, err := ReadStreets(context.Background(), dir, nil); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("folder: %v", err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, content := range []string{osmXML(smallTownXML), string(smallPBF(zlibBlob))} {
		if _, err := ReadStreets(ctx, writeFile(t, "x", content), nil); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	}
}

func TestProgressRisesToTheEnd(t *testing.T) {
	content := smallPBF(zlibBlob)
	last, total := int64(0), int64(0)
	_, err := ReadStreets(context.Background(), writeFile(t, "x", string(content)), func(done, all int64) {
		if done < last || done > all || total != 0 && all != total {
			t.Errorf("%d of %d after %d of %d", done, all, last, total)
		}
		last, total = done, all
	})
	if err != nil || last != total || total == 0 {
		t.Errorf("ended at %d of %d, %v", last, total, err)
	}
}

func TestBox(t *testing.T) {
	want := orb.Bound{Min: orb.Point{120.1, 30.1}, Max: orb.Point{120.2, 30.2}}
	town := row(2) + wayXML(1, "1 2", "highway=primary")
	s := readStreets(t, `<bounds minlat="30.1" minlon="120.1" maxlat="30.2" maxlon="120.2"/>`+town)
	if s.Box == nil || *s.Box != want {
		t.Errorf("XML: %v", s.Box)
	}
	s = readStreets(t, `<bounds minlat="30.1" minlon="120.1" maxlat="30.1" maxlon="120.2"/>`+town)
	if s.Box != nil {
		t.Errorf("an empty box is none: %v", s.Box)
	}
	box := message(nil).number(1, protowire.EncodeZigZag(120100000000)).number(2, protowire.EncodeZigZag(120200000000)).
		number(3, protowire.EncodeZigZag(30200000000)).number(4, protowire.EncodeZigZag(30100000000))
	content := append(pbfBlob("OSMHeader", rawBlob(header().data(1, box).number(32, 1437988441))), pbfBlob("OSMData", rawBlob(smallTown()))...)
	s, err := ReadStreets(context.Background(), writeFile(t, "x", string(content)), nil)
	if err != nil || s.Box == nil || *s.Box != want || s.DataDate != "2015-07-27T09:14:01Z" {
		t.Errorf("PBF: %v, dated %q, %v", s.Box, s.DataDate, err)
	}
}

func FuzzReadStreets(f *testing.F) {
	f.Add([]byte(osmXML(smallTownXML)))
	f.Add([]byte(gzipped(osmXML(smallTownXML))))
	f.Add(smallPBF(rawBlob))
	f.Add(smallPBF(zlibBlob))
	f.Add([]byte("\x00\x00\x00\x11\x0a\x09OSMHeader\x18\xff\xff\xff\xff\x07"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) == 0 {
			return
		}
		s, err := ReadStreets(context.Background(), writeFile(t, "x", string(content)), nil)
		if err == nil {
			checkStreets(t, s)
		}
	})
}

// FuzzBlock starts behind the checks of the frame, so that the fuzzer meets the decoder of objects at once.
func FuzzBlock(f *testing.F) {
	f.Add([]byte(smallTown()))
	f.Add([]byte(block(message(nil).data(3, message(nil).number(1, 1).data(2, plain(7)).data(3, plain(7))))))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b pbfBlock
		objects := 0
		v := visitor{
			node: func(n *node) { objects++ },
			way:  func(w *way) { objects += len(w.refs) },
			relation: func(r *relation) {
				objects += len(r.members)
			},
		}
		if err := b.decode(data, v, func(int64) {}); err == nil && objects > len(data) {
			t.Errorf("%d objects out of %d bytes", objects, len(data))
		}
	})
}

// FuzzShapes reads facilities and buildings, whose outlines are joined and measured.
func FuzzShapes(f *testing.F) {
	f.Add([]byte(osmXML(row(5) + wayXML(1, "1 2 3 1", "building=house") + wayXML(2, "3 4 5", "leisure=track"))))
	f.Add([]byte(osmXML(row(5) + wayXML(1, "1 2", "") + wayXML(2, "1 3 2", "") + relationXML(3, "outer:1 outer:2 inner:2", "type=multipolygon building=house amenity=kindergarten"))))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := writeFile(t, "x", string(content))
		if found, err := ReadFacilities(context.Background(), path, nil, nil); err == nil {
			for _, x := range found.Found {
				if !onEarth(x.Point) {
					t.Errorf("%+v", x)
				}
			}
		}
		b, err := ReadBuildings(context.Background(), path, nil)
		if err != nil {
			return
		}
		for _, x := range b.Buildings {
			if !onEarth(x.Point) || !(x.FootprintM2 >= 0) || !(x.Levels > 0 && x.Levels <= maxLevels) {
				t.Errorf("%+v", x)
			}
		}
	})
}

func onEarth(p orb.Point) bool { return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90 }
