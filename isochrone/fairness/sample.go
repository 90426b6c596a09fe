package fairness

import (
	"cmp"
	"math"
	"slices"
)

// Valued is so many people with one value, which is 0 or more, and +Inf for people who never arrive.
type Valued struct {
	Value  float64
	Weight int64
}

// Sample is people with their values, the least first.
type Sample struct {
	values  []Valued
	weight  int64 // of all
	arrived int64 // of those with a finite value
	sum     float64
}

// New sorts people by their values; it takes the slice over. Those of no weight are left out.
func New(values []Valued) *Sample {
	s := &Sample{values: slices.DeleteFunc(values, func(v Valued) bool { return v.Weight <= 0 })}
	slices.SortFunc(s.values, func(a, b Valued) int { return cmp.Compare(a.Value, b.Value) })
	for _, v := range s.values {
		s.weight += v.Weight
		if !math.IsInf(v.Value, 1) {
			s.arrived += v.Weight
			s.sum += float64(v.Weight) * v.Value
		}
	}
	return s
}

// Weight is how many people there are, Arrived how many of them have a finite value.
func (s *Sample) Weight() int64 { return s.weight }

// Arrived is how many people have a finite value.
func (s *Sample) Arrived() int64 { return s.arrived }

// Mean is the mean of the people who arrive; false where there are none.
func (s *Sample) Mean() (mean float64, ok bool) {
	if s.arrived == 0 {
		return 0, false
	}
	return s.sum / float64(s.arrived), true
}

// Quantile is the least value by which part of whole of all people are there, decided in whole people; false where that
// never happens, and where there is nobody.
func (s *Sample) Quantile(part, whole int64) (value float64, ok bool) {
	there := int64(0)
	for _, v := range s.values {
		if there += v.Weight; float64(there)*float64(whole) >= float64(part)*float64(s.weight) {
			return v.Value, !math.IsInf(v.Value, 1)
		}
	}
	return 0, false
}

// WorstTenth is the mean of the tenth of the people with the largest values. Where the tenth is no whole number of
// people, the last one counts in part. False where somebody in that tenth never arrives, and where there is nobody.
func (s *Sample) WorstTenth() (mean float64, ok bool) {
	tenth := float64(s.weight) / 10
	if s.weight == 0 || s.arrived < s.weight {
		return 0, false // whoever never arrives is among the worst
	}
	left, sum := tenth, 0.0
	for i := len(s.values) - 1; i >= 0 && left > 0; i-- {
		people := min(left, float64(s.values[i].Weight))
		sum += people * s.values[i].Value
		left -= people
	}
	return sum / tenth, true
}
