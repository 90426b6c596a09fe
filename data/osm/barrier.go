package osm

import "lifecircle/geo"

// barrierNode is who is stopped by a kind of barrier=* on a node that carries no access tag.
type barrierNode [geo.NumTravellers]bool

var (
	stopsNobody   = barrierNode{}
	stopsCars     = barrierNode{geo.Motorcar: true}
	stopsVehicles = barrierNode{geo.Bicycle: true, geo.Motorcar: true}
	stopsAll      = barrierNode{true, true, true}
)

// barrierNodes decides for every kind. Gates stop cars because nobody knows who opens them, and let walkers and
// bicycles pass because there nearly always is a way beside. Chicanes (cycle_barrier) slow a bicycle but do not stop
// it. What is too narrow to wheel a bicycle through stops it. Border controls stop nobody by themselves: between some
// countries nobody is asked, between others the access tags say so.
var barrierNodes = map[string]barrierNode{
	"gate": stopsCars, "lift_gate": stopsCars, "swing_gate": stopsCars, "sliding_gate": stopsCars,
	"hampshire_gate": stopsCars, "wicket_gate": stopsCars, "sliding_beam": stopsCars, "barrier_board": stopsCars,
	"bollard": stopsCars, "rising_bollard": stopsCars, "block": stopsCars, "chain": stopsCars, "rope": stopsCars,
	"jersey_barrier": stopsCars, "planter": stopsCars, "log": stopsCars, "debris": stopsCars, "spikes": stopsCars,
	"bus_trap": stopsCars, "sump_buster": stopsCars, "motorcycle_barrier": stopsCars, "cycle_barrier": stopsCars,
	"yes": stopsCars, "horse_stile": stopsCars, "guard_rail": stopsCars,

	"kissing_gate": stopsVehicles, "stile": stopsVehicles, "turnstile": stopsVehicles,
	"full-height_turnstile": stopsVehicles, "door": stopsVehicles,

	"wall": stopsAll, "fence": stopsAll, "hedge": stopsAll, "city_wall": stopsAll, "retaining_wall": stopsAll,

	"entrance": stopsNobody, "gap": stopsNobody, "kerb": stopsNobody, "cattle_grid": stopsNobody,
	"height_restrictor": stopsNobody, "width_restrictor": stopsNobody, "toll_booth": stopsNobody,
	"border_control": stopsNobody, "checkpoint": stopsNobody, "sally_port": stopsNobody, "coupure": stopsNobody,
	"ditch": stopsNobody, "no": stopsNobody,
}

// Stops tells whom a node stops. Access tags on a barrier decide over its kind; a node that is no barrier stops
// nobody. A kind that is not known stops cars, and the second result is false.
func Stops(tags Tags) (stops [geo.NumTravellers]bool, known bool) {
	kind := tags.Get("barrier")
	if kind == "" {
		return stops, true
	}
	table, known := barrierNodes[kind]
	if !known {
		table = stopsCars
	}
	for who := range geo.NumTravellers {
		switch v, _ := saidTo(tags, who, ""); v {
		case allowed:
			table[who] = false
		case barred:
			table[who] = true
		}
	}
	return table, known
}

// barrierLines are the tags of lines that no access leg crosses, in the order in which they name a line that has several.
var barrierLines = []Tag{
	{"waterway", "river"}, {"waterway", "canal"}, {"waterway", "riverbank"}, {"natural", "water"},
	{"railway", "rail"}, {"railway", "light_rail"}, {"highway", "motorway"}, {"highway", "motorway_link"},
	{"barrier", "wall"}, {"barrier", "city_wall"}, {"barrier", "retaining_wall"},
}

// BarrierKind is the tag by which a way is a barrier to access legs ("waterway=river"), "" if it is none. Streams,
// drains, fences and hedges are none, nor is anything in a tunnel, on a bridge or covered.
func BarrierKind(tags Tags) string {
	if offTheGround(tags) {
		return ""
	}
	for _, line := range barrierLines {
		if tags.Get(line.Key) == line.Value {
			return line.Key + "=" + line.Value
		}
	}
	return ""
}
