package data

import (
	"context"
	"database/sql"
	"errors"

	"lifecircle/geo"
)

// maxScenarios bounds the scenarios of one workspace.
const maxScenarios = 200

// SavedScenario is a scenario as the workspace keeps it.
type SavedScenario struct {
	Scenario geo.Scenario
	Base     string // fingerprint of the town when it was saved; another one may refuse its edits
}

// SaveScenario stores a scenario by its name, in the place of an earlier one of that name. The base is the fingerprint
// of the town on which its edits were tried.
func (w *Workspace) SaveScenario(ctx context.Context, s geo.Scenario, base string) error {
	if err := geo.CheckScenarioName(s.Name); err != nil {
		return err
	}
	text, err := geo.Scenario{Edits: s.Edits}.MarshalJSON()
	if err != nil {
		return err
	}
	if _, err := geo.ParseScenario(text); err != nil {
		return err // what cannot be read back is not stored
	}
	return w.change(ctx, func(tx *writeTx) error {
		var others int
		if err := tx.QueryRow(`SELECT count(*) FROM lifecircle_scenario WHERE name <> ?`, s.Name).Scan(&others); err != nil {
			return err
		}
		if others >= maxScenarios {
			return &FileError{Path: w.path, Rule: ErrManyScenarios, Detail: geo.Say("%d, the limit is %d", "%d 个，上限为 %d 个", others, maxScenarios),
				Hint: geo.Say("Delete one first: lifecircle scenario delete NAME", "请先删除一个：lifecircle scenario delete NAME")}
		}
		_, err := tx.Exec(`INSERT INTO lifecircle_scenario (name, edits, base) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET edits = excluded.edits, base = excluded.base`, s.Name, string(text), base)
		return err
	})
}

// Scenarios lists the scenarios in the order in which they were first saved.
func (w *Workspace) Scenarios(ctx context.Context) (saved []SavedScenario, err error) {
	err = each(ctx, w.read, selectScenarios+` ORDER BY seq LIMIT ?`, func(row *sql.Rows) error {
		s, err := scanScenario(row.Scan)
		saved = append(saved, s)
		return err
	}, geo.MaxScenarioBytes+1, maxScenarios)
	return saved, explain(w.path, err)
}

// Scenario gives one scenario; a [FileError] of rule [ErrNoScenario] if there is none of that name.
func (w *Workspace) Scenario(ctx context.Context, name string) (SavedScenario, error) {
	s, err := scanScenario(w.read.QueryRowContext(ctx, selectScenarios+` WHERE name = ?`, geo.MaxScenarioBytes+1, name).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return SavedScenario{}, w.noScenario(name)
	}
	return s, explain(w.path, err)
}

// DropScenario removes a scenario; a [FileError] of rule [ErrNoScenario] if there is none of that name.
func (w *Workspace) DropScenario(ctx context.Context, name string) error {
	return w.change(ctx, func(tx *writeTx) error {
		result, err := tx.Exec(`DELETE FROM lifecircle_scenario WHERE name = ?`, name)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return w.noScenario(name)
	})
}

func (w *Workspace) noScenario(name string) error {
	return &FileError{Path: w.path, Rule: ErrNoScenario, Detail: quoted(name), Hint: geo.Say("They are listed by: lifecircle scenario list", "方案列表：lifecircle scenario list")}
}

// selectScenarios reads no more of a text than may be in it: the file may come from anywhere.
const selectScenarios = `SELECT name, substr(edits, 1, ?), base FROM lifecircle_scenario`

func scanScenario(scan func(...any) error) (s SavedScenario, err error) {
	var name, edits string
	if err := scan(&name, &edits, &s.Base); err != nil {
		return SavedScenario{}, err
	}
	if s.Scenario, err = geo.ParseScenario([]byte(edits)); err == nil {
		err = geo.CheckScenarioName(name)
	}
	if err != nil {
		return SavedScenario{}, geo.Fail("table lifecircle_scenario, %q: %v", "表 lifecircle_scenario，“%s”：%v", name, err)
	}
	s.Scenario.Name = name
	return s, nil
}
