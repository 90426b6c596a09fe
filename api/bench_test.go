package api

import (
	"container/list"
	"net/http"
	"net/url"
	"testing"

	"github.com/paulmach/orb/maptile"
)

// benchmark asks the same over and over.
func benchmark(b *testing.B, target string) {
	s := readOnlyServer(b)
	if first := fetch(b, s, base+target); first.Code != http.StatusOK {
		b.Fatalf("%d %s", first.Code, first.Body)
	}
	b.ReportAllocs()
	for b.Loop() {
		fetch(b, s, base+target)
	}
}

// BenchmarkClick answers a click on the map: one residential point, all services, one way drawn.
func BenchmarkClick(b *testing.B) {
	point := url.QueryEscape(mustTown(b, readOnlyServer(b)).Area.Points[1000].ID)
	benchmark(b, "/explain?service=clinic&point="+point)
}

func BenchmarkCoverage(b *testing.B) { benchmark(b, "/coverage?service=clinic&minutes=5,15,30") }

func BenchmarkTravelTimes(b *testing.B) { benchmark(b, "/travel-times?service=clinic") }

// BenchmarkStreetTile cuts a tile that is in no cache.
func BenchmarkStreetTile(b *testing.B) {
	area := mustTown(b, readOnlyServer(b)).Area
	tile := maptile.At(area.Points[1000].Point, 13)
	b.ReportAllocs()
	tiles := newTileSet(area)
	for b.Loop() {
		tiles.cache = tileCache{entries: make(map[string]*list.Element), recent: list.New()}
		if _, err := tiles.get("streets", tile); err != nil {
			b.Fatal(err)
		}
	}
}
