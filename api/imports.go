package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
	"lifecircle/isochrone/coverage"
)

// ImportQuery says how an uploaded file is to be understood. Which of the parameters apply depends on the kind;
// others are refused.
type ImportQuery struct {
	Kind         string `path:"kind" enum:"streets,facilities,residents,areas,entrances,attributes,reported"`
	Service      string `query:"service" maxLength:"2000" doc:"Of facilities: the code for rows without one; with from_osm several codes, joined by commas. Of attributes of facilities: of those that are meant."`
	Datum        string `query:"datum" maxLength:"64" doc:"Of the positions: wgs84 (as if not given), gcj02, bd09, cgcs2000 or an EPSG code." example:"wgs84"`
	Encoding     string `query:"encoding" maxLength:"32" doc:"Of a text file: utf-8 or gb18030; found out if not given."`
	Map          string `query:"map" maxLength:"4000" doc:"Columns that their names do not tell: field=column, joined by commas." example:"population=人口"`
	Replace      bool   `query:"replace" doc:"First remove what is there of the kind; of facilities, those of the services in the file, and with from_osm all idle buildings."`
	Level        string `query:"level" maxLength:"64" doc:"Of areas: for rows without a level. Of attributes of areas: of those that are meant." example:"community"`
	Of           string `query:"of" enum:"areas,facilities,residents" doc:"Of attributes, needed: whose they are." example:"areas"`
	Population   int64  `query:"population" minimum:"1" maximum:"100000000" doc:"Of residents from OpenStreetMap: people to spread over the buildings."`
	FromOSM      bool   `query:"from_osm" doc:"Of facilities and residents: the file is an OpenStreetMap extract. With facilities come the idle public buildings that it tells of."`
	KeepContacts bool   `query:"keep_contacts" doc:"Keep columns with telephone numbers, contacts and identities."`

	http *http.Request
	out  http.ResponseWriter
	address
}

// Resolve is called by the framework before the operation.
func (q *ImportQuery) Resolve(ctx huma.Context) []error {
	c := humagin.Unwrap(ctx)
	q.http, q.out = c.Request, c.Writer
	return q.address.Resolve(ctx)
}

// importParameters are those that each kind of import knows.
var importParameters = map[data.Kind][]string{
	data.Streets:    {},
	data.Facilities: {"service", "datum", "encoding", "map", "replace", "from_osm", "keep_contacts"},
	data.Residents:  {"datum", "encoding", "map", "replace", "from_osm", "population", "keep_contacts"},
	data.Areas:      {"datum", "encoding", "map", "replace", "level", "keep_contacts"},
	data.Entrances:  {"datum", "encoding", "map", "replace", "keep_contacts"},

	data.Attributes:      {"of", "service", "level", "encoding", "map", "keep_contacts"},
	data.ReportedNumbers: {"encoding", "map", "replace", "keep_contacts"},
}

// tableParameters mean nothing for OpenStreetMap files.
var tableParameters = []string{"datum", "encoding", "map", "keep_contacts"}

// ImportAnswer is the report of an import, or the job that makes one.
type ImportAnswer struct {
	Status   int
	Location string `header:"Location" doc:"Of the job."`
	Body     any
}

// maxExtentBytes bounds the outline that may come with streets.
const maxExtentBytes = 32 << 20

// importPatience is how long a short import waits for a long one before it gives up.
const importPatience = 10 * time.Second

