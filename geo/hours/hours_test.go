package hours

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// minutes are those of Monday to Sunday.
func minutes(w Week) (week [7]int) {
	for i := range week {
		week[i] = w.Minutes(fromMonday(i))
	}
	return week
}

func every(n int) [7]int               { return [7]int{n, n, n, n, n, n, n} }
func weekly(work, sat, sun int) [7]int { return [7]int{work, work, work, work, work, sat, sun} }

func TestHoursOfEveryDay(t *testing.T) {
	for text, want := range map[string][7]int{
		// Three centres of one plan that asks for 8 hours every day: the first fails, the second passes, the third fails.
		"Mo-Fr 08:30-17:00":          weekly(510, 0, 0),
		"周一至周五 8:30-17:00":           weekly(510, 0, 0),
		"09:00-17:00":                every(480),
		"每天9:00-17:00":               every(480),
		"08:30-12:00,13:30-17:30":    every(450),
		"上午8:30-12:00 下午13:30-17:30": every(450),
		"每日上午8:30-12:00，下午1:30-5:30": every(450),
		"24/7":                                   every(1440),
		"24小时":                                   every(1440),
		"全天":                                     every(1440),
		"全天开放":                                   every(1440),
		"7×24小时":                                 every(1440),
		"全年无休 8:30-17:00":                        every(510),
		"8:30-17:00 全年无休":                        every(510),
		"8：30—17：30":                             every(540),
		"８：３０－１７：３０":                             every(540),
		"8:30——17:30":                            every(540),
		"8:30～17:30":                             every(540),
		"8点半至17点30分":                             every(540),
		"早8:30-晚5:30":                            every(540),
		"8时-17时":                                 every(540),
		"Mo-Fr,Su 08:00-12:00":                   {240, 240, 240, 240, 240, 0, 240},
		"Sa-Mo 08:00-12:00":                      {240, 0, 0, 0, 0, 240, 240},
		"Mo-Su 08:00-18:00; We off":              {600, 600, 0, 600, 600, 600, 600},
		"Mo-Fr 08:00-18:00; We 09:00-12:00":      {600, 600, 180, 600, 600, 0, 0},
		"Mo-Fr 08:00-12:00, We 14:00-18:00":      {240, 240, 480, 240, 240, 0, 0},
		"Mo-Fr 08:00-12:00; 13:00-17:00":         every(240), // a rule without days is about all
		"Mo-Fr 08:00-18:00; 12:00-13:00 off":     weekly(540, 0, 0),
		"Mo 08:00-12:00,10:00-14:00,14:00-15:00": {420, 0, 0, 0, 0, 0, 0},
		"Fr 22:00-02:00":                         {0, 0, 0, 0, 120, 120, 0},
		"Su 22:00-02:00":                         {120, 0, 0, 0, 0, 0, 120},
		"Mo-Su 18:00-02:00":                      every(480),
		"18:00-次日2:00":                           every(480),
		"晚上9:00-2:00":                            every(300),
		"off":                                    every(0),
		"工作日8:30-17:00":                          weekly(510, 0, 0),
		"工作日8:30-17:00，双休日9:00-16:00":            weekly(510, 420, 420),
		"工作日 8:30-17:00；周末 9:00-16:00":           weekly(510, 420, 420),
		"8:30-17:00，周六日休息":                       weekly(510, 0, 0),
		"8:30-17:00，周六、日休息":                      weekly(510, 0, 0),
		"周一至五8:30-17:00 周六9:00-12:00":            weekly(510, 180, 0),
		"周一、三、五 9:00-11:00":                      {120, 0, 120, 0, 120, 0, 0},
		"星期二至星期日 9:00-17:00（周一闭馆）":        {0, 480, 480, 480, 480, 480, 480},
		"每周一闭馆 9:00-17:00":                {0, 480, 480, 480, 480, 480, 480},
		"周一、周二休息；9:00-17:00":              {0, 0, 480, 480, 480, 480, 480},
		"法定节假日除外 9:00-17:00":              every(480),
		"节假日休息，8:30-12:00，13:30-17:30":    every(450),
		"周末休息，上午8:30-12:00，下午13:30-17:30": weekly(450, 0, 0),
		"每天9:00-17:00，每周一闭馆":              {0, 480, 480, 480, 480, 480, 480},
		"周一至周五8:30-12:00；下午13:30-17:30":   weekly(450, 0, 0),
		"8:30-12:00；13:30-17:30":          every(450),
		"8:30-17:30（中午12:00-13:30休息）":     every(450),
		"8:30-17:00（周一至周五）":               weekly(510, 0, 0),
		"周一至周五（节假日除外）8:30-17:00":          weekly(510, 0, 0),
		"8:30-17:00，节假日休息":                every(510),
		"开放时间：周一至周日 8:30-20:30":           every(720),
		"工作日8:30-17:00，周末照常":              every(510),
		"每天8:30-12:00；周六9:00-10:00":       weekly(210, 60, 210),
		"00:00-24:00":                     every(1440),
		"10:00-02:00":                     every(960),
	} {
		week, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := minutes(week); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		again, err := Parse(week.String())
		if err != nil || again.String() != week.String() || minutes(again) != want {
			t.Errorf("%s became %s, which is read as %s, %v", text, week, again, err)
		}
	}
}

