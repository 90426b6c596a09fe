package bench

import (
	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
	"lifecircle/isochrone/coverage"
)

// moves measures what-if answers: facilities of a frequent and of a rare service go to and fro.
func (r *run) moves(p *prepared) error {
	if err := r.move(p, Row{ID: "move_many", Target: target(0.1e-3)}, Services[2].Code, 50); err != nil {
		return err
	}
	if err := r.move(p, Row{ID: "move_few", Target: target(8e-3)}, Services[0].Code, 3); err != nil {
		return err
	}
	return r.session(p)
}

// tally keeps a map of nearest facilities with the people within each cutoff.
type tally struct {
	*isochrone.NearestMap
	area   *geo.StudyArea
	people [3]int64
}

// move lets a facility go to a place, or home where there is none, and brings the totals up to date.
func (t *tally) move(facility int32, to []orb.Point) error {
	if err := t.Close(facility); err != nil {
		return err
	}
	if err := t.Open(facility, to); err != nil {
		return err
	}
	for _, c := range t.Changes() {
		people := int64(max(0, t.area.Points[c.Point].People[geo.All]))
		for k, cutoff := range cutoffsOfAll {
			if c.Before.Ms <= cutoff {
				t.people[k] -= people
			}
			if c.After.Ms <= cutoff {
				t.people[k] += people
			}
		}
	}
	return nil
}

// move lets facilities of a service go to where those of another stand, and back. What the textbook says of that needs
// no new town: it takes the other facility instead.
func (r *run) move(p *prepared, row Row, service string, there int) error {
	facilities, places := facilitiesOf(r.area, service), facilitiesOf(r.area, Services[1].Code)
	row.Job = geo.Say("move one of %d facilities, exact map and totals", "移动 %d 个设施中的一个，重算精确的图与合计", len(facilities))
	row.Unit = Seconds
	r.say(row.Job)
	nearest, err := p.router.NewNearestMap(r.ctx, facilities)
	if err != nil {
		return err
	}
	t := &tally{NearestMap: nearest, area: r.area}
	t.people = countOf(r.area, len(r.area.Points), func(i int) int64 { return t.Time(i).Ms })
	t.Changes() // what came before is counted
	turn := 0
	row.Engine, err = measure(r.ctx, float64(2*there), func() error {
		for range there {
			turn++
			moved := facilities[turn%len(facilities)]
			if err := t.move(moved, r.area.FacilityDoors(int(places[turn%len(places)]))); err != nil {
				return err
			}
			if err := t.move(moved, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.move(facilities[0], r.area.FacilityDoors(int(places[0]))); err != nil {
		return err
	}
	instead := append([]int32{places[0]}, facilities[1:]...)
	var answers []textbook.Answer
	var wanted [3]int64
	row.Textbook, err = measure(r.ctx, 1, func() error {
		answers = p.book.Times(instead)
		wanted = countOf(r.area, len(answers), func(i int) int64 { return answers[i].Ms })
		return nil
	})
	if err != nil {
		return err
	}
	for i := range answers {
		if got := t.Time(i).Ms; got != answers[i].Ms {
			return mismatch("moving a facility", "%s is %d ms away, by the textbook %d", r.area.Points[i].ID, got, answers[i].Ms)
		}
	}
	if t.people != wanted {
		return mismatch("moving a facility", "%v people within the cutoffs, by the textbook %v", t.people, wanted)
	}
	r.add(row)
	return nil
}

// session measures the same as users have it: a what-if session with its report and the list of what changed.
func (r *run) session(p *prepared) error {
	service := Services[2].Code
	facilities, places := facilitiesOf(r.area, service), facilitiesOf(r.area, Services[1].Code)[:2]
	row := Row{ID: "session", Job: geo.Say("move one of %d facilities in a what-if session", "在情景推演中移动 %d 个设施中的一个", len(facilities)), Unit: Seconds}
	r.say(row.Job)
	f := &r.area.Facilities[facilities[0]]
	move := func(to int32) geo.Edit {
		return geo.MoveFacility{Service: service, ID: f.ID, To: r.area.Facilities[to].Point}
	}
	ask := coverage.Request{Services: []string{service}, Profile: p.router.Profile, Minutes: []int{5, 15, 30}}
	session, err := coverage.New(r.area).NewSession(r.ctx, ask, geo.Scenario{Edits: []geo.Edit{move(places[0])}})
	if err != nil {
		return err
	}
	turn := 0
	row.Engine, err = measureWall(r.ctx, 1, func() error {
		turn++
		_, err := session.Replace(r.ctx, move(places[turn%2]))
		return err
	})
	if err != nil {
		return err
	}
	answers := p.book.Times(append([]int32{places[turn%2]}, facilities[1:]...))
	wanted := countOf(r.area, len(answers), func(i int) int64 { return answers[i].Ms })
	for k, result := range session.Report().Results {
		if result.Covered != wanted[k] {
			return mismatch("what-if session", "%d people within %d minutes, by the textbook %d", result.Covered, result.Minutes, wanted[k])
		}
	}
	r.add(row)
	return nil
}
