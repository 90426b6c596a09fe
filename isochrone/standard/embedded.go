package standard

import (
	"bytes"
	"embed"
	"slices"

	"lifecircle/geo"
)

//go:embed plans/*.yaml
var planFiles embed.FS

// planNames are the built-in standards in the order in which they are listed: plans by where they are from, then the
// national standard.
var planNames = []string{"zhejiang-2025", "taizhou-2025", "liaoning-2020", "nanling-2025", "gb50180-2018"}

// Names lists the ids of the built-in standards.
func Names() []string { return slices.Clone(planNames) }

// File is the text of a built-in standard, for a user to copy and change.
func File(id string) ([]byte, error) {
	if !slices.Contains(planNames, id) {
		what := geo.Say("no built-in standard has this id", "没有这样的内置标准")
		return nil, geo.Fail("standard %q: %v", "标准 %q：%v", shortened(id), unknown(id, planNames, what))
	}
	return planFiles.ReadFile("plans/" + id + ".yaml")
}

// Builtin is a built-in standard. It is read anew, so that whoever asks may change it.
func Builtin(id string) (*Standard, error) {
	text, err := File(id)
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// Summary is what a list of standards says of one.
type Summary struct {
	ID       string    `json:"id"`
	Title    geo.Words `json:"title"`
	Number   string    `json:"number,omitempty"`
	Issuer   geo.Words `json:"issuer,omitzero"`
	Date     string    `json:"date,omitempty"`
	From     string    `json:"from,omitempty"`
	To       string    `json:"to,omitempty"`
	History  bool      `json:"history,omitempty"`
	Note     geo.Words `json:"note,omitzero"`
	Checks   int       `json:"checks"`
	Headline int       `json:"headline"` // checks with targets that the plan itself states
}

// Summary says in short what a standard is.
func (s *Standard) Summary() Summary {
	in := Summary{ID: s.ID, Title: s.Title, Number: s.Document.Number, Issuer: s.Document.Issuer, Date: s.Document.Date,
		From: s.Period.From, To: s.Period.To, History: s.History, Note: s.Note, Checks: len(s.Checks)}
	for i := range s.Checks {
		if s.Checks[i].Headline() {
			in.Headline++
		}
	}
	return in
}

// Embedded says in short what the built-in standards are, in the order of [Names].
func Embedded() ([]Summary, error) {
	all := make([]Summary, len(planNames))
	for i, id := range planNames {
		s, err := Builtin(id)
		if err != nil {
			return nil, err
		}
		all[i] = s.Summary()
	}
	return all, nil
}

// IsBuiltin tells whether a standard is a built-in one as it was built in, and not a changed copy.
func (s *Standard) IsBuiltin() bool {
	text, err := planFiles.ReadFile("plans/" + s.ID + ".yaml")
	return err == nil && bytes.Equal(text, s.Text)
}
