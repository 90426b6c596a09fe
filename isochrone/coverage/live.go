package coverage

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// live is the answer to one question while facilities open, close and move. An edit of a facility costs what it
// changes: the maps of the nearest facility are repaired, and only points whose times changed are counted again. An
// edit of streets makes a new network, and with it a new live.
type live struct {
	outcomes // as they are now

	area    *geo.StudyArea // with the edits of streets done
	streets []geo.Edit
	needs   []need
	touched map[[2]string]*touched // facilities that edits speak of or have spoken of, by service and id
	count   *liveCount
}

// need is a map of the facilities of which any one is enough.
type need struct {
	services  []string
	nearest   *isochrone.NearestMap
	onNetwork bool
}

// touched is how a facility that edits speak of stands now.
type touched struct {
	need int
	site int32
	at   standing
}

// standing is whether and where a facility is open.
type standing struct {
	open  bool
	moved bool // to a place of its own: it has no doors but that
	at    orb.Point
}

// newLive computes the answer with edits done, which have been tried before.
func (s *Session) newLive(ctx context.Context, edits []geo.Edit) (*live, error) {
	l := &live{area: s.base.Area, streets: ofStreets(edits), touched: make(map[[2]string]*touched)}
	l.request = s.request
	a := s.base
	if len(l.streets) > 0 {
		var err error
		if a, err = s.base.With(geo.Scenario{Edits: l.streets}); err != nil {
			return nil, err
		}
		l.area = a.Area
	}
	var err error
	if l.router, err = s.base.Router(ctx, s.request.Profile); err != nil {
		return nil, err
	}
	if len(l.streets) > 0 {
		if l.router, err = l.router.Rebuilt(ctx, l.area); err != nil {
			return nil, err
		}
	}
	for _, services := range s.request.needs() {
		n := need{services: services}
		if n.nearest, err = l.router.NewNearestMap(ctx, a.active(services)); err != nil {
			return nil, err
		}
		l.needs = append(l.needs, n)
	}
	if err := l.stand(edits); err != nil {
		return nil, err
	}
	l.times, l.missing = make([]isochrone.Time, len(l.area.Points)), make([]Reason, len(l.area.Points))
	for k := range l.needs {
		l.needs[k].nearest.Changes()
		l.needs[k].onNetwork = l.needs[k].nearest.OnNetwork()
	}
	for i := range l.times {
		o := l.outcomeOf(i)
		l.times[i], l.missing[i] = o.time, o.missing
	}
	l.count = newLiveCount(s.base, l)
	return l, nil
}

func ofStreets(edits []geo.Edit) []geo.Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(e geo.Edit) bool { return !geo.OfStreets(e) })
}

// outcomeOf puts the needs of a point together.
func (l *live) outcomeOf(point int) (o outcome) {
	for k := range l.needs {
		n := &l.needs[k]
		t := n.nearest.Time(point)
		missing := why(l.router, point, t, n.onNetwork)
		if k == 0 {
			o = outcome{t, missing}
		} else {
			o.time, o.missing = both(o.time, o.missing, t, missing)
		}
	}
	return o
}

// become does what lies between the edits done so far and others with the same edits of streets, which have been tried
// before. It returns what the points that changed had before, by index.
func (l *live) become(edits []geo.Edit) (map[int32]outcome, error) {
	if err := l.stand(edits); err != nil {
		return nil, err
	}
	var points []int32
	everywhere := false
	for k := range l.needs {
		n := &l.needs[k]
		for _, c := range n.nearest.Changes() {
			points = append(points, c.Point)
		}
		if on := n.nearest.OnNetwork(); on != n.onNetwork { // which is a reason of every point that reaches nothing
			n.onNetwork, everywhere = on, true
		}
	}
	if everywhere {
		points = points[:0]
		for i := range l.times {
			points = append(points, int32(i))
		}
	}
	before := make(map[int32]outcome, len(points))
	for _, i := range points {
		was, is := outcome{l.times[i], l.missing[i]}, l.outcomeOf(int(i))
		if was.time.Ms == is.time.Ms && was.missing == is.missing {
			l.times[i] = is.time // the nearest may be another one at the same time
			continue
		}
		before[i] = was
		l.count.put(l, int(i), -1)
		l.times[i], l.missing[i] = is.time, is.missing
		l.count.put(l, int(i), +1)
	}
	return before, nil
}