func TestTheShortestDayDecides(t *testing.T) {
	for text, want := range map[string]int{"Mo-Fr 08:30-17:00": 0, "Mo-Su 09:00-17:00": 480, "08:30-12:00,13:30-17:30": 450,
		"Mo-Fr 08:00-20:00; Sa,Su 09:00-17:30": 510, "周一至周五8:30-17:00，节假日休息": 0, "Mo-Su 08:00-20:00; PH off": 720} {
		week, err := Parse(text)
		if err != nil || week.Shortest() != want {
			t.Errorf("%s: %d, %v, want %d", text, week.Shortest(), err, want)
		}
	}
	if (Week{}).Shortest() != 0 {
		t.Error("the zero week is open")
	}
}

func TestOpenAtAMinute(t *testing.T) {
	week, err := Parse("Mo-Fr 08:30-12:00,13:30-17:00; Sa 22:00-02:00")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day    time.Weekday
		minute int
		want   bool
	}{{time.Monday, 509, false}, {time.Monday, 510, true}, {time.Monday, 719, true}, {time.Monday, 720, false}, {time.Monday, 1019, true}, {time.Monday, 1020, false},
		{time.Saturday, 1319, false}, {time.Saturday, 1439, true}, {time.Sunday, 0, true}, {time.Sunday, 119, true}, {time.Sunday, 120, false}, {time.Sunday, 1439, false}} {
		if got := week.OpenAt(c.day, c.minute); got != c.want {
			t.Errorf("%s %d: %v", c.day, c.minute, got)
		}
	}
	if !week.OpenOn(time.Saturday) || !week.OpenOn(time.Sunday) || !week.OpenOn(time.Friday) {
		t.Error("open on Friday, Saturday and after midnight")
	}
}

// What is said of holidays changes no day of the week.
func TestHolidaysStandApart(t *testing.T) {
	for _, c := range []struct {
		text           string
		public, school int // minutes, -1 where nothing is said
		monday         int
	}{
		{"Mo-Fr 08:00-12:00", -1, -1, 240},
		{"Mo-Fr 08:00-12:00; PH off", 0, -1, 240},
		{"Mo-Su,PH 08:00-12:00", 240, -1, 240},
		{"Mo-Fr 08:00-12:00; PH 10:00-11:00; SH off", 60, 0, 240},
		{"每天8:00-12:00，节假日休息", 0, -1, 240},
		{"周一至周五8:00-12:00，周末及节假日9:00-11:00", 120, -1, 240},
		{"8:00-12:00（法定节假日除外）", 0, -1, 240},
		{"每天8:00-12:00，节假日不休息", 240, -1, 240},
		{"全年无休，8:00-12:00", 240, -1, 240},
		{"24/7", 1440, 1440, 1440},
		{"24/7; PH off", 0, 1440, 1440},
	} {
		week, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		said := func(d Day, said bool) int {
			if !said {
				return -1
			}
			return d.Minutes()
		}
		if got := said(week.PublicHolidays()); got != c.public {
			t.Errorf("%s: public holidays %d, want %d", c.text, got, c.public)
		}
		if got := said(week.SchoolHolidays()); got != c.school {
			t.Errorf("%s: school holidays %d, want %d", c.text, got, c.school)
		}
		if got := week.Minutes(time.Monday); got != c.monday {
			t.Errorf("%s: Monday %d, want %d", c.text, got, c.monday)
		}
	}
}

