package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// siteTown is the input of site selection: the instance, and how its numbers are to be shown.
type siteTown struct {
	in     *siting.Instance
	goal   siting.Goal
	name   string      // of the problem
	ids    []string    // of the demand points
	areas  []string    // names of the areas, by number
	where  []orb.Point // of the candidates; nil where they have no places
	money  decimals    // of costs of building
	travel decimals    // of costs of travel
	files  []siteFile
}

// siteFile names an input by its content.
type siteFile struct {
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"`
}

// read reads the files and makes the instance. goal is the name of the problem of a certificate, "" where the flags say
// what is wanted.
func (q *siteQuestion) read(goal string) (*siteTown, error) {
	t := &siteTown{in: &siting.Instance{}}
	var err error
	if t.goal, t.name, err = q.goal(); err != nil {
		return nil, err
	}
	if goal != "" {
		for g := siting.MostCovered; g <= siting.WorstAreaBest; g++ {
			if g.String() == goal {
				t.goal = g
			}
		}
	}
	if err := q.complete(t.goal); err != nil {
		return nil, err
	}
	mapped, err := table.ParseMap(q.columns)
	if err != nil {
		return nil, &usageError{err.Error(), "For example: --map population=p60,id=code"}
	}
	for alias, field := range map[string]string{"x": "lon", "y": "lat"} {
		if column, has := mapped[alias]; has {
			delete(mapped, alias)
			mapped[field] = column
		}
	}
	tables := map[string]*siteTable{}
	used := map[string]bool{}
	for _, f := range []struct{ kind, path string }{{"demand", q.demand}, {"candidates", q.candidates}, {"matrix", q.matrix}} {
		if f.path == "" {
			continue
		}
		read, err := readSiteTable(f.path, f.kind, q.encoding, q.group, mapped, used)
		if err != nil {
			return nil, err
		}
		tables[f.kind] = read
		t.files = append(t.files, siteFile{f.kind, read.hash})
	}
	if err := unmapped(mapped, used); err != nil {
		return nil, err
	}
	return t, t.build(q, tables["demand"], tables["candidates"], tables["matrix"])
}

// complete refuses flags that leave out what the problem needs, or say what it has no use for.
func (q *siteQuestion) complete(goal siting.Goal) error {
	switch {
	case q.demand == "" && q.matrix == "":
		return &usageError{"--demand and --candidates are missing, or --matrix", "For example: --demand people.csv --candidates parcels.csv --radius-m 500 --sites 3"}
	case q.matrix == "" && q.candidates == "":
		return &usageError{"--candidates is missing", "For example: --candidates parcels.csv"}
	case q.matrix != "" && q.given("radius-m"):
		return &usageError{"--radius-m and --matrix are two ways to say who reaches whom", "Use --reach with a matrix."}
	case q.matrix == "" && q.reach != "":
		return &usageError{"--reach belongs to a matrix", "Use --radius-m with places, or give --matrix."}
	case q.matrix == "" && !goal.ByCosts() && !(q.radiusM > 0):
		return &usageError{"--radius-m is missing, or not above 0", "For example: --radius-m 500"}
	case q.given("radius-m") && !(q.radiusM > 0 && q.radiusM <= 20_100_000):
		return &usageError{fmt.Sprintf("--radius-m %v: must be above 0 and at most half around the Earth", q.radiusM), "For example: --radius-m 500"}
	case q.matrix != "" && !goal.ByCosts() && q.reach == "":
		return &usageError{"--reach is missing", "For example: --reach 15, in the unit of the matrix"}
	case q.matrix != "" && goal.ByCosts() && q.reach != "":
		return &usageError{"--reach says nothing about the least mean or the least worst cost", "Leave it out."}
	case q.given("min-distance-m") && !(q.apartM > 0 && q.apartM <= 20_100_000):
		return &usageError{fmt.Sprintf("--min-distance-m %v: must be above 0", q.apartM), "For example: --min-distance-m 300"}
	case q.apartM > 0 && q.candidates == "":
		return &usageError{"--min-distance-m needs the places of the candidates", "Give --candidates with id, lon, lat."}
	case q.group != "population" && q.demand == "":
		return &usageError{"--group needs the places of people", "Give --demand with a column of that name."}
	}
	return nil
}

