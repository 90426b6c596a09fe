package fairness

import "math"

// Gini is the Gini coefficient of the people who arrive: from 0, where all have the same, to nearly 1, where one has all.
// False where there is nobody, or nothing to share.
func (s *Sample) Gini() (gini float64, ok bool) {
	if s.sum <= 0 {
		return 0, false
	}
	before, all, sum := 0.0, float64(s.arrived), 0.0
	for _, v := range s.arrivals() {
		weight := float64(v.Weight)
		sum += weight * v.Value * (2*before + weight - all)
		before += weight
	}
	return max(0, sum/(all*s.sum)), true
}

// Theil is the Theil index T of the people who arrive: 0 where all have the same. False as of [Sample.Gini].
func (s *Sample) Theil() (theil float64, ok bool) {
	mean, ok := s.Mean()
	if !ok || mean <= 0 {
		return 0, false
	}
	for _, v := range s.arrivals() {
		if x := v.Value / mean; x > 0 {
			theil += float64(v.Weight) * x * math.Log(x)
		}
	}
	return max(0, theil/float64(s.arrived)), true
}

// arrivals are the people with a finite value, who stand first.
func (s *Sample) arrivals() []Valued {
	n := len(s.values)
	for n > 0 && math.IsInf(s.values[n-1].Value, 1) {
		n--
	}
	return s.values[:n]
}

// Parts is an index of inequality taken apart by groups. Within and Between add up to the whole of Theil's index; of the
// Gini coefficient Overlap is what is left, where people of a group with more have less than people of one with less.
type Parts struct {
	Whole, Within, Between, Overlap float64
}

// TheilByGroup takes the Theil index apart; groups together are the whole. False where the whole has none.
func TheilByGroup(groups []*Sample) (p Parts, ok bool) {
	people, sum := together(groups)
	if sum <= 0 {
		return p, false
	}
	mean := sum / people
	for _, g := range groups {
		if g.sum <= 0 {
			continue // has no part of the sum, and adds nothing to either
		}
		share, own := g.sum/sum, g.sum/float64(g.arrived)
		theil, _ := g.Theil()
		p.Within += share * theil
		p.Between += share * math.Log(own/mean)
	}
	p.Within, p.Between = max(0, p.Within), max(0, p.Between)
	p.Whole = p.Within + p.Between
	return p, true
}

// GiniByGroup takes the Gini coefficient apart; groups together are the whole. False where the whole has none.
func GiniByGroup(groups []*Sample) (p Parts, ok bool) {
	people, sum := together(groups)
	if sum <= 0 {
		return p, false
	}
	var all, means []Valued
	for _, g := range groups {
		all = append(all, g.arrivals()...)
		if g.arrived == 0 {
			continue
		}
		means = append(means, Valued{g.sum / float64(g.arrived), g.arrived})
		if gini, ok := g.Gini(); ok {
			p.Within += float64(g.arrived) / people * g.sum / sum * gini
		}
	}
	p.Whole, _ = New(all).Gini()
	p.Between, _ = New(means).Gini()
	p.Overlap = max(0, p.Whole-p.Within-p.Between)
	return p, true
}

// together counts the people who arrive and adds up what they have.
func together(groups []*Sample) (people, sum float64) {
	for _, g := range groups {
		people += float64(g.arrived)
		sum += g.sum
	}
	return people, sum
}
