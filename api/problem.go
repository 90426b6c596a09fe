package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/standard"
)

// Problem is an error as RFC 9457 describes it, with what to do next.
type Problem struct {
	Type     string  `json:"type" doc:"What kind of problem it is: a stable address, see /api/docs."`
	Title    string  `json:"title" doc:"The kind in words."`
	TitleZH  string  `json:"title_zh" doc:"The title in Chinese."`
	Status   int     `json:"status" doc:"The status of the answer."`
	Detail   string  `json:"detail,omitempty" doc:"What is wrong this time."`
	DetailZH string  `json:"detail_zh,omitempty" doc:"The detail in Chinese."`
	Hint     string  `json:"hint,omitempty" doc:"What to do next."`
	HintZH   string  `json:"hint_zh,omitempty" doc:"The hint in Chinese."`
	Errors   []Fault `json:"errors,omitempty" nullable:"false" doc:"The values that are wrong."`
}

// Fault is one value that is wrong.
type Fault struct {
	Location  string `json:"location" example:"query.minutes"`
	Message   string `json:"message"`
	MessageZH string `json:"message_zh" doc:"The message in Chinese."`
	Value     any    `json:"value,omitempty"`
	Line      int    `json:"line,omitempty" doc:"Of a file of text, from 1."`
	Check     string `json:"check,omitempty" doc:"Of the file of a standard: the check that it is about, by its id, or by its number (#3) where it has none."`
	Key       string `json:"key,omitempty" doc:"Of the file of a standard: the key that it is about." example:"target"`
}

// faultAt is a fault whose texts of others are fit to be shown.
func faultAt(location string, message geo.Words, value any) Fault {
	switch v := value.(type) {
	case nil, bool, int, int64:
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) { // which JSON has no number for
			value = fmt.Sprint(v)
		}
	case string:
		if value = nil; v != "" {
			value = shown(v)
		}
	default:
		value = shown(fmt.Sprint(v))
	}
	return Fault{Location: shown(location), Message: legible(message.EN), MessageZH: legible(message.ZH), Value: value}
}

// shown cuts a text of others to what may be echoed, without control characters.
func shown(text string) string { return cut(text, 200) }

// legible does so with a whole message, whose values were cut before.
func legible(message string) string { return cut(message, 2000) }

