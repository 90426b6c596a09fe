package standard

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lifecircle/geo"
	"lifecircle/geo/hours"
)

// openingHours is the share of facilities that are open for as many hours as the check wants on the shortest day of the
// week; where its target is of the weekend, on the shorter of Saturday and Sunday, and without a target that they open on
// both. Holidays stand apart. Hours that are missing or cannot be read are no data.
func openingHours(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	facilities, err := s.facilitiesOf(c, o, servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	rows, lacks := make([]UnitValue, len(facilities)), make([]string, len(facilities))
	for i, f := range facilities {
		rows[i] = s.facilityRow(f)
		week := s.week(f)
		if week == nil {
			if lacks[i] = "opening_hours"; s.area.Facilities[f].OpeningHours != "" {
				lacks[i] = fmt.Sprintf("opening_hours %q", cutText(s.area.Facilities[f].OpeningHours, 60))
			}
			continue
		}
		rows[i].holdHours(c, week)
	}
	kept := o.lack(rows, lacks)
	if err := o.settleFacilities(kept); err != nil {
		return err
	}
	if c.Target != nil {
		o.addDeficits(kept)
	}
	return nil
}

// week is when a facility is open; nil where its list does not say, or says it so that it cannot be read.
func (s *assessor) week(f int32) *hours.Week {
	text := strings.TrimSpace(s.area.Facilities[f].OpeningHours)
	week, known := s.weeks[text]
	if known {
		return week
	}
	if w, err := hours.Parse(text); err == nil && text != "" {
		week = &w
	}
	s.weeks[text] = week
	return week
}

// openFor lists the active facilities of some services that a check takes: all, or those that are open on its day. Where
// no hours are known a facility is not called open: [assessor.noteLists] says how many that leaves out.
func (s *assessor) openFor(c *Check, services []string) ([]int32, error) {
	facilities, err := s.facilities(services)
	if err != nil || c.OpenOn == "" {
		return facilities, err
	}
	day := time.Weekday(slices.Index(weekdays, c.OpenOn))
	return slices.DeleteFunc(facilities, func(f int32) bool {
		week := s.week(f)
		return week == nil || !week.OpenOn(day)
	}), nil
}

// noteHours says how many of the facilities that a check asks for on one day of the week do not tell their hours.
func (s *assessor) noteHours(c *Check, o *Outcome) {
	if c.OpenOn == "" {
		return
	}
	unknown := 0
	for _, code := range servicesOf(s.std.Expand(c)) {
		first, end := s.area.FacilitiesOf(code)
		for f := first; f < end; f++ {
			if s.area.Facilities[f].Status == geo.Active && s.week(int32(f)) == nil {
				unknown++
			}
		}
	}
	day := time.Weekday(slices.Index(weekdays, c.OpenOn))
	o.Assumptions = append(o.Assumptions, geo.Say("only facilities open on %s count; %d tell no hours that can be read and do not", "仅计%s开放的设施；%d 处未注明或无法识别开放时间，不计入",
		geo.Words{EN: day.String(), ZH: "周" + string([]rune("日一二三四五六")[day])}, unknown))
}

// holdHours holds the shortest of the days that count against the target.
func (r *UnitValue) holdHours(c *Check, week *hours.Week) {
	minutes := week.Shortest()
	if ofWeekend(c) {
		minutes = min(week.Minutes(time.Saturday), week.Minutes(time.Sunday))
	}
	open := big.NewRat(int64(minutes), 60)
	r.Value, r.Met = number(open), minutes > 0
	if c.Target == nil {
		return
	}
	r.Met = c.meetsTarget(open)
	if r.Deficit = c.short(c.Target, open, false); r.Deficit != nil {
		r.DeficitIn = "hours"
	}
}

// ofWeekend tells whether the hours of a check are those of Saturday and Sunday.
func ofWeekend(c *Check) bool { return strings.Contains(c.UnitOfTarget, "weekend") }

// cutText shortens a text that somebody else wrote.
func cutText(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
