package hours

import "time"

// dayset is a set of the seven days of the week, by [time.Weekday], and of two kinds of holidays.
type dayset uint16

const (
	publicHoliday dayset = 1 << (7 + iota)
	schoolHoliday
	everyDay dayset = 1<<7 - 1
	noDays   dayset = 0
	kinds           = 9 // of days
)

var (
	workdays = only(time.Monday) | only(time.Tuesday) | only(time.Wednesday) | only(time.Thursday) | only(time.Friday)
	weekend  = only(time.Saturday) | only(time.Sunday)
)

func only(day time.Weekday) dayset { return 1 << day }

// each calls f for the index of every day in the set.
func (d dayset) each(f func(day int)) {
	for day := range kinds {
		if d&(1<<day) != 0 {
			f(day)
		}
	}
}

// through is all days from one to another, over the end of the week where need be.
func through(from, to time.Weekday) (days dayset) {
	for day := from; ; day = (day + 1) % 7 {
		days |= only(day)
		if day == to {
			return days
		}
	}
}

// fromMonday is the nth day of a week that begins on Monday.
func fromMonday(n int) time.Weekday { return time.Weekday((n + 1) % 7) }

var dayNames = [7]string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
