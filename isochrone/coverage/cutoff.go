package coverage

import (
	"encoding/json"
	"fmt"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Minutes is a cutoff in whole minutes: 0, which JSON has as null, where the cutoff is a distance.
type Minutes int

// MarshalJSON writes the number, or null for none.
func (m Minutes) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(m))
}

// Metres is what a result by distance says: its cutoff, and how far people have to go. Legs count as the length
// walked, that is with the access factor of the profile.
type Metres struct {
	Metres  int      `json:"metres"`
	MeanM   *float64 `json:"mean_m"`   // over the reached
	MedianM *float64 `json:"median_m"` // the distance within which half of all people are there; null if never
	P95M    *float64 `json:"p95_m"`
}

// The bounds of a cutoff in minutes, and of one in metres.
const (
	MinMinutes = 1
	MaxMinutes = 120
	MinMetres  = 1
	MaxMetres  = 50_000
)

// maxCutoffs bounds the cutoffs of one request.
const maxCutoffs = 24

func cutoffMs(minutes int) int64 { return int64(minutes) * 60_000 }

// cutoffMm is a cutoff in metres as a search by distance counts: in millimetres, where another has milliseconds.
func cutoffMm(metres int) int64 { return int64(metres) * 1000 }

// seconds turns milliseconds into seconds, and the millimetres of a search by distance into metres.
func seconds(ms int64) float64 { return float64(ms) / 1000 }

// byDistance reports whether the cutoffs are metres.
func (q *Request) byDistance() bool { return len(q.Metres) > 0 }

// cutoffs are the cutoffs of the request as its search counts.
func (q *Request) cutoffs() []int64 { return cutoffsOf(q.Minutes, q.Metres) }

func cutoffsOf(minutes, metres []int) (cutoffs []int64) {
	for _, m := range minutes {
		cutoffs = append(cutoffs, cutoffMs(m))
	}
	for _, m := range metres {
		cutoffs = append(cutoffs, cutoffMm(m))
	}
	return cutoffs
}

// given are the cutoffs as they were asked for: minutes, or metres.
func (q *Request) given() []int {
	if q.byDistance() {
		return q.Metres
	}
	return q.Minutes
}

// cutoff is that of a request that names one.
func (q *Request) cutoff() int64 { return q.cutoffs()[0] }

// measured sorts cutoffs, checks them, and gives the profile by which they are measured: metres are measured by
// distance, however the profile goes about minutes.
func measured(profile isochrone.Profile, minutes, metres []int) (isochrone.Profile, []int, []int, error) {
	minutes, metres = slices.Compact(slices.Sorted(slices.Values(minutes))), slices.Compact(slices.Sorted(slices.Values(metres)))
	switch {
	case len(minutes) > 0 && len(metres) > 0:
		return profile, minutes, metres, &RequestError{"metres", fmt.Sprint(metres), geo.Say("give cutoffs in minutes or in metres, not both", "时限（分钟）与距离（米）只能给出一种"), geo.Words{}}
	case len(metres) > 0:
		profile = profile.ByDistance()
	case profile.Measure == isochrone.MeasureDistance:
		return profile, minutes, metres, &RequestError{"metres", "", geo.Say("the profile measures distance: name cutoffs in metres", "该参数按距离衡量：请给出以米为单位的距离"), geo.Say("For example: 300,500,1000", "例如：300,500,1000")}
	}
	if len(metres) > 0 {
		return profile, minutes, metres, checkMetres(metres)
	}
	return profile, minutes, metres, checkMinutes(minutes)
}

func checkMinutes(minutes []int) error {
	if len(minutes) == 0 || len(minutes) > maxCutoffs {
		return &RequestError{"minutes", fmt.Sprint(minutes), geo.Say("name from 1 to %d cutoffs", "请给出 1 到 %d 个时限", maxCutoffs), geo.Say("For example: 5,15,30", "例如：5,15,30")}
	}
	for _, m := range minutes {
		if m < MinMinutes || m > MaxMinutes {
			return &RequestError{"minutes", fmt.Sprint(m), geo.Say("a cutoff is from %d to %d whole minutes", "时限应为 %d 到 %d 的整分钟数", MinMinutes, MaxMinutes), geo.Words{}}
		}
	}
	return nil
}

func checkMetres(metres []int) error {
	if len(metres) > maxCutoffs {
		return &RequestError{"metres", fmt.Sprint(metres), geo.Say("name from 1 to %d cutoffs", "请给出 1 到 %d 个距离", maxCutoffs), geo.Say("For example: 300,500,1000", "例如：300,500,1000")}
	}
	for _, m := range metres {
		if m < MinMetres || m > MaxMetres {
			return &RequestError{"metres", fmt.Sprint(m), geo.Say("a cutoff is from %d to %d whole metres", "距离应为 %d 到 %d 的整米数", MinMetres, MaxMetres), geo.Words{}}
		}
	}
	return nil
}
