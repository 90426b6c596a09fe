package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lifecircle/data/osm"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// readOSMFacilities reads the facilities of an extract, and its idle public buildings, whatever the services. Their lists are marked incomplete: of the services asked
// for even where none was found, else of those that were.
func readOSMFacilities(ctx context.Context, r ImportRequest, progress func(done, total int64)) (_ *batch, err error) {
	path, done, err := r.onDisk()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	found, err := osm.ReadFacilities(ctx, path, servicesOf(nil, r.Service), progress)
	if err != nil {
		return nil, r.fail(path, err)
	}
	b := &batch{
		report: newReport(Facilities, r.fileName()),
		source: geo.Source{Kind: string(Facilities), SHA256: found.SHA256, DataDate: found.DataDate, Datum: datum.WGS84.String(), Options: r.describe()},
	}
	var lists []geo.FacilityList
	for _, service := range servicesOf(found.Found, r.Service) {
		lists = append(lists, geo.FacilityList{Service: service, Incomplete: true})
	}
	b.facilities(found.Found, lists, r.Replace)
	b.idle(found.Idle, r.Replace)
	b.report.Datum = b.source.Datum
	b.report.Read, b.report.Kept = len(found.Found), len(found.Found)
	undecided := newCases("undecided", "objects whose tags fit several services and whose name does not tell which: left out", "标签对应多种设施且名称无法区分，未采用")
	for _, u := range found.Undecided {
		undecided.add("%s %s (%s)", u.ID, u.Name, strings.Join(u.Services, "|"))
	}
	b.report.warn(undecided.Warning)
	b.report.warn(listed("incomplete", "lists from OpenStreetMap are never complete", "来自OpenStreetMap的清单不完整", strings.Split(b.source.Service, ",")))
	b.report.warnOSM(found.Warnings)
	return b, nil
}

// readOSMResidents estimates residential points from the buildings of an extract and the people of the areas in the
// workspace, or from a number of people for the whole file. They take the place of earlier estimates.
func (w *Workspace) readOSMResidents(ctx context.Context, r ImportRequest, progress func(done, total int64)) (_ *batch, err error) {
	zones := []osm.Zone{{Population: r.Population}}
	level := ""
	if r.Population == 0 {
		areas, err := readAreas(ctx, w.read)
		if err != nil {
			return nil, explain(w.path, err)
		}
		if zones, level = populatedZones(areas); len(zones) == 0 {
			return nil, &table.Refusal{File: r.fileName(), Rule: geo.Say("nothing says how many people live here", "没有可用的人口数"),
				Hint: geo.Say("Import areas that have a population first, or add --population N.", "请先导入带人口数的区划单元，或指定人口总数（--population）。")}
		}
	}
	path, done, err := r.onDisk()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	buildings, err := osm.ReadBuildings(ctx, path, progress)
	if err != nil {
		return nil, r.fail(path, err)
	}
	people, err := osm.Populate(buildings.Buildings, zones)
	if err != nil {
		return nil, &table.Refusal{File: r.fileName(), Rule: geo.WordsOf(err), Hint: geo.Say("Use an extract with buildings, or import residential points from a list.", "请使用含建筑的数据，或从清单导入居民点。")}
	}
	b := &batch{
		report: newReport(Residents, r.fileName()),
		source: geo.Source{Kind: string(Residents), SHA256: buildings.SHA256, DataDate: buildings.DataDate, Datum: datum.WGS84.String(), Options: r.describe()},
	}
	b.residents(people.Points, r.Replace)
	write := b.write
	b.write = func(tx *writeTx, report *Report) error {
		removed, err := removeEstimates(tx)
		if err != nil {
			return err
		}
		report.Replaced += removed
		return write(tx, report)
	}
	b.report.Datum = b.source.Datum
	b.report.Read, b.report.Kept = len(people.Points), len(people.Points)
	b.report.estimated(people, level)
	b.report.warnOSM(append(slices.Clone(buildings.Warnings), people.Warnings...))
	return b, nil
}

func (r *Report) estimated(p osm.Populated, level string) {
	var sum int64
	for _, point := range p.Points {
		sum += int64(point.People[geo.All])
	}
	how := "the whole file"
	if level != "" {
		how = "areas of level " + level
	}
	r.warn(
		table.Warning{Code: "estimated", Count: len(p.Points), Text: "people are estimated by the floor area of buildings, not counted", TextZH: "人口按建筑面积推算，并非统计数",
			Examples: []string{fmt.Sprintf("%d people of %s in %d buildings", sum, how, p.Dwellings)}},
		table.Warning{Code: "guessed_dwelling", Count: p.Guessed, Text: "buildings of no stated use, taken for dwellings where a zone has none", TextZH: "用途不明的建筑，因所在区域没有住宅而按住宅处理", Examples: []string{}},
		table.Warning{Code: "building_outside", Count: p.Outside, Text: "residential buildings in no area with a population: nobody was put there", TextZH: "住宅建筑不在任何有人口数的区划单元内，未分配人口", Examples: []string{}},
	)
}

// removeEstimates removes the points of an earlier estimate, see [fromBuildings], and forgets its source.
func removeEstimates(tx *writeTx) (removed int, err error) {
	result, err := tx.Exec(`DELETE FROM residential_point WHERE estimate AND (kind = 'building' OR id LIKE 'zone:%')`)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`DELETE FROM source WHERE kind = ? AND (options = 'from_osm' OR options LIKE 'from_osm;%')`, string(Residents))
	return int(n), err
}

// populatedZones picks the level with the most areas that have both people and a shape: the finest one. People of
// two levels would be counted twice.
func populatedZones(areas []geo.Area) (zones []osm.Zone, level string) {
	byLevel := make(map[string][]osm.Zone)
	for _, a := range areas {
		if a.Population > 0 && len(a.Shape) > 0 {
			byLevel[a.Level] = append(byLevel[a.Level], osm.Zone{ID: a.ID, Population: a.Population, Shape: a.Shape})
		}
	}
	for l, z := range byLevel {
		if len(z) > len(zones) || len(z) == len(zones) && l < level {
			zones, level = z, l
		}
	}
	return zones, level
}
