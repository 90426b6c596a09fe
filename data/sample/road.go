package sample

// road is a way as it is drawn on the plan, before it is cut where ways meet.
type road struct {
	line   line
	class  string // the value of highway=*
	name   string
	over   bool    // passes over everything on the ground and meets it with its ends only: motorways and their links
	oneWay bool    // for bicycles and cars, in the direction of the line
	bridge bool    // a bridge or an underpass: nobody gets on or off it
	speed  float64 // maxspeed in km/h, 0 for none
}

// arterials are the named roads that the town grew along. Where they overshoot the road they end at, the loose end is
// cut off later.
func arterials(r river) []road {
	const (
		trunk, primary, secondary, tertiary = "trunk", "primary", "secondary", "tertiary"
	)
	draw := func(class, name string, via ...pt) road {
		return road{line: curve(via...), class: class, name: name, speed: map[string]float64{trunk: 70, primary: 60, secondary: 50}[class]}
	}
	bank := func(name string, side, from, to float64) road {
		l := r.centre.beside(side).stretch(func(p pt) bool { return p.x >= from && p.x <= to })
		return road{line: l, class: secondary, name: name, speed: 50}
	}
	frontage := func(name string, side, from, to float64) road {
		l := motorwayLine().beside(side).stretch(func(p pt) bool { return p.y >= from && p.y <= to })
		return road{line: l, class: tertiary, name: name, speed: 40}
	}
	oneWay := func(r road) road {
		r.oneWay = true
		return r
	}
	return []road{
		// Three roads cross the river in the city.
		draw(primary, "迎宾大道", pt{-1750, -4250}, pt{-1850, -3000}, pt{-1870, -1500}, pt{-1790, -300}, pt{-1760, 260}, pt{-1830, 1100}, pt{-1880, 2500}, pt{-1820, 4050}),
		draw(primary, "中山路", pt{60, -3800}, pt{40, -2700}, pt{-10, -1300}, pt{10, -120}, pt{-40, 700}, pt{130, 1750}, pt{210, 2800}, pt{240, 4050}),
		draw(primary, "建设大道", pt{2130, -3750}, pt{2200, -2600}, pt{2260, -1250}, pt{2260, -200}, pt{2330, 600}, pt{2440, 1700}, pt{2480, 2800}, pt{2500, 4000}),
		// South of it.
		{line: loop(pt{-760, -120}, pt{-700, -480}, pt{-660, -800}, pt{-200, -880}, pt{420, -900}, pt{880, -860}, pt{1010, -520}, pt{1120, -120}, pt{1080, 260}, pt{900, 590}, pt{420, 790}, pt{-60, 640}, pt{-420, 420}, pt{-700, 240}), class: secondary, name: "环城路", speed: 50},
		draw(secondary, "文昌路", pt{-1255, 275}, pt{-1200, -300}, pt{-1230, -1300}, pt{-1260, -2800}),
		// A pair of one-way roads between the old town and the station: down the one and up the other.
		oneWay(draw(secondary, "鼓台路", pt{-660, -700}, pt{-640, -1300}, pt{-610, -2000}, pt{-640, -2800})),
		oneWay(draw(secondary, "学府路", pt{850, -2750}, pt{800, -2000}, pt{840, -1300}, pt{820, -720})),
		draw(secondary, "书院路", pt{1600, 900}, pt{1560, 0}, pt{1580, -1250}, pt{1500, -2000}, pt{1540, -2750}),
		draw(secondary, "望湖路", pt{3080, -480}, pt{3170, -1250}, pt{3240, -2000}, pt{3200, -2700}),
		draw(primary, "人民路", pt{-4480, -430}, pt{-3600, -330}, pt{-2650, -290}, pt{-1790, -260}, pt{-760, -150}, pt{10, -120}, pt{1160, -120}, pt{2260, -200}, pt{2700, -245}, pt{3010, -330}),
		draw(primary, "汀南大道", pt{-4450, -1520}, pt{-3300, -1450}, pt{-1870, -1330}, pt{0, -1300}, pt{1580, -1240}, pt{2260, -1240}, pt{3170, -1230}, pt{3700, -1090}, pt{3880, -985}, pt{3970, -945}),
		draw(secondary, "建国路", pt{-1950, -2080}, pt{-620, -2020}, pt{800, -1990}, pt{2230, -1960}, pt{3300, -1980}),
		draw(secondary, "站前路", pt{-1930, -2760}, pt{0, -2680}, pt{2200, -2580}, pt{3280, -2560}),
		draw(secondary, "铁南路", pt{-1900, -3900}, pt{0, -3720}, pt{2150, -3600}, pt{3350, -3450}),
		draw(tertiary, "货场路", pt{1150, -3740}, pt{1120, -3100}), draw(tertiary, "南苑路", pt{-850, -3120}, pt{-860, -3860}),
		bank("滨江南路", -165, -2430, 4010),
		// North of it.
		bank("滨江北路", 165, -2560, 3500),
		draw(secondary, "学林路", pt{-960, 620}, pt{-900, 1800}, pt{-860, 2900}, pt{-790, 3500}, pt{-850, 4050}),
		draw(secondary, "科技路", pt{1185, 1275}, pt{1270, 1900}, pt{1320, 2900}, pt{1360, 4000}),
		draw(secondary, "会展路", pt{3440, -420}, pt{3480, 700}, pt{3520, 1700}, pt{3600, 2800}, pt{3640, 3950}),
		draw(secondary, "汀东路", pt{2320, 1080}, pt{2900, 820}, pt{3600, 640}),
		draw(secondary, "汀北路", pt{-2000, 1560}, pt{-900, 1700}, pt{130, 1830}, pt{1270, 1900}, pt{2450, 1730}, pt{3640, 1590}),
		draw(primary, "江北大道", pt{-4350, 2980}, pt{-3500, 2830}, pt{-2750, 2680}, pt{-1880, 2500}, pt{200, 2450}, pt{2470, 2520}, pt{3600, 2700}),
		draw(secondary, "创新路", pt{-2000, 3260}, pt{-860, 3200}, pt{1320, 3150}, pt{2490, 3230}, pt{3720, 3320}),
		draw(secondary, "北环路", pt{-1980, 3930}, pt{-860, 3890}, pt{1350, 3840}, pt{2500, 3850}, pt{3740, 3800}),
		// West of the motorway.
		draw(secondary, "西山路", pt{-4320, 1430}, pt{-4380, 500}, pt{-4330, -450}, pt{-4300, -1500}, pt{-4160, -2260}),
		draw(secondary, "桃源路", pt{-3420, 830}, pt{-3560, 200}, pt{-3540, -350}, pt{-3450, -1450}, pt{-3380, -2250}),
		draw(secondary, "栖霞路", pt{-4450, 620}, pt{-3560, 330}, pt{-2950, 215}, pt{-2690, 190}), draw(secondary, "城西路", pt{-4300, -2160}, pt{-3400, -2120}, pt{-2500, -2070}),
		{line: r.centre.beside(-165).stretch(func(p pt) bool { return p.x >= -4450 && p.x <= -2690 }), class: secondary, name: "滨江西路", speed: 50},
		frontage("高速西路", -130, -2160, 330), frontage("高速东路", 130, -2900, -1420),
		// Out of town.
		draw(trunk, "青东公路", pt{3550, 2690}, pt{4250, 2830}, pt{5300, 2700}, pt{6300, 2900}, pt{7250, 2820}),
		draw(trunk, "汀东公路", pt{3820, -1010}, pt{4300, -1420}, pt{5200, -1750}, pt{6250, -2080}, pt{7250, -2300}),
		draw(secondary, "东塘路", pt{5300, 2900}, pt{5340, 2000}, pt{5400, 1200}, pt{5800, 300}, pt{6150, -600}, pt{6260, -1350}, pt{6230, -2260}),
		draw(trunk, "青南公路", pt{60, -3650}, pt{130, -4200}, pt{380, -4700}, pt{300, -5350}),
		draw(secondary, "南塘公路", pt{2130, -3560}, pt{2600, -4050}, pt{3600, -4150}, pt{4700, -3900}, pt{5650, -4100}, pt{5900, -3100}, pt{6000, -1950}),
		draw(tertiary, "西河路", pt{-5300, 3280}, pt{-5550, 2600}, pt{-5600, 2150}, pt{-5500, 1600}, pt{-4900, 1250}, pt{-4310, 1000}),
		draw(tertiary, "北山公路", pt{-850, 3840}, pt{-1000, 4300}, pt{-700, 4700}, pt{-900, 5250}),
		draw(tertiary, "长圩路", pt{3620, 3500}, pt{4250, 3700}, pt{5000, 3650}, pt{5350, 3300}, pt{5310, 2650}),
		{line: loop(pt{4850, 1230}, pt{5010, 840}, pt{5430, 720}, pt{5830, 960}, pt{5900, 1350}, pt{5700, 1720}, pt{5250, 1800}, pt{4920, 1620}), class: tertiary, name: "东塘环路"},
		draw(tertiary, "塘中街", pt{4780, 1300}, pt{5370, 1330}, pt{5980, 1240}),
		draw(tertiary, "石塘路", pt{220, -4290}, pt{-700, -4150}, pt{-1700, -4180}, pt{-2100, -4000}, pt{-3200, -4150}, pt{-4300, -4050}, pt{-5300, -4250}),
		draw(tertiary, "白塔路", pt{6250, 2800}, pt{6330, 3300}, pt{6050, 3750}, pt{5700, 4150}),
		draw(tertiary, "沙头路", pt{5760, 380}, pt{6150, 560}, pt{6500, 420}, pt{6720, 700}),
		draw(tertiary, "田心路", pt{3370, -1110}, pt{3900, -1650}, pt{3850, -2350}, pt{4500, -2450}, pt{5250, -2350}, pt{6050, -2450}),
		draw(tertiary, "圩上路", pt{3480, 1250}, pt{4050, 1250}, pt{4250, 1330}, pt{4950, 1300}),
	}
}