func (s *Server) registerImports() {
	op := operation(http.MethodPost, "/imports/{kind}", "Imports", "Import a file",
		"The form holds one file, in the field file; with streets there may be another, extent, a GeoJSON file with the land they claim to cover. "+
			"A bad row is listed in the report and never fails the file. A file refused as a whole is a problem, and nothing is changed. "+
			"Streets, and lists taken from OpenStreetMap, are jobs: follow the Location.")
	schemas := s.api.OpenAPI().Components.Schemas
	op.Responses["200"] = &huma.Response{Description: "The report.", Content: map[string]*huma.MediaType{
		"application/json": {Schema: schemas.Schema(reflect.TypeFor[data.Report](), true, "")}}}
	op.Responses["202"] = &huma.Response{Description: "The job.", Content: map[string]*huma.MediaType{
		"application/json": {Schema: schemas.Schema(reflect.TypeFor[Job](), true, "")}}}
	register(s, op, s.importFile)
	// Said afterwards, because the framework would read a body it knows of into memory.
	binary := &huma.Schema{Type: "string", Format: "binary"}
	s.api.OpenAPI().Paths[op.Path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: "object", Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": binary, "extent": binary}}}}}
	allowNull(s.api, "StreetReport", "extent_bbox")
}

func (s *Server) importFile(ctx context.Context, q *ImportQuery) (*ImportAnswer, error) {
	if s.options.Workspace.ReadOnly() {
		return nil, readOnly.problem(geo.Say("the program opened the workspace for reading only", "项目文件以只读方式打开"), geo.Say("Copy the file to where it may be written, and serve the copy.", "请把文件复制到可写的位置，再打开副本。"))
	}
	request, err := q.request()
	if err != nil {
		return nil, err
	}
	upload, err := s.receive(q, &request)
	if err != nil {
		return nil, err
	}
	work := func(ctx context.Context, progress func(done, total int64)) (data.Report, error) {
		report, err := s.options.Workspace.Import(ctx, request, progress)
		if err != nil {
			err = &importError{err, s.options.Workspace.Path(), request.Path, request.Name}
		}
		return report, err
	}
	if request.Kind == data.Streets || request.FromOSM {
		job, err := s.submit("import-"+q.Kind, work, func() { discard(upload) })
		if err != nil {
			discard(upload)
			return nil, err
		}
		return &ImportAnswer{Status: http.StatusAccepted, Location: base + "/jobs/" + job.ID, Body: job}, nil
	}
	defer discard(upload)
	patience, cancel := context.WithTimeout(ctx, importPatience)
	defer cancel()
	if err := s.jobs.enter(patience); err != nil {
		return nil, busy.problem(geo.Words{}, geo.Say("Wait until the other import is done, then try again. Nothing was changed.", "请等待另一项导入完成后重试；未作任何更改。"))
	}
	defer s.jobs.leave()
	report, err := work(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := s.town(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	return &ImportAnswer{Status: http.StatusOK, Body: report}, nil
}

// request checks the parameters before a byte of the file is read.
func (q *ImportQuery) request() (data.ImportRequest, error) {
	r := data.ImportRequest{Kind: data.Kind(q.Kind), Service: q.Service, Datum: q.Datum, Encoding: q.Encoding, Level: q.Level, Of: data.Kind(q.Of),
		Population: q.Population, Replace: q.Replace, FromOSM: q.FromOSM, KeepContacts: q.KeepContacts}
	fault := func(parameter string, rule, hint geo.Words) error {
		return &coverage.RequestError{Parameter: parameter, Value: q.url.Query().Get(parameter), Rule: rule, Hint: hint}
	}
	for given := range q.url.Query() {
		switch {
		case !slices.Contains(importParameters[r.Kind], given):
			return r, fault(given, geo.Say("means nothing for %s", "不适用于 %s", q.Kind), geo.Words{})
		case q.FromOSM && slices.Contains(tableParameters, given):
			return r, fault(given, geo.Say("means nothing for OpenStreetMap files, which are WGS 84 and have tags instead of columns", "不适用于 OpenStreetMap 文件：其坐标为 WGS 84，且只有标签没有列"), geo.Words{})
		case !q.FromOSM && given == "population":
			return r, fault(given, geo.Say("can only be given with from_osm", "只能与 from_osm 一起使用"), geo.Words{})
		case r.Kind == data.Attributes && (given == "level" && r.Of != data.Areas || given == "service" && r.Of != data.Facilities):
			return r, fault(given, geo.Say("means nothing for attributes of %s", "不适用于 %s 的属性", q.Of), geo.Words{})
		}
	}
	if r.Kind == data.Attributes && r.Of == "" {
		return r, fault("of", geo.Say("is missing", "缺失"), geo.Say("Say whose attributes they are: of=areas, of=facilities or of=residents.", "请说明属性的对象：of=areas、of=facilities 或 of=residents。"))
	}
	for code := range strings.SplitSeq(q.Service, ",") {
		if _, known := geo.LookupService(code); code != "" && !known {
			var hint geo.Words
			if near, ok := geo.NearestService(code); ok {
				hint = geo.Say("Did you mean %s?", "是否指 %s？", near)
			}
			return r, fault("service", geo.Say("is no service code", "不是设施类型代码"), hint)
		}
	}
	if q.Datum != "" {
		if _, err := datum.Parse(q.Datum); err != nil {
			return r, fault("datum", geo.WordsOf(err), geo.Words{})
		}
	}
	if _, err := table.ParseEncoding(q.Encoding); err != nil {
		return r, fault("encoding", geo.WordsOf(err), geo.Words{})
	}
	if q.Map != "" {
		mapped, err := table.ParseMap(q.Map)
		if err != nil {
			return r, fault("map", geo.WordsOf(err), geo.Words{})
		}
		r.Map = mapped
	}
	return r, nil
}

// receive reads the form. The file streams to the disk, where it may be larger than memory; the caller discards it.
func (s *Server) receive(q *ImportQuery, r *data.ImportRequest) (upload *os.File, err error) {
	defer func() {
		if err != nil && upload != nil {
			discard(upload)
			upload = nil
		}
	}()
	limit := s.options.MaxUploadBytes
	if q.http.ContentLength > limit+maxExtentBytes {
		return nil, &http.MaxBytesError{Limit: limit}
	}
	body := &patientBody{ReadCloser: http.MaxBytesReader(q.out, q.http.Body, limit+maxExtentBytes), control: http.NewResponseController(q.out)}
	q.http.Body = body
	form, err := q.http.MultipartReader()
	if err != nil {
		return nil, wrongMedia.problem(geo.Say("this is no form: %v", "不是表单：%v", err), geo.Say("Send the file as multipart/form-data, in the field file.", "请以 multipart/form-data 上传，文件放在 file 字段。"))
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return upload, unreadable(err)
		}
		switch field := part.FormName(); {
		case field == "file" && upload == nil:
			if upload, err = os.CreateTemp(s.options.TempDir, "lifecircle-upload-*"); err != nil {
				return nil, err
			}
			if err := spool(upload, part, limit); err != nil {
				return upload, err
			}
			r.Path, r.Name = upload.Name(), fileName(part)
		case field == "extent" && r.Kind == data.Streets && r.ExtentContent == nil:
			content, err := io.ReadAll(io.LimitReader(part, maxExtentBytes+1))
			if err != nil {
				return upload, unreadable(err)
			}
			if len(content) > maxExtentBytes {
				return upload, &http.MaxBytesError{Limit: maxExtentBytes}
			}
			r.ExtentContent = content
		default:
			return upload, badUpload.problem(geo.Say("the field %q is unknown, or given twice", "字段“%s”无法识别或重复", shown(field)), geo.Say("Send one file, in the field file.", "请在 file 字段上传一个文件。"))
		}
	}
	if upload == nil {
		return nil, badUpload.problem(geo.Say("the form holds no field file", "表单中没有 file 字段"), geo.Say("Send the file as multipart/form-data, in the field file.", "请以 multipart/form-data 上传，文件放在 file 字段。"))
	}
	body.done()
	return upload, nil
}

func spool(upload *os.File, part *multipart.Part, limit int64) error {
	n, err := io.Copy(upload, io.LimitReader(part, limit+1))
	if err != nil {
		return unreadable(err)
	}
	if n > limit {
		return &http.MaxBytesError{Limit: limit}
	}
	return nil
}

func unreadable(err error) error {
	var oversize *http.MaxBytesError
	var path *os.PathError // of our own disk
	if errors.As(err, &oversize) || errors.As(err, &path) {
		return err
	}
	return badUpload.problem(geo.Say("the upload broke off: %v", "上传中断：%v", err), geo.Say("Send the file again.", "请重新上传。"))
}

// fileName is how reports call an upload: the last part of its name, without what could disturb a terminal.
func fileName(part *multipart.Part) string {
	name := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, part.FileName())
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "" {
		return "upload"
	}
	return shown(name)
}

// uploadStall is how long an upload may send nothing.
const uploadStall = time.Minute

// patientBody lets an upload take as long as it keeps coming, whatever timeouts the server has for short requests.
type patientBody struct {
	io.ReadCloser
	control *http.ResponseController
}

// Read grants more time before it reads. Where no deadlines can be set there are none to move.
func (b *patientBody) Read(p []byte) (int, error) {
	_ = b.control.SetReadDeadline(time.Now().Add(uploadStall))
	return b.ReadCloser.Read(p)
}

// done lifts the deadlines: the import takes the time it takes.
func (b *patientBody) done() {
	_ = b.control.SetReadDeadline(time.Time{})
	_ = b.control.SetWriteDeadline(time.Time{})
}
