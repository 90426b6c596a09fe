package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lifecircle/data/table"
	"lifecircle/data/vector"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// readList reads a table or a GeoJSON file of facilities, residential points, areas or entrances. Where it fails
// after the columns were understood, the batch holds the report so far.
func readList(ctx context.Context, r ImportRequest) (*batch, error) {
	opts, content, sheet, err := readTable(ctx, r)
	if none, is := r.listsNone(err); is {
		return none, nil
	}
	if err != nil {
		return nil, err
	}
	b := &batch{source: geo.Source{Kind: string(r.Kind), SHA256: hash(content), Options: r.describe()}}
	var findings table.Findings
	switch r.Kind {
	case Facilities:
		var facilities []geo.Facility
		facilities, findings, err = table.Facilities(sheet, opts)
		var lists []geo.FacilityList
		for _, service := range servicesOf(facilities, r.Service) {
			lists = append(lists, geo.FacilityList{Service: service})
		}
		b.facilities(facilities, lists, r.Replace)
	case Residents:
		var points []geo.ResidentialPoint
		points, findings, err = table.Residents(sheet, opts)
		b.residents(points, r.Replace)
	case Areas:
		var areas []geo.Area
		areas, findings, err = table.Areas(sheet, opts)
		b.areas(areas, r.Replace)
	case Entrances:
		var entrances []geo.Entrance
		entrances, findings, err = table.Entrances(sheet, opts)
		b.entrances(entrances, r.Replace)
	}
	b.report = fromFindings(r.Kind, findings)
	b.source.Datum = findings.Datum
	return b, err
}

// listsNone takes a list without rows for what it says, that a town has no facility of a service: where the service is
// named and its list is to be replaced. Else such a file is a mistake, and its refusal says how to mean it.
func (r *ImportRequest) listsNone(err error) (*batch, bool) {
	var refusal *table.Refusal
	if !errors.As(err, &refusal) || !refusal.Empty || r.Kind != Facilities {
		return nil, false
	}
	if r.Service == "" || !r.Replace {
		refusal.Hint = geo.Say("%v Where the town has no such facility, say so with the service and replace: lifecircle import facilities FILE --service CODE --replace",
			"%v 若确无此类设施，请注明设施类型并选择替换：lifecircle import facilities FILE --service CODE --replace", refusal.Hint)
		return nil, false
	}
	content, err := r.content()
	if err != nil {
		return nil, false
	}
	b := &batch{source: geo.Source{Kind: string(r.Kind), SHA256: hash(content), Options: r.describe(), Datum: datum.WGS84.String()}, report: newReport(r.Kind, r.fileName())}
	var lists []geo.FacilityList
	for _, service := range servicesOf(nil, r.Service) {
		lists = append(lists, geo.FacilityList{Service: service})
	}
	b.report.Datum = b.source.Datum
	b.facilities(nil, lists, true)
	return b, true
}

// readTable reads the file of a list.
func readTable(ctx context.Context, r ImportRequest) (opts table.Options, content []byte, sheet *table.Sheet, err error) {
	if opts, err = r.tableOptions(); err != nil {
		return opts, nil, nil, err
	}
	if content, err = r.content(); err != nil {
		return opts, nil, nil, err
	}
	if sheet, err = readSheet(r, content); err != nil {
		return opts, nil, nil, err
	}
	return opts, content, sheet, ctx.Err()
}

// readSheet decodes a file by what it holds: an archive is a spreadsheet, a brace begins GeoJSON, the rest is CSV.
func readSheet(r ImportRequest, content []byte) (*table.Sheet, error) {
	name := r.fileName()
	encoding, err := table.ParseEncoding(r.Encoding)
	if err != nil {
		return nil, err
	}
	switch start := bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return table.ReadXLSX(bytes.NewReader(content), name)
	case bytes.HasPrefix(start, []byte("{")):
		return vector.ReadGeoJSON(bytes.NewReader(content), name, encoding)
	case bytes.HasPrefix(content, []byte("SQLite format 3\x00")):
		return nil, &table.Refusal{File: name, Rule: geo.Say("a GeoPackage or SQLite database cannot be imported as a list", "GeoPackage 或 SQLite 数据库不能作为清单导入"), Hint: geo.Say("Export the layer as GeoJSON or CSV first.", "请先把图层导出为 GeoJSON 或 CSV。")}
	}
	return table.ReadCSV(bytes.NewReader(content), name, encoding)
}

// servicesOf lists the services of facilities and those asked for, in byte order.
func servicesOf(facilities []geo.Facility, asked string) []string {
	var services []string
	for service := range strings.SplitSeq(asked, ",") {
		if service = strings.TrimSpace(service); service != "" {
			services = append(services, service)
		}
	}
	for _, f := range facilities {
		if len(services) == 0 || services[len(services)-1] != f.Service {
			services = append(services, f.Service)
		}
	}
	slices.Sort(services)
	return slices.Compact(services)
}

// store makes the writing of a list: what it replaces is removed first, and keys that stay are reported.
func store(replace bool, remove func(*writeTx) (int, error), put func(*writeTx) (updated []string, err error)) func(*writeTx, *Report) error {
	return func(tx *writeTx, report *Report) error {
		if replace {
			removed, err := remove(tx)
			if err != nil {
				return err
			}
			report.Replaced += removed
		}
		updated, err := put(tx)
		if err != nil {
			return err
		}
		report.overwrote(updated)
		return nil
	}
}

