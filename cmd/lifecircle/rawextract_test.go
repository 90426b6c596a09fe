package main_test

import (
	"context"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	osmlib "github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/paulmach/osm/osmxml"

	"lifecircle/geo/geotest/reference"
)

// rawProblem reads an extract with another library and applies the rules of access, direction and speed as they are
// written in the documentation, without regard to how the importer does it.
func rawProblem(t *testing.T, path, mode string) *reference.Problem {
	t.Helper()
	nodes, ways, relations := rawObjects(t, path)
	p := &reference.Problem{}
	r := rawReader{nodes: nodes, onFoot: mode == "walk"}
	for _, id := range slices.Sorted(maps.Keys(ways)) {
		way := ways[id]
		tags := way.Tags.Map()
		p.Arcs = append(p.Arcs, r.arcs(way, tags)...)
		if isBarrier(tags) {
			p.Barriers = append(p.Barriers, r.line(way))
		}
	}
	for _, relation := range relations {
		tags := relation.Tags.Map()
		if tags["type"] != "multipolygon" || !isBarrier(tags) {
			continue
		}
		for _, m := range relation.Members {
			if way := ways[osmlib.WayID(m.Ref)]; m.Type == osmlib.TypeWay && way != nil {
				p.Barriers = append(p.Barriers, r.line(way))
			}
		}
	}
	if mode == "drive" {
		p.Motorcar = true
		p.Turns = rawTurns(p, relations)
	}
	return p
}

type rawReader struct {
	nodes  map[osmlib.NodeID]*osmlib.Node
	onFoot bool
	copies int64
	pieces int64
}

func (r *rawReader) line(way *osmlib.Way) []reference.Place {
	var line []reference.Place
	for _, n := range way.Nodes {
		if node := r.nodes[n.ID]; node != nil {
			line = append(line, reference.Place{Lon: node.Lon, Lat: node.Lat})
		}
	}
	return line
}

func (r *rawReader) arcs(way *osmlib.Way, tags map[string]string) []reference.Arc {
	kmh := r.speed(tags)
	if kmh == 0 {
		return nil
	}
	forward, backward := true, true
	if !r.onFoot {
		switch tags["oneway"] {
		case "yes", "1", "true":
			backward = false
		case "-1":
			forward = false
		case "":
			backward = tags["junction"] != "roundabout" && tags["highway"] != "motorway"
		}
	}
	boardable := !aloft(tags) && tags["motorroad"] != "yes" && tags["highway"] != "steps" && !strings.HasPrefix(tags["highway"], "motorway")
	var arcs []reference.Arc
	for i := 1; i < len(way.Nodes); i++ {
		a, b := r.nodes[way.Nodes[i-1].ID], r.nodes[way.Nodes[i].ID]
		if a == nil || b == nil || a == b {
			continue
		}
		length := haversine(a.Lat, a.Lon, b.Lat, b.Lon)
		ms := max(1, int64(math.Floor(1000*length/(kmh/3.6)+0.5)))
		from, to := r.node(a), r.node(b)
		r.pieces++
		arc := reference.Arc{Way: int64(way.ID), Piece: r.pieces, From: from, To: to, FromLon: a.Lon, FromLat: a.Lat, ToLon: b.Lon, ToLat: b.Lat, Ms: ms, Boardable: boardable}
		if forward {
			arcs = append(arcs, arc)
		}
		if backward {
			arcs = append(arcs, reference.Arc{Way: int64(way.ID), Piece: r.pieces, From: to, To: from, FromLon: b.Lon, FromLat: b.Lat, ToLon: a.Lon, ToLat: a.Lat, Ms: ms, Boardable: boardable})
		}
	}
	return arcs
}

// node is the id of a node, a new one each time where it stops the traveller.
func (r *rawReader) node(n *osmlib.Node) int64 {
	tags := n.Tags.Map()
	kind := tags["barrier"]
	stopped := kind == "wall"
	if !r.onFoot {
		stopped = kind != "" && kind != "entrance" && kind != "toll_booth" && kind != "kerb" && kind != "cattle_grid" && kind != "height_restrictor"
	}
	if kind != "" {
		switch may(tags, r.onFoot) {
		case "yes":
			stopped = false
		case "no":
			stopped = true
		}
	}
	if !stopped {
		return int64(n.ID)
	}
	r.copies--
	return r.copies
}

