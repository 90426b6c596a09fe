package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// where names the town that a question is about.
type where struct {
	workspace string
	scenario  string // a saved one whose edits are done first, "" for the town as it was imported
}

func (w *where) flags(cmd *cobra.Command) {
	workspaceFlag(cmd, &w.workspace)
	cmd.Flags().StringVar(&w.scenario, "scenario", "", "what if: the town with the edits of the saved scenario `NAME` done")
}

// edited is an analysis of the town with the edits of the scenario done.
func (w *where) edited(ctx context.Context, to streams, a *coverage.Analysis) (*coverage.Analysis, error) {
	saved, err := readScenario(ctx, w.workspace, w.scenario)
	if err != nil {
		return nil, err
	}
	if err := tellChanged(to, a, saved); err != nil {
		return nil, err
	}
	return a.With(saved.Scenario)
}

// tellChanged says that a scenario was saved for another town, of which its edits may speak in vain.
func tellChanged(to streams, a *coverage.Analysis, saved data.SavedScenario) error {
	if saved.Base == a.Area.Fingerprint(geo.Everything) {
		return nil
	}
	_, err := fmt.Fprintf(to.err, "note: the town has changed since scenario %q was saved\n", saved.Scenario.Name)
	return err
}

// newScenario is `lifecircle scenario`.
func newScenario() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenario",
		Short: "What if: add, move and close facilities, close and build streets",
		Long: `What if a clinic stood here, that street were closed, a bridge led over the river? A scenario is a list of
such edits, kept in the workspace by name. The town itself stays as it was imported.

Questions take a scenario by --scenario NAME: coverage, times, blindspots and catchment.`,
		Example: `  lifecircle scenario save "new clinic" -w city.gpkg --add-facility clinic:new1@113.5492,22.1987 --close-facility clinic:7
  lifecircle coverage -w city.gpkg --service clinic --minutes 15 --scenario "new clinic"
  lifecircle scenario compare "new clinic" -w city.gpkg --service clinic --minutes 15 --by town -o difference.geojson`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newScenarioList(), newScenarioShow(), newScenarioSave(), newScenarioDelete(), newScenarioCompare())
	return cmd
}

