package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// shownIslands are told one by one; --json and the layer tell more.
const shownIslands = 12

// islandKinds are the kinds of islands in words.
var islandKinds = map[geo.IslandKind]string{geo.CutOff: "cut off", geo.NoWayOut: "no way out", geo.NoWayIn: "no way in"}

// writeIslands prints the islands of a mode for people to read.
func writeIslands(w io.Writer, r *coverage.Islands, numbers figures) error {
	if _, err := fmt.Fprintf(w, "Streets by %s: %.1f km, of which %.1f km lead to each other\n", r.Mode, r.LengthM/1000, r.Main.LengthM/1000); err != nil {
		return err
	}
	if len(r.Islands) == 0 {
		_, err := fmt.Fprintln(w)
		return err
	}
	t := &sheet{}
	t.add("Island", "Segments", "Metres", "People", "Street", "Position")
	for _, i := range r.Islands[:min(len(r.Islands), shownIslands)] {
		t.add(islandKinds[i.Kind], strconv.Itoa(i.Segments), thousands(int64(i.LengthM)), numbers.people(i.People), streetOf(&i.Island), fmt.Sprintf("%.5f,%.5f", i.Position[0], i.Position[1]))
	}
	if err := t.write(w); err != nil {
		return err
	}
	rest := r.Rest
	for _, i := range r.Islands[min(len(r.Islands), shownIslands):] {
		rest.Islands++
		rest.LengthM += i.LengthM
		rest.People += i.People
	}
	if rest.Islands > 0 {
		if _, err := fmt.Fprintf(w, "and %s shorter ones: %s m, %s people\n", thousands(int64(rest.Islands)), thousands(int64(rest.LengthM)), numbers.people(rest.People)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "All of them as lines: lifecircle export --layer %s --mode %s -o islands.geojson\n\n", islandLayer, r.Mode)
	return err
}

func streetOf(i *coverage.Island) string {
	return printable(cmp.Or(i.Street, "unnamed "+i.Class))
}
