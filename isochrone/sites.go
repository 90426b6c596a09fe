package isochrone

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// site is a place whose side of every line must be right: a residential point or a facility, where it stands.
type site struct {
	at    vertexAt
	owner int32 // index of the residential point, or ^index of the facility
	ms    int64 // its travel time; [Never] if it is not known to be within the limit of the question
}

// siteList holds the sites of a town by rows of the lattice.
type siteList struct {
	sorted []listedSite // by row, then from west to east
	far    []int32      // in rising order, owners who have a door farther from where they stand than the side of a cell
}

type listedSite struct {
	x, y  int32 // units of 1e-7 degrees
	owner int32
}

func (s *listedSite) half() vertexAt { return vertexAt{2 * int64(s.x), 2 * int64(s.y)} }

// newSiteList lists all sites, and moves the lines of the lattice away from them.
func (r *Router) newSiteList(l *lattice) siteList {
	var list siteList
	add := func(owner int32, at orb.Point, doors []orb.Point) {
		v := half(at)
		list.sorted = append(list.sorted, listedSite{int32(v.x / 2), int32(v.y / 2), owner})
		if slices.ContainsFunc(doors, func(door orb.Point) bool { return door != at && geo.Distance(at, door) > l.sideM }) {
			list.far = append(list.far, owner)
		}
	}
	for i := range r.Area.Points {
		add(int32(i), r.Area.Points[i].Point, r.Area.PointDoors(i))
	}
	for i := range r.Area.Facilities {
		add(^int32(i), r.Area.Facilities[i].Point, r.facilities[i].doors)
	}
	slices.Sort(list.far)
	l.giveRoom(list.sorted)
	list.sort(l)
	return list
}

func (list *siteList) sort(l *lattice) {
	type inRow struct {
		row int64
		listedSite
	}
	rows := make([]inRow, len(list.sorted))
	for i, s := range list.sorted {
		_, j := l.cellOf(s.half())
		rows[i] = inRow{j, s}
	}
	slices.SortFunc(rows, func(a, b inRow) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y), cmp.Compare(a.owner, b.owner))
	})
	for i := range rows {
		list.sorted[i] = rows[i].listedSite
	}
}

// in visits the sites in the cells of a window, row by row and from west to east.
func (list *siteList) in(w *window, visit func(i, j int, s *listedSite)) {
	for j := range w.ny - 1 {
		south, north := w.at(0, j).y, w.at(0, j+1).y
		west, east := w.at(0, j).x, w.at(w.nx-1, j).x
		first, _ := slices.BinarySearchFunc(list.sorted, west, func(s listedSite, west int64) int {
			switch y := 2 * int64(s.y); {
			case y < south:
				return -1
			case y > north:
				return 1
			}
			return cmp.Compare(2*int64(s.x), west)
		})
		for i, k := 0, first; k < len(list.sorted); k++ {
			s := &list.sorted[k]
			at := s.half()
			if at.y > north || at.x > east {
				break
			}
			for ; w.at(i+1, j).x < at.x; i++ {
			}
			visit(i, j, s)
		}
	}
}