// stand makes every facility that edits speak of, or have spoken of, stand as they say.
func (l *live) stand(edits []geo.Edit) error {
	wanted := make(map[[2]string]standing)
	for key, t := range l.touched {
		wanted[key] = l.standingOf(key, t)
	}
	var order [][2]string // of the edits, that new sites get their numbers in one order
	for key := range wanted {
		order = append(order, key)
	}
	slices.SortFunc(order, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	speak := func(service, id string, change func(*standing)) {
		key := [2]string{service, id}
		if _, known := l.touched[key]; !known {
			if !l.touch(key) {
				return // of another service, which the question is not about
			}
			wanted[key] = l.standingOf(key, l.touched[key])
			order = append(order, key)
		}
		s := wanted[key]
		change(&s)
		wanted[key] = s
	}
	for _, e := range edits {
		switch e := e.(type) {
		case geo.AddFacility:
			speak(e.Service, e.ID, func(s *standing) { *s = standing{true, true, rounded(e.At)} })
		case geo.MoveFacility:
			speak(e.Service, e.ID, func(s *standing) { s.moved, s.at = true, rounded(e.To) })
		case geo.CloseFacility:
			speak(e.Service, e.ID, func(s *standing) { s.open = false })
		case geo.ReopenFacility:
			speak(e.Service, e.ID, func(s *standing) { s.open = true })
		}
	}
	for _, key := range order {
		if err := l.settle(l.touched[key], wanted[key]); err != nil {
			return err
		}
	}
	return nil
}

func rounded(p orb.Point) orb.Point { return orb.Point{geo.Round7(p[0]), geo.Round7(p[1])} }

// touch begins to keep an eye on a facility; false if the question is not about its service.
func (l *live) touch(key [2]string) bool {
	k := slices.IndexFunc(l.needs, func(n need) bool { return slices.Contains(n.services, key[0]) })
	if k < 0 {
		return false
	}
	t := &touched{need: k, site: -1}
	l.touched[key] = t
	if i, known := l.facility(key); known {
		t.site = int32(i)
		t.at = l.standingOf(key, t)
	} else {
		t.site = l.needs[k].nearest.Add(key[0], key[1])
	}
	return true
}

// standingOf is how a facility stands without any edit.
func (l *live) standingOf(key [2]string, t *touched) standing {
	if int(t.site) >= len(l.area.Facilities) {
		return standing{}
	}
	return standing{open: l.area.Facilities[t.site].Status == geo.Active}
}

func (l *live) facility(key [2]string) (index int, known bool) {
	first, end := l.area.FacilitiesOf(key[0])
	k, known := slices.BinarySearchFunc(l.area.Facilities[first:end], key[1], func(f geo.Facility, id string) int {
		switch {
		case f.ID < id:
			return -1
		case f.ID > id:
			return 1
		}
		return 0
	})
	return first + k, known
}

// settle opens, closes or moves a facility, if it does not stand as it should.
func (l *live) settle(t *touched, wanted standing) error {
	if t.at == wanted {
		return nil
	}
	nearest := l.needs[t.need].nearest
	same := t.at.moved == wanted.moved && t.at.at == wanted.at
	if t.at.open && !(wanted.open && same) {
		if err := nearest.Close(t.site); err != nil {
			return err
		}
	}
	if wanted.open && !(t.at.open && same) {
		var doors []orb.Point
		if wanted.moved {
			doors = []orb.Point{wanted.at}
		}
		if err := nearest.Open(t.site, doors); err != nil {
			return err
		}
	}
	t.at = wanted
	return nil
}