// build makes the instance. Demand points and candidates are put in the order of their ids, so that a sorted file gives
// the same answer as an unsorted one; points with places then follow a curve, so that catchments are few runs.
func (t *siteTown) build(q *siteQuestion, demand, candidates, matrix *siteTable) error {
	points, err := t.readPoints(demand, matrix)
	if err != nil {
		return err
	}
	places, err := t.readCandidates(candidates, matrix)
	if err != nil {
		return err
	}
	if matrix != nil {
		err = t.readMatrix(q, matrix, points)
	} else {
		err = t.measure(q, points, places)
	}
	if err != nil {
		return err
	}
	if err := t.mark(q); err != nil {
		return err
	}
	if q.apartM > 0 {
		t.in.Apart = siting.ApartWithin(places, q.apartM)
		free := func(i int32) bool { return t.in.Candidates[i].State != siting.Existing }
		for i, near := range t.in.Apart { // new sites are kept apart, not what stands
			if !free(int32(i)) {
				near = nil
			}
			t.in.Apart[i] = slices.DeleteFunc(near, func(k int32) bool { return !free(k) })
		}
	}
	return nil
}

// mark notes which candidates are named as those to be chosen, and as those that never are.
func (t *siteTown) mark(q *siteQuestion) error {
	numbers := make(map[string]int, len(t.in.Candidates))
	for i, c := range t.in.Candidates {
		numbers[c.ID] = i
	}
	for _, f := range []struct {
		flag  string
		ids   list
		state siting.State
	}{{"must", q.must, siting.Must}, {"never", q.never, siting.Forbidden}} {
		for _, id := range f.ids {
			i, known := numbers[id]
			switch {
			case !known:
				return &usageError{fmt.Sprintf("--%s %q: is no candidate", f.flag, id), "Give ids of the candidates, separated by commas."}
			case t.in.Candidates[i].State == siting.Existing:
				return &usageError{fmt.Sprintf("--%s %q: stands already, and stays", f.flag, id), "Leave it out, or change its status."}
			case slices.Contains(q.must, id) && slices.Contains(q.never, id):
				return &usageError{fmt.Sprintf("--never %q: has to be chosen too", id), "Leave it out of one of the two."}
			}
			t.in.Candidates[i].State = f.state
		}
	}
	return nil
}

// sitePoint is a demand point as it was read.
type sitePoint struct {
	id     string
	area   string
	at     orb.Point
	demand int64
}

// readPoints reads the places with people, or, without a file of them, takes them from the matrix.
func (t *siteTown) readPoints(demand, matrix *siteTable) ([]orb.Point, error) {
	if demand == nil {
		return nil, t.pointsOfMatrix(matrix)
	}
	if err := demand.need("id", "population"); err != nil {
		return nil, err
	}
	if matrix == nil {
		if err := demand.need("lon", "lat"); err != nil {
			return nil, err
		}
	}
	if t.goal == siting.WorstAreaBest {
		if err := demand.need("area"); err != nil {
			return nil, err
		}
	}
	var read []sitePoint
	seen := map[string]int{}
	for row := range demand.Rows {
		p := sitePoint{}
		var err error
		if p.id, err = demand.id(row, "id"); err != nil {
			return nil, err
		}
		if err := demand.once(row, "id", p.id, seen); err != nil {
			return nil, err
		}
		if p.demand, err = demand.whole(row, "population"); err != nil {
			return nil, err
		}
		if matrix == nil {
			if p.at, err = demand.position(row); err != nil {
				return nil, err
			}
		}
		p.area = printable(demand.cell(row, "area"))
		if t.goal == siting.WorstAreaBest && p.area == "" {
			return nil, demand.refuse(row, "area", geo.Say("the area is missing", "缺少所属区划"), geo.Say("Say to which area the place belongs.", "请填写所属区划。"))
		}
		read = append(read, p)
	}
	slices.SortFunc(read, func(a, b sitePoint) int { return cmp.Compare(a.id, b.id) })
	places := make([]orb.Point, len(read))
	for j, p := range read {
		places[j] = p.at
	}
	if matrix == nil {
		order := siting.AlongCurve(places)
		sorted := make([]sitePoint, len(read))
		for k, j := range order {
			sorted[k] = read[j]
			places[k] = read[j].at
		}
		read = sorted
	}
	t.keepPoints(read)
	return places, nil
}

