package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// saveUnderAnother is what to do where a frozen snapshot is in the way.
var saveUnderAnother = geo.Say("What is final stays: save a new result under another name.", "定稿不可更改：新的结果请另起名称保存。")

func quotedName(name string) geo.Words { return geo.Say("%q", "“%s”", printable(name)) }

func newSnapshotFreeze() *cobra.Command {
	return snapshotChange("freeze NAME", "Make a snapshot final: it can be neither replaced nor deleted (定稿)",
		func(ctx context.Context, w *data.Workspace, name string) (string, error) {
			return "frozen", w.FreezeSnapshot(ctx, name)
		})
}

func newSnapshotDelete() *cobra.Command {
	return snapshotChange("delete NAME", "Delete a snapshot that is not frozen",
		func(ctx context.Context, w *data.Workspace, name string) (string, error) {
			return "deleted", w.DeleteSnapshot(ctx, name)
		})
}

// snapshotChange is a command that does one thing to one snapshot.
func snapshotChange(use, short string, do func(context.Context, *data.Workspace, string) (done string, err error)) *cobra.Command {
	var workspace string
	verb, _, _ := strings.Cut(use, " ")
	cmd := &cobra.Command{
		Use: use, Short: short, Example: "  lifecircle snapshot " + verb + " 2025 -w city.gpkg", Args: oneArgument("the name of the snapshot"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			done := ""
			err := change(workspace, data.Open, func(w *data.Workspace) (err error) {
				done, err = do(ctx, w, args[0])
				return err
			})
			if err == nil {
				_, err = fmt.Fprintf(to.err, "snapshot %q %s\n", printable(args[0]), done)
			}
			return err
		}),
	}
	workspaceFlag(cmd, &workspace)
	return cmd
}

func newSnapshotExport() *cobra.Command {
	var workspace, path string
	cmd := &cobra.Command{
		Use: "export NAME", Short: "Write a snapshot to a file, for another workspace or another program",
		Long: `Write a snapshot to a file: .json.gz as it is kept, which snapshot compare takes in the place of a name, or .json for
other programs.`,
		Example: `  lifecircle snapshot export 2025 -w city.gpkg -o 2025.json.gz
  lifecircle snapshot compare 2025.json.gz 2026 -w city.gpkg`,
		Args: oneArgument("the name of the snapshot"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			extension := strings.ToLower(filepath.Ext(path))
			if extension != ".gz" && extension != ".json" {
				return &usageError{fmt.Sprintf("-o %q: a snapshot is written as .json.gz or .json", path), "For example: -o snapshot.json.gz"}
			}
			_, kept, err := readSnapshot(ctx, workspace, args[0])
			if err != nil {
				return err
			}
			err = data.WriteText(path, nil, func(w io.Writer) error { return writeSnapshot(w, kept.Document, extension == ".json") })
			if err == nil {
				_, err = fmt.Fprintf(to.err, "snapshot %q written to %s\n", printable(args[0]), path)
			}
			return err
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().StringVarP(&path, "output", "o", "", "`file` to write, .json.gz or .json")
	return cmd
}

// writeSnapshot writes a snapshot as it is kept, or unpacked.
func writeSnapshot(w io.Writer, packed []byte, unpack bool) error {
	if !unpack {
		_, err := w.Write(packed)
		return err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r) // it was read already, within its bounds
	return err
}

// maxSnapshotFile bounds the file of a snapshot, packed.
const maxSnapshotFile = 64 << 20

// snapshotNamed gives a snapshot of the workspace by its name, or reads an exported one.
func snapshotNamed(ctx context.Context, workspace, name string) (*standard.Snapshot, error) {
	if strings.ToLower(filepath.Ext(name)) != ".gz" {
		shot, _, err := readSnapshot(ctx, workspace, name)
		return shot, err
	}
	packed, err := readBounded(name, maxSnapshotFile)
	if err != nil {
		return nil, err
	}
	shot, err := standard.ReadSnapshot(packed)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return shot, err
}
