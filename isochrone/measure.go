package isochrone

import "lifecircle/geo"

// Measure says what a profile adds up along a way.
type Measure string

// A profile measures time unless it says otherwise. One by distance measures metres along the streets: its every speed
// is [DistanceKmh], so that the milliseconds of a travel time are millimetres of way.
const (
	MeasureTime     Measure = ""
	MeasureDistance Measure = "distance"
)

// DistanceKmh is 1 m/s: at this speed a millisecond is a millimetre.
const DistanceKmh = 3.6

// ByDistance returns the profile that measures metres instead of minutes: on the streets and in the directions that the
// mode uses, the shortest way and not the quickest. Legs count as the length walked, that is with the access factor.
// Speeds mean nothing to it, nor does a band of them, nor do signed limits.
func (p Profile) ByDistance() Profile {
	p.Measure, p.Band, p.Caps = MeasureDistance, Band{}, false
	p.Access.SpeedKmh = DistanceKmh
	if p.SpeedKmh != 0 {
		p.SpeedKmh = DistanceKmh
	}
	if len(p.SpeedsKmh) > 0 {
		speeds := make(map[string]float64, len(p.SpeedsKmh))
		for class := range p.SpeedsKmh {
			speeds[class] = DistanceKmh
		}
		p.SpeedsKmh = speeds
	}
	return p
}

// checkMeasure reports what contradicts the measure of a profile.
func (p *Profile) checkMeasure(fault func(key string, value any, rule geo.Words)) {
	switch p.Measure {
	case MeasureTime:
		return
	case MeasureDistance:
	default:
		fault("measure", p.Measure, geo.Say("must be distance, or be left out", "只能是 distance（按距离），或不写"))
		return
	}
	want := p.ByDistance()
	one := geo.Say("measured by distance, every speed is %v km/h, which is 1 m a second", "按距离衡量，所有速度均为 %v km/h（每秒 1 米）", DistanceKmh)
	if p.SpeedKmh != want.SpeedKmh {
		fault("speed_kmh", p.SpeedKmh, one)
	}
	for class, v := range p.SpeedsKmh {
		if v != DistanceKmh {
			fault("speeds_kmh."+class, v, one)
		}
	}
	if p.Access.SpeedKmh != DistanceKmh {
		fault("access.speed_kmh", p.Access.SpeedKmh, one)
	}
	if p.Caps {
		fault("maxspeed_caps", p.Caps, geo.Say("means nothing by distance", "按距离衡量不适用"))
	}
	if p.Band != (Band{}) {
		fault("band", p.Band, geo.Say("means nothing by distance", "按距离衡量不适用"))
	}
}