func (t *siteTown) keepPoints(read []sitePoint) {
	areas := map[string]bool{}
	for _, p := range read {
		t.ids = append(t.ids, p.id)
		t.in.Demand = append(t.in.Demand, p.demand)
		areas[p.area] = true
	}
	if t.goal != siting.WorstAreaBest {
		return
	}
	for name := range areas {
		t.areas = append(t.areas, name)
	}
	slices.Sort(t.areas)
	for _, p := range read {
		z, _ := slices.BinarySearch(t.areas, p.area)
		t.in.Zones = append(t.in.Zones, int32(z))
	}
}

// pointsOfMatrix takes demand points and their weights from the matrix: 1 each, where it has no column demand.
func (t *siteTown) pointsOfMatrix(matrix *siteTable) error {
	if err := matrix.need("demand_id", "candidate_id", "cost"); err != nil {
		return err
	}
	if t.goal == siting.WorstAreaBest {
		return &usageError{"--problem fair needs the areas of the people", "Give --demand with the columns id, population, area."}
	}
	weight := map[string]int64{}
	var read []sitePoint
	for row := range matrix.Rows {
		id, err := matrix.id(row, "demand_id")
		if err != nil {
			return err
		}
		w := int64(1)
		if matrix.has("demand") {
			if w, err = matrix.whole(row, "demand"); err != nil {
				return err
			}
		}
		before, known := weight[id]
		if known && before != w {
			return matrix.refuse(row, "demand", geo.Say("demand point %s had the demand %d in an earlier row", "需求点 %s 在前面的行中需求为 %d", id, before), geo.Say("Give it the same demand in every row.", "请在各行填写相同的需求。"))
		}
		if !known {
			weight[id] = w
			read = append(read, sitePoint{id: id, demand: w})
		}
	}
	slices.SortFunc(read, func(a, b sitePoint) int { return cmp.Compare(a.id, b.id) })
	t.keepPoints(read)
	return nil
}

// once refuses an id that stands in two rows.
func (t *siteTable) once(row int, field, id string, seen map[string]int) error {
	if before, twice := seen[id]; twice {
		return t.refuse(row, field, geo.Say("the id stands in row %d already", "该编号已在第 %d 行出现", before), geo.Say("Give every place an id of its own.", "请为每个地点使用不同的编号。"))
	}
	seen[id] = t.Rows[row].Number
	return nil
}

// position reads a place in WGS 84.
func (t *siteTable) position(row int) (orb.Point, error) {
	var p orb.Point
	for k, field := range []string{"lon", "lat"} {
		text := t.cell(row, field)
		sign, digits := 1.0, text
		if rest, negative := strings.CutPrefix(text, "-"); negative {
			sign, digits = -1, rest
		}
		n, err := decimals{9}.read(digits)
		if err != nil {
			return p, t.refuse(row, field, geo.WordsOf(err), geo.Say("Write WGS 84 degrees with a decimal point, such as 113.5439.", "请填写 WGS 84 十进制度，如 113.5439。"))
		}
		p[k] = geo.Round7(sign * float64(n) / 1e9)
		if limit := []float64{180, 90}[k]; math.Abs(p[k]) > limit {
			return p, t.refuse(row, field, geo.Say("degrees are between -%v and %v", "度数应在 -%v 与 %v 之间", limit, limit), geo.Say("Write WGS 84 degrees, longitude in lon and latitude in lat; metres are not read here.", "请填写 WGS 84 度数：lon 为经度，lat 为纬度；此处不支持米制坐标。"))
		}
	}
	return p, nil
}
