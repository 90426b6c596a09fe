package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"lifecircle/data"
	"lifecircle/geo"
)

func TestBadQuestionsAreProblemsThatNameTheParameter(t *testing.T) {
	s := readOnlyServer(t)
	for target, location := range map[string]string{
		"/coverage":                                            "query.service",
		"/coverage?service=clinc":                              "query.service",
		"/coverage?service=clinic,kindergartn":                 "query.service",
		"/coverage?service=clinic&minutes=0":                   "query.minutes",
		"/coverage?service=clinic&minutes=-5":                  "query.minutes",
		"/coverage?service=clinic&minutes=1e9":                 "query.minutes",
		"/coverage?service=clinic&minutes=121":                 "query.minutes",
		"/coverage?service=clinic&minutes=1000000000":          "query.minutes",
		"/coverage?service=clinic&minutes=15,0":                "query.minutes",
		"/coverage?service=clinic&minutes=15.5":                "query.minutes",
		"/coverage?service=clinic&minutes=":                    "query.minutes",
		"/coverage?service=clinic&mode=fly":                    "query.mode",
		"/coverage?service=clinic&group=age61":                 "query.group",
		"/coverage?service=clinic&need=some":                   "query.need",
		"/coverage?service=clinic&access=none":                 "query.access",
		"/coverage?service=clinic&by=planet":                   "query.by",
		"/coverage?service=clinic&band=maybe":                  "query.band",
		"/coverage?service=clinic&speed=0":                     "query.speed",
		"/coverage?service=clinic&speed=NaN":                   "query.speed",
		"/coverage?service=clinic&mode=drive&speed_factor=Inf": "query.speed_factor",
		"/coverage?service=clinic&speed=1e400":                 "query.speed",
		"/coverage?service=clinic&mode=drive&speed=30":         "query.speed",
		"/coverage?service=clinic&speed_factor=-1":             "query.speed_factor",
		"/coverage?service=clinic&speed=4&speed_factor=2":      "query.speed_factor",
		"/coverage?service=clinic&minuets=5":                   "query.minuets",
		"/coverage?service=clinic&service=market":              "query.service",
		"/blind-spots?service=clinic&minutes=5,15":             "query.minutes",
		"/blind-spots?service=clinic&as=lines":                 "query.as",
		"/travel-times?service=clinic&minutes=5,15":            "query.minutes",
		"/catchments":                                            "query.facility",
		"/catchments?service=clinic&at=1,2":                      "query.facility",
		"/catchments?at=200,2":                                   "query.at",
		"/explain":                                               "query.point",
		"/explain?point=nowhere":                                 "query.point",
		"/explain?at=91":                                         "query.at",
		"/explain?at=1,91":                                       "query.at",
		"/explain?at=119,30&service=clinc":                       "query.service",
		"/explain?at=119,30&minutes=0":                           "query.minutes",
		"/facilities?limit=0":                                    "query.limit",
		"/facilities?limit=10001":                                "query.limit",
		"/facilities?offset=-1":                                  "query.offset",
		"/facilities?bbox=1,2,3":                                 "query.bbox",
		"/facilities?bbox=3,2,1,4":                               "query.bbox",
		"/facilities?bbox=NaN,0,1,1":                             "query.bbox",
		"/facilities?service=shop":                               "query.service",
		"/areas?level=planet":                                    "query.level",
		"/workspace?verbose=1":                                   "query.verbose",
		"/exports/areas.csv?minutes=5":                           "query.minutes",
		"/exports/blind-spots.csv?service=clinic&by=x":           "query.by",
		"/tiles/streets/14/1/1.mvt?service=clinic":               "query.service",
		"/tiles/coverage/14/1/1.mvt?service=clinic&minutes=5,15": "query.minutes",
		"/tiles/streets/23/1/1.mvt":                              "path.z",
		"/tiles/streets/14/1/1.png":                              "path.y",
	} {
		answer := fetch(t, s, base+target)
		t.Run(target, func(t *testing.T) {
			p := mustBe(t, answer, badParameter)
			if len(p.Errors) == 0 || p.Errors[0].Location != location && !strings.HasPrefix(p.Errors[0].Location, location+"[") {
				t.Errorf("blames %+v, want %s", p.Errors, location)
			}
			if p.Detail == "" {
				t.Error("no detail")
			}
		})
	}
}

func TestTypingErrorsGetASuggestion(t *testing.T) {
	p := mustBe(t, fetch(t, readOnlyServer(t), base+"/coverage?service=kindergarden"), badParameter)
	if !strings.Contains(p.Hint, "kindergarten") {
		t.Errorf("hint %q", p.Hint)
	}
}

func TestUnknownAddressesAndMethodsAreProblems(t *testing.T) {
	s := readOnlyServer(t)
	for _, target := range []string{"/api/v1/nothing", "/api/v2/coverage", "/api", "/api/", "/nothing", "/assets/none.js", "/../../etc/passwd", base + "/jobs/none", base + "/jobs/none/events",
		base + "/exports/streets.csv", base + "/exports/areas.pdf", base + "/exports/areas", base + "/tiles/streets/1/2/0.mvt", base + "/tiles/streets/3/0/8.mvt", "/problems/none", base + "/coverage/"} {
		mustBe(t, fetch(t, s, target), notFound)
	}
	mustBe(t, call(t, s, http.MethodDelete, base+"/jobs/none", nil), notFound)
	mustBe(t, call(t, s, http.MethodPut, base+"/coverage", nil), wrongMethod)
	mustBe(t, call(t, s, http.MethodPost, base+"/coverage", nil), wrongMethod)
	mustBe(t, fetch(t, s, base+"/coverage?service=%zz"), badQuery)
	mustBe(t, fetch(t, s, base+"/coverage?service=clinic;minutes=5"), badQuery)
}

