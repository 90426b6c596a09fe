package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// newImport is `lifecircle import` with a command for each kind of data.
func newImport() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Read streets, facilities, residents, areas, entrances, attributes or reported numbers into the workspace",
		Long: `Read data into the workspace, which is made if it is not there. Every import is one transaction: if it
fails or is cancelled, the workspace stays as it was. Bad rows are listed and left out, the others kept.`,
		Example: `  lifecircle import streets city.osm.pbf -w city.gpkg
  lifecircle import residents estates.csv -w city.gpkg`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return &usageError{"what to import is missing", "One of: streets, facilities, residents, areas, entrances, attributes, reported. See: lifecircle import --help"}
		},
	}
	cmd.AddCommand(newImportStreets(), newImportFacilities(), newImportResidents(), newImportAreas(), newImportEntrances(), newImportAttributes(), newImportReported())
	return cmd
}

// importing holds the flags of an import.
type importing struct {
	workspace string
	kind      data.Kind
	service   list
	fromOSM   string // the extract
	people    int64
	datum     string
	encoding  string
	mapped    string
	level     string
	of        string // attributes
	replace   bool
	contacts  bool
	extent    string
	asJSON    bool
	flags     *pflag.FlagSet
}

func newImportStreets() *cobra.Command {
	i := &importing{kind: data.Streets}
	cmd := i.command("streets FILE", "Read streets and barriers from an OpenStreetMap extract",
		`Read streets, barriers and what stops people at nodes from an OpenStreetMap extract: .osm.pbf, .osm,
.osm.gz or .osm.bz2. They replace the streets that the workspace had.`,
		`  lifecircle import streets city.osm.pbf -w city.gpkg
  lifecircle import streets region.osm.pbf --extent city.geojson -w city.gpkg`)
	cmd.Flags().StringVar(&i.extent, "extent", "", "GeoJSON `FILE` with the polygon of the land for which the extract is complete (default: the box that the extract names)")
	return cmd
}

func newImportFacilities() *cobra.Command {
	i := &importing{kind: data.Facilities}
	cmd := i.command("facilities FILE", "Read a list of facilities from CSV, XLSX or GeoJSON, or from OpenStreetMap",
		`Read facilities of a service. Columns are found by their English and Chinese names:
id, name, service, lon, lat, status, capacity, capacity_unit, area_m2, opening_hours, opened, closed,
address, serves, area. A facility is known by service and id; a repeated key updates and is listed.

A file with a header and no rows says that the town has none of a service, given the service and
--replace: then a check fails that would else lack a list.

With --from-osm come the public buildings that are tagged as disused, abandoned or vacant, whatever the
services: lifecircle site --make idle takes them as candidates. With --replace they take the place of
all those of earlier extracts.`,
		`  lifecircle import facilities clinics.csv --service clinic -w city.gpkg
  lifecircle import facilities 幼儿园.csv --service kindergarten --datum gcj02 --map name=学校名称 -w city.gpkg
  lifecircle import facilities --from-osm city.osm.pbf --service kindergarten,library -w city.gpkg`)
	cmd.Flags().Var(&i.service, "service", "service `CODE` of the facilities, where no column tells it; several with --from-osm")
	i.listFlags(cmd, "first remove the facilities of the services in the file")
	cmd.Flags().StringVar(&i.fromOSM, "from-osm", "", "find facilities by the tags in an OpenStreetMap `FILE`")
	return cmd
}

func newImportResidents() *cobra.Command {
	i := &importing{kind: data.Residents}
	cmd := i.command("residents FILE", "Read residential points from CSV, XLSX or GeoJSON, or estimate them from OpenStreetMap",
		`Read residential points with their people. Columns are found by their English and Chinese names:
id, name, lon, lat, population, households, age0_2, age3_5, age6_11, age0_17, age60, age65, age80,
working, disabled, kind, setting, area.

With --from-osm the residential buildings of an extract become points, and the people of the areas in
the workspace, or the number given by --population, are spread over them by floor area. They are
marked as an estimate.`,
		`  lifecircle import residents estates.csv -w city.gpkg
  lifecircle import residents census.csv --map area=parish -w city.gpkg
  lifecircle import residents --from-osm city.osm.pbf --population 39000 -w city.gpkg`)
	i.listFlags(cmd, "first remove all residential points")
	cmd.Flags().StringVar(&i.fromOSM, "from-osm", "", "estimate residential points from the buildings in an OpenStreetMap `FILE`")
	cmd.Flags().Int64Var(&i.people, "population", 0, "with --from-osm: `people` to spread over the buildings")
	return cmd
}

