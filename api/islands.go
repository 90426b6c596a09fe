package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// IslandQuery asks for islands. Speed and direction are no part of it: they change nothing about which streets lead where.
type IslandQuery struct {
	Mode   string `query:"mode" enum:"walk,walk_elder,bike,ebike,drive" default:"walk" doc:"The mode of travel."`
	Access string `query:"access" enum:"all,nearest" default:"all" doc:"The streets by which people leave their door, which tells who lives on an island."`
}

func (s *Server) registerIslands() {
	register(s, get("/islands", "Coverage", "Streets from which one cannot get to the main part of the network and back",
		"By mode, the longest first, with the people who live on them. They speak of the data: a gap in the streets, a gate, a one-way street out of the extract."), s.islands)
}

func (s *Server) islands(ctx context.Context, q *IslandQuery) (*answer[*coverage.Islands], error) {
	travel := Travel{Mode: q.Mode, Access: q.Access, Direction: "to"}
	return asked(ctx, s, travel.profile, func(t *town, profile isochrone.Profile) (*coverage.Islands, error) { return t.Islands(ctx, profile) })
}

func (s *Server) exportIslands(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	travel := q.travel()
	return inTurn(ctx, s, travel.profile, func(profile isochrone.Profile) (geo.Layer, error) { return t.IslandLayer(ctx, profile) })
}