func cut(text string, most int) string {
	text = strings.ToValidUTF8(text[:min(len(text), 4*most)], "")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// Error makes a problem an error.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}

// InWords is what a person reads who sees nothing else.
func (p *Problem) InWords() geo.Words {
	return geo.Words{EN: sentences(". ", p.Error(), p.Hint), ZH: sentences("。", cmp.Or(p.DetailZH, p.TitleZH), p.HintZH)}
}

// sentences puts one after the other, where there is another.
func sentences(joint, first, second string) string {
	if second == "" {
		return first
	}
	return first + joint + second
}

// GetStatus is the status that the answer has.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457, whatever was asked for.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells when to try again, where that helps.
func (p *Problem) GetHeaders() http.Header {
	if p.Status != http.StatusServiceUnavailable {
		return nil
	}
	return http.Header{"Retry-After": {"5"}}
}

const problemType = "application/problem+json"

// problemKind is a kind of problem: the last part of its type, its status and its title.
type problemKind struct {
	name   string
	status int
	title  geo.Words
}

// The kinds of problem. Their names are part of the contract.
var (
	badParameter    = problemKind{"bad-parameter", http.StatusUnprocessableEntity, geo.Say("The request cannot be answered as it stands", "请求有误，无法回答")}
	badQuery        = problemKind{"bad-query", http.StatusBadRequest, geo.Say("The address cannot be read", "地址无法解析")}
	badBody         = problemKind{"bad-body", http.StatusBadRequest, geo.Say("The body of the request cannot be read", "请求正文无法解析")}
	noData          = problemKind{"no-data", http.StatusConflict, geo.Say("Nothing was imported that could answer this", "尚未导入所需数据")}
	refusedFile     = problemKind{"refused-file", http.StatusUnprocessableEntity, geo.Say("The file was refused and nothing was changed", "文件未被接受，未作任何更改")}
	badUpload       = problemKind{"bad-upload", http.StatusBadRequest, geo.Say("The upload cannot be read", "上传内容无法读取")}
	notFound        = problemKind{"not-found", http.StatusNotFound, geo.Say("There is nothing at this address", "该地址没有内容")}
	wrongMethod     = problemKind{"method-not-allowed", http.StatusMethodNotAllowed, geo.Say("This address does not know that method", "该地址不支持此方法")}
	wrongMedia      = problemKind{"unsupported-media-type", http.StatusUnsupportedMediaType, geo.Say("The body has the wrong type", "请求正文类型不正确")}
	tooLarge        = problemKind{"too-large", http.StatusRequestEntityTooLarge, geo.Say("The upload is too large", "上传文件过大")}
	tooManyPoints   = problemKind{"too-many-points", http.StatusRequestEntityTooLarge, geo.Say("The answer would be too large", "结果过大")}
	busy            = problemKind{"busy", http.StatusServiceUnavailable, geo.Say("Another import is under way", "另一项导入正在进行")}
	scenarioEnded   = problemKind{"scenario-ended", http.StatusConflict, geo.Say("The town has changed since the scenario was begun", "方案开始之后数据已更新")}
	nothingToUndo   = problemKind{"nothing-to-undo", http.StatusConflict, geo.Say("There is nothing to undo or redo", "没有可撤销或重做的改动")}
	nameTaken       = problemKind{"name-taken", http.StatusConflict, geo.Say("The name is taken", "名称已被使用")}
	tooManySearches = problemKind{"too-many-searches", http.StatusServiceUnavailable, geo.Say("Too many searches for sites are under way", "选址求解任务过多")}
	noResult        = problemKind{"no-result", http.StatusConflict, geo.Say("The search has not found anything", "求解没有结果")}
	checkEnded      = problemKind{"check-ended", http.StatusConflict, geo.Say("The town has changed since it was checked", "评估之后数据已更新")}
	noScorecard     = problemKind{"no-scorecard", http.StatusConflict, geo.Say("The check has no result", "评估没有结果")}
	tooManyChecks   = problemKind{"too-many-checks", http.StatusServiceUnavailable, geo.Say("Too many checks are under way", "评估任务过多")}
	tooManyReports  = problemKind{"too-many-reports", http.StatusServiceUnavailable, geo.Say("Too many reports are being made", "正在生成的报告过多")}
	noBrowser       = problemKind{"no-browser", http.StatusNotImplemented, geo.Say("This machine cannot print PDF", "本机无法生成 PDF")}
	frozen          = problemKind{"frozen", http.StatusConflict, geo.Say("The snapshot is final", "存档已定稿")}
	readOnly        = problemKind{"read-only", http.StatusForbidden, geo.Say("The workspace cannot be written", "项目文件不可写")}
	diskFull        = problemKind{"disk-full", http.StatusInsufficientStorage, geo.Say("The disk is full", "磁盘已满")}
	foreignOrigin   = problemKind{"foreign-origin", http.StatusForbidden, geo.Say("A page of another site may not do this", "其他网站的页面无权执行此操作")}
	unknownHost     = problemKind{"unknown-host", http.StatusMisdirectedRequest, geo.Say("This server does not answer to that host name", "本服务不应答该主机名")}
	brokenWorkspace = problemKind{"broken-workspace", http.StatusInternalServerError, geo.Say("The workspace file cannot be read", "项目文件无法读取")}
	stopped         = problemKind{"stopped", http.StatusServiceUnavailable, geo.Say("The request was given up", "请求已中止")}
	internalError   = problemKind{"internal", http.StatusInternalServerError, geo.Say("Something went wrong in the program", "程序内部出错")}
)

func problemKinds() []problemKind {
	return []problemKind{badParameter, badQuery, badBody, noData, refusedFile, badUpload, notFound, wrongMethod, wrongMedia, tooLarge, tooManyPoints,
		scenarioEnded, nothingToUndo, nameTaken, busy, tooManySearches, noResult,
		checkEnded, noScorecard, tooManyChecks, tooManyReports, noBrowser, frozen, readOnly, diskFull, foreignOrigin, unknownHost, brokenWorkspace, stopped, internalError}
}

func (k problemKind) problem(detail, hint geo.Words, faults ...Fault) *Problem {
	return &Problem{Type: "/problems/" + k.name, Title: k.title.EN, TitleZH: k.title.ZH, Status: k.status,
		Detail: legible(detail.EN), DetailZH: legible(detail.ZH), Hint: legible(hint.EN), HintZH: legible(hint.ZH), Errors: faults}
}

// of is a problem of one parameter of the address.
func (k problemKind) of(parameter, value string, rule, hint geo.Words) *Problem {
	detail := geo.Words{EN: shown(parameter) + ": " + rule.EN, ZH: shown(parameter) + "：" + rule.ZH}
	fault := faultAt("query."+parameter, rule, value)
	if value != "" {
		detail = geo.Words{EN: fmt.Sprintf("%s %q: %s", shown(parameter), shown(value), rule.EN), ZH: fmt.Sprintf("%s “%s”：%s", shown(parameter), shown(value), rule.ZH)}
	}
	return k.problem(detail, hint, fault)
}

// problemOf turns an error into the problem that the client sees. This is the only place that knows how. What it
// does not know is logged and hidden.
func problemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	var (
		problem   *Problem
		validated *huma.ErrorModel
		request   *coverage.RequestError
		missing   *coverage.NoDataError
		scenario  *geo.ScenarioError
		plan      *standard.FileError
		file      *data.FileError
		refused   *table.Refusal
		upload    *importError
		siteError *siting.Error
		target    *siting.Unreachable
		oversize  *http.MaxBytesError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &validated):
		return ofValidation(validated)
	case errors.As(err, &request):
		return badParameter.of(request.Parameter, request.Value, request.Rule, request.Hint)
	case errors.As(err, &missing):
		return noData.problem(missing.InWords(), missing.Hint)
	case errors.As(err, &siteError):
		return badParameter.problem(siteError.Rule, siteError.Hint)
	case errors.As(err, &target):
		return badParameter.problem(geo.WordsOf(err), geo.Words{})
	case errors.As(err, &scenario):
		return ofScenario(scenario)
	case errors.As(err, &plan):
		return ofStandard(plan)
	case errors.Is(err, coverage.ErrNothingToUndo):
		return nothingToUndo.problem(geo.WordsOf(err), geo.Words{})
	case errors.As(err, &oversize):
		return tooLarge.problem(geo.Say("the limit is %d bytes", "上限为 %d 字节", oversize.Limit), geo.Say("Import it with the command line: lifecircle import", "请用命令行导入：lifecircle import"))
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return stopped.problem(geo.Words{}, geo.Say("Try again.", "请重试。"))
	case errors.As(err, &file):
		return ofFile(ctx, log, file)
	case errors.Is(err, syscall.ENOSPC):
		return diskFull.problem(geo.Words{}, geo.Say("Free some space. Nothing was changed.", "请腾出磁盘空间；未作任何更改。"))
	case errors.As(err, &refused) && refused.Option != "":
		return badParameter.of(refused.Option, refused.Column, refused.Rule, refused.Hint)
	case errors.As(err, &refused):
		short := *refused
		short.File, short.Column, short.Value = shown(refused.File), shown(refused.Column), shown(refused.Value)
		return refusedFile.problem(short.InWords(), refused.Hint, faultAt("file:"+strconv.Itoa(refused.Row), refused.Rule, refused.Value))
	case errors.As(err, &upload) && !strings.HasPrefix(upload.err.Error(), upload.workspace):
		return refusedFile.problem(upload.InWords(), geo.Say("Nothing was changed.", "未作任何更改。"))
	}
	if what, is := standard.Lacking(err); is {
		return noData.problem(what, geo.Words{})
	}
	log.ErrorContext(ctx, "request failed", "error", err)
	return internalError.problem(geo.Words{}, geo.Say("Try again. If it fails again, the log of the program says why.", "请重试；如仍失败，请查看程序日志。"))
}

