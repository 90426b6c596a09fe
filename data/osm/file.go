package osm

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// What is unpacked may be 100 times as large as the packed file and 16 MiB more; real extracts stay under 30 times.
const (
	maxUnpackRatio = 100
	maxUnpackExtra = 16 << 20
)

var errBomb = geo.Fail("unpacks to more than %d times its size: it is damaged or made to fill the memory", "解压后超过自身大小的 %d 倍：文件已损坏，或意在占满内存", maxUnpackRatio)

// file is an extract that can be read several times.
type file struct {
	path   string
	size   int64
	box    *orb.Bound // as the file itself declares it
	dated  time.Time  // as the file itself declares it
	newest time.Time  // of the objects visited so far
	sha256 string     // known after the first reading

	ids      idCheck
	progress func(done int64) // bytes of the current reading
}

func openFile(path string) (*file, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, geo.Fail("cannot read the OpenStreetMap file: %v", "无法读取 OpenStreetMap 文件：%v", err)
	}
	if info.IsDir() {
		return nil, geo.Fail("%s: is a folder; give the .osm.pbf, .osm, .osm.gz or .osm.bz2 file in it", "%s：是文件夹；请选择其中的 .osm.pbf、.osm、.osm.gz 或 .osm.bz2 文件", path)
	}
	if info.Size() == 0 {
		return nil, geo.Fail("%s: is empty; download or copy it again", "%s：文件为空；请重新下载或复制", path)
	}
	return &file{path: path, size: info.Size()}, nil
}

// inFile names the file that an error happened to.
func inFile(path string, err error) error { return geo.Fail("%s: %v", "%s：%v", path, err) }

// dataDate is what the file says of its age: its header's time, else that of the newest object seen, else "".
func (f *file) dataDate() string {
	switch {
	case !f.dated.IsZero():
		return f.dated.UTC().Format(time.RFC3339)
	case !f.newest.IsZero():
		return f.newest.UTC().Format(time.RFC3339)
	}
	return ""
}

// read hands every object of the wanted kinds to v, in the order of the file.
func (f *file) read(ctx context.Context, v visitor) error {
	disk, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer disk.Close()
	f.ids = idCheck{}
	v = f.ids.guard(v)
	hash := sha256.New()
	var source io.Reader = &meter{ctx: ctx, from: disk, report: f.progress}
	first := f.sha256 == ""
	if first {
		source = io.TeeReader(source, hash)
	}
	if err := f.decode(ctx, source, v); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return inFile(f.path, err)
	}
	if f.ids.err != nil {
		return inFile(f.path, f.ids.err)
	}
	if first {
		if _, err := io.Copy(io.Discard, source); err != nil {
			return inFile(f.path, err)
		}
		f.sha256 = hex.EncodeToString(hash.Sum(nil))
	}
	return nil
}

// decode tells the format by its first bytes and unpacks at most one layer.
func (f *file) decode(ctx context.Context, source io.Reader, v visitor) error {
	in := bufio.NewReaderSize(source, 1<<16)
	start, _ := in.Peek(16)
	limit := maxUnpackRatio*f.size + maxUnpackExtra
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return geo.Fail("not readable as gzip: %v", "无法按 gzip 读取：%v", err)
		}
		in = bufio.NewReaderSize(&bounded{from: unpacked, left: limit}, 1<<16)
	case bytes.HasPrefix(start, []byte("BZh")):
		in = bufio.NewReaderSize(&bounded{from: bzip2.NewReader(in), left: limit}, 1<<16)
	}
	start, err := in.Peek(16)
	if err != nil && !errors.Is(err, io.EOF) {
		return geo.Fail("not readable: %v", "无法读取：%v", unexpected(err))
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte{0, 0}) && bytes.Contains(start, []byte("OSM")):
		return (&pbfReader{file: f, in: in, visit: v, left: limit}).read(ctx)
	case bytes.HasPrefix(text, []byte("<")):
		return (&xmlReader{file: f, visit: v}).read(ctx, in)
	case bytes.HasPrefix(start, []byte("PK")):
		return geo.Fail("is a zip archive; unpack it first and give the .osm.pbf or .osm file in it", "是 zip 压缩包；请先解压，再选择其中的 .osm.pbf 或 .osm 文件")
	case bytes.HasPrefix(start, []byte{0xff, 0xe0}):
		return geo.Fail("is an o5m file; convert it to .osm.pbf first", "是 o5m 文件；请先转换为 .osm.pbf")
	}
	return geo.Fail("is no OpenStreetMap file: it starts neither like PBF nor like XML; give an .osm.pbf, .osm, .osm.gz or .osm.bz2 file", "不是 OpenStreetMap 文件：开头既不像 PBF 也不像 XML；请选择 .osm.pbf、.osm、.osm.gz 或 .osm.bz2 文件")
}

// saw notes the time of an object, in Unix seconds; times before OpenStreetMap or far ahead are taken for noise.
func (f *file) saw(seconds int64) {
	if seconds > 1_000_000_000 && seconds < 10_000_000_000 && seconds > f.newest.Unix() {
		f.newest = time.Unix(seconds, 0)
	}
}

// idCheck refuses ids that OpenStreetMap never gave: editors use negative ones for objects not yet uploaded, and
// Lifecircle uses them for its own purposes.
type idCheck struct{ err error }

func (c *idCheck) guard(v visitor) visitor {
	good := func(kind string, id int64) bool {
		if id <= 0 && c.err == nil {
			c.err = geo.Fail("%s %d: ids must be positive; this one was never uploaded to OpenStreetMap, so give the objects new ids (osmium renumber) first", "%s %d：编号必须为正数；该对象从未上传到 OpenStreetMap，请先重新编号（osmium renumber）", kind, id)
		}
		return id > 0
	}
	guarded := visitor{}
	if v.node != nil {
		guarded.node = func(n *node) {
			if good("node", n.id) {
				v.node(n)
			}
		}
	}
	if v.way != nil {
		guarded.way = func(w *way) {
			if good("way", w.id) {
				v.way(w)
			}
		}
	}
	if v.relation != nil {
		guarded.relation = func(r *relation) {
			if good("relation", r.id) {
				v.relation(r)
			}
		}
	}
	return guarded
}

// meter reports how far a reading has come and ends it when the context does.
type meter struct {
	ctx    context.Context
	from   io.Reader
	done   int64
	report func(done int64)
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(p)
	m.done += int64(n)
	if m.report != nil {
		m.report(m.done)
	}
	return n, err
}

// bounded is a reader that fails, rather than ends, when it gives more than it should.
type bounded struct {
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errBomb
	}
	return n, err
}

// unexpected turns the end of a file into an error a person understands.
func unexpected(err error) error {
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		return geo.Fail("the file ends in the middle of its data: it was cut off; download or copy it again", "文件在数据中途结束，已被截断；请重新下载或复制")
	}
	return err
}
