package hours

import "lifecircle/geo"

// span reads a span of time.
func (p *parser) span() error {
	begins := p.at
	from, half, err := p.time()
	if err != nil {
		return err
	}
	if !p.is(0, isDash) {
		return p.fail(p.at, geo.Say("an opening time needs a closing time: 8:30-17:00", "只有开始时刻：请写作 8:30-17:00"))
	}
	p.at++
	nextDay := p.is(0, isNextDay)
	if nextDay {
		p.at++
	}
	to, named, err := p.time()
	if err != nil {
		return err
	}
	twelve := named == anyHalf && half != anyHalf && !nextDay
	if twelve && half > morning && to < 12*60 && to+12*60 > from { // 下午1:30-5:30
		to += 12 * 60
	}
	switch {
	case from == minutesPerDay:
		return p.fail(begins, geo.Say("nothing opens at 24:00: write 00:00", "开始时刻不能为 24:00：请写作 00:00"))
	case from == to && !nextDay:
		return p.fail(begins, geo.Say("it closes when it opens: write 00:00-24:00 for a whole day", "起止时刻相同：全天请写作 00:00-24:00"))
	case to < from || nextDay:
		to += minutesPerDay
	}
	if to-from > minutesPerDay {
		return p.fail(begins, geo.Say("a span lasts at most 24 hours", "一个时段最长 24 小时"))
	}
	if to > minutesPerDay && !nextDay && (twelve && half == morning || to-from >= longNight && to-minutesPerDay >= nightEnds) {
		return p.fail(begins, geo.Say("this would last %d hours, over midnight: write 17:30 for half past five in the afternoon; for the night name both parts", "按此将跨夜开放 %d 小时：下午五点半请写作 17:30；确为跨夜请分两段写", (to-from)/60))
	}
	p.rule.spans = append(p.rule.spans, Span{from, to})
	return nil
}

// A span over midnight that lasts so long and ends so late is far more often 8:30-5:30 by a clock of twelve hours.
const (
	longNight = 18 * 60
	nightEnds = 4 * 60
)

// time reads a time of day, and which half of the day it names.
func (p *parser) time() (minutes int, of half, err error) {
	begins := p.at
	if p.is(0, isHalf) {
		of = p.tokens[p.at].half
		p.at++
	}
	if !p.is(0, isTime) {
		return 0, of, p.fail(p.at, geo.Say("a time is expected here: 8:30", "此处应为时刻，如 8:30"))
	}
	minutes = p.tokens[p.at].time
	p.at++
	switch {
	case (of == morning || of == smallHours) && minutes > 12*60:
		return 0, of, p.fail(begins, geo.Say("a morning has no such hour", "上午没有这个时刻"))
	case of >= afternoon && minutes < 12*60, of == noon && minutes < 10*60:
		minutes += 12 * 60
	case of == night && minutes == 12*60:
		minutes = minutesPerDay
	}
	return minutes, of, nil
}