// may reads the most specific access tag: "yes", "no" or "" where none is given.
func may(tags map[string]string, onFoot bool) string {
	keys := []string{"motorcar", "motor_vehicle", "vehicle", "access"}
	if onFoot {
		keys = []string{"foot", "access"}
	}
	for _, key := range keys {
		switch tags[key] {
		case "yes", "permissive", "designated", "destination", "customers", "official":
			return "yes"
		case "no", "private", "delivery", "bus", "psv", "permit", "residents", "use_sidepath", "agricultural", "forestry", "emergency", "military":
			return "no"
		}
	}
	return ""
}

var driveKmh = map[string]float64{
	"motorway": 80, "trunk": 60, "primary": 35, "secondary": 28, "tertiary": 25, "unclassified": 25,
	"residential": 20, "road": 25, "service": 12, "living_street": 10,
}

func (r *rawReader) speed(tags map[string]string) float64 {
	class, access := tags["highway"], may(tags, r.onFoot)
	if r.onFoot {
		if class == "" && (tags["railway"] == "platform" || tags["public_transport"] == "platform") {
			class = "platform"
		}
		switch class {
		case "footway", "path", "pedestrian", "steps", "cycleway", "track", "bridleway", "platform", "corridor":
		case "motorway", "motorway_link":
			if access != "yes" || tags["foot"] == "" {
				return 0
			}
		default:
			if driveKmh[strings.TrimSuffix(class, "_link")] == 0 {
				return 0
			}
			if tags["motorroad"] == "yes" && tags["foot"] == "" {
				return 0
			}
		}
		if access == "no" {
			return 0
		}
		return 4
	}
	kmh := driveKmh[strings.TrimSuffix(class, "_link")]
	if access == "no" {
		return 0
	}
	if limit, err := strconv.ParseFloat(tags["maxspeed"], 64); err == nil {
		kmh = min(kmh, limit)
	}
	return kmh
}

func aloft(tags map[string]string) bool {
	return tags["covered"] == "yes" || (tags["bridge"] != "" && tags["bridge"] != "no") || (tags["tunnel"] != "" && tags["tunnel"] != "no")
}

func isBarrier(tags map[string]string) bool {
	if aloft(tags) {
		return false
	}
	switch tags["waterway"] {
	case "river", "canal", "riverbank":
		return true
	}
	switch tags["barrier"] {
	case "wall", "city_wall", "retaining_wall":
		return true
	}
	return tags["natural"] == "water" || tags["railway"] == "rail" || tags["railway"] == "light_rail" || strings.HasPrefix(tags["highway"], "motorway")
}

func haversine(lat1, lon1, lat2, lon2 float64) float64 {
	const r = math.Pi / 180
	u, v := math.Sin((lat2-lat1)*r/2), math.Sin((lon2-lon1)*r/2)
	return 2 * 6371008.8 * math.Asin(math.Sqrt(u*u+math.Cos(lat1*r)*math.Cos(lat2*r)*v*v))
}

// rawObjects reads an extract, .osm.pbf or .osm, as it is.
func rawObjects(t *testing.T, path string) (map[osmlib.NodeID]*osmlib.Node, map[osmlib.WayID]*osmlib.Way, []*osmlib.Relation) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	nodes := make(map[osmlib.NodeID]*osmlib.Node)
	ways := make(map[osmlib.WayID]*osmlib.Way)
	var relations []*osmlib.Relation
	var scanner osmlib.Scanner
	if strings.HasSuffix(path, ".osm") {
		scanner = osmxml.New(context.Background(), file)
	} else {
		scanner = osmpbf.New(context.Background(), file, 1)
	}
	defer scanner.Close()
	for scanner.Scan() {
		switch o := scanner.Object().(type) {
		case *osmlib.Node:
			nodes[o.ID] = o
		case *osmlib.Way:
			ways[o.ID] = o
		case *osmlib.Relation:
			relations = append(relations, o)
		}
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return nodes, ways, relations
}
