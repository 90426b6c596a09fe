package standard

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// Snapshot is a dated record of what a standard said of a town: the scorecard with its manifest, and so much of the town
// that a later snapshot can tell who is newly covered, who no more, and why. It needs neither the town nor the program's
// older self to be read.
type Snapshot struct {
	Format    int         `json:"format"` // of the record: [snapshotFormat]
	Name      string      `json:"name"`
	Date      string      `json:"date"` // ISO 8601: what day the snapshot is of
	ResultID  string      `json:"result_id"`
	Scorecard *Scorecard  `json:"scorecard"`
	Town      townRecord  `json:"town"`
	Reaches   []reachOf   `json:"reaches"`
	Circles   []circleOf  `json:"circles"`
	People    []countsOf  `json:"people"`
	Points    pointRecord `json:"points"`
}

// snapshotFormat is the format that is written. Format 1, which is read as well, has its points by id and reaches without
// runs.
const snapshotFormat = 2

// ResultID names a result on paper: the first twelve hexadecimal digits of the SHA-256 of its manifest, which holds all that
// the result depends on. Who has the same files gets the same id.
func (s *Scorecard) ResultID() string {
	text, err := json.Marshal(s.Manifest)
	if err != nil {
		panic(err) // it holds nothing that JSON cannot say
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// CheckSnapshotName refuses names that files and screens cannot bear: empty ones, longer than 80 characters, or with
// control characters.
func CheckSnapshotName(name string) error {
	if err := geo.CheckScenarioName(name); err != nil {
		return &coverage.RequestError{Parameter: "name", Value: name, Rule: geo.Say("a snapshot's name has 1 to 80 characters, none of them a control character", "存档名称须为 1 至 80 个字符，不含控制字符")}
	}
	return nil
}

// TakeSnapshot assesses a town and records the result under a name and a date.
func TakeSnapshot(ctx context.Context, a *coverage.Analysis, std *Standard, o Options, name, date string) (*Snapshot, error) {
	of := &Assessed{Analysis: a, Standard: std, Options: o}
	return of.TakeSnapshot(ctx, name, date)
}

// TakeSnapshot is [TakeSnapshot].
func (a *Assessed) TakeSnapshot(ctx context.Context, name, date string) (*Snapshot, error) {
	if err := CheckSnapshotName(name); err != nil {
		return nil, err
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return nil, &coverage.RequestError{Parameter: "date", Value: date, Rule: geo.Say("must be a day such as 2025-12-31", "须为具体日期，例如 2025-12-31")}
	}
	of := *a
	if err := of.Remember(); err != nil {
		return nil, err
	}
	s, err := of.assessor()
	if err != nil {
		return nil, err
	}
	checks, err := a.Standard.chosen(a.Options.Checks)
	if err != nil {
		return nil, err
	}
	card, err := s.card(ctx, checks)
	if err != nil {
		return nil, err
	}
	order := alongCurve(s.area)
	shot := &Snapshot{Format: snapshotFormat, Name: name, Date: date, ResultID: card.ResultID(), Scorecard: card, Town: recordTown(s.area), Points: recordPoints(s.area, order)}
	r := recorder{s: s, shot: shot, order: order, known: map[string]int{}, counted: map[geo.Group]int{}}
	for i, c := range checks {
		if card.Checks[i].Verdict == NotAssessable {
			continue
		}
		if err := r.record(ctx, c); err != nil {
			return nil, fmt.Errorf("check %s: %w", c.ID, err)
		}
	}
	return shot, nil
}

// maxSnapshotBytes bounds a record, unpacked: a town of a million points stays below it.
const maxSnapshotBytes = 1 << 30

// Bytes is the record as a file or a workspace keeps it: JSON, packed. The same snapshot has the same bytes. What could not
// be read again is refused.
func (s *Snapshot) Bytes() ([]byte, error) {
	if err := s.bounded(); err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	written := *s
	if s.Format > 1 {
		written.Reaches = make([]reachOf, len(s.Reaches))
		for i := range s.Reaches {
			written.Reaches[i] = s.Reaches[i].inRuns()
		}
	}
	if err := json.NewEncoder(w).Encode(&written); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// ReadSnapshot reads what [Snapshot.Bytes] wrote, and refuses what it cannot have written.
func ReadSnapshot(packed []byte) (*Snapshot, error) {
	damaged := func(err error) error {
		return geo.Fail("the snapshot cannot be read: %v", "存档无法读取：%v", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, damaged(err)
	}
	limited := &io.LimitedReader{R: r, N: maxSnapshotBytes + 1}
	decoder := json.NewDecoder(limited)
	decoder.DisallowUnknownFields()
	s := &Snapshot{}
	if err := decoder.Decode(s); err != nil {
		return nil, damaged(err)
	}
	if _, err := io.Copy(io.Discard, limited); err != nil { // up to the checksum
		return nil, damaged(err)
	}
	if limited.N <= 0 {
		return nil, damaged(fmt.Errorf("it is larger than %d MB", maxSnapshotBytes>>20))
	}
	if s.Format < 1 || s.Format > snapshotFormat {
		return nil, geo.Fail("the snapshot has format %d: this program reads formats up to %d", "存档格式为 %d，本程序最高可读取格式 %d", s.Format, snapshotFormat)
	}
	if s.Format > 1 {
		if err := s.expand(); err != nil {
			return nil, damaged(err)
		}
	}
	if err := s.sound(); err != nil {
		return nil, damaged(err)
	}
	return s, nil
}

// bounded makes sure that all reaches can be held at once.
func (s *Snapshot) bounded() error {
	if reaches, points := len(s.Reaches), len(s.Points.IDs); int64(reaches)*int64(points)*4 > maxSnapshotBytes {
		return geo.Fail("the snapshot has %d kinds of reach for each of %d residential points, more than it can keep: take it of fewer checks, with --check",
			"存档含 %d 种可达情况、%d 个居民点，超出可保存的范围：请用 --check 减少指标", reaches, points)
	}
	return nil
}

// expand reads the runs of all reaches.
func (s *Snapshot) expand() error {
	if err := s.bounded(); err != nil {
		return err
	}
	for i := range s.Reaches {
		if err := s.Reaches[i].fromRuns(len(s.Points.IDs)); err != nil {
			return err
		}
	}
	return nil
}

// sound makes sure that every index of a record points to something.
func (s *Snapshot) sound() error {
	points := len(s.Points.IDs)
	if len(s.Points.At) != points || s.Scorecard == nil || s.Scorecard.Manifest == nil {
		return fmt.Errorf("it is incomplete")
	}
	for _, c := range s.People {
		if len(c.People)/4 != points {
			return fmt.Errorf("people of %d points for %d", len(c.People)/4, points)
		}
	}
	for _, r := range s.Reaches {
		if len(r.Nearest)/4 != points {
			return fmt.Errorf("reach of %d points for %d", len(r.Nearest)/4, points)
		}
		for i := range points {
			if f := r.nearest(i); f < -1 || int(f) >= len(s.Town.Facilities) {
				return fmt.Errorf("facility %d of %d", f, len(s.Town.Facilities))
			}
		}
	}
	for _, c := range s.Circles {
		if c.People < 0 || c.People >= len(s.People) || len(c.About) != (points+7)/8 {
			return fmt.Errorf("check %s is damaged", c.Check)
		}
		if len(c.Ways) == 0 {
			return fmt.Errorf("check %s is damaged", c.Check)
		}
		for _, needs := range c.Ways {
			if len(needs) != len(c.Ways[0]) {
				return fmt.Errorf("check %s is damaged", c.Check)
			}
			for _, n := range needs {
				if n < 0 || n >= len(s.Reaches) {
					return fmt.Errorf("check %s is damaged", c.Check)
				}
			}
		}
	}
	return nil
}
