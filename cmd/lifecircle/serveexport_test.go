package main_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// Files are the same bytes whether the command line writes them or the server gives them, but for the byte order mark
// of CSV.
func TestExportsAreTheSameFromServerAndCommandLine(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "idle.osm", idleInRiverTown())
	must(t, folder, "import", "facilities", "--from-osm", "idle.osm", "--service", "kindergarten", "-w", "town.gpkg")
	must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--minutes", "5,15", "--save", "kept_15")
	must(t, folder, "blindspots", "-w", "town.gpkg", "--service", "elder_station", "--minutes", "5", "--save", "coverage")
	s := serve(t, folder, "serve", "-w", "town.gpkg", "--addr", "127.0.0.1:0")
	for _, test := range []struct{ command, address string }{
		{"export --layer street", "street.%"},
		{"export --layer barriers", "barriers.%"},
		{"export --layer entrance", "entrance.%"},
		{"export --layer idle_building", "idle_building.%"},
		{"export --layer turns", "turns.%"},
		{"export --layer facility", "facilities.%"},
		{"export --layer residential_point", "residential-points.%"},
		{"export --layer area", "areas.%"},
		{"export --layer network --mode bike --speed 14", "network.%?mode=bike&speed=14"},
		{"export --layer kept_15", "kept_15.%"},
		{"export --layer coverage", "coverage.%?saved=true"},
		{"blindspots --service elder_station --minutes 10", "blind-spots.%?service=elder_station&minutes=10"},
		{"blindspots --service elder_station --minutes 10 --as points", "blind-spots.%?service=elder_station&minutes=10&as=points"},
		{"catchment --service elder_station --minutes 5,10", "catchments.%?service=elder_station&minutes=5,10"},
		{"catchment --service elder_station --minutes 5,10 --streets", "catchment-streets.%?service=elder_station&minutes=5,10"},
		{"times --service elder_station --minutes 10", "times.%?service=elder_station&minutes=10"},
	} {
		for _, format := range []string{"geojson", "csv", "xlsx", "parquet", "gpkg"} {
			if format == "geojson" && strings.HasPrefix(test.address, "times") {
				continue // the server gives the positions too
			}
			must(t, folder, append(strings.Fields(test.command), "-w", "town.gpkg", "-o", "same."+format)...)
			want := read(t, filepath.Join(folder, "same."+format))
			status, got := s.get(t, "api/v1/exports/"+strings.Replace(test.address, "%", format, 1))
			got, marked := strings.CutPrefix(got, "\ufeff")
			if status != 200 || got != want || marked != (format == "csv") {
				t.Errorf("%s as %s: status %d, %d bytes of the server, %d of the command line\n%.200s\n%.200s", test.command, format, status, len(got), len(want), got, want)
			}
		}
	}
	for _, address := range []string{"kept_16.csv", "kept_15.doc", "kept_15.csv?minutes=5", "rtree_street_geom.csv", "street.csv?saved=true", "network.csv?service=clinic", "catchments.csv?service=elder_station,clinic"} {
		if status, body := s.get(t, "api/v1/exports/"+address); status != 404 && status != 422 {
			t.Errorf("%s: status %d: %.200s", address, status, body)
		}
	}
}
