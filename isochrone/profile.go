package isochrone

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

// Profile says how a mode travels: on which streets, how fast, and how people get to the street.
// Built-in profiles are YAML files that a user copies and changes.
type Profile struct {
	Mode      geo.Mode           `yaml:"mode" json:"mode"`
	Traveller string             `yaml:"traveller" json:"traveller"`                             // foot, bicycle, motorcar
	SpeedKmh  float64            `yaml:"speed_kmh,omitempty" json:"speed_kmh,omitempty"`         // on every street of no class below; 0: those are not used
	SpeedsKmh map[string]float64 `yaml:"speeds_kmh,omitempty" json:"speeds_kmh,omitempty"`       // by class of street
	Caps      bool               `yaml:"maxspeed_caps,omitempty" json:"maxspeed_caps,omitempty"` // a signed limit lowers the speed
	Access    Access             `yaml:"access" json:"access"`
	Band      Band               `yaml:"band" json:"band"`
	Direction Direction          `yaml:"direction,omitempty" json:"direction,omitempty"` // to the facility if none is given
	Measure   Measure            `yaml:"measure,omitempty" json:"measure,omitempty"`     // distance: millimetres in place of milliseconds
}

// Access says how people get from their door to the street and from the street to the facility.
type Access struct {
	LimitM   float64    `yaml:"limit_m" json:"limit_m"`                         // the longest leg, inclusive
	Factor   float64    `yaml:"factor" json:"factor"`                           // length walked per metre of straight leg
	SpeedKmh float64    `yaml:"speed_kmh,omitempty" json:"speed_kmh,omitempty"` // 0: the mode's own speed, for walkers
	Rule     AccessRule `yaml:"rule,omitempty" json:"rule,omitempty"`
}

// Direction says which way people or vehicles travel.
type Direction string

// People go to the facility they visit; help comes from the facility in an emergency. No direction means to it.
const (
	ToFacility   Direction = "to"
	FromFacility Direction = "from"
)

// AccessRule says which pieces of street a leg may lead to.
type AccessRule string

// AccessAll takes the best of all pieces within the limit; AccessNearest leaves by the nearest piece alone,
// as most GIS do, and knows no straight walk to a facility.
const (
	AccessAll     AccessRule = "all"
	AccessNearest AccessRule = "nearest"
)

// Band is the slower and the faster speed by which a result shows how sensitive it is: km/h where the profile
// has one speed, factors where it has speeds by class.
type Band struct {
	Slow float64 `yaml:"slow" json:"slow"`
	Fast float64 `yaml:"fast" json:"fast"`
}

//go:embed profiles/*.yaml
var profileFiles embed.FS

// ProfileFile returns the YAML text of a mode's built-in profile.
func ProfileFile(mode geo.Mode) ([]byte, error) {
	if !slices.Contains(geo.Modes(), mode) {
		return nil, fmt.Errorf("unknown mode %q: the modes are walk, walk_elder, bike, ebike, drive", mode)
	}
	return profileFiles.ReadFile("profiles/" + string(mode) + ".yaml")
}

// BuiltinProfile returns the profile of a mode.
func BuiltinProfile(mode geo.Mode) (Profile, error) {
	text, err := ProfileFile(mode)
	if err != nil {
		return Profile{}, err
	}
	return ParseProfile(text)
}

// ParseProfile reads a profile from YAML. Unknown keys and values out of bounds are errors.
func ParseProfile(text []byte) (Profile, error) {
	var p Profile
	if len(text) > maxProfileBytes {
		return p, geo.Fail("profile: the file is larger than %d kB", "参数文件大于 %d kB", maxProfileBytes>>10)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&p); err != nil {
		if errors.Is(err, io.EOF) {
			return p, errors.New("profile: the file is empty")
		}
		return p, fmt.Errorf("profile: %w", err)
	}
	if p.Access.Rule == "" {
		p.Access.Rule = AccessAll
	}
	return p, p.check()
}

// maxProfileBytes bounds the text of a profile, which fits a screen.
const maxProfileBytes = 64 << 10

// The bounds keep a typing error from becoming a result: nobody walks to a street for a day. They also keep two legs and
// a piece within 32 bits of milliseconds.
const (
	maxSpeedKmh     = 200
	minSpeedKmh     = 0.5
	maxAccessLimitM = 5_000
	maxAccessFactor = 10
)

