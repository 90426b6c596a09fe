package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// load reads the town of a workspace for analysis. The workspace is closed again: nothing is asked of the file
// while an analysis runs, and others may write to it.
func load(ctx context.Context, path string) (*coverage.Analysis, error) {
	town, err := readTown(ctx, path)
	if err != nil {
		return nil, err
	}
	return study(town)
}

// analyse is load for a question about people and facilities, with the edits of the scenario done: positions that
// contradict the streets are reported on standard error before anything is computed from them. What a large town takes
// long to prepare is kept in the workspace.
func analyse(ctx context.Context, to streams, at where) (*coverage.Analysis, error) {
	town, err := readTown(ctx, at.workspace)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	for _, warning := range data.Contradictions(&town) {
		writeWarning(&text, warning)
	}
	if _, err := io.WriteString(to.err, text.String()); err != nil {
		return nil, err
	}
	a, err := study(town)
	if err != nil {
		return nil, err
	}
	a.KeepLists(listsIn(to, at.workspace))
	if at.scenario == "" {
		return a, nil
	}
	return at.edited(ctx, to, a)
}

func study(town geo.Town) (*coverage.Analysis, error) {
	area, err := geo.NewStudyArea(town)
	if err != nil {
		return nil, err
	}
	return coverage.New(area), nil
}

// listsIn keeps lists of points in the workspace, which is opened for as long as it takes. Where it cannot be written
// they are not kept.
func listsIn(to streams, path string) coverage.ListStore {
	return coverage.ListStore{
		Load: func(ctx context.Context, key string) ([]byte, error) {
			w, err := data.OpenReadOnly(path)
			if err != nil {
				return nil, err
			}
			lists, err := w.Prepared(ctx, key)
			return lists, errors.Join(err, w.Close())
		},
		Keep: func(ctx context.Context, key string, lists []byte) error {
			err := change(path, data.Open, func(w *data.Workspace) error { return w.KeepPrepared(ctx, key, lists) })
			if errors.Is(err, data.ErrReadOnly) {
				return nil
			}
			return err
		},
		Warn: func(err error) { fmt.Fprintf(to.err, "warning: %v\n", err) },
	}
}

func readTown(ctx context.Context, path string) (geo.Town, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return geo.Town{}, err
	}
	town, err := w.Town(ctx)
	return town, errors.Join(err, w.Close())
}

// change opens a workspace, lets work change it, and closes it.
func change(path string, open func(path string) (*data.Workspace, error), work func(*data.Workspace) error) error {
	w, err := open(path)
	if err != nil {
		return err
	}
	return errors.Join(work(w), w.Close())
}

// save stores a result in the workspace under a name.
func save(ctx context.Context, to streams, path, name string, layer geo.Layer) error {
	layer, err := coverage.WithName(layer, name)
	if err != nil {
		return err
	}
	err = change(path, data.Open, func(w *data.Workspace) error { return w.SaveLayer(ctx, layer) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(to.err, "saved as layer %s in %s\n", name, path)
	return err
}

// checkName holds the name of a layer against the rules before anything is computed.
func checkName(name string) error {
	if name == "" {
		return nil
	}
	if err := data.CheckLayerName(name); err != nil {
		return &usageError{message: err.Error()}
	}
	return nil
}