func (b *batch) facilities(facilities []geo.Facility, lists []geo.FacilityList, replace bool) {
	var services []string
	for _, l := range lists {
		services = append(services, l.Service)
	}
	b.source.Service = strings.Join(services, ",")
	b.rows, b.ledger = int64(len(facilities)), ledgerOfFacilities(facilities, services)
	write := store(replace, func(tx *writeTx) (int, error) { return removeServices(tx, services) }, func(tx *writeTx) ([]string, error) { return putFacilities(tx, facilities) })
	b.write = func(tx *writeTx, report *Report) error {
		if err := write(tx, report); err != nil {
			return err
		}
		return putLists(tx, lists)
	}
	b.check = func(town geo.Town, report *Report) error {
		x, places := indexStreets(town.Streets), facilityPlaces(facilities)
		report.warn(contradictsStreets(x, places, b.source.Datum, datumSample), farFromStreets(x, places), outsideAreas(town.Areas, places), outsideExtent(town.Extent, places), unknownServes(&geo.Town{Areas: town.Areas, Facilities: facilities}))
		if len(facilities) == 0 {
			report.warn(listed("empty_list", "the list is empty: nobody has this service", "清单为空：视为没有此类设施", services))
		}
		return nil
	}
}

func (b *batch) residents(points []geo.ResidentialPoint, replace bool) {
	b.rows, b.ledger = int64(len(points)), ledgerOfPoints(points)
	b.write = store(replace, func(tx *writeTx) (int, error) { return removeAll(tx, pointTable, Residents) }, func(tx *writeTx) ([]string, error) { return putPoints(tx, points) })
	b.check = func(town geo.Town, report *Report) error {
		x, places := indexStreets(town.Streets), pointPlaces(points)
		report.warn(contradictsStreets(x, places, b.source.Datum, datumSample), farFromStreets(x, places), outsideAreas(town.Areas, places), outsideLevels(town.Areas, places), outsideExtent(town.Extent, places), estimatesBesideCounts(town.Points))
		differ, err := areasDiffer(town.Points, town.Areas)
		report.warn(differ)
		return err
	}
}

func (b *batch) areas(areas []geo.Area, replace bool) {
	b.rows, b.ledger = int64(len(areas)), ledgerOfAreas(areas)
	b.write = store(replace, func(tx *writeTx) (int, error) { return removeLevels(tx, areas) }, func(tx *writeTx) ([]string, error) { return putAreas(tx, areas) })
	b.check = func(town geo.Town, report *Report) error {
		places := pointPlaces(town.Points)
		report.warn(orphans(town.Areas), overlapping(town.Areas), outsideAreas(town.Areas, places), outsideLevels(town.Areas, places))
		differ, err := areasDiffer(town.Points, town.Areas)
		report.warn(differ)
		return err
	}
}

func (b *batch) entrances(entrances []geo.Entrance, replace bool) {
	b.rows = int64(len(entrances))
	b.write = func(tx *writeTx, report *Report) error {
		before, err := rowCount(tx.ctx, tx, entranceTable.name)
		if err != nil {
			return err
		}
		if replace {
			if _, err := removeAll(tx, entranceTable, Entrances); err != nil {
				return err
			}
		}
		if err := putEntrances(tx, entrances); err != nil {
			return err
		}
		after, err := rowCount(tx.ctx, tx, entranceTable.name)
		report.Replaced = before + len(entrances) - after
		return err
	}
	b.check = func(town geo.Town, report *Report) error {
		report.warn(ownerless(entrances, &town), farFromStreets(indexStreets(town.Streets), entrancePlaces(entrances)))
		return nil
	}
}

// overwrote notes keys that the workspace had before.
func (r *Report) overwrote(keys []string) {
	r.Replaced += len(keys)
	r.warn(listed("overwritten", "keys that the workspace had already: their records were updated", "项目文件中已有的编号，记录已更新", keys))
}

// removeServices removes the facilities and lists of services, and the sources that held nothing else.
func removeServices(tx *writeTx, services []string) (removed int, err error) {
	for _, service := range services {
		result, err := tx.Exec(`DELETE FROM facility WHERE service = ?`, service)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		removed += int(n)
		if _, err := tx.Exec(`DELETE FROM facility_list WHERE service = ?`, service); err != nil {
			return 0, err
		}
	}
	sources, err := readSources(tx.ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, s := range sources {
		other := func(service string) bool { return !slices.Contains(services, service) }
		if s.Kind != string(Facilities) || slices.ContainsFunc(strings.Split(s.Service, ","), other) {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM source WHERE kind = ? AND service = ?`, s.Kind, s.Service); err != nil {
			return 0, err
		}
	}
	return removed, nil
}

// removeAll empties a table and forgets the sources of its kind.
func removeAll(tx *writeTx, of featureTable, kind Kind) (removed int, err error) {
	if removed, err = rowCount(tx.ctx, tx, of.name); err != nil {
		return 0, err
	}
	if err := empty(tx, of); err != nil {
		return 0, err
	}
	_, err = tx.Exec(`DELETE FROM source WHERE kind = ?`, string(kind))
	return removed, err
}

// removeLevels removes the areas of the levels that these areas have. Their sources stay: they may have held others.
func removeLevels(tx *writeTx, areas []geo.Area) (removed int, err error) {
	done := make(map[string]bool)
	for _, a := range areas {
		if done[a.Level] {
			continue
		}
		done[a.Level] = true
		result, err := tx.Exec(`DELETE FROM area WHERE level = ?`, a.Level)
		if err != nil {
			return 0, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		removed += int(n)
	}
	return removed, nil
}

func entrancePlaces(entrances []geo.Entrance) []place {
	places := make([]place, len(entrances))
	for i, e := range entrances {
		places[i] = place{name: fmt.Sprintf("%s %s", e.OwnerKind, e.OwnerID), point: e.Point}
	}
	return places
}