func TestWhatCannotBeReadIsRefusedWithItsPlace(t *testing.T) {
	for _, c := range []struct {
		text  string
		at    int
		piece string
		says  string // a word of the rule
	}{
		{"08:00-25:00", 7, "25:00", "24:00"},
		{"Mo-Fr 25:00-26:00", 7, "25:00", "24:00"},
		{"每天8:30-24:01", 8, "24:01", "24:00"},
		{"08:00-24:30", 7, "24:30", "24:00"},
		{"08:75-17:00", 1, "08:75", "00 to 59"},
		{"08:00+", 1, "08:00+", "open end"},
		{"8:30起", 5, "起", "open end"},
		{"夏季8:00-18:00，冬季8:30-17:30", 1, "夏季", "season"},
		{"May-Sep 08:00-18:00", 1, "May", "season"},
		{"Mo-Fr sunrise-sunset", 7, "sunrise", "sunset"},
		{`"by appointment"`, 1, `"`, "appointment"},
		{"预约开放", 1, "预约", "appointment"},
		{"Mo[1] 08:00-12:00", 3, "[", "week"},
		{"Xx 08:00-12:00", 1, "Xx", "not understood"},
		{"周八 8:00-12:00", 1, "周八", "not understood"},
		{"周一至周日闭馆，9:00-17:00", 8, "，", "every day was said to be closed"},
		{"8-17", 1, "8", "8:30"},
		{"830-1730", 1, "830", "8:30"},
		{"8.30-17.30", 1, "8", "8:30"},
		{"8:5-17:00", 1, "8:5", "8:30"},
		{"Mo-Fr", 6, "", "times"},
		{"Mo-Fr; Sa 08:00-12:00", 8, "Sa", "times"},
		{"", 1, "", "no hours"},
		{"。", 2, "", "no hours"},
		{"Mo-Fr 08:00", 12, "", "closing time"},
		{"08:00-", 7, "", "time is expected"},
		{"08:00-08:00", 1, "08:00", "00:00-24:00"},
		{"24:00-08:00", 1, "24:00", "00:00"},
		{"周一至周五8:30-5:30", 6, "8:30", "17:30"},
		{"上午10:00-5:00", 1, "上午", "17:30"},
		{"上午13:00-14:00", 1, "上午", "no such hour"},
		{"- 08:00", 1, "-", "expected"},
		{"周末-周一 8:00-9:00", 3, "-", "range"},
		{"每天8:30-11:30，周六14:00-17:00", 14, "周六", "semicolon"},
		{"周一至周五8:30-17:00，休息", 17, "休息", "when it is closed"},
		{"Mo-Fr 08:00-17:00; off", 20, "off", "when it is closed"},
		{"=cmd()", 1, "=cmd", "not understood"},
		{strings.Repeat("Mo-Fr 08:00-17:00;", 100), 1, "", "bytes"},
		{"\xff\xfe", 1, "", "bytes"},
	} {
		_, err := Parse(c.text)
		var fault *Error
		if !errors.As(err, &fault) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if fault.At != c.at || fault.Piece != c.piece || !strings.Contains(fault.Rule.EN, c.says) {
			t.Errorf("%q: %v", c.text, fault)
		}
		if words := fault.InWords(); words.ZH == "" || words.ZH == words.EN {
			t.Errorf("%q: not in Chinese: %+v", c.text, words)
		}
	}
}

// Whatever the text: no panic, no impossible minutes, and what was read is written so that it is read the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"Mo-Fr 08:30-12:00,13:30-17:00; Sa 09:00-12:00; PH off", "24/7", "周一至周五（节假日除外）上午8:30-12:00，下午1:30-5:30；周六日休息",
		"晚上9:00-次日2:00", "8:30-17:30（中午12:00-13:30休息）", "08:00-25:00", "全年无休 8:30-17:00", "工作日8:30-17:00，周末照常", "((()))", "Mo-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		week, err := Parse(text)
		if err != nil {
			var fault *Error
			if !errors.As(err, &fault) || fault.At < 1 || fault.At > utf8.RuneCountInString(text)+1 {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		for day := range time.Saturday + 1 {
			open, before := 0, -1
			for _, s := range week.Day(day) {
				if s.From <= before || s.To <= s.From || s.To > minutesPerDay {
					t.Fatalf("%q: %v", text, week.Day(day))
				}
				before = s.To
			}
			for minute := range minutesPerDay {
				if week.OpenAt(day, minute) {
					open++
				}
			}
			if open != week.Minutes(day) || week.OpenOn(day) != (open > 0) || week.Shortest() > open {
				t.Fatalf("%q: %s has %d minutes of %d", text, day, open, week.Minutes(day))
			}
		}
		again, err := Parse(week.String())
		if err != nil || again.String() != week.String() {
			t.Fatalf("%q is %s, which is read as %s, %v", text, week, again, err)
		}
	})
}
