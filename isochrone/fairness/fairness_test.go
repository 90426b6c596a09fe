package fairness

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func sampleOf(values ...float64) *Sample {
	var all []Valued
	for _, v := range values {
		all = append(all, Valued{v, 1})
	}
	return New(all)
}

func random(r *rand.Rand, never bool) []Valued {
	all := make([]Valued, 1+r.IntN(30))
	for i := range all {
		all[i] = Valued{float64(r.IntN(50)), int64(r.IntN(40))}
		if never && r.IntN(6) == 0 {
			all[i].Value = math.Inf(1)
		}
	}
	all[0].Weight, all[0].Value = 3, 7
	return all
}

// one lists everybody alone.
func one(all []Valued) (each []float64) {
	for _, v := range all {
		for range v.Weight {
			each = append(each, v.Value)
		}
	}
	return each
}

func TestByHand(t *testing.T) {
	s := sampleOf(1, 2, 3, 4) // mean 2.5; Gini = 2·(1+4+9+16)/(4·10) − 5/4 = 1/4
	if g, _ := s.Gini(); !near(g, 0.25) {
		t.Errorf("Gini %v, want 0.25", g)
	}
	want := (0.4*math.Log(0.4) + 0.8*math.Log(0.8) + 1.2*math.Log(1.2) + 1.6*math.Log(1.6)) / 4
	if th, _ := s.Theil(); !near(th, want) {
		t.Errorf("Theil %v, want %v", th, want)
	}
	one := sampleOf(0, 0, 0, 12) // one person has all: 1 − 1/4 and ln 4
	g, _ := one.Gini()
	th, _ := one.Theil()
	if !near(g, 0.75) || !near(th, math.Log(4)) {
		t.Errorf("one has all: Gini %v, Theil %v", g, th)
	}
	// 25 people: the worst tenth is 2.5 people. 30, 20 and half of 10.
	w := New([]Valued{{10, 23}, {30, 1}, {20, 1}})
	if m, ok := w.WorstTenth(); !ok || !near(m, (30+20+5)/2.5) {
		t.Errorf("worst tenth %v", m)
	}
	if q, _ := w.Quantile(92, 100); q != 10 { // 23 of 25 are 92 % exactly
		t.Errorf("the 92nd percentile is %v", q)
	}
	if q, _ := w.Quantile(93, 100); q != 20 {
		t.Errorf("the 93rd percentile is %v", q)
	}
}

// People who never arrive keep a quantile from being there and have no mean.
func TestNever(t *testing.T) {
	s := New([]Valued{{math.Inf(1), 10}, {60, 190}})
	if q, ok := s.Quantile(95, 100); !ok || q != 60 {
		t.Errorf("190 of 200 are 95 %%: %v %v", q, ok)
	}
	if _, ok := s.Quantile(96, 100); ok {
		t.Error("a quantile that nobody reaches")
	}
	if _, ok := s.WorstTenth(); ok {
		t.Error("the worst tenth has people who never arrive, and yet a mean")
	}
	if m, _ := s.Mean(); m != 60 || s.Arrived() != 190 || s.Weight() != 200 {
		t.Errorf("mean %v of %d of %d", m, s.Arrived(), s.Weight())
	}
}

func TestNobodyAndNothing(t *testing.T) {
	for _, s := range []*Sample{New(nil), New([]Valued{{5, 0}}), New([]Valued{{math.Inf(1), 3}})} {
		_, mean := s.Mean()
		_, median := s.Quantile(1, 2)
		_, worst := s.WorstTenth()
		_, gini := s.Gini()
		_, theil := s.Theil()
		if mean || median || worst || gini || theil {
			t.Errorf("%+v has numbers", s)
		}
	}
	if _, ok := sampleOf(0, 0).Gini(); ok {
		t.Error("nothing to share has no inequality")
	}
	if p, ok := TheilByGroup([]*Sample{New(nil), sampleOf(0)}); ok {
		t.Errorf("nothing to take apart: %+v", p)
	}
	if g, _ := sampleOf(4).Gini(); g != 0 {
		t.Errorf("one person: %v", g)
	}
}

func TestPropertiesOfIndexes(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		all := random(r, false)
		s := New(slices.Clone(all))
		gini, _ := s.Gini()
		theil, _ := s.Theil()
		each := one(all)
		if slow := giniByPairs(each); !near(gini, slow) {
			t.Fatalf("seed %d: Gini %v, over all pairs %v", seed, gini, slow)
		}
		if n := float64(len(each)); gini < 0 || gini > 1-1/n+1e-12 || theil < 0 || theil > math.Log(n)+1e-12 {
			t.Fatalf("seed %d: Gini %v, Theil %v of %v people", seed, gini, theil, n)
		}
		vary := func(name string, change func(v Valued) Valued, times int) {
			var other []Valued
			for range times {
				for _, v := range all {
					other = append(other, change(v))
				}
			}
			r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			o := New(other)
			g, _ := o.Gini()
			th, _ := o.Theil()
			if !near(g, gini) || !near(th, theil) {
				t.Fatalf("seed %d: %s: Gini %v, was %v; Theil %v, was %v", seed, name, g, gini, th, theil)
			}
		}
		vary("another unit", func(v Valued) Valued { return Valued{v.Value * 60, v.Weight} }, 1)
		vary("everybody three times", func(v Valued) Valued { return v }, 3)
		vary("each place with four times the people", func(v Valued) Valued { return Valued{v.Value, 4 * v.Weight} }, 1)
		vary("another order", func(v Valued) Valued { return v }, 1)
	}
}