// importError is an error of an import. Where it does not speak of the workspace it speaks of the file that was sent,
// which its sender knows by another name.
type importError struct {
	err                   error
	workspace, path, name string
}

func (e *importError) Error() string { return e.InWords().EN }

// InWords is the error in both languages.
func (e *importError) InWords() geo.Words { return geo.WordsOf(e.err).Replace(e.path, e.name) }

func (e *importError) Unwrap() error { return e.err }

// ofFile speaks of a workspace file without telling where on the disk it lies.
func ofFile(ctx context.Context, log *slog.Logger, err *data.FileError) *Problem {
	kind := brokenWorkspace
	switch {
	case errors.Is(err, data.ErrLocked):
		kind = busy
	case errors.Is(err, data.ErrReadOnly):
		kind = readOnly
	case errors.Is(err, data.ErrDiskFull):
		kind = diskFull
	case errors.Is(err, data.ErrNoLayer), errors.Is(err, data.ErrNoScenario), errors.Is(err, data.ErrNoSnapshot):
		kind = notFound
	case errors.Is(err, data.ErrManyScenarios), errors.Is(err, data.ErrManySnapshots):
		kind = badParameter
	case errors.Is(err, data.ErrFrozen):
		kind = frozen
	}
	if kind == brokenWorkspace {
		log.ErrorContext(ctx, "workspace", "error", err)
	}
	return kind.problem(geo.WordsOf(err.Rule), err.Hint)
}