func TestWhatWasNotImportedIsNoDataAndNeverZero(t *testing.T) {
	empty := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "empty.gpkg"))})
	for _, target := range []string{"/coverage?service=clinic", "/coverage/curve?service=clinic", "/travel-times?service=clinic", "/blind-spots?service=clinic", "/catchments?service=clinic",
		"/facilities?service=clinic", "/explain?at=1,2", "/exports/times.csv?service=clinic", "/tiles/coverage/0/0/0.mvt?service=clinic", "/coverage?service=clinic&by=area"} {
		p := mustBe(t, fetch(t, empty, base+target), noData)
		if !strings.Contains(p.Hint, "mport") {
			t.Errorf("%s: the hint does not tell what to import: %q", target, p.Hint)
		}
	}
	if got := read[WorkspaceInfo](t, fetch(t, empty, base+"/workspace")); got.BBox != nil || got.Counts.Streets != 0 {
		t.Errorf("an empty workspace: %+v", got)
	}
	if got := fetch(t, empty, base+"/tiles/streets/0/0/0.mvt"); got.Code != http.StatusNoContent || got.Body.Len() != 0 {
		t.Errorf("an empty tile: %d %q", got.Code, got.Body)
	}
	if got := read[facilityCollection](t, fetch(t, empty, base+"/facilities")); got.NumberMatched != 0 || got.Features == nil {
		t.Errorf("no facilities: %+v", got)
	}
	list := fetch(t, empty, base+"/services")
	if got := read[Items[ServiceInfo]](t, list); len(got.Items) != len(geo.ServiceTypes()) || got.Items[0].Imported {
		t.Errorf("services of an empty workspace: %s", list.Body)
	}
}

func TestUnknownErrorsAreLoggedAndHidden(t *testing.T) {
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	p := problemOf(t.Context(), logger, errors.New("the secret is 42"))
	if p.Status != http.StatusInternalServerError || strings.Contains(p.Detail+p.Hint+p.Title, "42") {
		t.Errorf("told: %+v", p)
	}
	if !strings.Contains(log.String(), "the secret is 42") {
		t.Errorf("not logged: %q", log.String())
	}
}

func TestErrorsOfTheWorkspaceKeepTheirRuleAndHideTheirPath(t *testing.T) {
	logger := slog.New(slog.DiscardHandler)
	for rule, kind := range map[error]problemKind{data.ErrLocked: busy, data.ErrReadOnly: readOnly, data.ErrDiskFull: diskFull, data.ErrDamaged: brokenWorkspace} {
		p := problemOf(t.Context(), logger, &data.FileError{Path: "/home/someone/town.gpkg", Rule: rule, Hint: geo.Say("Do this.", "请这样做。")})
		if p.Type != "/problems/"+kind.name || strings.Contains(p.Detail, "someone") || p.Hint != "Do this." || p.HintZH != "请这样做。" {
			t.Errorf("%v: %+v", rule, p)
		}
	}
	if p := problemOf(t.Context(), logger, context.Canceled); p.Type != "/problems/stopped" {
		t.Errorf("cancelled: %+v", p)
	}
}

func TestPanicsAreProblemsAndTheServerGoesOn(t *testing.T) {
	var log strings.Builder
	s := &Server{log: slog.New(slog.NewTextHandler(&log, nil))}
	engine := gin.New()
	engine.Use(s.logged, s.recovered, s.guarded())
	engine.GET("/boom", func(*gin.Context) { panic("no such thing") })
	s.handler = engine
	mustBe(t, fetch(t, s, "/boom"), internalError)
	mustBe(t, fetch(t, s, "/boom"), internalError)
	if !strings.Contains(log.String(), "no such thing") || !strings.Contains(log.String(), "problem_test.go") {
		t.Errorf("the log does not say what and where: %s", log.String())
	}
}

func TestKindsOfProblemsAreDistinctAndExplained(t *testing.T) {
	s := readOnlyServer(t)
	page := fetch(t, s, "/api/docs").Body.String()
	seen := make(map[string]bool)
	for _, k := range problemKinds() {
		if seen[k.name] || k.title.EN == "" || k.title.ZH == "" || k.status < 400 {
			t.Errorf("%+v", k)
		}
		seen[k.name] = true
		answer := fetch(t, s, "/problems/"+k.name)
		if answer.Code != http.StatusFound || answer.Header().Get("Location") != "/api/docs#problem-"+k.name || !strings.Contains(page, `id="problem-`+k.name+`"`) {
			t.Errorf("the address of %s explains nothing: %d %v", k.name, answer.Code, answer.Header())
		}
	}
}

func TestProblemsEchoLittleOfWhatTheyWereGiven(t *testing.T) {
	s := readOnlyServer(t)
	long := strings.Repeat("长a", 5000)
	for _, target := range []string{
		"/coverage?service=" + long[:3000], "/coverage?service=clinic&minutes=" + strings.Repeat("9", 4000), "/coverage?service=clinic&" + strings.Repeat("x", 4000) + "=1",
		"/coverage?service=clinic&by=a%00b%0Ac%1B%5B31m", "/explain?point=%00%07", "/catchments?facility=%00" + strings.Repeat("y", 390),
	} {
		answer := fetch(t, s, base+target)
		var p Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
			t.Fatalf("%.80s: %v in %.300s", target, err, answer.Body)
		}
		mustSpeakChinese(t, p)
		if answer.Body.Len() > 4000 {
			t.Errorf("%.80s: a problem of %d bytes", target, answer.Body.Len())
		}
	}
}
