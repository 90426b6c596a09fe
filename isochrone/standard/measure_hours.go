package standard

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

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
	read := map[string]*hours.Week{} // many facilities keep the same hours
	rows, lacks := make([]UnitValue, len(facilities)), make([]string, len(facilities))
	for i, f := range facilities {
		rows[i] = s.facilityRow(f)
		text := strings.TrimSpace(s.area.Facilities[f].OpeningHours)
		if text == "" {
			lacks[i] = "opening_hours"
			continue
		}
		week, known := read[text]
		if !known {
			if w, err := hours.Parse(text); err == nil {
				week = &w
			}
			read[text] = week
		}
		if week == nil {
			lacks[i] = fmt.Sprintf("opening_hours %q", cutText(text, 60))
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
