package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// newReplay is `lifecircle replay`.
func newReplay() *cobra.Command {
	var workspace string
	var to output
	var lists siteLists
	var places placesFiles
	cmd := &cobra.Command{
		Use:   "replay MANIFEST.json",
		Short: "Compute a result again from its manifest, byte for byte",
		Long: `Compute a result again, byte for byte, from the manifest that lies beside it or inside it. The
workspace must hold the same town: if it does not, the inputs that differ are named and nothing
is written. Lists of candidates or of land that a choice of sites was made with must be given again,
and all files of one without streets.`,
		Example: `  lifecircle replay times.csv.manifest.json -w city.gpkg -o again.csv
  lifecircle replay coverage.json -w city.gpkg
  lifecircle replay sites.json -w city.gpkg --candidates parcels.csv
  lifecircle replay sites.json --matrix times.csv`,
		Args: oneArgument("the manifest"),
		RunE: runs(func(ctx context.Context, s streams, args []string) error {
			text, err := manifestText(args[0])
			if err != nil {
				return err
			}
			if m, is := placesManifest(text); is {
				return replayPlaces(ctx, s, m, &lists, places, to)
			}
			m, err := readManifest(args[0], text)
			if err != nil {
				return err
			}
			to.usual = cmp.Or(m.Parameters.Format, "json")
			if to.format() != to.usual {
				return &usageError{fmt.Sprintf("-o %q: the manifest records the format %q", to.path, to.usual), "Give the file a name that ends in ." + to.usual}
			}
			a, err := load(ctx, workspace)
			if err != nil {
				return err
			}
			if m.Command == "check" {
				return replayChecks(ctx, s, a, m, to)
			}
			if standard.IsQuestion(m) {
				return replayQuestion(ctx, s, a, m, to)
			}
			if m.OfSites() {
				return replaySites(ctx, s, a, m, &lists, to)
			}
			return replay(ctx, s, workspace, a, m, to)
		}),
	}
	workspaceFlag(cmd, &workspace)
	lists.flags(cmd)
	places.flags(cmd)
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` to write, in the format of the first result (default standard output)")
	return cmd
}

// manifestText is a file with a manifest, or the manifest that a result in JSON carries as a member.
func manifestText(path string) (json.RawMessage, error) {
	text, err := readBounded(path, 256<<20)
	if err != nil {
		return nil, err
	}
	var result struct {
		Manifest json.RawMessage `json:"manifest"`
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, notManifest(path, err)
	}
	if result.Manifest != nil {
		return result.Manifest, nil
	}
	return text, nil
}

func readManifest(path string, text []byte) (*coverage.Manifest, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var m coverage.Manifest
	if err := decoder.Decode(&m); err != nil {
		return nil, notManifest(path, err)
	}
	if m.Profile.Mode == "" {
		return &m, nil // of an export, which travels nowhere
	}
	// A profile in a manifest is held to the same bounds as one in a file; JSON is YAML.
	profile, err := json.Marshal(m.Profile)
	if err != nil {
		return nil, notManifest(path, err)
	}
	if _, err := isochrone.ParseProfile(profile); err != nil {
		return nil, notManifest(path, err)
	}
	return &m, nil
}

func notManifest(path string, err error) error {
	return fmt.Errorf("%s: not a manifest of Lifecircle: %w", path, err)
}

func replay(ctx context.Context, s streams, workspace string, a *coverage.Analysis, m *coverage.Manifest, to output) error {
	if m.Command == "export" {
		if err := a.CanReplay(m); err != nil {
			return err
		}
		layer, err := storedLayer(ctx, workspace, m.Parameters.Layer)
		if err != nil {
			return err
		}
		return to.write(s, layer)
	}
	again, err := a.Replay(ctx, m)
	if err != nil {
		return err
	}
	if manifest, write, is := again.Text(); is {
		return to.text(s, manifest, write)
	}
	layer, err := coverage.WithName(again.Layer, m.Parameters.Save)
	if err != nil {
		return err
	}
	return to.write(s, layer)
}
