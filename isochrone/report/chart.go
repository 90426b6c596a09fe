package report

import (
	"math"
	"slices"
	"strconv"

	"lifecircle/isochrone/standard"
)

// againstTarget draws the value of a check as a bar, with the target as a mark across it. nil where there is no value.
func (f *finding) againstTarget(v voice) *drawing {
	if f.value.number == nil {
		return nil
	}
	value, goal := *f.value.number, math.NaN()
	byUnits := judgedByUnits(f.Measure)
	switch {
	case byUnits:
		goal = 1
		if f.check.ShareOfUnits != nil {
			goal, _ = f.check.ShareOfUnits.Float64()
		}
	case f.Target != nil && f.Op != standard.NoTarget:
		goal = f.Target.Float()
	}
	most := 1.0
	if !f.share {
		most = value * 1.15
		if goal > 0 {
			most = max(most, goal*1.25)
		}
	}
	if most <= 0 || math.IsInf(most, 0) {
		most = 1
	}
	d := &drawing{width: 680, height: 46, about: v.Say("Value %s, target %s", "实际值 %s，目标 %s", f.value.text, f.target)}
	const left, top, high = 8.0, 16.0, 16.0
	wide := d.width - 2*left
	at := func(x float64) float64 { return left + wide*min(1, max(0, x/most)) }
	fill, over := metInk, plain
	if verdict := f.verdictShown(); verdict == standard.NotMet {
		fill, over = 0xe08a5a, hatched
	}
	d.box(left, top, wide, high, 0xeef1f3, plain, rule, 0.6)
	d.box(left, top, at(value)-left, high, fill, over, none, 0)
	end1 := middle
	if at(value) > d.width-60 {
		end1 = end
	} else if at(value) < 60 {
		end1 = start
	}
	d.figures(xy{at(value), top + high + 11}, f.value.text, 10, ink, end1).bold = true
	if !math.IsNaN(goal) {
		x := at(goal)
		d.stroke([][]xy{{{x, top - 4}, {x, top + high + 4}}}, ink, 2)
		d.area([][]xy{{{x, top - 2}, {x - 4, top - 8}, {x + 4, top - 8}}}, ink, plain, none, 0)
		text, side := f.target, end
		if byUnits {
			text = "100\u00a0%"
			if f.check.ShareOfUnits != nil {
				text = percent(f.check.ShareOfUnits, nil)
			}
		}
		off := -8.0
		if x < 120 {
			side, off = start, 8
		}
		d.figures(xy{x + off, top - 4}, text, 10, ink, side)
	}
	return d
}

// verdictShown is the verdict that colours a check's drawings: that of one for reference is what it would be.
func (f *finding) verdictShown() standard.Verdict {
	if f.Verdict == standard.Reference && f.Would != "" {
		return f.Would
	}
	return f.Verdict
}

const chartUnits = 60 // bars that are told apart; of more units the distribution is drawn