func (p *Profile) check() error {
	var faults []error
	fault := func(key string, value any, rule geo.Words) {
		faults = append(faults, geo.Fail("profile: %s: %v: %v", "出行方式参数 %s：%v：%v", key, value, rule))
	}
	speed := func(key string, v float64) {
		if !(v >= minSpeedKmh && v <= maxSpeedKmh) {
			fault(key, v, geo.Say("a speed is from %v to %v km/h", "速度应在 %v 到 %v km/h 之间", minSpeedKmh, maxSpeedKmh))
		}
	}
	if !slices.Contains(geo.Modes(), p.Mode) {
		fault("mode", p.Mode, geo.Say("must be walk, walk_elder, bike, ebike or drive", "只能是 walk、walk_elder、bike、ebike 或 drive"))
	}
	if _, known := parseTraveller(p.Traveller); !known {
		fault("traveller", p.Traveller, geo.Say("must be foot, bicycle or motorcar", "只能是 foot、bicycle 或 motorcar"))
	}
	if p.SpeedKmh == 0 && len(p.SpeedsKmh) == 0 {
		fault("speed_kmh", 0, geo.Say("give speed_kmh, speeds_kmh or both", "请给出 speed_kmh 或 speeds_kmh，或两者都给"))
	}
	if p.SpeedKmh != 0 {
		speed("speed_kmh", p.SpeedKmh)
	}
	for class, v := range p.SpeedsKmh {
		speed("speeds_kmh."+class, v)
	}
	if a := p.Access; !(a.LimitM >= 0 && a.LimitM <= maxAccessLimitM) {
		fault("access.limit_m", a.LimitM, geo.Say("must be from 0 to %d m", "应在 0 到 %d 米之间", maxAccessLimitM))
	}
	if a := p.Access; !(a.Factor >= 1 && a.Factor <= maxAccessFactor) {
		fault("access.factor", a.Factor, geo.Say("must be from 1 to %d", "应在 1 到 %d 之间", maxAccessFactor))
	}
	if p.Access.SpeedKmh != 0 {
		speed("access.speed_kmh", p.Access.SpeedKmh)
	} else if p.Traveller != "foot" || p.SpeedKmh == 0 {
		fault("access.speed_kmh", 0, geo.Say("must be given where the mode is no walk at one speed", "非单一速度步行的出行方式必须给出"))
	}
	if p.Access.Rule != AccessAll && p.Access.Rule != AccessNearest {
		fault("access.rule", p.Access.Rule, geo.Say("must be all or nearest", "只能是 all（全部）或 nearest（最近）"))
	}
	if p.Direction != "" && p.Direction != ToFacility && p.Direction != FromFacility {
		fault("direction", p.Direction, geo.Say("must be to or from", "只能是 to（前往设施）或 from（自设施出发）"))
	}
	if p.Band != (Band{}) && !(p.Band.Slow > 0 && p.Band.Slow <= p.Band.Fast && p.Band.Fast <= maxSpeedKmh) {
		fault("band", p.Band, geo.Say("needs 0 < slow <= fast", "须满足 0 < slow <= fast"))
	}
	p.checkMeasure(fault)
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

func parseTraveller(name string) (geo.Traveller, bool) {
	for t := geo.Foot; t < geo.NumTravellers; t++ {
		if t.String() == name {
			return t, true
		}
	}
	return 0, false
}

// WithSpeed returns the profile with one speed in km/h on every street.
func (p Profile) WithSpeed(kmh float64) (Profile, error) {
	if len(p.SpeedsKmh) > 0 {
		return p, geo.Fail("mode %s has speeds by class of street: use a speed factor instead of one speed", "出行方式 %s 的速度按道路等级设定：请用速度系数，而不是单一速度", p.Mode)
	}
	if !(kmh >= minSpeedKmh && kmh <= maxSpeedKmh) {
		return p, geo.Fail("speed %v: a speed is from %v to %v km/h", "速度 %v：速度应在 %v 至 %v km/h 之间", kmh, minSpeedKmh, maxSpeedKmh)
	}
	p.SpeedKmh = kmh
	return p, p.check()
}

// WithSpeedFactor returns the profile with every speed on streets multiplied by factor. Legs of modes that
// are no walk keep their speed.
func (p Profile) WithSpeedFactor(factor float64) (Profile, error) {
	if !(factor > 0) || math.IsInf(factor, 0) {
		return p, geo.Fail("speed factor %v: must be above 0", "速度系数 %v：必须大于 0", factor)
	}
	p.SpeedKmh *= factor
	speeds := make(map[string]float64, len(p.SpeedsKmh))
	for class, v := range p.SpeedsKmh {
		speeds[class] = v * factor
	}
	if len(speeds) > 0 {
		p.SpeedsKmh = speeds
	}
	return p, p.check()
}

// WithAccess returns the profile with another access rule.
func (p Profile) WithAccess(rule AccessRule) (Profile, error) {
	p.Access.Rule = rule
	return p, p.check()
}

// WithDirection returns the profile for travel to the facility, or from it.
func (p Profile) WithDirection(d Direction) (Profile, error) {
	p.Direction = d
	if d == ToFacility {
		p.Direction = "" // which is what profiles without a direction mean
	}
	return p, p.check()
}

// Slower and Faster return the profile at the ends of its band; false if it has none.
func (p Profile) Slower() (Profile, bool) { return p.atBand(p.Band.Slow) }

// Faster is the other end of the band.
func (p Profile) Faster() (Profile, bool) { return p.atBand(p.Band.Fast) }

func (p Profile) atBand(v float64) (Profile, bool) {
	if v == 0 {
		return p, false
	}
	var err error
	if len(p.SpeedsKmh) > 0 {
		p, err = p.WithSpeedFactor(v)
	} else {
		p, err = p.WithSpeed(v)
	}
	return p, err == nil
}

// weighting is the profile as the network builder wants it.
func (p *Profile) weighting() geo.Weighting {
	traveller, _ := parseTraveller(p.Traveller)
	return geo.Weighting{Traveller: traveller, Reversed: p.Direction == FromFacility, SpeedKmh: func(s *geo.Street) [2]float64 {
		v := p.speedOf(s.Class)
		both := [2]float64{v, v}
		for direction, signed := range s.MaxSpeed {
			if p.Caps && signed > 0 {
				both[direction] = math.Min(v, signed)
			}
		}
		return both
	}}
}

func (p *Profile) speedOf(class string) float64 {
	class = strings.TrimSuffix(class, "_link")
	if v, listed := p.SpeedsKmh[class]; listed {
		return v
	}
	if class == "ferry" { // off unless a profile lists it: no timetable is known
		return 0
	}
	return p.SpeedKmh
}

// legMs is the time of a straight leg: ⌊1000·factor·d/v + ½⌋.
func (p *Profile) legMs(distanceM float64) uint32 {
	kmh := p.Access.SpeedKmh
	if kmh == 0 {
		kmh = p.SpeedKmh
	}
	return uint32(math.Floor(1000*p.Access.Factor*distanceM/(kmh/3.6) + 0.5))
}
