package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
)

const networkLayer = "network"

// turnsLayer is the layer of the turn rules that travel times obey, islandLayer that of the streets from which one
// cannot get to the rest and back.
const (
	turnsLayer  = "turns"
	islandLayer = "islands"
)

// travelLayers are the layers that depend on how people travel, with the flags that matter to each.
var travelLayers = map[string][]string{networkLayer: travelFlags, islandLayer: {"mode", "profile", "access"}}

// newExport is `lifecircle export`.
func newExport() *cobra.Command {
	var workspace, name string
	var how travel
	var to output
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write a layer of the workspace to a file",
		Long: `Write a layer to a file in the format that the end of its name tells: .geojson, .gpkg, .csv,
.xlsx or .parquet. Positions are WGS 84.

Layers: street, facility, residential_point, area, entrance, idle_building, barriers, network, turns,
islands, and results that were saved by name. The network has a row for each piece of street and
permitted direction in a mode, from which anyone can compute every travel time again; with mode drive it
takes the table of turns too, which driving obeys. Islands are the streets from which one cannot get to
the rest in a mode and back, as lines.`,
		Example: `  lifecircle export -w city.gpkg --layer facility -o facilities.xlsx
  lifecircle export -w city.gpkg --layer network --mode drive -o network.csv`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) error {
			if name == "" {
				return &usageError{"--layer is missing", "For example: --layer facility. What is in the workspace is listed by: lifecircle inspect"}
			}
			if !to.isFile() {
				return &usageError{"-o is missing", "For example: -o " + name + ".geojson"}
			}
			if err := to.check(); err != nil {
				return err
			}
			flags, travels := travelLayers[name]
			if flag := how.changed(flags); flag != "" {
				return &usageError{fmt.Sprintf("--%s says nothing about layer %s", flag, name), "It belongs to --layer network."}
			}
			if !travels {
				layer, err := storedLayer(ctx, workspace, name)
				if err != nil {
					return err
				}
				return to.write(s, layer)
			}
			profile, err := how.profile()
			if err != nil {
				return err
			}
			layer, err := travelLayer(ctx, workspace, name, profile)
			if err != nil {
				return err
			}
			return to.write(s, layer)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().StringVar(&name, "layer", "", "`NAME` of the layer")
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` to write: .geojson, .gpkg, .csv, .xlsx or .parquet")
	how.flags(cmd)
	return cmd
}

func travelLayer(ctx context.Context, workspace, name string, profile isochrone.Profile) (geo.Layer, error) {
	a, err := load(ctx, workspace)
	if err != nil {
		return geo.Layer{}, err
	}
	if name == islandLayer {
		return a.IslandLayer(ctx, profile)
	}
	return a.NetworkLayer(ctx, profile)
}

// storedLayer reads a layer of the workspace. Saved results have their manifest; a layer of the town gets that of the town.
func storedLayer(ctx context.Context, workspace, name string) (geo.Layer, error) {
	if name == turnsLayer {
		a, err := load(ctx, workspace)
		if err != nil {
			return geo.Layer{}, err
		}
		return a.TurnsLayer()
	}
	w, err := data.OpenReadOnly(workspace)
	if err != nil {
		return geo.Layer{}, err
	}
	layer, err := w.Layer(ctx, name)
	var missing *data.FileError
	if errors.As(err, &missing) && errors.Is(err, data.ErrNoLayer) {
		err = &usageError{err.Error(), strings.TrimSuffix(missing.Hint.EN, ".") + ", " + networkLayer + ", " + turnsLayer + ", " + islandLayer + "."}
	}
	if err = errors.Join(err, w.Close()); err != nil || layer.Manifest != nil {
		return layer, err
	}
	a, err := load(ctx, workspace)
	if err != nil {
		return layer, err
	}
	layer.Manifest, err = json.Marshal(a.TownManifest(name))
	return layer, err
}

// newCopy is `lifecircle copy`.
func newCopy() *cobra.Command {
	var workspace, path string
	cmd := &cobra.Command{
		Use:   "copy",
		Short: "Make a clean copy of the workspace, even while it is in use",
		Long: `Make a clean copy of the workspace as it is at this moment, even while a server or an import has it
open. Copying the file by other means may miss what has not been folded into it yet. What the program keeps
prepared in the workspace of a large town, to answer sooner, is left out.`,
		Example: `  lifecircle copy -w city.gpkg -o city-2026-05.gpkg`,
		Args:    noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) error {
			if path == "" {
				return &usageError{"-o is missing", "For example: -o copy.gpkg"}
			}
			if (output{path: path}).format() != "gpkg" {
				return &usageError{fmt.Sprintf("-o %q: a workspace is a .gpkg file", path), "For example: -o copy.gpkg"}
			}
			w, err := data.OpenReadOnly(workspace)
			if err != nil {
				return err
			}
			if err := errors.Join(w.CopyTo(ctx, path), w.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.err, "copied to %s\n", path)
			return err
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().StringVarP(&path, "output", "o", "", "the `file` to make, .gpkg")
	return cmd
}

// travelFlags are the flags of travel.
var travelFlags = []string{"mode", "profile", "speed", "speed-factor", "access", "direction"}

// changed names a flag of travel that was given and is not among some, "" if none was.
func (t *travel) changed(allowed []string) string {
	for _, name := range travelFlags {
		if t.set.Changed(name) && !slices.Contains(allowed, name) {
			return name
		}
	}
	return ""
}
