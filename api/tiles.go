package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb/maptile"

	"lifecircle/geo"
)

// TilePath names a tile of the usual grid in web Mercator.
type TilePath struct {
	Z    int    `path:"z" minimum:"0" maximum:"22"`
	X    int    `path:"x" minimum:"0" maximum:"4194303"`
	File string `path:"y" pattern:"^[0-9]{1,7}\\.mvt$" doc:"The row, and .mvt." example:"1783.mvt"`
}

func (p *TilePath) tile() (maptile.Tile, error) {
	y, err := strconv.ParseUint(strings.TrimSuffix(p.File, ".mvt"), 10, 32)
	if rows := uint64(1) << p.Z; err != nil || y >= rows || uint64(p.X) >= rows {
		return maptile.Tile{}, notFound.problem(geo.Say("zoom %d has rows and columns from 0 to %d", "第 %d 级的行列号为 0 到 %d", p.Z, rows-1), geo.Say("Tiles of this zoom begin at 0/0.", "该级瓦片从 0/0 开始。"))
	}
	return maptile.New(uint32(p.X), uint32(y), maptile.Zoom(p.Z)), nil
}

// CoverageTileQuery asks for a tile of the answer to a question.
type CoverageTileQuery struct {
	TilePath
	Question
}

const tileType = "application/vnd.mapbox-vector-tile"

func (s *Server) registerTiles() {
	for _, layer := range []struct{ name, summary, description string }{
		{"streets", "Streets", "Layer streets: class, name; the smaller classes come with the zoom. Layer water: kind, of lakes and rivers whose banks are known. Layer barriers: kind. Layer areas: id, name, level."},
		{"points", "Residential points", "Layer points: id, name, population."},
		{"facilities", "Facilities", "Layer facilities: service, id, name, status."},
	} {
		register(s, tileOperation(layer.name, layer.summary, layer.description), func(ctx context.Context, q *TilePath) (*huma.StreamResponse, error) {
			t, err := s.town(ctx)
			if err != nil {
				return nil, err
			}
			tile, err := q.tile()
			if err != nil {
				return nil, err
			}
			content, err := t.tiles.get(layer.name, tile)
			return tileAnswer(content), err
		})
	}
	register(s, tileOperation("coverage", "Coverage of residential points",
		"Layer coverage: id, name, population, group_population, milliseconds (millimetres by distance), covered, reason, facility_id, edge_of_data; what is not known is absent. Takes a question with one cutoff."), s.coverageTile)
}

func tileOperation(layer, summary, description string) huma.Operation {
	op := get("/tiles/"+layer+"/{z}/{x}/{y}", "Tiles", summary, "A Mapbox vector tile. "+description)
	op.Responses["200"] = &huma.Response{Description: "The tile.", Content: map[string]*huma.MediaType{tileType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	op.Responses["204"] = &huma.Response{Description: "There is nothing in this tile."}
	return op
}

func (s *Server) coverageTile(ctx context.Context, q *CoverageTileQuery) (*huma.StreamResponse, error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	tile, err := q.tile()
	if err != nil {
		return nil, err
	}
	request, err := q.oneCutoff()
	if err != nil {
		return nil, err
	}
	times, err := s.pointTimes(ctx, t, request)
	if err != nil {
		return nil, err
	}
	content, err := t.tiles.coverage(tile, times, request.Group)
	return tileAnswer(content), err
}

func tileAnswer(content []byte) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		tagAnswer(ctx)
		if len(content) == 0 {
			ctx.SetStatus(http.StatusNoContent)
			return
		}
		ctx.SetHeader("Content-Type", tileType)
		ctx.SetStatus(http.StatusOK)
		_, _ = ctx.BodyWriter().Write(content) // the client may have moved the map on
	}}
}
