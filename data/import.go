package data

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// Kind is what an import brings.
type Kind string

// The kinds of imports.
const (
	Streets    Kind = "streets"
	Facilities Kind = "facilities"
	Residents  Kind = "residents"
	Areas      Kind = "areas"
	Entrances  Kind = "entrances"

	Attributes      Kind = "attributes" // of areas, facilities or residential points that are there already
	ReportedNumbers Kind = "reported"
)

// Kinds lists what can be imported.
var Kinds = []Kind{Streets, Facilities, Residents, Areas, Entrances, Attributes, ReportedNumbers}

// ImportRequest says what to import and how to understand it. Zero values are the documented defaults.
type ImportRequest struct {
	Kind    Kind
	Path    string // of the file; only read where Content is nil
	Name    string // how reports call the file; by default the last part of Path
	Content []byte // of an upload

	FromOSM    bool   // facilities and residents: the file is an OpenStreetMap extract
	Service    string // facilities: code, or several separated by commas with FromOSM; "" takes the service column, or all that OSM tells of
	Population int64  // residents FromOSM: people to spread over the buildings; 0 takes the population of the areas
	Level      string // areas: for rows that do not tell theirs; attributes of areas: of the areas that are meant
	Of         Kind   // attributes: Areas, Facilities or Residents

	Datum        string            // of the positions; "" is WGS 84
	Encoding     string            // of a text file; "" finds it out
	Map          map[string]string // field to column, for columns that their names do not tell
	Replace      bool              // facilities: first remove those of the services in the file, and FromOSM all idle buildings; other kinds: first remove what is there of the kind (areas: of the levels in the file)
	KeepContacts bool              // keep columns with telephone numbers, contacts and identities

	ExtentPath    string // streets: GeoJSON file with the polygon of which the data claims to hold every street
	ExtentContent []byte // the same, uploaded
}

// maxPopulation is the most people that may be spread over a town: more than any city has.
const maxPopulation = 100_000_000

func (r *ImportRequest) check() error {
	osmKinds := r.Kind == Facilities || r.Kind == Residents
	switch {
	case !slices.Contains(Kinds, r.Kind):
		return geo.Fail("%q cannot be imported: use streets, facilities, residents, areas, entrances, attributes or reported", "无法导入“%s”：可导入 streets、facilities、residents、areas、entrances、attributes、reported", r.Kind)
	case r.Kind == Attributes && !slices.Contains([]Kind{Areas, Facilities, Residents}, r.Of):
		return geo.Fail("attributes are of areas, facilities or residents, not of %q", "属性的对象只能是 areas、facilities 或 residents，不能是“%s”", r.Of)
	case r.Of != "" && r.Kind != Attributes:
		return geo.Fail("of whom is only told of attributes, not of %s", "对象只用于属性，不用于 %s", r.Kind)
	case (r.Kind == Attributes || r.Kind == ReportedNumbers) && r.Datum != "":
		return geo.Fail("%s have no positions, so a datum means nothing", "%s 没有位置，坐标系选项不适用", r.Kind)
	case r.Kind == Attributes && r.Replace:
		return geo.Fail("attributes only change what they name: there is nothing to remove first", "属性只更新所列的项，没有可先删除的内容")
	case r.Path == "" && r.Content == nil:
		return geo.Fail("no file is given to import %s from", "没有给出要导入的文件（%s）", r.Kind)
	case r.FromOSM && !osmKinds:
		return geo.Fail("%s cannot be taken from OpenStreetMap with --from-osm", "%s 不能取自 OpenStreetMap", r.Kind)
	case r.Service != "" && r.Kind != Facilities && r.Of != Facilities:
		return geo.Fail("a service can only be given for facilities, not for %s", "设施类型只用于设施，不用于 %s", r.Kind)
	case r.Level != "" && r.Kind != Areas && r.Of != Areas:
		return geo.Fail("a level can only be given for areas, not for %s", "级别只用于区划单元，不用于 %s", r.Kind)
	case r.Population != 0 && !(r.Kind == Residents && r.FromOSM):
		return geo.Fail("a population can only be given for residents from OpenStreetMap", "人口总数只用于取自 OpenStreetMap 的居民点")
	case r.Population < 0 || r.Population > maxPopulation:
		return geo.Fail("population %d: it must lie between 1 and %d", "人口 %d：应在 1 到 %d 之间", r.Population, maxPopulation)
	case (r.ExtentPath != "" || r.ExtentContent != nil) && r.Kind != Streets:
		return geo.Fail("an extent can only be given for streets, not for %s", "数据范围只用于道路，不用于 %s", r.Kind)
	case (r.Kind == Streets || r.FromOSM) && (r.Datum != "" || r.Encoding != "" || len(r.Map) > 0 || r.KeepContacts):
		return geo.Fail("datum, encoding, map and contacts mean nothing for OpenStreetMap files, which are WGS 84 and have tags instead of columns", "坐标系、编码、列对应和联系信息选项不适用于 OpenStreetMap 文件：其坐标为 WGS 84，且只有标签没有列")
	}
	return nil
}