// ofScenario tells which edits cannot be done, each at its place in the list.
func ofScenario(err *geo.ScenarioError) *Problem {
	var faults []Fault
	for _, p := range err.Problems {
		faults = append(faults, faultAt("body.edits["+strconv.Itoa(p.Edit-1)+"]", p.Rule, p.Kind+" "+p.Subject))
	}
	words := err.InWords()
	detail := geo.Words{EN: strings.ReplaceAll(words.EN, "\n", "; "), ZH: strings.ReplaceAll(words.ZH, "\n", "；")}
	return badParameter.problem(detail, geo.Say("Nothing was changed.", "未作任何更改。"), faults...)
}

// ofValidation rewrites what the framework found wrong, in a fixed order.
func ofValidation(e *huma.ErrorModel) *Problem {
	kind := badParameter
	for _, k := range problemKinds() {
		if k.status == e.Status {
			kind = k
			break
		}
	}
	var faults []Fault
	for _, d := range e.Errors {
		faults = append(faults, faultAt(d.Location, validationWords(d.Message), d.Value))
	}
	slices.SortFunc(faults, func(a, b Fault) int {
		return strings.Compare(a.Location+"\x00"+a.Message, b.Location+"\x00"+b.Message)
	})
	var details, detailsZH []string
	for _, f := range faults {
		name := strings.TrimPrefix(f.Location, "query.")
		details, detailsZH = append(details, name+": "+f.Message), append(detailsZH, name+"："+f.MessageZH)
	}
	detail := geo.Words{EN: strings.Join(details, "; "), ZH: strings.Join(detailsZH, "；")}
	if len(faults) == 0 && e.Detail != "" { // of a body that is missing
		detail = validationWords(e.Detail)
	}
	if kind == badQuery && (len(faults) == 0 || strings.HasPrefix(faults[0].Location, "body")) {
		kind = badBody
	}
	return kind.problem(detail, geo.Say("The parameters are listed at /api/docs.", "参数说明见 /api/docs。"), faults...)
}

// writeProblem answers with a problem where no operation does it.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.Header().Set("Cache-Control", "no-store")
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // the client may have gone
}
