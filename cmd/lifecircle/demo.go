package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/data/sample"
	"lifecircle/geo"
)

// newDemo is `lifecircle demo`.
func newDemo() *cobra.Command {
	var workspace string
	var s serving
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show a sample town as a map in the browser",
		Long: `Make a workspace with an invented town if it is not there yet, serve it, and print the address. Open it
in a browser; end with Ctrl-C. The workspace is like any other: every command works on it.`,
		Example: `  lifecircle demo
  lifecircle demo --addr 127.0.0.1:0 -w /tmp/town.gpkg`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			listener, err := s.listen(to)
			if err != nil {
				return err
			}
			w, err := data.OpenOrCreate(workspace)
			if err != nil {
				return errors.Join(err, listener.Close())
			}
			if err := settle(ctx, to, w); err != nil {
				return errors.Join(err, w.Close(), listener.Close())
			}
			return errors.Join(s.serve(ctx, to, listener, w, true), w.Close())
		}),
	}
	cmd.Flags().StringVarP(&workspace, "workspace", "w", "lifecircle-demo.gpkg", "workspace `file`")
	s.flags(cmd)
	return cmd
}

// settle puts the sample town into an empty workspace.
func settle(ctx context.Context, to streams, w *data.Workspace) error {
	there, err := w.Town(ctx)
	if err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(there.Sources, func(s geo.Source) bool { return s.Kind == data.SampleSource }):
		return nil
	case len(there.Streets)+len(there.Points)+len(there.Facilities)+len(there.Areas) > 0:
		return &usageError{w.Path() + " holds another town already", "Serve it with: lifecircle serve -w " + w.Path()}
	}
	if err := w.PutTown(ctx, sample.Town()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.err, "sample town made in %s\n", w.Path())
	return err
}
