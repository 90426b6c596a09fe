package bench

import (
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
)

// cutoffsOfAll are those at which people are counted.
var cutoffsOfAll = [3]int64{minutes5, minutes15, minutes30}

// nearestFacilities measures one mode's part of the map of nearest facilities.
func (r *run) nearestFacilities(p *prepared) error {
	mode := p.router.Profile.Mode
	r.say(geo.Say("%s: nearest facilities", "%s：最近设施", mode))
	for _, service := range Services {
		facilities := facilitiesOf(r.area, service.Code)
		var times []isochrone.Time
		var counted, wanted [3]int64
		engine, err := measure(r.ctx, 1, func() (err error) {
			if times, err = p.router.Times(r.ctx, facilities); err != nil {
				return err
			}
			counted = countOf(r.area, len(times), func(i int) int64 { return times[i].Ms })
			return nil
		})
		if err != nil {
			return err
		}
		var answers []textbook.Answer
		book, err := measure(r.ctx, 1, func() error {
			answers = p.book.Times(facilities)
			wanted = countOf(r.area, len(answers), func(i int) int64 { return answers[i].Ms })
			return nil
		})
		if err != nil {
			return err
		}
		for i := range answers {
			if times[i].Ms != answers[i].Ms || times[i].Facility != answers[i].Facility {
				return mismatch("nearest facility", "%s from %s on mode %s: %d ms to %d, by the textbook %d ms to %d", service.Code, r.area.Points[i].ID, mode,
					times[i].Ms, times[i].Facility, answers[i].Ms, answers[i].Facility)
			}
		}
		if counted != wanted {
			return mismatch("nearest facility", "%s by %s covers %v, by the textbook %v", service.Code, mode, counted, wanted)
		}
		r.nearest, r.nearestBook = r.nearest.plus(engine), r.nearestBook.plus(book)
		if engine, err = measure(r.ctx, 1, func() error { _, err := p.bare.Times(r.ctx, facilities); return err }); err != nil {
			return err
		}
		if book, err = measure(r.ctx, 1, func() error { p.book.SettleAll(facilities); return nil }); err != nil {
			return err
		}
		r.nearestBare, r.nearestBareBook = r.nearestBare.plus(engine), r.nearestBareBook.plus(book)
	}
	return nil
}

// countOf counts the people within each cutoff.
func countOf(area *geo.StudyArea, n int, ms func(i int) int64) (people [3]int64) {
	for i := range n {
		for k, cutoff := range cutoffsOfAll {
			if ms(i) <= cutoff {
				people[k] += int64(max(0, area.Points[i].People[geo.All]))
			}
		}
	}
	return people
}
