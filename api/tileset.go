package api

import (
	"cmp"
	"container/list"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// tileSet cuts a town into vector tiles. It indexes a layer when its first tile is asked for.
type tileSet struct {
	area                                                *geo.StudyArea
	waters                                              func() []water
	streets, barriers, water, areas, points, facilities func() *geo.Index
	cache                                               tileCache
}

func newTileSet(area *geo.StudyArea) *tileSet {
	index := func(n int, bound func(i int) orb.Bound) func() *geo.Index {
		return sync.OnceValue(func() *geo.Index {
			x := new(geo.Index)
			for i := range n {
				x.Insert(bound(i), int32(i))
			}
			return x
		})
	}
	sheets := sync.OnceValue(func() []water { return waters(area.Barriers) })
	return &tileSet{
		area:   area,
		waters: sheets,
		water: sync.OnceValue(func() *geo.Index {
			return index(len(sheets()), func(i int) orb.Bound { return sheets()[i].shape.Bound() })()
		}),
		streets:    index(len(area.Streets), func(i int) orb.Bound { return area.Streets[i].Line.Bound() }),
		barriers:   index(len(area.Barriers), func(i int) orb.Bound { return area.Barriers[i].Line.Bound() }),
		areas:      index(len(area.Areas), func(i int) orb.Bound { return area.Areas[i].Shape.Bound() }),
		points:     index(len(area.Points), func(i int) orb.Bound { return area.Points[i].Point.Bound() }),
		facilities: index(len(area.Facilities), func(i int) orb.Bound { return area.Facilities[i].Point.Bound() }),
		cache:      tileCache{entries: make(map[string]*list.Element), recent: list.New()},
	}
}

// tileMargin is how far beyond its edge a tile knows its lines, as a part of its width, so that no seam shows.
const tileMargin = 64.0 / mvt.DefaultExtent

// tileTolerance is how far a simplified line may stray: a quarter of a pixel of a tile 256 pixels wide.
const tileTolerance = mvt.DefaultExtent / 256 / 4

// get gives a tile of a layer; empty where there is nothing.
func (s *tileSet) get(layer string, tile maptile.Tile) ([]byte, error) {
	key := fmt.Sprintf("%s/%d/%d/%d", layer, tile.Z, tile.X, tile.Y)
	if content, cached := s.cache.get(key); cached {
		return content, nil
	}
	var layers mvt.Layers
	switch layer {
	case "streets":
		layers = mvt.Layers{s.cut("water", tile, s.water(), s.sheet), s.cut("streets", tile, s.streets(), s.street), s.cut("barriers", tile, s.barriers(), s.barrier), s.cut("areas", tile, s.areas(), s.outline)}
	case "points":
		layers = mvt.Layers{s.cut("points", tile, s.points(), s.point)}
	case "facilities":
		layers = mvt.Layers{s.cut("facilities", tile, s.facilities(), s.facility)}
	}
	content, err := encode(layers)
	if err == nil {
		s.cache.put(key, content)
	}
	return content, err
}

// coverage gives a tile of the answer to a question.
func (s *tileSet) coverage(tile maptile.Tile, times *pointTimes, group geo.Group) ([]byte, error) {
	unit := "milliseconds"
	if times.byDistance {
		unit = "millimetres"
	}
	return encode(mvt.Layers{s.cut("coverage", tile, s.points(), func(i int32, _ maptile.Zoom) *geojson.Feature {
		f := s.point(i, tile.Z)
		if n := s.area.Points[i].People[group]; n != geo.NoData {
			f.Properties["group_population"] = n
		}
		if length := times.lengths[i]; length != nil {
			f.Properties[unit] = *length
		}
		if facility := times.facility[i]; facility != nil {
			f.Properties["facility_id"] = *facility
		}
		f.Properties["covered"] = times.reason[i] == coverage.Covered
		f.Properties["reason"] = string(times.reason[i])
		f.Properties["edge_of_data"] = times.edgeOfData[i]
		return f
	})})
}

func encode(layers mvt.Layers) ([]byte, error) {
	layers = slices.DeleteFunc(layers, func(l *mvt.Layer) bool { return len(l.Features) == 0 })
	if len(layers) == 0 {
		return nil, nil
	}
	return mvt.Marshal(layers)
}

// cut takes what lies in a tile, in the order of the town. The features given must be copies: cutting changes them.
func (s *tileSet) cut(name string, tile maptile.Tile, index *geo.Index, feature func(i int32, zoom maptile.Zoom) *geojson.Feature) *mvt.Layer {
	var found []int32
	index.Search(tile.Bound(tileMargin), func(i int32) bool {
		found = append(found, i)
		return true
	})
	slices.Sort(found)
	features := geojson.NewFeatureCollection()
	for _, i := range found {
		if f := feature(i, tile.Z); f != nil {
			f.ID = uint64(i) + 1
			features.Append(f)
		}
	}
	layer := mvt.NewLayer(name, features)
	layer.Version = 2
	layer.ProjectToTile(tile)
	layer.Clip(orb.Bound{Min: orb.Point{-64, -64}, Max: orb.Point{mvt.DefaultExtent + 64, mvt.DefaultExtent + 64}})
	layer.Simplify(simplify.DouglasPeucker(tileTolerance))
	layer.RemoveEmpty(1, 1)
	return layer
}

// zoomOfClass is the zoom from which a class of street is drawn; any other from zoomOfOther.
var zoomOfClass = map[string]maptile.Zoom{
	"motorway": 5, "trunk": 7, "primary": 9, "secondary": 10, "tertiary": 11, "motorway_link": 11, "trunk_link": 11, "ferry": 11,
	"primary_link": 12, "secondary_link": 12, "tertiary_link": 12, "unclassified": 12, "residential": 12, "living_street": 12, "road": 12, "pedestrian": 13,
}

const zoomOfOther = 14

func (s *tileSet) street(i int32, zoom maptile.Zoom) *geojson.Feature {
	street := &s.area.Streets[i]
	from, known := zoomOfClass[street.Class]
	if !known {
		from = zoomOfOther
	}
	if zoom < from {
		return nil
	}
	f := geojson.NewFeature(orb.Clone(street.Line))
	f.Properties["class"] = street.Class
	if street.Name != "" {
		f.Properties["name"] = street.Name
	}
	return f
}

// barrier leaves out motorways, which are drawn as streets.
func (s *tileSet) barrier(i int32, zoom maptile.Zoom) *geojson.Feature {
	barrier := &s.area.Barriers[i]
	from := maptile.Zoom(9)
	if strings.HasPrefix(barrier.Kind, "barrier=") {
		from = 14
	}
	if zoom < from || strings.HasPrefix(barrier.Kind, "highway=") {
		return nil
	}
	f := geojson.NewFeature(orb.Clone(barrier.Line))
	f.Properties["kind"] = barrier.Kind
	return f
}

func (s *tileSet) outline(i int32, _ maptile.Zoom) *geojson.Feature {
	area := &s.area.Areas[i]
	if len(area.Shape) == 0 {
		return nil
	}
	f := geojson.NewFeature(wound(area.Shape))
	f.Properties["id"], f.Properties["name"], f.Properties["level"] = area.ID, area.Name, area.Level
	return f
}

func (s *tileSet) point(i int32, _ maptile.Zoom) *geojson.Feature {
	p := &s.area.Points[i]
	f := geojson.NewFeature(p.Point)
	f.Properties["id"] = p.ID
	if p.Name != "" {
		f.Properties["name"] = p.Name
	}
	if n := p.People[geo.All]; n != geo.NoData {
		f.Properties["population"] = n
	}
	return f
}

func (s *tileSet) facility(i int32, _ maptile.Zoom) *geojson.Feature {
	facility := &s.area.Facilities[i]
	f := geojson.NewFeature(facility.Point)
	f.Properties["service"], f.Properties["id"], f.Properties["status"] = facility.Service, facility.ID, string(facility.Status)
	f.Properties["name"] = cmp.Or(facility.Name, facility.ID)
	return f
}

// wound copies a shape with its outer rings clockwise and its holes counter-clockwise, the other way round than in
// GeoJSON: in a tile, whose rows count downward, the direction is what tells a hole from a polygon.
func wound(shape orb.MultiPolygon) orb.MultiPolygon {
	shape = orb.Clone(shape).(orb.MultiPolygon)
	for _, polygon := range shape {
		for i, ring := range polygon {
			want := orb.CW
			if i > 0 {
				want = orb.CCW
			}
			if ring.Orientation() != want {
				ring.Reverse()
			}
		}
	}
	return shape
}

// tileCache keeps the latest tiles, up to a bounded number of bytes.
type tileCache struct {
	mu      sync.Mutex
	entries map[string]*list.Element
	recent  *list.List
	bytes   int
}

type cachedTile struct {
	key     string
	content []byte
}

// cachedTileBytes bounds the tiles kept; tileOverhead is what an empty one takes.
const (
	cachedTileBytes = 24 << 20
	tileOverhead    = 200
)

func (c *tileCache) get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, known := c.entries[key]
	if !known {
		return nil, false
	}
	c.recent.MoveToFront(at)
	return at.Value.(cachedTile).content, true
}

func (c *tileCache) put(key string, content []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.entries[key]; known {
		return
	}
	c.entries[key] = c.recent.PushFront(cachedTile{key, content})
	c.bytes += len(content) + tileOverhead
	for c.bytes > cachedTileBytes {
		oldest := c.recent.Remove(c.recent.Back()).(cachedTile)
		delete(c.entries, oldest.key)
		c.bytes -= len(oldest.content) + tileOverhead
	}
}
