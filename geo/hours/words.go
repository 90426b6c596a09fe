package hours

import (
	"time"

	"lifecircle/geo"
)

// word is a piece of text that has a meaning, or none where it is silent.
type word struct {
	text   string
	silent bool
	token  token
}

// words are tried in their order: a longer one stands before its beginning.
var words = vocabulary()

func vocabulary() (all []word) {
	say := func(t token, texts ...string) {
		for _, text := range texts {
			all = append(all, word{text: text, token: t})
		}
	}
	say(token{kind: isAlways}, "24/7", "7x24小时", "7*24小时", "7×24小时", "全年24小时", "全年全天")
	for i, name := range dayNames {
		say(token{kind: isDay, days: only(time.Weekday(i)), single: true}, map[string][]string{
			"Su": {"sunday", "sun", "su"}, "Mo": {"monday", "mon", "mo"}, "Tu": {"tuesday", "tue", "tu"}, "We": {"wednesday", "wed", "we"},
			"Th": {"thursday", "thu", "th"}, "Fr": {"friday", "fri", "fr"}, "Sa": {"saturday", "sat", "sa"}}[name]...)
	}
	for _, week := range []string{"每周", "每星期", "逢周", "周", "星期", "礼拜"} {
		if week == "周" {
			say(token{kind: isDay, days: weekend}, "周末")
		}
		for day, weekday := range bareDays {
			say(token{kind: isDay, days: only(weekday), single: true}, week+string(day))
		}
	}
	say(token{kind: isDay, days: publicHoliday}, "国家法定节假日", "法定节假日", "法定假日", "公众假期", "节假日", "ph")
	say(token{kind: isDay, days: schoolHoliday}, "学校假期", "寒暑假", "sh")
	say(token{kind: isDay, days: workdays}, "法定工作日", "工作日")
	say(token{kind: isDay, days: weekend}, "双休日", "休息日", "公休日")
	say(token{kind: isDay, days: everyDay | publicHoliday}, "全年无休", "全年")
	say(token{kind: isDay, days: everyDay}, "每天", "每日", "天天", "整周")
	say(token{kind: isUsual}, "照常", "无休", "不休息", "不休", "不打烊", "正常开放", "正常营业")
	say(token{kind: isOff}, "closed", "off", "不对外开放", "不开放", "不营业", "不上班", "不办公", "休息", "休馆", "闭馆", "停业", "关闭", "除外", "休")
	say(token{kind: isAllDay}, "24小时制", "二十四小时", "24小时", "24h", "全天候", "全天", "全日", "整天")
	say(token{kind: isNextDay}, "次日", "翌日", "第二天")
	say(token{kind: isHalf, half: smallHours}, "凌晨")
	say(token{kind: isHalf, half: morning}, "上午", "早上", "早晨", "清晨", "早")
	say(token{kind: isHalf, half: noon}, "中午")
	say(token{kind: isHalf, half: afternoon}, "下午", "午后")
	say(token{kind: isHalf, half: night}, "晚上", "傍晚", "夜间", "晚")
	say(token{kind: isComma}, "以及", "和", "及", "与")
	for _, text := range []string{"开放时间", "营业时间", "服务时间", "办公时间", "工作时间", "上班时间", "时间", "对外开放", "开放", "营业", "服务", "办公", "上班", "开馆", "开门", "接待", "均为", "为", "均", "open"} {
		all = append(all, word{text: text, silent: true})
	}
	return all
}

// refusal is a piece whose meaning is known and which yet cannot be read.
type refusal struct {
	text string
	rule geo.Words
}

var (
	notUnderstood = geo.Say("this is not understood: write it like “Mo-Fr 08:30-17:00; Sa,Su off”", "无法识别：请写作“周一至周五 8:30-17:00，周末休息”")
	wantTime      = geo.Say("a time is written with hours and minutes: 8:30", "时刻应写明时和分，如 8:30")
	openEnd       = geo.Say("an open end does not tell when it closes: write the closing time", "没有写明关闭时刻：请补全")
	season        = geo.Say("hours that differ by season or month cannot be compared as one week: give the hours of the time that is looked at", "不同季节或月份的时间不能合成一周：请填写评估时段的时间")
	sun           = geo.Say("sunrise and sunset differ from day to day: write times", "日出日落逐日不同：请写明时刻")
	appointment   = geo.Say("hours by appointment or remarks are not opening hours: leave the cell empty or write times", "预约或备注不是开放时间：请留空或写明时刻")
	weeks         = geo.Say("hours of single weeks or days of a month cannot be read as a week", "按周次或日期规定的时间不能作为一周的时间")
)

var refused = func() (all []refusal) {
	refuse := func(rule geo.Words, texts ...string) {
		for _, text := range texts {
			all = append(all, refusal{text, rule})
		}
	}
	refuse(season, "夏季", "冬季", "春季", "秋季", "夏令", "冬令", "夏天", "冬天", "淡季", "旺季", "暑期", "暑假", "寒假", "easter",
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
	refuse(sun, "sunrise", "sunset", "dawn", "dusk", "日出", "日落", "天亮", "天黑")
	refuse(appointment, "\"", "“", "”", "预约", "unknown", "不定", "不固定")
	refuse(weeks, "week", "每月", "隔周", "单周", "双周", "[")
	refuse(openEnd, "+", "开始", "以后", "之后", "起")
	return all
}()