// ofUnits draws the values of the units, the smallest first, or how they are distributed where there are many; nil where
// there are fewer than two. Hidden ones are left out.
func (f *finding) ofUnits(v voice) *drawing {
	type bar struct {
		value float64
		met   bool
	}
	var bars []bar
	for i := range f.units {
		if u := &f.units[i]; u.value.number != nil && !math.IsInf(*u.value.number, 0) {
			bars = append(bars, bar{*u.value.number, u.met})
		}
	}
	if len(bars) < 2 {
		return nil
	}
	slices.SortStableFunc(bars, func(a, b bar) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return btoi(a.met) - btoi(b.met)
	})
	goal := math.NaN()
	if f.Target != nil && f.Op != standard.NoTarget && f.Measure != standard.CommunityShare && f.Measure != standard.Presence {
		goal = f.Target.Float()
	}
	most := bars[len(bars)-1].value
	if goal > 0 {
		most = max(most, goal)
	}
	if most <= 0 {
		return nil
	}
	share := unitShare(f.Outcome)
	if share && countsPeople(f.Measure) {
		most = max(most, 1)
	}
	axis := func(x float64) string {
		switch {
		case share:
			return strconv.Itoa(int(math.Round(x*100))) + "\u00a0%"
		case most < 10:
			return short(x)
		}
		return grouped(strconv.FormatFloat(math.Round(x), 'f', 0, 64))
	}
	const left, top, high = 46.0, 12.0, 96.0
	d := &drawing{width: 680, height: top + high + 22}
	wide := d.width - left - 8
	d.stroke([][]xy{{{left, top + high}, {left + wide, top + high}}}, inkFaint, 1)
	if len(bars) <= chartUnits {
		d.about = v.Say("The value of each unit, the smallest first", "逐单元数值（由小到大）")
		step := wide / float64(len(bars))
		for i, b := range bars {
			fill, over := metInk, plain
			if !b.met && f.Op != standard.NoTarget {
				fill, over = lateFill, hatched
			}
			h := max(0.8, high*b.value/most)
			d.box(left+step*float64(i)+step*0.12, top+high-h, step*0.76, h, fill, over, none, 0)
		}
		d.figures(xy{left - 5, top + 4}, axis(most), 9, inkSoft, end)
		d.figures(xy{left - 5, top + high + 2}, "0", 9, inkSoft, end)
		if !math.IsNaN(goal) {
			y := top + high - high*goal/most
			d.dashed([][]xy{{{left, y}, {left + wide, y}}}, ink, 1.2, 4)
			s := d.figures(xy{left + 3, y - 3}, f.unitTarget(share), 9.5, ink, start)
			s.bold, s.halo = true, true
		}
		return d
	}
	d.about = v.Say("How many units have which value", "各数值区间的单元数")
	const bins = 20
	var met, all [bins]int
	top1 := 0
	for _, b := range bars {
		i := min(bins-1, int(b.value/most*bins))
		if i < 0 {
			i = 0
		}
		all[i]++
		if b.met || f.Op == standard.NoTarget {
			met[i]++
		}
		top1 = max(top1, all[i])
	}
	step := wide / bins
	for i := range bins {
		hMet, hAll := high*float64(met[i])/float64(top1), high*float64(all[i])/float64(top1)
		d.box(left+step*float64(i)+2, top+high-hMet, step-4, hMet, metInk, plain, none, 0)
		d.box(left+step*float64(i)+2, top+high-hAll, step-4, hAll-hMet, lateFill, hatched, none, 0)
	}
	d.figures(xy{left - 5, top + 4}, strconv.Itoa(top1), 9, inkSoft, end)
	d.figures(xy{left - 5, top + high + 2}, "0", 9, inkSoft, end)
	for i := 0; i <= 4; i++ {
		a := []anchor{start, middle, middle, middle, end}[i]
		d.figures(xy{left + wide*float64(i)/4, top + high + 13}, axis(most*float64(i)/4), 9, inkSoft, a)
	}
	if !math.IsNaN(goal) {
		x := left + wide*goal/most
		d.dashed([][]xy{{{x, top - 6}, {x, top + high}}}, ink, 1.4, 4)
		s := d.figures(xy{x - 4, top}, f.unitTarget(share), 9.5, ink, end)
		s.bold, s.halo = true, true
	}
	return d
}

// unitTarget is the target as it stands beside the values of units.
func (f *finding) unitTarget(share bool) string { return target(f.Outcome, share) }

// headlineBar draws the checks that count in the headline as one bar in three parts.
func headlineBar(h standard.Headline, v voice) *drawing {
	d := &drawing{width: 680, height: 40, about: v.Say("%d met, %d not met, %d not assessable", "达标 %d 项，未达标 %d 项，无法评估 %d 项", h.Met, h.NotMet, h.NotAssessable)}
	if h.Total <= 0 {
		return nil
	}
	x := 0.0
	for i, n := range []int{h.Met, h.NotMet, h.NotAssessable} {
		if n <= 0 {
			continue
		}
		w := d.width * float64(n) / float64(h.Total)
		d.box(x, 4, w, 30, headlineFills[i], headlinePatterns[i], inkSoft, 0.8)
		text := d.figures(xy{x + w/2, 24}, strconv.Itoa(n), 15, []colour{white, lateDark, ink}[i], middle)
		text.bold, text.halo = true, i > 0
		x += w
	}
	return d
}

// headlineKeys explain the parts of the headline's bar.
func headlineKeys(v voice) (keys []key) {
	for i, of := range []standard.Verdict{standard.Met, standard.NotMet, standard.NotAssessable} {
		s := &drawing{width: 18, height: 12}
		s.box(0.5, 0.5, 17, 11, headlineFills[i], headlinePatterns[i], inkSoft, 0.8)
		keys = append(keys, key{s, v.verdict(of)})
	}
	return keys
}

var (
	headlineFills    = []colour{metInk, 0xf3b48d, white}
	headlinePatterns = []pattern{plain, hatched, dotted}
)
