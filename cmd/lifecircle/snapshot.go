package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/isochrone/standard"
)

// newSnapshot is `lifecircle snapshot`.
func newSnapshot() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Keep dated results of a plan's checks, and tell what changed between two",
		Long: `Keep dated results of a plan's checks in the workspace, and tell what changed between two: who is newly covered,
who no longer, and why (facility, street, people, standard). A frozen snapshot (定稿) can be neither replaced nor
deleted, and is known by its result id, which stands on every page of a report.`,
		Example: `  lifecircle snapshot save 2025 -w city.gpkg --standard zhejiang-2025 --as-of 2025-12-31
  lifecircle snapshot compare 2024 2025 -w city.gpkg
  lifecircle snapshot freeze 2025 -w city.gpkg`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSnapshotSave(), newSnapshotList(), newSnapshotShow(), newSnapshotCompare(), newSnapshotFreeze(), newSnapshotDelete(), newSnapshotExport())
	return cmd
}

func newSnapshotSave() *cobra.Command {
	var plan planFlags
	var date string
	cmd := &cobra.Command{
		Use: "save NAME", Short: "Check a plan and keep the result under a name",
		Long: `Check a plan and keep the result under a name, in the place of an earlier one of that name unless this is frozen.
It is dated by --date, else by --as-of, else today.`,
		Example: `  lifecircle snapshot save 2025 -w city.gpkg --standard zhejiang-2025 --as-of 2025-12-31`,
		Args:    oneArgument("the name of the snapshot"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			name := args[0]
			if err := standard.CheckSnapshotName(name); err != nil {
				return err
			}
			std, err := standardNamed(to, plan.standard)
			if err != nil {
				return err
			}
			o, err := plan.options(std)
			if err != nil {
				return err
			}
			day := cmp.Or(date, plan.asOf, time.Now().Format(time.DateOnly))
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				return &usageError{fmt.Sprintf("--date %q: must be a day", day), "For example: --date 2025-12-31"}
			}
			if err := notFrozen(ctx, plan.at.workspace, name); err != nil {
				return err
			}
			assessed, err := plan.assessed(ctx, to, std, o)
			if err != nil {
				return err
			}
			shot, err := takeSnapshot(ctx, to, assessed, name, day)
			if err != nil {
				return err
			}
			packed, err := shot.Bytes()
			if err != nil {
				return err
			}
			err = change(plan.at.workspace, data.Open, func(w *data.Workspace) error { return w.SaveSnapshot(ctx, name, day, packed) })
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(to.err, "snapshot %q of %s saved in %s: %d checks, result %s\n", printable(name), day, plan.at.workspace, len(shot.Scorecard.Checks), shot.ResultID)
			return err
		}),
	}
	plan.flags(cmd)
	cmd.Flags().StringVar(&date, "date", "", "`DATE` of the snapshot, such as 2025-12-31")
	return cmd
}

// notFrozen refuses early what could not be saved after all.
func notFrozen(ctx context.Context, path, name string) error {
	all, err := snapshotsIn(ctx, path)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Name == name && s.Frozen {
			return &data.FileError{Path: path, Rule: data.ErrFrozen, Detail: quotedName(name), Hint: saveUnderAnother}
		}
	}
	return nil
}

// takeSnapshot assesses and records, and shows how far it has come.
func takeSnapshot(ctx context.Context, to streams, of *standard.Assessed, name, day string) (*standard.Snapshot, error) {
	bar := newProgress(to.err, "checks")
	of.Options.Progress = func(done, total int) { bar.report(int64(done), int64(total)) }
	shot, err := of.TakeSnapshot(ctx, name, day)
	bar.end()
	return shot, err
}

func snapshotsIn(ctx context.Context, path string) ([]data.SnapshotInfo, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	all, err := w.Snapshots(ctx)
	return all, errors.Join(err, w.Close())
}

// readSnapshot gives a snapshot of the workspace, with what is known of it.
func readSnapshot(ctx context.Context, path, name string) (*standard.Snapshot, data.Snapshot, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return nil, data.Snapshot{}, err
	}
	kept, err := w.Snapshot(ctx, name)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, kept, err
	}
	shot, err := standard.ReadSnapshot(kept.Document)
	if err != nil {
		err = fmt.Errorf("snapshot %q of %s: %w", printable(name), path, err)
	}
	return shot, kept, err
}

func newSnapshotList() *cobra.Command {
	var workspace string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the snapshots of a workspace", Example: "  lifecircle snapshot list -w city.gpkg", Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			all, err := snapshotsIn(ctx, workspace)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, append([]data.SnapshotInfo{}, all...))
			}
			lines := &sheet{}
			lines.add("Snapshot", "Date", "Frozen", "kB", "SHA-256")
			for _, s := range all {
				frozen := "–"
				if s.Frozen {
					frozen = "frozen"
				}
				lines.add(printable(s.Name), s.Date, frozen, thousands((s.Bytes+1023)/1024), s.SHA256[:min(12, len(s.SHA256))])
			}
			return lines.write(to.out)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func newSnapshotShow() *cobra.Command {
	var workspace string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show NAME", Short: "Show the result that a snapshot holds",
		Example: `  lifecircle snapshot show 2025 -w city.gpkg
  lifecircle snapshot show 2025 -w city.gpkg --json > scorecard-2025.json`,
		Args: oneArgument("the name of the snapshot"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			shot, kept, err := readSnapshot(ctx, workspace, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, struct {
					Snapshot data.SnapshotInfo `json:"snapshot"`
					ResultID string            `json:"result_id"`
					*standard.Scorecard
				}{kept.SnapshotInfo, shot.ResultID, shot.Scorecard})
			}
			if _, err := fmt.Fprintln(to.out, snapshotLine(shot.Name, shot.Date, shot.ResultID, kept.Frozen)); err != nil {
				return err
			}
			return writeScorecard(to.out, shot.Scorecard, figures{})
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with a manifest that lifecircle replay takes")
	return cmd
}

func snapshotLine(name, date, result string, frozen bool) string {
	parts := []string{"Snapshot " + printable(name), date, "result " + result}
	if frozen {
		parts = append(parts, "frozen (定稿)")
	}
	return strings.Join(parts, ", ")
}
