package sample

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"lifecircle/geo"
)

// The facts that plans ask for: floor areas, staff, opening hours, buildings that several share, areas served without a
// visit. They are drawn after everything else, so that no street, home or facility stands elsewhere because of them. Here
// and there one is missing, as in every list.

// facts adds them to a drawn town.
func facts(t *geo.Town) {
	factsOfAreas(t.Areas, rng(901))
	factsOfPoints(t.Points, rng(902))
	rural := map[string]bool{}
	for _, a := range t.Areas {
		rural[a.ID] = a.Setting == "rural"
	}
	factsOfFacilities(t.Facilities, rural, rng(903))
	shareBuildings(t.Facilities)
	deliverMeals(t.Facilities, t.Areas)
	t.Reported = reported()
}

// attribute sets one, but for one record in a number of them. Chance is asked either way.
func attribute(of *map[string]string, rnd *rand.Rand, oneIn int, name, value string) {
	if rnd.IntN(oneIn) > 0 {
		put(of, name, value)
	}
}

func put(of *map[string]string, name, value string) {
	if *of == nil {
		*of = map[string]string{}
	}
	(*of)[name] = value
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// share is about so many thousandths of n, scattered by a tenth.
func share(n int64, thousandths float64, rnd *rand.Rand) int64 {
	return int64(mul(float64(n)*thousandths/1000, uniform(rnd, 0.9, 1.1)) + 0.5)
}

// mountains are the townships in the hills.
var mountains = map[string]bool{"汀岭乡": true, "栖岭镇": true}

func factsOfAreas(areas []geo.Area, rnd *rand.Rand) {
	inHills := map[string]bool{}
	for i := range areas {
		if mountains[areas[i].Name] {
			inHills[areas[i].ID] = true
			put(&areas[i].Attributes, "mountain", "yes")
		}
	}
	n := 0
	for i := range areas {
		a := &areas[i]
		if a.Level != "community" {
			continue
		}
		n++
		urban := a.Setting == "urban"
		set := func(oneIn int, name, value string) { attribute(&a.Attributes, rnd, oneIn, name, value) }
		number := func(oneIn int, name string, value int64) { set(oneIn, name, strconv.FormatInt(value, 10)) }
		floor := share(a.Population, 44_000, rnd)
		number(20, "floor_total", floor)
		number(25, "floor_commerce", share(floor, 78, rnd))
		number(25, "floor_service", share(floor, 34, rnd))
		set(12, "highrise", yesNo(urban && a.Households > 2900 && n%3 != 0))
		number(25, "staff_community", share(a.Population, map[bool]float64{true: 1.83, false: 2.4}[urban], rnd))
		number(25, "staff_social", int64(1+rnd.IntN(3)))
		number(15, "staff_social_cert", int64(rnd.IntN(6)))
		number(20, "staff_child", int64((1+rnd.IntN(9))/2))
		number(20, "staff_disaster", int64((2+rnd.IntN(9))/2))
		number(20, "volunteers", share(a.Population, 140, rnd))
		if urban && n%9 == 4 {
			put(&a.Attributes, "future_community", "yes")
		}
		if n%17 == 6 {
			put(&a.Attributes, "resettlement", "yes")
		}
		if inHills[a.Parent] {
			put(&a.Attributes, "mountain", "yes")
		}
	}
}

// factsOfPoints gives homes their floors: 28 to 46 m² for each person.
func factsOfPoints(points []geo.ResidentialPoint, rnd *rand.Rand) {
	for i := range points {
		p := &points[i]
		floor := int64(mul(float64(p.People[geo.All]), uniform(rnd, 28, 46)) + 0.5)
		attribute(&p.Attributes, rnd, 50, "floor_m2", strconv.FormatInt(floor, 10))
	}
}

// odd are opening hours of community centres beside those that most of them have: each after so many others.
var odd = []struct {
	every, first int
	hours        string
}{
	{6, 2, "周一至周五 8:30-17:00"},                      // nothing on two days
	{9, 4, "Mo-Su 08:30-12:00,13:30-17:30"},         // half an hour short of eight
	{11, 5, "每天9:00-17:00"},                         // eight to the minute
	{10, 7, "周一至周日 上午8:30-12:00 下午1:00-5:30，节假日休息"}, // eight
	{23, 9, "夏季8:00-18:00，冬季8:30-17:30"},            // which nobody can hold against a week
}

func factsOfFacilities(facilities []geo.Facility, rural map[string]bool, rnd *rand.Rand) {
	number := map[string]int{} // of facilities of the service so far
	for i := range facilities {
		f := &facilities[i]
		number[f.Service]++
		n := number[f.Service]
		set := func(oneIn int, name, value string) { attribute(&f.Attributes, rnd, oneIn, name, value) }
		count := func(oneIn int, name string, value int) { set(oneIn, name, strconv.Itoa(value)) }
		if f.Status == geo.Active && n%14 == 3 { // opened in the last year before the data
			f.Opened = fmt.Sprintf("2025-%02d-%02d", 1+n%12, 1+n%28)
		}
		switch f.Service {
		case "community_center":
			centre(f, n, rural[f.Area], set)
			count(12, "activity_area_m2", int(share(int64(f.AreaM2), 720, rnd)))
			set(9, "wheelchair", yesNo(rnd.IntN(5) > 0))
			set(30, "compliant", yesNo(f.AreaM2 >= 600))
		case "elder_station", "elder_center":
			count(15, "staff_care", 1+rnd.IntN(6))
			set(9, "wheelchair", yesNo(rnd.IntN(8) > 0))
			set(5, "street_door", yesNo(rnd.IntN(3) > 0))
		case "elder_home":
			count(9, "staff_care", int(share(int64(f.Capacity), 160, rnd)))
			set(4, "level_of_care", fmt.Sprintf("%d星", 2+rnd.IntN(4)))
		case "clinic", "clinic_station":
			count(15, "staff_gp", 1+rnd.IntN(3))
			set(12, "wheelchair", yesNo(rnd.IntN(6) > 0))
		case "childcare":
			set(8, "compliant", yesNo(rnd.IntN(4) > 0))
		case "complex":
			set(20, "five_beauty", yesNo(n%2 == 0))
		case "shelter":
			count(10, "land_m2", int(f.AreaM2))
		}
	}
}

// centre says of a community centre when it is open and when it was built; some in villages are new.
func centre(f *geo.Facility, n int, rural bool, set func(oneIn int, name, value string)) {
	for _, o := range odd {
		if n%o.every == o.first {
			f.OpeningHours = o.hours
		}
	}
	if f.Status == geo.Active && rural && n%2 == 0 {
		f.Opened = strconv.Itoa(2023 + n%3)
	}
	set(25, "built_year", f.Opened[:4])
	set(3, "rebuilt", yesNo(n%8 == 1))
}

// sameBuilding is how near to a community centre another facility may stand in the same building, in metres.
const sameBuilding = 60

// shareBuildings numbers the buildings of community centres, and puts into them what stands at the same place.
func shareBuildings(facilities []geo.Facility) {
	for i := range facilities {
		centre := &facilities[i]
		if centre.Service != "community_center" {
			continue
		}
		id := "B" + strings.TrimPrefix(centre.Area, cityID)
		put(&centre.Attributes, "building_id", id)
		for k := range facilities {
			f := &facilities[k]
			switch f.Service {
			case "volunteer_station", "civil_station", "clinic_station", "gov_kiosk", "lounge", "police_room":
				if f.Area == centre.Area && geo.Distance(centre.Point, f.Point) <= sameBuilding {
					put(&f.Attributes, "building_id", id)
				}
			}
		}
	}
}

// deliverMeals lets every third canteen bring meals to the communities of its township that have none, the first by its
// name as people write it.
func deliverMeals(facilities []geo.Facility, areas []geo.Area) {
	cooks := map[string]bool{}
	town := map[string]string{}
	for _, a := range areas {
		town[a.ID] = a.Parent
	}
	for _, f := range facilities {
		if f.Service == "elder_meal" && f.Status == geo.Active {
			cooks[f.Area] = true
		}
	}
	served, n := map[string]bool{}, 0
	for i := range facilities {
		f := &facilities[i]
		if f.Service != "elder_meal" || f.Status != geo.Active {
			continue
		}
		if n++; n%3 != 1 {
			continue
		}
		for _, a := range areas {
			if a.Level != "community" || a.Parent != town[f.Area] || cooks[a.ID] || served[a.ID] || len(f.Serves) == 2 {
				continue
			}
			served[a.ID] = true
			if len(f.Serves) == 0 {
				f.Serves = append(f.Serves, a.Name)
			} else {
				f.Serves = append(f.Serves, a.ID)
			}
		}
	}
}

// reported are numbers that no map tells, for some of the indicators of the plans. All are made up.
func reported() []geo.Reported {
	const bureau, yearbook = "青汀市民政局（虚构）", "青汀市统计年鉴（虚构）"
	numbers := []geo.Reported{
		{Indicator: "ZJ-01", Value: "1.88", Unit: "倍", Year: 2025, Source: yearbook},
		{Indicator: "ZJ-03", Value: "12960", Unit: "元/年", Year: 2025, Source: bureau},
		{Indicator: "ZJ-04", Value: "6", Unit: "个", Year: 2025, Source: bureau},
		{Indicator: "ZJ-06", Value: "94", Unit: "%", Year: 2024, Source: yearbook},
		{Indicator: "ZJ-06", Value: "100", Unit: "%", Year: 2025, Source: yearbook},
		{Indicator: "ZJ-18", Value: "12.1", Unit: "个/万人", Year: 2025, Source: bureau},
		{Indicator: "ZJ-20", Value: "31.5", Unit: "%", Year: 2025, Source: bureau},
		{Indicator: "TZ-05", Value: "100", Unit: "%", Year: 2025, Source: bureau},
		{Indicator: "TZ-08", Value: "17.2", Unit: "%", Year: 2025, Source: bureau},
		{Indicator: "TZ-13", Value: "10", Unit: "人/万人", Year: 2025, Source: bureau},
		{Indicator: "tz-gold-workers", Value: "84", Unit: "人", Year: 2025, Source: bureau},
		{Indicator: "tz-master-workers", Value: "48", Unit: "人", Year: 2025, Source: bureau},
		{Indicator: "LN-15", Value: "14.1", Unit: "%", Year: 2020, Source: bureau},
		{Indicator: "LN-19", Value: "0.96", Unit: "倍", Year: 2020, Source: bureau},
		{Indicator: "NL-13", Value: "13", Unit: "个", Year: 2025, Source: bureau},
		{Indicator: "NL-18", Value: "98.7", Unit: "%", Year: 2025, Source: bureau},
		{Indicator: "NL-20", Value: "1", Unit: "个", Year: 2025, Source: bureau},
	}
	for i := range townships() { // and one of them by township
		numbers = append(numbers, geo.Reported{Indicator: "TZ-08", Area: fmt.Sprintf("%s%02d", cityID, i+1), Value: strconv.Itoa(14 + (5*i)%9), Unit: "%", Year: 2025, Source: bureau})
	}
	return numbers
}
