package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/isochrone/report"
	"lifecircle/isochrone/standard"
)

// reportFlags are the flags of `lifecircle report`.
type reportFlags struct {
	plan                                planFlags
	path, language, edition             string
	title, office, review, day, earlier string
}

// newReport is `lifecircle report`.
func newReport() *cobra.Command {
	f := reportFlags{}
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write the report on a plan for those who decide: a page, PDF, DOCX or XLSX",
		Long: `Write the report on a plan: cover, scorecard, maps drawn from the town's own data, charts, failing units and people
without service, method, assumptions, data dates and attribution. The end of the file's name tells the form: .html is
one page that needs nothing else, .pdf the same printed (by a Chromium, Chrome or Edge that is installed), .docx for a
word processor, .xlsx every table. Beside it lies the manifest of the scorecard, which lifecircle replay takes.

Of each check the 5,000 residential points with most people without service are named; the others are added up by area,
and the report says how many they are and what lists them all. Maps add up more than 1,500 of them in cells.

The public edition hides counts below 10, and what could be found by subtraction, and names no residential point. With
--snapshot the report is of that snapshot if it holds this very result, and says so if it is frozen (定稿); else it
tells what changed since then.`,
		Example: `  lifecircle report -w city.gpkg --standard zhejiang-2025 --as-of 2025-12-31 -o report.html
  lifecircle report -w city.gpkg --standard zhejiang-2025 -o report.docx --lang zh --office 市民政局 --title "社区服务体系评估报告"
  lifecircle report -w city.gpkg --standard zhejiang-2025 -o public.pdf --edition public --review-number "GS(2026)1234号"
  lifecircle report -w city.gpkg --standard zhejiang-2025 --snapshot 2024 -o report.html`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error { return f.run(ctx, to) }),
	}
	f.plan.flags(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&f.path, "output", "o", "", "`file` to write: .html, .pdf, .docx or .xlsx")
	flags.StringVar(&f.language, "lang", "zh", "language of the report: `zh|en`")
	flags.StringVar(&f.edition, "edition", "internal", "who may read it: `internal|public`")
	flags.StringVar(&f.title, "title", "", "`title` on the cover")
	flags.StringVar(&f.office, "office", "", "the `office` that hands it in")
	flags.StringVar(&f.day, "date", "", "`DATE` of the report, as it is printed on the cover")
	flags.StringVar(&f.review, "review-number", "", "review `number` of the maps (审图号); without one they are marked as for internal use")
	flags.StringVar(&f.earlier, "snapshot", "", "the snapshot `NAME` that the report is of, or against which it tells what changed")
	return cmd
}

var reportLanguages = map[string]report.Language{"zh": report.ZH, "en": report.EN}

// thisReport is what a comparison calls the result that the report is of.
var thisReport = map[report.Language]string{report.ZH: "本次评估", report.EN: "this report"}

var reportEditions = map[string]report.Edition{"internal": report.Internal, "public": report.Public}

func (f *reportFlags) run(ctx context.Context, to streams) error {
	write, err := f.writer()
	if err != nil {
		return err
	}
	std, err := standardNamed(to, f.plan.standard)
	if err != nil {
		return err
	}
	o, err := f.plan.options(std)
	if err != nil {
		return err
	}
	q, err := f.compose(ctx, to, std, o)
	if err != nil {
		return err
	}
	text, err := write(ctx, q)
	if err != nil {
		return err
	}
	err = output{path: f.path}.text(to, q.Scorecard.Manifest, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err == nil {
		_, err = fmt.Fprintf(to.err, "report on %d checks written to %s, result %s\n", len(q.Scorecard.Checks), f.path, q.Scorecard.ResultID())
	}
	return err
}

// writer is what writes the form that the name of the file tells. What is wrong with the options, and a browser that is
// missing, is said before anything is computed.
func (f *reportFlags) writer() (func(context.Context, report.Request) ([]byte, error), error) {
	if _, known := reportLanguages[f.language]; !known {
		return nil, &usageError{fmt.Sprintf("--lang %q: must be zh or en", f.language), ""}
	}
	if _, known := reportEditions[f.edition]; !known {
		return nil, &usageError{fmt.Sprintf("--edition %q: must be internal or public", f.edition), ""}
	}
	if f.day != "" {
		if _, err := time.Parse(time.DateOnly, f.day); err != nil {
			return nil, &usageError{fmt.Sprintf("--date %q: must be a day", f.day), "For example: --date 2026-01-31"}
		}
	}
	if f.path == "" {
		return nil, &usageError{"-o is missing", "For example: -o report.html, report.pdf, report.docx or report.xlsx"}
	}
	plain := func(write func(report.Request) ([]byte, error)) func(context.Context, report.Request) ([]byte, error) {
		return func(_ context.Context, q report.Request) ([]byte, error) { return write(q) }
	}
	write := map[string]func(context.Context, report.Request) ([]byte, error){
		".html": plain(report.HTML), ".htm": plain(report.HTML), ".docx": plain(report.DOCX), ".xlsx": plain(report.XLSX), ".pdf": printedReport,
	}[strings.ToLower(filepath.Ext(f.path))]
	if write == nil {
		return nil, &usageError{fmt.Sprintf("-o %q: a report is written as .html, .pdf, .docx or .xlsx", f.path), "The scorecard as data: lifecircle check -o FILE.json"}
	}
	if strings.EqualFold(filepath.Ext(f.path), ".pdf") {
		if _, err := report.FindChromium(); err != nil {
			return nil, err
		}
	}
	return write, data.CheckTarget(f.path)
}

func printedReport(ctx context.Context, q report.Request) ([]byte, error) {
	page, err := report.HTML(q)
	if err != nil {
		return nil, err
	}
	return report.PDF(ctx, page)
}

// compose assesses the town and gathers what the report says.
func (f *reportFlags) compose(ctx context.Context, to streams, std *standard.Standard, o standard.Options) (report.Request, error) {
	var before *standard.Snapshot
	var kept data.Snapshot
	if f.earlier != "" {
		var err error
		if before, kept, err = readSnapshot(ctx, f.plan.at.workspace, f.earlier); err != nil {
			return report.Request{}, err
		}
	}
	assessed, err := f.plan.assessed(ctx, to, std, o)
	if err != nil {
		return report.Request{}, err
	}
	if err := assessed.Remember(); err != nil {
		return report.Request{}, err
	}
	var after *standard.Snapshot
	var card *standard.Scorecard
	if before == nil {
		card, err = assess(ctx, to, assessed)
	} else if after, err = takeSnapshot(ctx, to, assessed, thisReport[reportLanguages[f.language]], before.Date); err == nil {
		card = after.Scorecard
	}
	if err != nil {
		return report.Request{}, err
	}
	q, err := report.Of(ctx, assessed, card, reportEditions[f.edition])
	if err != nil {
		return q, err
	}
	q.Language, q.Title, q.Office, q.Date, q.ReviewNumber = reportLanguages[f.language], f.title, f.office, f.day, f.review
	switch {
	case before == nil:
	case before.ResultID == after.ResultID:
		q.Frozen = kept.Frozen
	default:
		after.Date = o.AsOf
		q.Comparison = standard.CompareSnapshots(before, after)
	}
	return q, nil
}
