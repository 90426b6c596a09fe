package bench

import (
	"errors"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
	"lifecircle/isochrone/coverage"
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

// moves measures what-if sessions: one facility of a frequent and of a rare service goes to and fro.
func (r *run) moves(p *prepared) error {
	if err := r.move(p, Row{ID: "move_many", Target: target(0.1e-3)}, Services[2].Code); err != nil {
		return err
	}
	return r.move(p, Row{ID: "move_few", Target: target(8e-3)}, Services[0].Code)
}

// move lets a facility go to where one of another service stands. What the textbook says of that needs no new town: it
// takes the other one instead.
func (r *run) move(p *prepared, row Row, service string) error {
	facilities := facilitiesOf(r.area, service)
	row.Job = geo.Say("move one of %d facilities, exact map and totals", "移动 %d 个设施中的一个，重算精确的图与合计", len(facilities))
	row.Unit = Seconds
	r.say(row.Job)
	moved, instead := facilities[0], facilitiesOf(r.area, Services[1].Code)[:2]
	request := coverage.Request{Services: []string{service}, Profile: p.router.Profile, Minutes: []int{5, 15, 30}}
	session, err := coverage.New(r.area).NewSession(r.ctx, request, geo.Scenario{})
	if err != nil {
		return err
	}
	f := &r.area.Facilities[moved]
	to := func(at int32) geo.Edit {
		return geo.MoveFacility{Service: service, ID: f.ID, To: r.area.Facilities[at].Point}
	}
	if _, err := session.Apply(r.ctx, to(instead[0])); err != nil {
		return err
	}
	turn := 0
	row.Engine, err = measure(r.ctx, 1, func() error {
		turn++
		_, err := session.Replace(r.ctx, to(instead[turn%2]))
		return err
	})
	if err != nil {
		return err
	}
	var wanted [3]int64
	row.Textbook, err = measure(r.ctx, 1, func() error {
		answers := p.book.Times(append([]int32{instead[turn%2]}, facilities[1:]...))
		wanted = countOf(r.area, len(answers), func(i int) int64 { return answers[i].Ms })
		return nil
	})
	if err != nil {
		return err
	}
	for k, result := range session.Report().Results {
		if result.Covered != wanted[k] {
			return mismatch("moving a facility", "%d people within %d minutes, by the textbook %d", result.Covered, result.Minutes, wanted[k])
		}
	}
	r.add(row)
	return nil
}

// opening measures the way from a closed workspace to a first answer, on all processors.
func (r *run) opening() error {
	row := Row{ID: "open", Job: geo.Say("open the workspace and answer a first question", "打开项目文件并给出第一个结果"), Unit: Seconds, Target: target(2 * float64(max(1, len(r.area.Points))) / fullCity)}
	if r.options.Open == nil {
		row.Note = geo.Say("the town was not kept in a workspace", "本次未建立项目文件")
		r.add(row)
		return nil
	}
	r.say(row.Job)
	profile, err := isochrone.BuiltinProfile(geo.Walk)
	if err != nil {
		return err
	}
	people := int64(-1)
	row.Engine, err = measureWall(r.ctx, 1, func() error {
		area, err := r.options.Open(r.ctx)
		if err != nil {
			return err
		}
		report, err := coverage.New(area).Coverage(r.ctx, coverage.Request{Services: []string{Services[0].Code}, Profile: profile, Minutes: []int{15}})
		if err == nil {
			people = report.Results[0].Total
		}
		return err
	})
	if err == nil && people != r.report.Input.People {
		err = errors.New("opening the workspace: it does not hold the people who were put into it")
	}
	row.Note = geo.Say("all processors; network and lists are made anew", "使用全部处理器；路网与出行表重新计算")
	r.add(row)
	return err
}
