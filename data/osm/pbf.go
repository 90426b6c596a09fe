package osm

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"time"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/paulmach/orb"
	"google.golang.org/protobuf/encoding/protowire"

	"lifecircle/geo"
)

// Sizes that the PBF format itself forbids to exceed.
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20
)

// pbfReader reads OpenStreetMap's PBF: a row of blobs, each with a length and a type, a header first.
//
// We decode it ourselves because a decoder that panics on a bad index does so in a goroutine of its own, out of reach
// of the caller, and a bad file must not take the server down.
type pbfReader struct {
	file  *file
	in    *bufio.Reader
	visit visitor

	offset int64
	left   int64 // bytes that blocks may yet unpack to
	packed bytes.Buffer
	raw    bytes.Buffer
	block  pbfBlock
}

func (r *pbfReader) read(ctx context.Context) error {
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := r.offset
		kind, blob, err := r.next()
		if err == io.EOF && n > 0 {
			return nil
		}
		if err == nil {
			err = r.decode(n, kind, blob)
		}
		if err != nil {
			return geo.Fail("PBF block %d at byte %d: %v", "PBF 第 %d 块（第 %d 字节起）：%v", n+1, start, unexpected(err))
		}
	}
}

func (r *pbfReader) decode(n int, kind string, blob []byte) error {
	switch {
	case n == 0 && kind != "OSMHeader":
		return geo.Fail("the first block is %q, not an OSMHeader", "首块是“%s”，不是 OSMHeader", kind)
	case kind != "OSMHeader" && kind != "OSMData":
		return nil // the format asks readers to skip kinds they do not know
	}
	data, err := r.unpack(blob)
	if err != nil {
		return err
	}
	if kind == "OSMHeader" {
		return r.header(data)
	}
	return r.block.decode(data, r.visit, r.file.saw)
}

// next reads a blob and its type; io.EOF only between two blobs.
func (r *pbfReader) next() (kind string, blob []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(r.in, size[:]); err != nil {
		return "", nil, err // a clean end, or io.ErrUnexpectedEOF
	}
	length := binary.BigEndian.Uint32(size[:])
	if length > maxBlobHeader {
		return "", nil, geo.Fail("declares a header of %d bytes, more than the format allows", "声明的块头为 %d 字节，超过格式上限", length)
	}
	header, err := r.take(int64(length))
	if err != nil {
		return "", nil, err
	}
	dataSize := int64(-1)
	err = fields(header, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
		switch field {
		case 1:
			kind = string(data)
		case 3:
			dataSize = int64(int32(number))
		}
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	if dataSize < 0 || dataSize > maxBlob {
		return "", nil, geo.Fail("declares %d bytes of data, more than the format allows", "声明的数据为 %d 字节，超过格式上限", dataSize)
	}
	blob, err = r.take(dataSize)
	r.offset += 4 + int64(length) + dataSize
	return kind, blob, err
}

// take reads n bytes; memory grows with what is there, not with what was declared.
func (r *pbfReader) take(n int64) ([]byte, error) {
	r.packed.Reset()
	got, err := io.CopyN(&r.packed, r.in, n)
	if err == io.EOF || got < n && err == nil {
		err = io.ErrUnexpectedEOF
	}
	return r.packed.Bytes(), err
}

func (r *pbfReader) unpack(blob []byte) ([]byte, error) {
	var method protowire.Number
	var body []byte
	declared := int64(-1)
	err := fields(blob, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
		switch field {
		case 2:
			declared = int64(int32(number))
		case 1, 3, 4, 5, 6, 7:
			method, body = field, data
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var unpacked io.Reader
	switch method {
	case 0:
		return nil, geo.Fail("holds no data", "没有数据")
	case 1:
		return body, nil
	case 3:
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, geo.Fail("damaged zlib data: %v", "zlib 数据已损坏：%v", err)
		}
		unpacked = z
	case 7:
		z, err := zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlob), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, geo.Fail("damaged zstd data: %v", "zstd 数据已损坏：%v", err)
		}
		defer z.Close()
		unpacked = z
	default:
		return nil, geo.Fail("is packed with lzma, bzip2 or lz4; rewrite the file with zlib (osmium cat -f pbf)", "以 lzma、bzip2 或 lz4 压缩；请改用 zlib 重写文件（osmium cat -f pbf）")
	}
	r.raw.Reset()
	got, err := io.Copy(&r.raw, io.LimitReader(unpacked, maxBlob+1))
	r.left -= got
	switch {
	case r.left < 0:
		return nil, errBomb
	case got > maxBlob:
		return nil, geo.Fail("unpacks to more than %d bytes, which the format forbids", "解压后超过 %d 字节，格式不允许", maxBlob)
	case err != nil:
		return nil, geo.Fail("damaged data: %v", "数据已损坏：%v", err)
	case declared >= 0 && got != declared:
		return nil, geo.Fail("unpacks to %d bytes but declares %d", "解压后为 %d 字节，声明为 %d 字节", got, declared)
	}
	return r.raw.Bytes(), nil
}

func (r *pbfReader) header(data []byte) error {
	return fields(data, func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error {
		switch field {
		case 1:
			box, ok, err := pbfBox(data)
			if err != nil {
				return err
			}
			if ok {
				r.file.box = &box
			}
		case 4:
			switch feature := string(data); feature {
			case "OsmSchema-V0.6", "DenseNodes":
			case "HistoricalInformation":
				return geo.Fail("is a history file; make a snapshot of one day first (osmium time-filter)", "是历史文件；请先取某一天的快照（osmium time-filter）")
			default:
				return geo.Fail("needs the feature %q, which is not known here; rewrite it as plain PBF (osmium cat)", "需要本程序不支持的特性“%s”；请重写为普通 PBF（osmium cat）", feature)
			}
		case 32:
			if s := int64(number); s > 1_000_000_000 && s < 10_000_000_000 {
				r.file.dated = time.Unix(s, 0)
			}
		}
		return nil
	})
}

// pbfBox reads a header's box, in nanodegrees. Empty and impossible boxes are as good as none.
func pbfBox(data []byte) (orb.Bound, bool, error) {
	var edge [5]int64 // left, right, top, bottom from 1
	err := fields(data, func(field protowire.Number, typ protowire.Type, number uint64, _ []byte) error {
		if field >= 1 && field <= 4 {
			edge[field] = protowire.DecodeZigZag(number)
		}
		return nil
	})
	if err != nil {
		return orb.Bound{}, false, err
	}
	low, ok1 := toPosition(edge[1], edge[4])
	high, ok2 := toPosition(edge[2], edge[3])
	box := orb.Bound{Min: low.point(), Max: high.point()}
	return box, ok1 && ok2 && box.Min[0] < box.Max[0] && box.Min[1] < box.Max[1], nil
}

// fields calls f for every field of a protobuf message: number for varints, data for length-delimited fields.
func fields(message []byte, f func(field protowire.Number, typ protowire.Type, number uint64, data []byte) error) error {
	for len(message) > 0 {
		field, typ, n := protowire.ConsumeTag(message)
		if n < 0 {
			return geo.Fail("damaged message", "消息已损坏")
		}
		message = message[n:]
		var number uint64
		var data []byte
		switch typ {
		case protowire.VarintType:
			number, n = protowire.ConsumeVarint(message)
		case protowire.BytesType:
			data, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(field, typ, message)
		}
		if n < 0 {
			return geo.Fail("damaged message", "消息已损坏")
		}
		message = message[n:]
		if typ == protowire.VarintType || typ == protowire.BytesType {
			if err := f(field, typ, number, data); err != nil {
				return err
			}
		}
	}
	return nil
}
