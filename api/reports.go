package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/report"
	"lifecircle/isochrone/standard"
)

// ReportQuery asks for a report on a result.
type ReportQuery struct {
	CheckPath
	Format       string `query:"format" enum:"html,pdf,docx,xlsx" default:"html" doc:"A page that needs nothing else, the same printed by a Chromium of the machine that serves this, a document for word processors, or every table."`
	Lang         string `query:"lang" enum:"zh,en" default:"zh" doc:"The language."`
	Edition      string `query:"edition" enum:"internal,public" default:"internal" doc:"The public edition hides counts below 10 and what could be found by subtraction, and names no residential point."`
	Title        string `query:"title" maxLength:"200" doc:"On the cover."`
	Office       string `query:"office" maxLength:"200" doc:"Who hands it in."`
	Date         string `query:"date" maxLength:"40" doc:"Of the report, as it is printed on the cover." example:"2026-01-31"`
	ReviewNumber string `query:"review_number" maxLength:"80" doc:"Review number of the maps (审图号); without one they are marked as for internal use."`
	Snapshot     string `query:"snapshot" maxLength:"80" doc:"Name of a snapshot. If it holds this very result the report says whether it is final; else it tells what changed since then."`
	Disposition  string `query:"disposition" enum:"attachment,inline" default:"attachment" doc:"A page may also be looked at in place."`

	patient
}

// pagePolicy lets a report show what it holds and do nothing else.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// reportTypes are the media types of reports.
var reportTypes = map[string]string{
	"html": "text/html; charset=utf-8",
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": exportFormats["xlsx"],
}

func (s *Server) registerReports() {
	about := "The same as lifecircle report. Two are made at a time and six more may wait. It may take minutes for a large town, and PDF longer than the rest. " +
		"PDF needs a Chromium, Chrome or Edge on the machine that serves this: GET /workspace says whether there is one. A page loads nothing and runs nothing."
	for _, method := range []string{http.MethodPost, http.MethodGet} {
		op := operation(method, "/checks/{id}/report", "Plans", "The report on a result", about)
		op.Responses["200"] = &huma.Response{Description: "The report.", Content: make(map[string]*huma.MediaType)}
		for _, mediaType := range []string{"text/html", reportTypes["pdf"], reportTypes["docx"], reportTypes["xlsx"]} {
			op.Responses["200"].Content[mediaType] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
		}
		register(s, op, s.report)
	}
}

func (s *Server) report(ctx context.Context, q *ReportQuery) (*huma.StreamResponse, error) {
	one, err := s.checked(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	if q.Format == "pdf" {
		if _, err := report.FindChromium(); err != nil {
			s.log.WarnContext(ctx, "no PDF", "error", err)
			return nil, noBrowser.problem(geo.Say("the machine that serves this has no Chromium, Chrome or Edge", "运行本服务的电脑上没有 Chromium、Chrome 或 Edge"),
				geo.Say("Install one there, or name it in LIFECIRCLE_CHROMIUM; or take format=html and print the page from your browser.", "请在该电脑上安装其一，或以环境变量 LIFECIRCLE_CHROMIUM 指定；也可取 format=html，在浏览器中打开后打印。"))
		}
	}
	q.wait()
	leave, err := s.desk.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	request, err := s.composed(ctx, &one, q)
	if err != nil {
		return nil, err
	}
	content, err := s.reportFile(ctx, q.Format, request)
	if err != nil {
		return nil, err
	}
	name := one.card.Standard + " " + one.card.ResultID()
	d := document{content, reportTypes[q.Format], fileNamed("report "+name, request.Area.Name+" "+name, q.Format), pagePolicy}
	if q.Disposition == "inline" {
		return s.shownInPage(d), nil
	}
	return s.attached(d), nil
}

func (q *ReportQuery) check() error {
	if q.Disposition == "inline" && q.Format != "html" {
		return &coverage.RequestError{Parameter: "disposition", Value: q.Disposition, Rule: geo.Say("only html can be looked at in place", "只有 html 可以直接显示")}
	}
	return checkDay("date", q.Date)
}

// composed gathers what a report says.
func (s *Server) composed(ctx context.Context, one *check, q *ReportQuery) (report.Request, error) {
	edition, language := report.Internal, report.ZH
	if q.Edition == "public" {
		edition = report.Public
	}
	if q.Lang == "en" {
		language = report.EN
	}
	request, err := report.Of(ctx, &one.Assessed, one.card, edition)
	if err != nil {
		return request, err
	}
	request.Language, request.Title, request.Office, request.Date, request.ReviewNumber = language, q.Title, q.Office, q.Date, q.ReviewNumber
	if q.Snapshot == "" {
		return request, nil
	}
	before, kept, err := s.readSnapshot(ctx, q.Snapshot)
	if err != nil {
		return request, err
	}
	if before.ResultID == one.card.ResultID() {
		request.Frozen = kept.Frozen
		return request, nil
	}
	after, err := standard.TakeSnapshot(ctx, one.Analysis, one.Standard, one.Options, "–", before.Date)
	if err != nil {
		return request, err
	}
	after.Date = one.Options.AsOf
	request.Comparison = standard.CompareSnapshots(before, after)
	return request, nil
}

// reportFile writes a report.
func (s *Server) reportFile(ctx context.Context, format string, request report.Request) ([]byte, error) {
	switch format {
	case "docx":
		return report.DOCX(request)
	case "xlsx":
		return report.XLSX(request)
	}
	page, err := report.HTML(request)
	if err != nil || format == "html" {
		return page, err
	}
	pdf, err := report.PDF(ctx, page)
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "no PDF", "error", err)
		err = internalError.problem(geo.Say("the browser that is to print it failed", "用于打印的浏览器出错"), geo.Say("Take format=html and print the page from your browser. The log of the program says why.", "请取 format=html，在浏览器中打开后打印。原因见程序日志。"))
	}
	return pdf, err
}

// desk is where reports are written and snapshots are read, which takes much memory: so many at a time, and so many more
// may wait.
type desk struct{ queue, seats chan struct{} }

const (
	maxAtDesk  = 2
	maxForDesk = 8 // those at the desk included
)

func newDesk() *desk { return &desk{make(chan struct{}, maxForDesk), make(chan struct{}, maxAtDesk)} }

// enter waits for a seat. Call leave afterwards.
func (d *desk) enter(ctx context.Context) (leave func(), err error) {
	select {
	case d.queue <- struct{}{}:
	default:
		return nil, tooManyReports.problem(geo.Say("%d reports and snapshots are being made or waiting already", "已有 %d 份报告或存档正在生成或等待", maxForDesk), geo.Say("Try again in a moment.", "请稍后重试。"))
	}
	select {
	case d.seats <- struct{}{}:
		return func() { <-d.seats; <-d.queue }, nil
	case <-ctx.Done():
		<-d.queue
		return nil, ctx.Err()
	}
}
