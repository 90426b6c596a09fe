package sample

import "slices"

// river is the 青汀江, which comes out of the hills in the north-west and bends around the old town; its eyot 鹭汀洲
// has streets and no bridge. A canal leaves it in the eastern plain, and a lake lies in the south-east of the city.
type river struct {
	centre       line
	north, south line // banks: to the left and to the right of the stream, looking downstream
	eyot         ring
	canal        line
	lake         ring
	water        ring // between the banks, the eyot included
}

func drawRiver() river {
	var r river
	r.centre = curve(pt{-7900, 1350}, pt{-6800, 1900}, pt{-5600, 2150}, pt{-4200, 1500}, pt{-3000, 520}, pt{-1750, 250},
		pt{-550, 760}, pt{600, 1230}, pt{1800, 950}, pt{2900, -80}, pt{3900, -800}, pt{5300, -850}, pt{6600, -1500}, pt{7900, -1800})
	half := func(i int) float64 {
		x := r.centre[i].x
		w := 42 + mul((x+7900)/15800, 48) // wider downstream
		if d := (x - 4650) / 1000; d > -1 && d < 1 {
			near := 1 - mul(d, d)
			w += mul(215, mul(near, near)) // around the eyot
		}
		return w
	}
	r.north = r.centre.besideBy(half)
	r.south = r.centre.besideBy(func(i int) float64 { return -half(i) })
	r.eyot = ring(loop(pt{3960, -800}, pt{4300, -905}, pt{4700, -950}, pt{5080, -900}, pt{5380, -880}, pt{5150, -770},
		pt{4800, -705}, pt{4350, -700}))
	r.eyot = r.eyot[:len(r.eyot)-1]
	r.canal = curve(pt{3330, -270}, pt{3700, 150}, pt{4150, 500}, pt{4300, 1100}, pt{4150, 1800}, pt{4330, 2300}, pt{4200, 3200}, pt{4450, 4300}, pt{4420, 5300})
	r.lake = ring(loop(pt{2470, -1620}, pt{2600, -1820}, pt{2800, -1790}, pt{2960, -1830}, pt{3010, -1650}, pt{2890, -1530}, pt{2900, -1400}, pt{2700, -1380}, pt{2560, -1480}))
	r.lake = r.lake[:len(r.lake)-1]
	r.water = ring(slices.Concat(r.north, r.south.reversed()))
	slices.Reverse(r.water) // down the left bank and up the right one is clockwise
	return r
}
