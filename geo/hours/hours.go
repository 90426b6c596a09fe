// Package hours reads opening hours: a part of the notation of OpenStreetMap ("Mo-Fr 08:30-17:00; PH off"), and the
// ways in which Chinese lists write them ("周一至周五 上午8:30-12:00 下午13:30-17:30，周末休息").
//
// What it does not understand it refuses, with the place, the piece and the rule: hours that were guessed would decide
// whether a promise is met. Refused are, among others, open ends ("08:00+"), seasons and months, single weeks, sunrise
// and sunset, comments, and every hour after 24:00.
package hours

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// minutesPerDay is the end of a day, 24:00.
const minutesPerDay = 24 * 60

// Span is a time of being open, in minutes after midnight: from the first, up to but without the second.
type Span struct{ From, To int }

// Day is the spans of one day in their order; between two of them it is closed.
type Day []Span

// Minutes is how long the day is open.
func (d Day) Minutes() (sum int) {
	for _, s := range d {
		sum += s.To - s.From
	}
	return sum
}

// openAt reports whether a minute of the day lies in a span.
func (d Day) openAt(minute int) bool {
	return slices.ContainsFunc(d, func(s Span) bool { return s.From <= minute && minute < s.To })
}

// Week is the opening hours of an ordinary week. The zero week is never open.
//
// A span over midnight counts on the day on which its minutes lie: of "Fr 22:00-02:00" two hours are on Saturday.
// Holidays stand apart: what is said of them changes no day of the week.
type Week struct {
	days           [7]Day // by [time.Weekday]
	public, school Day
	said           dayset // of the holidays, which were spoken of
}

// Day is the spans of a day of the week. They must not be changed.
func (w Week) Day(day time.Weekday) Day { return w.days[day] }

// Minutes is how long it is open on a day of the week.
func (w Week) Minutes(day time.Weekday) int { return w.days[day].Minutes() }

// Shortest is the minutes of the day that is open for the shortest time; 0 where one of the seven is closed.
func (w Week) Shortest() int {
	shortest := minutesPerDay
	for _, day := range w.days {
		shortest = min(shortest, day.Minutes())
	}
	return shortest
}

// OpenOn reports whether it is open at any time of a day of the week.
func (w Week) OpenOn(day time.Weekday) bool { return len(w.days[day]) > 0 }

// OpenAt reports whether it is open at a minute after midnight: at 510 (8:30) where it opens then, and not at 1020
// (17:00) where it closes then.
func (w Week) OpenAt(day time.Weekday, minute int) bool { return w.days[day].openAt(minute) }

// PublicHolidays gives the spans on public holidays, and whether anything is said of them.
func (w Week) PublicHolidays() (open Day, said bool) { return w.public, w.said&publicHoliday != 0 }

// SchoolHolidays gives the spans in school holidays, and whether anything is said of them.
func (w Week) SchoolHolidays() (open Day, said bool) { return w.school, w.said&schoolHoliday != 0 }

// String writes the week in the notation of OpenStreetMap; what it writes [Parse] reads as the same week.
func (w Week) String() string {
	if !slices.ContainsFunc(append(w.days[:], w.public, w.school), func(d Day) bool { return d.Minutes() < minutesPerDay }) {
		return "24/7"
	}
	var rules []string
	for i := 0; i < 7; {
		end := i
		for end < 6 && slices.Equal(w.days[fromMonday(end+1)], w.days[fromMonday(i)]) {
			end++
		}
		name := dayNames[fromMonday(i)]
		if end > i {
			name += "-" + dayNames[fromMonday(end)]
		}
		rules = append(rules, name+" "+w.days[fromMonday(i)].String())
		i = end + 1
	}
	for _, holiday := range []struct {
		name string
		is   dayset
		day  Day
	}{{"PH", publicHoliday, w.public}, {"SH", schoolHoliday, w.school}} {
		if w.said&holiday.is != 0 {
			rules = append(rules, holiday.name+" "+holiday.day.String())
		}
	}
	return strings.Join(rules, "; ")
}

// String writes the spans of a day, "off" for a closed one.
func (d Day) String() string {
	if len(d) == 0 {
		return "off"
	}
	spans := make([]string, len(d))
	for i, s := range d {
		spans[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
	}
	return strings.Join(spans, ",")
}

// merge puts spans in order and joins those that overlap or touch.
func merge(spans []Span) Day {
	if len(spans) == 0 {
		return nil
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.From - b.From })
	merged := Day{spans[0]}
	for _, s := range spans[1:] {
		last := &merged[len(merged)-1]
		if s.From <= last.To {
			last.To = max(last.To, s.To)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

// without cuts a span out of others.
func without(spans []Span, cut Span) (rest []Span) {
	for _, s := range spans {
		if s.From < cut.From {
			rest = append(rest, Span{s.From, min(s.To, cut.From)})
		}
		if s.To > cut.To {
			rest = append(rest, Span{max(s.From, cut.To), s.To})
		}
	}
	return rest
}
