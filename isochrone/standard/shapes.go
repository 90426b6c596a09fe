package standard

// shape says which keys a measure takes beside those that every check takes, so that a key without effect is refused and
// not passed over in silence.
type shape struct {
	needs []string // must be given
	takes []string // may be given
	reach []string // of which at most one may be given
	bound bool     // one of reach must be given
	unit  string   // by which units are counted where the file does not say
	of    string   // what the target counts where the file does not say
}

// everyCheck are the keys that every check takes.
var everyCheck = []string{"id", "ref", "title", "clause", "note", "measure", "scope", "unit", "op", "target", "unit_of_target",
	"severity", "reach", "goal", "source", "confirmed", "responsible", "baseline", "baseline_year"}

// checkKeys are all keys of a check.
var checkKeys = append([]string{"services", "mode", "any", "minutes", "radius_m", "distance_m", "beyond_minutes", "beyond_m",
	"group", "weight", "threshold", "per", "attributes", "over", "types", "least", "open_on", "filter", "target_highrise", "share_of_units"}, everyCheck...)

var (
	anyReach    = []string{"minutes", "radius_m", "distance_m"}
	straight    = []string{"radius_m"}
	timeOnly    = []string{"minutes"}
	withTravel  = []string{"mode", "any", "group", "filter", "open_on"}
	withRing    = append([]string{"beyond_minutes", "beyond_m"}, withTravel...)
	onServices  = []string{"services"}
	sharedUnits = []string{"share_of_units", "filter"}
)

// shapes of the measures, in the order in which they are listed.
var shapes = []struct {
	Measure
	shape
}{
	{Coverage, shape{needs: onServices, takes: append([]string{"weight"}, withRing...), reach: anyReach, bound: true, of: "people"}},
	{FullCircle, shape{needs: onServices, takes: withRing, reach: anyReach, bound: true, of: "people"}},
	{MeanCircle, shape{needs: onServices, takes: withRing, reach: anyReach, bound: true, of: "people"}},
	{CapacityCoverage, shape{needs: onServices, takes: append([]string{"attributes"}, withTravel...), reach: anyReach, bound: true, of: "people"}},
	{FloatingSupply, shape{needs: onServices, takes: append([]string{"attributes", "per"}, withTravel...), reach: anyReach, bound: true}},
	{CommunityShare, shape{needs: onServices, takes: append([]string{"threshold"}, withTravel...), reach: anyReach, bound: true, unit: "community", of: "communities"}},
	{Presence, shape{needs: []string{"services", "unit"}, takes: []string{"least", "filter"}}},
	{AreaPer100, shape{takes: append([]string{"services", "attributes", "over"}, sharedUnits...), unit: "community", of: "m2"}},
	{Share, shape{needs: []string{"attributes", "over"}, takes: append([]string{"services"}, sharedUnits...)}},
	{PerCapita, shape{needs: []string{"attributes", "per"}, takes: append([]string{"services", "group", "over"}, sharedUnits...)}},
	{PerCommunity, shape{needs: []string{"attributes"}, takes: append([]string{"services"}, sharedUnits...), unit: "community"}},
	{Count, shape{needs: onServices, takes: []string{"filter"}, of: "facilities"}},
	{Colocation, shape{needs: onServices, takes: []string{"filter"}, reach: straight, bound: true, unit: "facility", of: "facilities"}},
	{Cluster, shape{needs: []string{"services", "types"}, takes: []string{"filter"}, reach: straight, bound: true, of: "clusters"}},
	{Hours, shape{needs: onServices, takes: sharedUnits, unit: "facility", of: "hours_every_day"}},
	{Size, shape{takes: append([]string{"target_highrise"}, sharedUnits...), unit: "community", of: "households"}},
	{MinArea, shape{needs: onServices, takes: append([]string{"attributes"}, sharedUnits...), unit: "facility", of: "m2"}},
	{MaxTime, shape{needs: []string{"services", "mode"}, takes: append([]string{"group"}, sharedUnits...), reach: timeOnly, unit: "community", of: "minutes"}},
	{Reported, shape{}},
}

// Measures lists the measures.
func Measures() (all []Measure) {
	for i := range shapes {
		all = append(all, shapes[i].Measure)
	}
	return all
}

func shapeOf(m Measure) (shape, bool) {
	for i := range shapes {
		if shapes[i].Measure == m {
			return shapes[i].shape, true
		}
	}
	return shape{}, false
}
