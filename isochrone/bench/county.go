package bench

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// County gives a town what a plan is checked by: about so many communities as squares of a lattice over its extent, towns of
// 25 of them each, and about so many facilities of every service, where people live. The middle of it is urban. Two
// communities and facilities in a hundred lack a number. Areas and facilities that the town had are gone.
func County(town *geo.Town, communities, facilities int, seed uint64) {
	c := &chance{rand.New(rand.NewPCG(seed, 6))}
	k := newParish(town, communities)
	town.Areas = k.areas(c, town)
	for i := range town.Points {
		p := &town.Points[i]
		p.Area = k.community(p.Point)
		for _, g := range []geo.Group{geo.Age0to2, geo.Age3to5, geo.Age6to11, geo.Working, geo.Households} {
			p.People[g] = p.People[geo.All] / int32(3+5*int(g)%11)
		}
	}
	town.Lists, town.Facilities = nil, nil
	services := geo.ServiceTypes()
	for _, service := range services {
		town.Lists = append(town.Lists, geo.FacilityList{Service: service.Code})
	}
	for i := range facilities {
		town.Facilities = append(town.Facilities, c.institution(k, services[i%len(services)].Code, i, town.Points[c.IntN(len(town.Points))].Point))
	}
}

// institution is a facility near a residential point.
func (c *chance) institution(k *parish, service string, i int, near orb.Point) geo.Facility {
	at := unitsOf(near)
	door := orb.Point{float64(at.x+c.around(30*perMetre)) / 1e7, float64(at.y+c.around(30*perMetre)) / 1e7}
	area := 60 + c.IntN(2000)
	f := geo.Facility{
		Service: service, ID: fmt.Sprintf("f%05d", i), Point: door, Status: geo.Active, AreaM2: float64(area), Capacity: float64(20 + c.IntN(200)), CapacityUnit: "places",
		OpeningHours: [...]string{"Mo-Su 08:00-18:00", "Mo-Fr 08:30-17:00", "24/7"}[c.IntN(3)],
		Attributes: map[string]string{"activity_area_m2": strconv.Itoa(area * 7 / 10), "staff_care": strconv.Itoa(c.IntN(9)), "staff_gp": strconv.Itoa(c.IntN(4)),
			"staff_social": strconv.Itoa(c.IntN(3)), "wheelchair": "yes"},
	}
	f.Area = k.community(near)
	if c.IntN(50) == 0 {
		f.AreaM2, f.OpeningHours = geo.NoData, ""
	}
	return f
}

// parish is the lattice of communities.
type parish struct {
	box  orb.Bound
	side int // communities in a row
}

func newParish(town *geo.Town, communities int) *parish {
	k := &parish{side: 1}
	for k.side*k.side < communities {
		k.side++
	}
	k.box = town.Points[0].Point.Bound()
	for i := range town.Points {
		k.box = k.box.Extend(town.Points[i].Point)
	}
	return k
}

// cell is the row and the column of the community that a position lies in.
func (k *parish) cell(p orb.Point) (row, column int) {
	part := func(v, low, high float64) int {
		return max(0, min(k.side-1, int(float64(k.side)*(v-low)/(high-low))))
	}
	return part(p[1], k.box.Min[1], k.box.Max[1]), part(p[0], k.box.Min[0], k.box.Max[0])
}

func (k *parish) community(p orb.Point) string { return communityID(k.cell(p)) }

func communityID(row, column int) string { return fmt.Sprintf("c%03d-%03d", row, column) }

func townID(row, column int) string { return fmt.Sprintf("t%03d-%03d", row/5, column/5) }

// areas are the county, its towns and its communities, with the numbers that checks sum up.
func (k *parish) areas(c *chance, town *geo.Town) []geo.Area {
	people := map[string]int64{}
	for i := range town.Points {
		people[k.community(town.Points[i].Point)] += int64(town.Points[i].People[geo.All])
	}
	nobody := geo.Area{Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData}
	county := nobody
	county.ID, county.Name, county.Level, county.Kind = "county", "benchmark county", "county", "县"
	areas := []geo.Area{county}
	width, height := (k.box.Max[0]-k.box.Min[0])/float64(k.side), (k.box.Max[1]-k.box.Min[1])/float64(k.side)
	for row := range k.side {
		for column := range k.side {
			if row%5 == 0 && column%5 == 0 {
				t := nobody
				t.ID, t.Level, t.Kind, t.Parent = townID(row, column), "town", "街道", "county"
				t.Name = t.ID
				areas = append(areas, t)
			}
			a := nobody
			a.ID, a.Level, a.Parent, a.Kind, a.Setting = communityID(row, column), "community", townID(row, column), "居委会", "urban"
			if row < k.side/4 || row > 3*k.side/4 {
				a.Kind, a.Setting = "村委会", "rural"
			}
			a.Name, a.Population = a.ID, people[a.ID]
			a.Registered, a.Households = a.Population*9/10, a.Population/3
			floor := 30*a.Population + 1
			a.Attributes = map[string]string{
				"floor_total": strconv.FormatInt(floor, 10), "floor_commerce": strconv.FormatInt(floor/12, 10), "floor_service": strconv.FormatInt(floor/30, 10),
				"staff_community": strconv.FormatInt(a.Population/600, 10), "staff_social_cert": strconv.Itoa(c.IntN(6)), "highrise": [...]string{"no", "yes"}[c.IntN(2)],
			}
			if c.IntN(50) == 0 {
				delete(a.Attributes, "floor_total")
			}
			corner := orb.Point{k.box.Min[0] + float64(column)*width, k.box.Min[1] + float64(row)*height}
			a.Shape = orb.MultiPolygon{orb.Bound{Min: corner, Max: orb.Point{corner[0] + width, corner[1] + height}}.ToPolygon()}
			areas = append(areas, a)
		}
	}
	return areas
}
