package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// NewSnapshot says which result is to be kept.
type NewSnapshot struct {
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"80"`
		Check   string `json:"check" maxLength:"64" doc:"Id of the check whose result is kept."`
		Date    string `json:"date,omitempty" maxLength:"40" doc:"Day that the snapshot is of; that of as_of, else today, if not given." example:"2025-12-31"`
		Replace bool   `json:"replace,omitempty" doc:"In the place of another snapshot of that name, unless this is final."`
	}
	patient
}

// KeptSnapshot is a snapshot that was made.
type KeptSnapshot struct {
	data.SnapshotInfo
	ResultID string `json:"result_id" doc:"Names the result on paper."`
	Standard string `json:"standard"`
}

// ReadSnapshot is a snapshot with the result that it holds.
type ReadSnapshot struct {
	KeptSnapshot
	Scorecard *standard.Scorecard `json:"scorecard"`
}

// SnapshotPath names a snapshot.
type SnapshotPath struct {
	Name string `path:"name" maxLength:"400"`
}

// OneSnapshot asks for one snapshot.
type OneSnapshot struct {
	SnapshotPath
	patient
}

// TwoSnapshots asks what changed between two.
type TwoSnapshots struct {
	Before string `query:"before" required:"true" maxLength:"80" doc:"Name of the earlier snapshot."`
	After  string `query:"after" required:"true" maxLength:"80" doc:"Name of the later one."`
	patient
}

// comparePath stands where the names of snapshots do.
const comparePath = "compare"

func (s *Server) registerSnapshots() {
	tag := "Snapshots"
	register(s, operation(http.MethodGet, "/snapshots", tag, "Snapshots in the workspace, in the order in which they were first saved", ""), s.snapshots)
	save := operation(http.MethodPost, "/snapshots", tag, "Keep the result of a check",
		"In the workspace, with so much of the town that a later snapshot can tell who is newly covered, who no longer, and why. On a town of a million residential points that takes a minute.")
	save.DefaultStatus = http.StatusCreated
	register(s, save, s.saveSnapshot)
	register(s, operation(http.MethodGet, "/snapshots/"+comparePath, tag, "What changed between two snapshots",
		"Verdicts and values, the people newly covered and newly lost, each for one reason, the units newly met and failing, facilities, and the residential points concerned, 5,000 at most, those with most people first."), s.compareSnapshots)
	register(s, operation(http.MethodGet, "/snapshots/{name}", tag, "A snapshot and the result that it holds", ""), s.snapshot)
	file := operation(http.MethodGet, "/snapshots/{name}/file", tag, "A snapshot as a file", "Packed JSON, the same as lifecircle snapshot export.")
	file.Responses["200"] = &huma.Response{Description: "The file, as an attachment.", Content: map[string]*huma.MediaType{gzipType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	register(s, file, s.snapshotFile)
	register(s, operation(http.MethodDelete, "/snapshots/{name}", tag, "Delete a snapshot", "One that is final stays."), func(ctx context.Context, q *SnapshotPath) (*struct{}, error) {
		return nil, s.options.Workspace.DeleteSnapshot(ctx, q.Name)
	})
	register(s, operation(http.MethodPost, "/snapshots/{name}/freeze", tag, "Make a snapshot final (定稿)", "From then on it can be neither replaced nor deleted."), s.freezeSnapshot)
	allowNull(s.api, "ReadSnapshot", "scorecard")
}

const gzipType = "application/gzip"

func (s *Server) snapshots(ctx context.Context, _ *struct{}) (*answer[Items[data.SnapshotInfo]], error) {
	all, err := s.options.Workspace.Snapshots(ctx)
	if all == nil {
		all = []data.SnapshotInfo{}
	}
	return &answer[Items[data.SnapshotInfo]]{Items[data.SnapshotInfo]{all}}, err
}

func (s *Server) saveSnapshot(ctx context.Context, q *NewSnapshot) (*Created[KeptSnapshot], error) {
	name := q.Body.Name
	if err := s.mayKeep(ctx, name, q.Body.Replace); err != nil {
		return nil, err
	}
	one, err := s.checked(ctx, q.Body.Check)
	if err != nil {
		return nil, err
	}
	q.wait()
	leave, err := s.desk.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	date := cmp.Or(q.Body.Date, one.Options.AsOf, time.Now().Format(time.DateOnly))
	shot, err := standard.TakeSnapshot(ctx, one.Analysis, one.Standard, one.Options, name, date)
	if err != nil {
		return nil, err
	}
	packed, err := shot.Bytes()
	if err != nil {
		return nil, err
	}
	if err := s.mayKeep(ctx, name, q.Body.Replace); err != nil { // somebody else may have been quicker
		return nil, err
	}
	if err := s.options.Workspace.SaveSnapshot(ctx, name, date, packed); err != nil {
		return nil, unkept(err)
	}
	info, err := s.snapshotInfo(ctx, name)
	return &Created[KeptSnapshot]{base + "/snapshots/" + escaped(name), KeptSnapshot{info, shot.ResultID, shot.Scorecard.Standard}}, err
}

// mayKeep refuses names that cannot be given, before anything is computed.
func (s *Server) mayKeep(ctx context.Context, name string, replace bool) error {
	if s.options.Workspace.ReadOnly() {
		return readOnly.problem(geo.Say("the program opened the workspace for reading only", "项目文件以只读方式打开"), geo.Say("Copy the file to where it may be written, and serve the copy.", "请把文件复制到可写的位置，再打开副本。"))
	}
	if err := standard.CheckSnapshotName(name); err != nil {
		return err
	}
	if name == comparePath || strings.TrimSpace(name) != name {
		return &coverage.RequestError{Parameter: "name", Value: name, Rule: geo.Say("a snapshot cannot be called %s, and its name has no blanks at its ends", "存档不能命名为 %s，名称首尾不能有空格", comparePath)}
	}
	all, err := s.options.Workspace.Snapshots(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(other data.SnapshotInfo) bool { return other.Name == name })
	switch {
	case i < 0 || replace && !all[i].Frozen:
		return nil
	case all[i].Frozen:
		return frozen.problem(geo.Say("the snapshot %q is final: it can be neither replaced nor deleted", "存档“%s”已定稿，不能替换或删除", name), geo.Say("Choose another name.", "请换一个名称。"))
	}
	return nameTaken.problem(geo.Say("there is a snapshot %q", "已有名为“%s”的存档", name), geo.Say("Choose another name, or send replace.", "请换一个名称，或选择替换。"))
}

// unkept says why the workspace does not take a snapshot: one that is too large, besides what its files always may say.
func unkept(err error) error {
	var file *data.FileError
	var said interface{ InWords() geo.Words }
	if !errors.As(err, &file) && errors.As(err, &said) {
		return badParameter.problem(said.InWords(), geo.Words{})
	}
	return err
}

func (s *Server) snapshotInfo(ctx context.Context, name string) (data.SnapshotInfo, error) {
	all, err := s.options.Workspace.Snapshots(ctx)
	if err != nil {
		return data.SnapshotInfo{}, err
	}
	i := slices.IndexFunc(all, func(other data.SnapshotInfo) bool { return other.Name == name })
	if i < 0 {
		return data.SnapshotInfo{}, notFound.problem(geo.Say("there is no snapshot %q", "没有存档“%s”", shown(name)), geo.Say("They are listed at /api/v1/snapshots.", "存档列表见 /api/v1/snapshots。"))
	}
	return all[i], nil
}

// readSnapshot gives a snapshot, with what is known of it.
func (s *Server) readSnapshot(ctx context.Context, name string) (*standard.Snapshot, data.SnapshotInfo, error) {
	kept, err := s.options.Workspace.Snapshot(ctx, name)
	if err != nil {
		return nil, kept.SnapshotInfo, err
	}
	shot, err := standard.ReadSnapshot(kept.Document)
	if err != nil { // what stands in it was once written by us, perhaps by a newer version
		return nil, kept.SnapshotInfo, brokenWorkspace.problem(geo.WordsOf(err), geo.Say("Use the version of the program that saved it.", "请使用保存该存档的程序版本。"))
	}
	return shot, kept.SnapshotInfo, nil
}

func (s *Server) snapshot(ctx context.Context, q *OneSnapshot) (*answer[ReadSnapshot], error) {
	q.wait()
	leave, err := s.desk.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	shot, info, err := s.readSnapshot(ctx, q.Name)
	if err != nil {
		return nil, err
	}
	return &answer[ReadSnapshot]{ReadSnapshot{KeptSnapshot{info, shot.ResultID, shot.Scorecard.Standard}, shot.Scorecard}}, nil
}

func (s *Server) snapshotFile(ctx context.Context, q *OneSnapshot) (*huma.StreamResponse, error) {
	q.wait()
	kept, err := s.options.Workspace.Snapshot(ctx, q.Name)
	if err != nil {
		return nil, err
	}
	return s.attached(document{kept.Document, gzipType, fileNamed("snapshot "+kept.Date, kept.Name, "json.gz"), ""}), nil
}

func (s *Server) freezeSnapshot(ctx context.Context, q *SnapshotPath) (*answer[data.SnapshotInfo], error) {
	if err := s.options.Workspace.FreezeSnapshot(ctx, q.Name); err != nil {
		return nil, err
	}
	info, err := s.snapshotInfo(ctx, q.Name)
	return &answer[data.SnapshotInfo]{info}, err
}

func (s *Server) compareSnapshots(ctx context.Context, q *TwoSnapshots) (*answer[*standard.SnapshotComparison], error) {
	q.wait()
	leave, err := s.desk.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	before, _, err := s.readSnapshot(ctx, q.Before)
	if err != nil {
		return nil, err
	}
	after, _, err := s.readSnapshot(ctx, q.After)
	if err != nil {
		return nil, err
	}
	c := standard.CompareSnapshots(before, after)
	if c.Points == nil {
		c.Points = []standard.SnapshotPoint{}
	}
	return &answer[*standard.SnapshotComparison]{c}, nil
}
