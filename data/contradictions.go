package data

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// Rules of [contradictsStreets]. Doors stand 10 to 30 m from their street; a shift of half a kilometre lands
// anywhere between streets, in a dense network some 40 m from one and beyond the shore far more.
const (
	datumSample   = 500  // places measured where there is time
	datumGlance   = 25   // places measured where somebody waits for an answer
	datumLeast    = 5    // fewer say nothing
	datumGainM    = 15.0 // another reading must bring the median at least so much nearer
	datumFactor   = 2.0  // and at least so many times nearer
	datumNowhereM = 1000 // a median beyond this contradicts the streets even if nothing fits better
)

// Contradictions looks for residential points and lists of facilities whose positions do not fit the streets: those
// of another town, or of another datum than declared. Any result computed from them would be meaningless. It measures
// a few places of each kind, always the same ones, and takes some milliseconds for a city.
func Contradictions(town *geo.Town) []table.Warning {
	return contradictions(indexStreets(town.Streets), town, datumGlance)
}

// contradictions looks at the residential points and at the list of each service, in the datum that their source was
// declared to have. Kinds that contradict the streets in the same way are one warning.
func contradictions(x *streetIndex, town *geo.Town, sample int) []table.Warning {
	var found []table.Warning
	add := func(subject string, places []place, kind Kind, service string) {
		w := contradictsStreets(x, places, declaredDatum(town.Sources, kind, service), sample)
		if w.Count == 0 {
			return
		}
		example := fmt.Sprintf("%s: %s", subject, strings.Join(w.Examples, ", "))
		same := slices.IndexFunc(found, func(other table.Warning) bool { return other.Text == w.Text })
		if same < 0 {
			w.Examples = []string{example}
			found = append(found, w)
			return
		}
		found[same].Count += w.Count
		if len(found[same].Examples) < maxExamples {
			found[same].Examples = append(found[same].Examples, example)
		}
	}
	add("residents", pointPlaces(town.Points), Residents, "")
	lists := make(map[string][]place)
	for _, f := range town.Facilities {
		lists[f.Service] = append(lists[f.Service], place{name: f.ID, area: f.Area, point: f.Point})
	}
	for _, l := range town.Lists {
		add(l.Service, lists[l.Service], Facilities, l.Service)
	}
	return found
}

// declaredDatum is the datum as which positions of a kind were read, WGS 84 where nothing tells.
func declaredDatum(sources []geo.Source, kind Kind, service string) string {
	name := ""
	for _, s := range sources {
		if s.Kind != string(kind) || (service != "" && !slices.Contains(strings.Split(s.Service, ","), service)) {
			continue
		}
		if name != "" && name != s.Datum {
			return "several" // no single datum to take back: only a place far from everything is found
		}
		name = s.Datum
	}
	return cmp.Or(name, datum.WGS84.String())
}

// contradictsStreets warns where positions as a whole do not fit the streets, and names the datum that would fit.
// declared is the name of the datum as which they were read.
func contradictsStreets(x *streetIndex, places []place, declared string, sample int) table.Warning {
	c := newCases("contradicts_streets", "", "")
	if x.empty() || len(places) < datumLeast {
		return c.Warning
	}
	as, unknown := datum.Parse(declared)
	median := func(reading func(orb.Point) (orb.Point, error)) float64 {
		step := max(1, len(places)/sample)
		var distances []float64
		for i := 0; i < len(places); i += step {
			d := math.Inf(1)
			if p, err := reading(places[i].point); err == nil {
				d = x.distance(p)
			}
			distances = append(distances, d)
		}
		slices.Sort(distances)
		return distances[len(distances)/2]
	}
	now := median(func(p orb.Point) (orb.Point, error) { return p, nil })
	if now < datumGainM {
		return c.Warning // nothing can be so much nearer
	}
	bestName, best := "", now
	for _, other := range []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09} {
		if unknown != nil || as.Metric() || other == as || (other == datum.WGS84 && as == datum.CGCS2000) {
			continue
		}
		if m := median(func(p orb.Point) (orb.Point, error) { return reread(p, as, other) }); m < best {
			bestName, best = other.String(), m
		}
	}
	if m := median(func(p orb.Point) (orb.Point, error) { return datum.WGS84.ToWGS84(p[1], p[0]) }); m < best {
		bestName, best = "swapped", m
	}
	switch {
	case best*datumFactor > now || best+datumGainM > now:
		if now > datumNowhereM {
			c.Text = "positions lie far from the streets: another town, or a wrong datum"
			c.TextZH = "位置远离道路：可能是别的城市，或坐标系有误"
			c.Count, c.Examples = len(places), []string{fmt.Sprintf("median distance %s", inMetres(now))}
		}
		return c.Warning
	case bestName == "swapped":
		c.Text = "positions contradict the streets: longitude and latitude seem to be swapped; import again with --map lon=…,lat=…"
		c.TextZH = "位置与道路不符：经纬度似乎颠倒，请用 --map 指定列后重新导入"
	default:
		c.Text = fmt.Sprintf("positions contradict the streets: they would fit as %s; import again with --datum if that is so", bestName)
		c.TextZH = fmt.Sprintf("位置与道路不符：按%s解释更吻合，如属实请用 --datum 重新导入", bestName)
	}
	c.Count = len(places)
	c.Examples = append(c.Examples, fmt.Sprintf("median distance to a street %s as %s, %s otherwise", inMetres(now), declared, inMetres(best)))
	return c.Warning
}

// inMetres writes a distance, in kilometres where it is long. It is rounded up: 150.2 m are more than 150 m.
func inMetres(m float64) string {
	if m >= 10_000 {
		return fmt.Sprintf("%.0f km", math.Ceil(m/1000))
	}
	return fmt.Sprintf("%.0f m", math.Ceil(m))
}

// reread takes a stored position back to the numbers of the file and reads them as another datum.
func reread(p orb.Point, as, other datum.Datum) (orb.Point, error) {
	x, y, err := as.FromWGS84(p)
	if err != nil {
		return orb.Point{}, err
	}
	return other.ToWGS84(x, y)
}