// A gift from somebody with more to somebody with less, that does not turn them round, makes it less unequal.
func TestTransfers(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		each := one(random(r, false))
		slices.Sort(each)
		poor, rich := r.IntN(len(each)), r.IntN(len(each))
		if each[poor]+2 > each[rich] {
			continue
		}
		other := slices.Clone(each)
		other[poor]++
		other[rich]--
		g0, _ := sampleOf(each...).Gini()
		g1, _ := sampleOf(other...).Gini()
		t0, _ := sampleOf(each...).Theil()
		t1, _ := sampleOf(other...).Theil()
		if g1 >= g0 || t1 >= t0 {
			t.Fatalf("seed %d: Gini %v → %v, Theil %v → %v", seed, g0, g1, t0, t1)
		}
	}
}

func giniByPairs(each []float64) float64 {
	sum, mean := 0.0, 0.0
	for _, x := range each {
		mean += x / float64(len(each))
		for _, y := range each {
			sum += math.Abs(x - y)
		}
	}
	return sum / (2 * float64(len(each)*len(each)) * mean)
}

func TestGroups(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 8))
		var groups []*Sample
		var all []Valued
		for range 1 + r.IntN(5) {
			group := random(r, true)
			all = append(all, group...)
			groups = append(groups, New(slices.Clone(group)))
		}
		groups = append(groups, New(nil))
		s := New(all)
		theil, _ := s.Theil()
		gini, _ := s.Gini()
		byTheil, ok1 := TheilByGroup(groups)
		byGini, ok2 := GiniByGroup(groups)
		if !ok1 || !ok2 || !near(byTheil.Whole, theil) || !near(byGini.Whole, gini) {
			t.Fatalf("seed %d: %+v %v, %+v %v", seed, byTheil, theil, byGini, gini)
		}
		if !near(byGini.Within+byGini.Between+byGini.Overlap, gini) || byTheil.Between < 0 || byTheil.Within < 0 {
			t.Fatalf("seed %d: %+v %+v", seed, byTheil, byGini)
		}
	}
	apart := []*Sample{sampleOf(1, 2), sampleOf(5, 7)}
	if p, _ := GiniByGroup(apart); !near(p.Overlap, 0) || p.Between == 0 || p.Within == 0 {
		t.Errorf("groups that do not overlap: %+v", p)
	}
	alike := []*Sample{sampleOf(1, 2, 6), sampleOf(6, 2, 1)}
	if p, _ := TheilByGroup(alike); !near(p.Between, 0) || p.Within == 0 {
		t.Errorf("groups alike: %+v", p)
	}
}

func TestQuantilesAndTheWorstOfEachAlone(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 9))
		all := random(r, true)
		each := one(all)
		slices.Sort(each)
		s := New(all)
		part := int64(1 + r.IntN(100))
		got, ok := s.Quantile(part, 100)
		var want float64
		for i, v := range each {
			if want = v; int64(i+1)*100 >= part*int64(len(each)) {
				break
			}
		}
		if ok == math.IsInf(want, 1) || (ok && got != want) {
			t.Fatalf("seed %d: quantile %d: %v %v, want %v", seed, part, got, ok, want)
		}
		if worst, ok := s.WorstTenth(); ok {
			q, _ := s.Quantile(90, 100)
			if mean, _ := s.Mean(); worst < mean-1e-9 || worst < q-1e-9 || worst > each[len(each)-1]+1e-9 {
				t.Fatalf("seed %d: the worst tenth at %v, mean %v, 90th %v", seed, worst, mean, q)
			}
		}
	}
}

func FuzzSample(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 255, 6})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var all []Valued
		for i := 0; i+1 < len(raw); i += 2 {
			v := Valued{float64(raw[i]), int64(raw[i+1])}
			if raw[i] == 255 {
				v.Value = math.Inf(1)
			}
			all = append(all, v)
		}
		s := New(all)
		if g, ok := s.Gini(); ok && (g < 0 || g >= 1 || math.IsNaN(g)) {
			t.Errorf("Gini %v", g)
		}
		if th, ok := s.Theil(); ok && (th < 0 || math.IsNaN(th) || math.IsInf(th, 0)) {
			t.Errorf("Theil %v", th)
		}
		if _, ok := s.WorstTenth(); ok != (s.Weight() > 0 && s.Arrived() == s.Weight()) {
			t.Error("the worst tenth")
		}
	})
}