func (r *ImportRequest) fileName() string {
	return filepath.Base(cmp.Or(r.Name, r.Path))
}

// content reads the whole file, unless it is larger than a list can be.
func (r *ImportRequest) content() ([]byte, error) {
	if r.Content != nil {
		return r.Content, nil
	}
	file, err := os.Open(r.Path)
	if err != nil {
		return nil, explain(r.Path, err)
	}
	defer file.Close()
	return table.ReadAll(file, r.fileName())
}

// onDisk gives the path of the file, and a function that removes it again if it had to be made.
func (r *ImportRequest) onDisk() (path string, done func() error, err error) {
	if r.Content == nil {
		return r.Path, func() error { return nil }, nil
	}
	file, err := os.CreateTemp("", "lifecircle-upload-*")
	if err != nil {
		return "", nil, err
	}
	done = func() error { return os.Remove(file.Name()) }
	_, err = file.Write(r.Content)
	if err = cmp.Or(err, file.Close()); err != nil {
		return "", nil, cmp.Or(err, done())
	}
	return file.Name(), done, nil
}

// uploadError is the error of a file that was uploaded: it names the file as its sender knows it.
type uploadError struct {
	words geo.Words
	err   error
}

func (e *uploadError) Error() string { return e.words.EN }

// InWords is the error in both languages.
func (e *uploadError) InWords() geo.Words { return e.words }
func (e *uploadError) Unwrap() error      { return e.err }

// fail makes the error of an OpenStreetMap file that lies at path speak of the file by the name it came with.
func (r *ImportRequest) fail(path string, err error) error {
	err = explain(path, err)
	if r.Name == "" || r.Path == r.Name {
		return err
	}
	return &uploadError{geo.WordsOf(err).Replace(path, r.fileName()), err}
}

func (r *ImportRequest) tableOptions() (table.Options, error) {
	opts := table.Options{Service: r.Service, Map: r.Map, Level: r.Level, KeepContacts: r.KeepContacts}
	if r.Datum != "" {
		d, err := datum.Parse(r.Datum)
		if err != nil {
			return opts, err
		}
		opts.Datum = d
	}
	return opts, nil
}

// describe tells what besides the file decided the outcome, for the manifest of results.
func (r *ImportRequest) describe() string {
	var parts []string
	say := func(key, value string) {
		if value != "" {
			parts = append(parts, key+"="+value)
		}
	}
	flag := func(key string, set bool) {
		if set {
			parts = append(parts, key)
		}
	}
	flag("from_osm", r.FromOSM)
	say("service", r.Service)
	if r.Population > 0 {
		say("population", strconv.FormatInt(r.Population, 10))
	}
	say("level", r.Level)
	say("of", string(r.Of))
	say("encoding", r.Encoding)
	var mapped []string
	for field, column := range r.Map {
		mapped = append(mapped, field+"="+column)
	}
	slices.Sort(mapped)
	say("map", strings.Join(mapped, ","))
	flag("replace", r.Replace)
	flag("keep_contacts", r.KeepContacts)
	return strings.Join(parts, ";")
}

