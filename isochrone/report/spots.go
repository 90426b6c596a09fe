package report

import (
	"cmp"
	"slices"
	"strings"

	"lifecircle/geo"
)

// spot is a residential point that a check leaves without service.
type spot struct {
	point   int32 // in the study area
	people  int64 // of it who are without
	away    figure
	metres  bool // away is in metres and not in minutes
	reason  string
	missing string // needs that it lacks
}

// spots are the points that a check leaves without service, most people first; none in the public edition.
func (q *Request) spots(check string) (spots []spot) {
	layer, has := q.Blind[check]
	if q.Edition == Public || !has {
		return nil
	}
	column := func(name string) int {
		return slices.IndexFunc(layer.Columns, func(c geo.Column) bool { return c.Name == name })
	}
	people, minutes, metres, reason, missing := column("uncovered"), column("minutes"), column("metres"), column("reason"), column("missing")
	v := voice{q.Language}
	for i := range layer.Features {
		f := &layer.Features[i]
		p, is := q.Area.PointByID(f.ID)
		if !is {
			continue
		}
		s := spot{point: int32(p), away: figure{text: nothing}, metres: metres >= 0}
		s.people, _ = value[int64](f, people)
		if away, is := value[float64](f, max(minutes, metres)); is {
			s.away = figure{text: short(float64(int64(away*10)) / 10), number: &away} // cut off: nobody is said to be farther than they are
		}
		code, _ := value[string](f, reason)
		s.reason = v.reason(code)
		codes, _ := value[string](f, missing)
		s.missing = q.needs(codes)
		spots = append(spots, s)
	}
	slices.SortStableFunc(spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(a.point, b.point))
	})
	return spots
}

// value is a value of a feature; false where it has none of the type.
func value[T any](f *geo.Feature, column int) (v T, is bool) {
	if column >= 0 && column < len(f.Values) {
		v, is = f.Values[column].(T)
	}
	return v, is
}

// needs names the needs of a list of codes.
func (q *Request) needs(codes string) string {
	if codes == "" {
		return ""
	}
	v := voice{q.Language}
	names := strings.Split(codes, ", ")
	if len(names) > 40 {
		names = names[:40]
	}
	for i, code := range names {
		if parts := strings.Split(code, "+"); len(parts) > 1 { // any of several
			names[i] = v.services(parts, q.Standard)
		} else {
			names[i] = v.service(code, q.Standard)
		}
	}
	return strings.Join(names, v.Say(", ", "、"))
}
