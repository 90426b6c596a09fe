package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"lifecircle/isochrone/coverage"
)

// newRoot is the tree of all commands. A tree serves one run.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "lifecircle",
		Short: "Who can reach a service in 5, 15 or 30 minutes, who cannot, and why",
		Long: `Lifecircle (生活圈) tells planners who can reach a service in 5, 15 or 30 minutes on foot,
by bicycle or by car, who cannot, and why.

A town lives in one workspace file, by default lifecircle.gpkg in the current folder.
Exit status: 0 done, 1 failed or cancelled, 2 wrong usage.`,
		Example: `  lifecircle demo
  lifecircle import streets city.osm.pbf -w city.gpkg
  lifecircle import residents estates.csv -w city.gpkg
  lifecircle import facilities clinics.csv --service clinic -w city.gpkg
  lifecircle coverage -w city.gpkg --service clinic --mode walk --minutes 5,15,30
  lifecircle blindspots -w city.gpkg --service clinic --minutes 15 -o blindspots.geojson
  lifecircle serve -w city.gpkg`,
		Version:       coverage.Version,
		Args:          noArguments,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("lifecircle {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if cmd.HasAvailableSubCommands() && cmd.Flags().NArg() > 0 { // a mistyped command, and then its options
			return noArguments(cmd, cmd.Flags().Args())
		}
		return &usageError{message: err.Error(), hint: "See: " + cmd.CommandPath() + " --help"}
	})
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		newDemo(), newImport(), newInspect(), newCoverage(), newTimes(), newExplain(), newCatchment(), newBlindspots(), newSite(), newScenario(), newStandard(), newCheck(), newReport(), newSnapshot(), newExport(), newCopy(),
		newServe(), newReplay(), newProfile(), newServices(), newBench(), newVersion(),
	)
	return root
}

// newVersion is `lifecircle version`.
func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of the program", Example: "  lifecircle version", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "lifecircle %s\n", coverage.Version)
			return err
		},
	}
}

// noArguments refuses what is left beside options.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasAvailableSubCommands() {
		hint := "See: " + cmd.CommandPath() + " --help"
		if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
			hint = fmt.Sprintf("Did you mean %s? %s", near[0], hint)
		}
		return &usageError{message: fmt.Sprintf("unknown command %q for %q", args[0], cmd.CommandPath()), hint: hint}
	}
	return &usageError{message: fmt.Sprintf("argument %q is one too many", args[0]), hint: "See: " + cmd.CommandPath() + " --help"}
}

// oneArgument demands exactly one argument, called name in messages.
func oneArgument(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &usageError{message: name + " is missing", hint: "For example:\n" + cmd.Example}
		}
		return noArguments(cmd, args[1:])
	}
}

// workspaceFlag adds -w.
func workspaceFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "workspace", "w", "lifecircle.gpkg", "workspace `file`")
}

// streams are where a command writes.
type streams struct {
	out, err io.Writer
}

// runs turns work into what cobra calls: with the context, and with the streams of the program.
func runs(work func(ctx context.Context, to streams, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return work(cmd.Context(), streams{cmd.OutOrStdout(), cmd.ErrOrStderr()}, args)
	}
}