func newImportAreas() *cobra.Command {
	i := &importing{kind: data.Areas}
	cmd := i.command("areas FILE", "Read administrative areas from GeoJSON, CSV or XLSX",
		`Read areas, such as communities and towns, with their polygons and people. Columns are found by their
English and Chinese names: id, name, level, parent, kind, setting, population, registered_population,
households.`,
		`  lifecircle import areas districts.geojson --level county -w city.gpkg`)
	i.listFlags(cmd, "first remove the areas of the levels in the file")
	cmd.Flags().StringVar(&i.level, "level", "", "`level` of the areas, where no column tells it, such as community, town or county")
	return cmd
}

func newImportEntrances() *cobra.Command {
	i := &importing{kind: data.Entrances}
	cmd := i.command("entrances FILE", "Read entrances of facilities and estates from CSV, XLSX or GeoJSON",
		`Read entrances: columns owner_kind (facility or resident), owner_id, lon, lat. Who has entrances is
reached by the best of them instead of by its own position.`,
		`  lifecircle import entrances gates.csv -w city.gpkg`)
	i.listFlags(cmd, "first remove all entrances")
	return cmd
}

func newImportAttributes() *cobra.Command {
	i := &importing{kind: data.Attributes}
	cmd := i.command("attributes FILE --of areas|facilities|residents", "Join attributes to areas, facilities or residents that are there already",
		`Read what plans ask for of areas, facilities or residential points that are in the workspace: floor
areas, beds, places, meals, staff, opening hours, areas served without a visit, households. Rows are
joined by id or code, else by a name that only one has; those that join nothing are all listed, with
the nearest name. Cells that are empty change nothing. Columns are found by their English and Chinese
names and kept under one name; columns that nobody knows are kept under their own:

  facilities: activity_area_m2 (居民活动面积), land_m2, beds (核定床位), places (托位数), meals_per_day,
    staff_care (持证护理员), staff_gp (全科医生数), staff_social, staff_social_cert (持证社工),
    staff_community, volunteers, wheelchair (无障碍), building_id, built_year (竣工年份), rebuilt,
    level_of_care, compliant, five_beauty, street_door; and area_m2, capacity, opening_hours, serves,
    opened, closed, status, area, address
  areas: floor_total (总建筑面积), floor_commerce (商业面积), floor_service (综合服务设施面积), highrise
    (高层), staff_community (社区工作者), staff_social, staff_social_cert, staff_gp, staff_care,
    staff_child (儿童主任), staff_disaster (灾害信息员), volunteers, mountain, future_community, resettlement; and households, population,
    registered_population, kind, setting
  residents: resettlement, mountain, floor_m2, land_m2; and the groups of people, kind, setting, area

A later list of the same facilities, areas or residents takes their attributes away: join them again.`,
		`  lifecircle import attributes 社区台账.csv --of areas -w city.gpkg
  lifecircle import attributes centres.xlsx --of facilities --service community_center -w city.gpkg`)
	i.tableFlags(cmd)
	cmd.Flags().StringVar(&i.of, "of", "", "whose they are: `areas|facilities|residents`")
	cmd.Flags().StringVar(&i.level, "level", "", "of areas: the `level` of those that are meant, where names repeat")
	cmd.Flags().Var(&i.service, "service", "of facilities: the service `CODE` of those that are meant, where ids or names repeat")
	return cmd
}

func newImportReported() *cobra.Command {
	i := &importing{kind: data.ReportedNumbers}
	cmd := i.command("reported FILE", "Read numbers that somebody reports, with year and source",
		`Read numbers that cannot be computed from the map and that checks only compare with their target:
columns indicator (指标: the number in the plan, such as ZJ-04, or the id of a check), area (地区: id or
name, empty for the whole), value (数值), unit (单位), year (年份), source (来源). A number of the same
indicator, area and year takes the place of the earlier one.`,
		`  lifecircle import reported 上报数据.csv -w city.gpkg`)
	i.tableFlags(cmd)
	cmd.Flags().BoolVar(&i.replace, "replace", false, "first remove all reported numbers")
	return cmd
}

// command makes a command with the flags that every import has.
func (i *importing) command(use, short, long, example string) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Example: example,
		Args: func(cmd *cobra.Command, args []string) error {
			if i.fromOSM == "" {
				return oneArgument("the file")(cmd, args)
			}
			return noArguments(cmd, args)
		},
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			request, err := i.request(args)
			if err != nil {
				return err
			}
			return i.run(ctx, to, request)
		}),
	}
	i.flags = cmd.Flags()
	workspaceFlag(cmd, &i.workspace)
	cmd.Flags().BoolVar(&i.asJSON, "json", false, "print the report as JSON")
	return cmd
}

