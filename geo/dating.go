package geo

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Dating says what [StudyArea.AsOf] made of the facilities' dates.
type Dating struct {
	Date    string
	NotYet  int // active today, opened after the date
	Reopen  int // closed today, and only after the date
	Gone    int // marked active, though closed on or before the date
	Undated int // without any date: their status of today is taken
}

// Words is the dating in one sentence.
func (d Dating) Words() Words {
	return Say("facilities as of %s: %d opened later and do not count, %d closed later and count, %d had closed by then, %d carry no date and count as listed",
		"设施状态截至 %s：%d 处此后才启用，不计入；%d 处此后才停用，计入；%d 处届时已停用；%d 处未注明日期，按清单现状计", d.Date, d.NotYet, d.Reopen, d.Gone, d.Undated)
}

// AsOf is the town with its facilities as they were on a day (ISO 8601: 2025-12-31). A facility that opened after the day
// is planned, one that closed on it or before is closed, one that closed later was still active. Of a date that gives
// only the year or the month, an opening counts from its last day and a closing from its first: nobody is called served
// by what may not have been there. Planned facilities without a date of opening stay planned. Indexes stay as they are,
// and everything but the facilities is shared.
func (s *StudyArea) AsOf(date string) (*StudyArea, Dating, error) {
	dating := Dating{Date: date}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return nil, dating, Fail("date %q: must be a day such as 2025-12-31", "日期“%s”：须为具体日期，例如 2025-12-31", date)
	}
	town := s.Town
	town.Facilities = slices.Clone(s.Facilities)
	for i := range town.Facilities {
		f := &town.Facilities[i]
		opened, closed := lastDay(f.Opened), firstDay(f.Closed)
		switch {
		case opened == "" && closed == "":
			dating.Undated++
		case closed != "" && closed <= date:
			if f.Status == Active {
				dating.Gone++
			}
			f.Status = Closed
		case opened != "" && opened > date:
			if f.Status == Active {
				dating.NotYet++
			}
			f.Status = Planned
		case f.Status == Closed && closed != "":
			dating.Reopen++
			f.Status = Active
		case f.Status == Planned && opened != "":
			f.Status = Active
		}
	}
	dated := *s
	dated.Town = town
	dated.parts = sync.OnceValue(func() *fingerprintParts { return s.parts().withFacilities(&dated.Town) })
	return &dated, dating, nil
}

// lastDay and firstDay are the last and the first day that a date may mean: a day, a month or a year; "" for what is none.
func lastDay(date string) string {
	return dayOf(date, func(t time.Time) time.Time { return t.AddDate(0, 1, -1) }, "-12")
}

func firstDay(date string) string {
	return dayOf(date, func(t time.Time) time.Time { return t }, "-01")
}

func dayOf(date string, inMonth func(time.Time) time.Time, month string) string {
	date = strings.TrimSpace(date)
	if len(date) == len("2025") {
		date += month
	}
	if t, err := time.Parse("2006-01", date); err == nil {
		return inMonth(t).Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, date); err == nil {
		return date
	}
	return ""
}