// batch is an import that has been read and understood but not yet written.
type batch struct {
	report Report
	source geo.Source
	rows   int64                                // that write will write, for the progress
	ledger *ledger                              // nil where nothing can stay beside what is imported
	write  func(*writeTx, *Report) error        // may add to the report
	check  func(town geo.Town, r *Report) error // what looks wrong against the town as it then is
}

// Import reads a file into the workspace, in one transaction: an error or a cancelled context leaves the workspace
// as it was. A bad row never fails the file; it is listed in the report. A file that as a whole cannot be what it
// was given as fails with a [*table.Refusal] or an error of package osm; trouble with the workspace itself is a
// [FileError]. With a refusal comes the report as far as it got, of which nothing was stored.
//
// Progress, which may be nil, counts in thousandths.
func (w *Workspace) Import(ctx context.Context, r ImportRequest, progress func(done, total int64)) (Report, error) {
	if err := r.check(); err != nil {
		return Report{}, err
	}
	if w.ReadOnly() {
		return Report{}, w.change(ctx, nil)
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	const reading, all = 700, 1000 // reading takes the larger part
	progress(0, all)
	b, err := w.understand(ctx, r, func(done, total int64) {
		if total > 0 {
			progress(min(done, total)*reading/total, all)
		}
	})
	if err != nil {
		if b != nil {
			return b.report, err
		}
		return Report{}, err
	}
	progress(reading, all)
	var failed Report
	err = w.change(ctx, func(tx *writeTx) error {
		tx.progress = func(done int64) { progress(reading+min(done, b.rows)*(all-reading-1)/max(1, b.rows), all) }
		if err := b.counted(tx); err != nil {
			failed = b.report // with the rows that could not be used
			return err
		}
		if err := putSource(tx, b.source, b.report.File); err != nil {
			return err
		}
		if !slices.Contains([]Kind{Areas, Attributes, ReportedNumbers}, r.Kind) { // which no travel time hangs on
			if err := dropPrepared(tx); err != nil {
				return err
			}
		}
		if b.check != nil {
			town, err := readTownIn(context.WithoutCancel(ctx), tx)
			if err != nil {
				return err
			}
			if err := b.check(town, &b.report); err != nil {
				return err
			}
		}
		return putReport(tx, b.report)
	})
	if err != nil {
		return failed, err
	}
	progress(all, all)
	return b.report, nil
}

// counted writes, and counts what the workspace held before and holds then.
func (b *batch) counted(tx *writeTx) (err error) {
	if b.ledger == nil {
		return b.write(tx, &b.report)
	}
	if b.report.Before, err = b.ledger.count(tx); err != nil {
		return err
	}
	if err := b.write(tx, &b.report); err != nil {
		return err
	}
	if b.report.Now, err = b.ledger.count(tx); err != nil {
		return err
	}
	b.report.Stayed = b.report.Now.without(b.ledger.brings)
	return nil
}

// understand reads the file of a request.
func (w *Workspace) understand(ctx context.Context, r ImportRequest, progress func(done, total int64)) (*batch, error) {
	switch {
	case r.Kind == Streets:
		return readStreetFile(ctx, r, progress)
	case r.Kind == Facilities && r.FromOSM:
		return readOSMFacilities(ctx, r, progress)
	case r.Kind == Residents && r.FromOSM:
		return w.readOSMResidents(ctx, r, progress)
	case r.Kind == Attributes:
		return readAttributes(ctx, r)
	case r.Kind == ReportedNumbers:
		return readReportedList(ctx, r)
	}
	return readList(ctx, r)
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