func newScenarioList() *cobra.Command {
	var workspace string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the scenarios of a workspace", Example: "  lifecircle scenario list -w city.gpkg", Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			saved, err := readScenarios(ctx, workspace)
			if err != nil {
				return err
			}
			type row struct {
				Name  string `json:"name"`
				Edits int    `json:"edits"`
			}
			rows, lines := []row{}, &sheet{}
			lines.add("Scenario", "Edits")
			for _, s := range saved {
				rows = append(rows, row{s.Scenario.Name, len(s.Scenario.Edits)})
				lines.add(printable(s.Scenario.Name), strconv.Itoa(len(s.Scenario.Edits)))
			}
			if asJSON {
				return writeJSON(to.out, rows)
			}
			return lines.write(to.out)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func newScenarioShow() *cobra.Command {
	var workspace string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show NAME", Short: "Show the edits of a scenario",
		Example: `  lifecircle scenario show "new clinic" -w city.gpkg
  lifecircle scenario show "new clinic" -w city.gpkg --json > edits.json`,
		Args: oneArgument("the name of the scenario"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			saved, err := readScenario(ctx, workspace, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, saved.Scenario)
			}
			lines := &sheet{}
			lines.add("Edit", "Kind", "Of", "Details")
			for i, e := range saved.Scenario.Edits {
				lines.add(strconv.Itoa(i+1), e.Kind(), printable(e.Subject()), printable(detailsOf(e)))
			}
			return lines.write(to.out)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as scenario save --file reads it")
	return cmd
}

// detailsOf is what an edit says beside its kind and what it changes.
func detailsOf(e geo.Edit) string {
	switch e := e.(type) {
	case geo.AddFacility:
		return fmt.Sprintf("at %v,%v %s", e.At[0], e.At[1], e.Name)
	case geo.MoveFacility:
		return fmt.Sprintf("to %v,%v", e.To[0], e.To[1])
	case geo.BuildStreet:
		return e.Class + " " + e.Name
	}
	return ""
}

func newScenarioSave() *cobra.Command {
	var workspace, file string
	var add bool
	edits := &editFlags{}
	cmd := &cobra.Command{
		Use:   "save NAME",
		Short: "Save a scenario: edits from options, from a file, or both",
		Long: `Save a scenario under a name, in the place of an earlier one of that name. Its edits are those of the file,
then those of the options in the order in which they are written. They are tried on the town first: if one
cannot be done, nothing is saved and every problem is told.

Numbers of ways and nodes are those of OpenStreetMap; the map shows them. Streets that a scenario builds have
the way numbers -1, -2, … in their order.`,
		Example: `  lifecircle scenario save "new clinic" -w city.gpkg --add-facility "clinic:new1@113.5492,22.1987=Clinic North"
  lifecircle scenario save "new clinic" -w city.gpkg --append --move-facility clinic:7@113.55,22.2 --close-facility clinic:9
  lifecircle scenario save bridge -w city.gpkg --build-street 4512:7733:footway --open-gate 881 --close-street 90210
  lifecircle scenario save plan -w city.gpkg --file edits.json`,
		Args: oneArgument("the name of the scenario"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			scenario := geo.Scenario{Name: args[0]}
			if err := geo.CheckScenarioName(scenario.Name); err != nil {
				return &usageError{message: err.Error()}
			}
			if file == "" && len(edits.list) == 0 {
				return &usageError{"there are no edits", "For example: --close-facility clinic:7. See: lifecircle scenario save --help"}
			}
			if add {
				saved, err := readScenario(ctx, workspace, scenario.Name)
				if err != nil {
					return err
				}
				scenario.Edits = saved.Scenario.Edits
			}
			if file != "" {
				fromFile, err := readScenarioFile(file)
				if err != nil {
					return err
				}
				scenario.Edits = slices.Concat(scenario.Edits, fromFile.Edits)
			}
			scenario.Edits = slices.Concat(scenario.Edits, edits.list)
			return saveScenario(ctx, to, workspace, scenario)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().StringVar(&file, "file", "", "take edits from a JSON `file`, as lifecircle scenario show --json prints it")
	cmd.Flags().BoolVar(&add, "append", false, "add to the edits that are saved under the name")
	edits.flags(cmd)
	return cmd
}

func saveScenario(ctx context.Context, to streams, workspace string, scenario geo.Scenario) error {
	a, err := load(ctx, workspace)
	if err != nil {
		return err
	}
	if _, err := a.With(scenario); err != nil {
		return err
	}
	base := a.Area.Fingerprint(geo.Everything)
	err = change(workspace, data.Open, func(w *data.Workspace) error { return w.SaveScenario(ctx, scenario, base) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.err, "scenario %q saved in %s, with %d edits\n", scenario.Name, workspace, len(scenario.Edits))
	return err
}

func newScenarioDelete() *cobra.Command {
	var workspace string
	cmd := &cobra.Command{
		Use: "delete NAME", Short: "Delete a scenario", Example: `  lifecircle scenario delete "new clinic" -w city.gpkg`, Args: oneArgument("the name of the scenario"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			err := change(workspace, data.Open, func(w *data.Workspace) error { return w.DropScenario(ctx, args[0]) })
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(to.err, "scenario %q deleted\n", args[0])
			return err
		}),
	}
	workspaceFlag(cmd, &workspace)
	return cmd
}

func readScenarioFile(path string) (geo.Scenario, error) {
	text, err := readBounded(path, geo.MaxScenarioBytes)
	if err != nil {
		return geo.Scenario{}, err
	}
	scenario, err := geo.ParseScenario(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return scenario, err
}

func readScenarios(ctx context.Context, path string) ([]data.SavedScenario, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	saved, err := w.Scenarios(ctx)
	return saved, errors.Join(err, w.Close())
}

func readScenario(ctx context.Context, path, name string) (data.SavedScenario, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return data.SavedScenario{}, err
	}
	saved, err := w.Scenario(ctx, name)
	return saved, errors.Join(err, w.Close())
}

// scenarioLine names a scenario among what was assumed.
func scenarioLine(s geo.Scenario) string {
	edits := fmt.Sprintf("%d edits", len(s.Edits))
	if len(s.Edits) == 1 {
		edits = "1 edit"
	}
	return printable(cmp.Or(s.Name, "(unnamed)")) + ": the town with " + edits + " done"
}