// listFlags adds what only lists of places need.
func (i *importing) listFlags(cmd *cobra.Command, replace string) {
	i.tableFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&i.datum, "datum", "", "datum of the positions: wgs84, gcj02, bd09, cgcs2000 or an `EPSG` code (4490, 4513 to 4554); default wgs84")
	f.BoolVar(&i.replace, "replace", false, replace)
}

// tableFlags adds what every table needs.
func (i *importing) tableFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&i.encoding, "encoding", "", "encoding of a text file: `utf-8|gb18030` (default: found out)")
	f.StringVar(&i.mapped, "map", "", "`field=column,…` for columns that are not found by their names")
	f.BoolVar(&i.contacts, "keep-contacts", false, "keep columns with telephone numbers, contacts and identities")
}

// request holds the flags against the rules that need no file: breaking them is wrong usage.
func (i *importing) request(args []string) (data.ImportRequest, error) {
	r := data.ImportRequest{
		Kind: i.kind, Path: i.fromOSM, FromOSM: i.fromOSM != "", Service: strings.Join(i.service, ","), Population: i.people, Level: i.level, Of: data.Kind(i.of),
		Datum: i.datum, Encoding: i.encoding, Replace: i.replace, KeepContacts: i.contacts, ExtentPath: i.extent,
	}
	if len(args) > 0 {
		r.Path = args[0]
	}
	if of := []data.Kind{data.Areas, data.Facilities, data.Residents}; i.kind == data.Attributes && !slices.Contains(of, r.Of) {
		return r, &usageError{fmt.Sprintf("--of %q: must be areas, facilities or residents", i.of), "For example: lifecircle import attributes 社区台账.csv --of areas -w city.gpkg"}
	}
	if i.kind == data.Attributes && (r.Level != "" && r.Of != data.Areas || r.Service != "" && r.Of != data.Facilities) {
		return r, &usageError{"--level belongs to --of areas, and --service to --of facilities", ""}
	}
	for _, code := range i.service {
		if _, known := geo.LookupService(code); !known {
			return r, unknownService(code)
		}
	}
	if len(i.service) > 1 && !r.FromOSM {
		return r, &usageError{fmt.Sprintf("--service %s: a list is of one service", r.Service), "Name one code, or give the file a column called service."}
	}
	if i.people != 0 && !r.FromOSM {
		return r, &usageError{"--population belongs to --from-osm", "A list of residents tells its own people."}
	}
	if i.flags.Changed("population") && i.people <= 0 {
		return r, &usageError{fmt.Sprintf("--population %d: must be above 0", i.people), ""}
	}
	if r.FromOSM && (i.datum != "" || i.encoding != "" || i.mapped != "" || i.contacts) {
		return r, &usageError{"--datum, --encoding, --map and --keep-contacts mean nothing with --from-osm", "OpenStreetMap is WGS 84 and has tags instead of columns."}
	}
	var err error
	if r.Map, err = table.ParseMap(i.mapped); err != nil {
		return r, &usageError{err.Error(), "For example: --map name=学校名称,lon=X"}
	}
	if _, err = table.ParseEncoding(i.encoding); err != nil {
		return r, &usageError{message: err.Error()}
	}
	if i.datum != "" {
		if _, err = datum.Parse(i.datum); err != nil {
			return r, &usageError{message: err.Error()}
		}
	}
	return r, nil
}

func unknownService(code string) error {
	hint := "The codes are listed by: lifecircle services"
	if near, ok := geo.NearestService(code); ok {
		hint = fmt.Sprintf("Did you mean %s? %s", near, hint)
	}
	return &usageError{fmt.Sprintf("service %q: is no service code", code), hint}
}

func (i *importing) run(ctx context.Context, to streams, r data.ImportRequest) error {
	if _, err := os.Stat(r.Path); err != nil { // a mistyped name must not leave an empty workspace behind
		return err
	}
	bar := newProgress(to.err, "importing "+string(r.Kind))
	var done data.Report
	err := change(i.workspace, data.OpenOrCreate, func(w *data.Workspace) (err error) {
		done, err = w.Import(ctx, r, bar.report)
		return err
	})
	bar.end()
	if err != nil {
		return err
	}
	if i.asJSON {
		return writeJSON(to.out, done)
	}
	return writeImport(to.out, done)
}
