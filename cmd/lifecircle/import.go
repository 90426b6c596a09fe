package main

import (
	"context"
	"fmt"
	"os"
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
		Short: "Read streets, facilities, residents, areas or entrances into the workspace",
		Long: `Read data into the workspace, which is made if it is not there. Every import is one transaction: if it
fails or is cancelled, the workspace stays as it was. Bad rows are listed and left out, the others kept.`,
		Example: `  lifecircle import streets city.osm.pbf -w city.gpkg
  lifecircle import residents estates.csv -w city.gpkg`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return &usageError{"what to import is missing", "One of: streets, facilities, residents, areas, entrances. See: lifecircle import --help"}
		},
	}
	cmd.AddCommand(newImportStreets(), newImportFacilities(), newImportResidents(), newImportAreas(), newImportEntrances())
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

// listFlags adds what only tables and GeoJSON files need.
func (i *importing) listFlags(cmd *cobra.Command, replace string) {
	f := cmd.Flags()
	f.StringVar(&i.datum, "datum", "", "datum of the positions: wgs84, gcj02, bd09, cgcs2000 or an `EPSG` code (4490, 4513 to 4554); default wgs84")
	f.StringVar(&i.encoding, "encoding", "", "encoding of a text file: `utf-8|gb18030` (default: found out)")
	f.StringVar(&i.mapped, "map", "", "`field=column,…` for columns that are not found by their names")
	f.BoolVar(&i.replace, "replace", false, replace)
	f.BoolVar(&i.contacts, "keep-contacts", false, "keep columns with telephone numbers, contacts and identities")
}

// request holds the flags against the rules that need no file: breaking them is wrong usage.
func (i *importing) request(args []string) (data.ImportRequest, error) {
	r := data.ImportRequest{
		Kind: i.kind, Path: i.fromOSM, FromOSM: i.fromOSM != "", Service: strings.Join(i.service, ","), Population: i.people, Level: i.level,
		Datum: i.datum, Encoding: i.encoding, Replace: i.replace, KeepContacts: i.contacts, ExtentPath: i.extent,
	}
	if len(args) > 0 {
		r.Path = args[0]
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
