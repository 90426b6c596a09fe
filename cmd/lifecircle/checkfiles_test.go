package main_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestCheckReplay computes every file of an assessment again from its manifest, byte for byte, and refuses manifests that
// were changed and towns that are others.
func TestCheckReplay(t *testing.T) {
	folder := exampleB(t)
	for _, args := range []string{
		"-o card.json", "-o card.csv", "-o card.xlsx", "--problems problems.csv", "--problems problems.xlsx", "--map area40 -o map.geojson", "--map rural -o map.csv", "--check area40 -o one.json",
	} {
		must(t, folder, append([]string{"check", "-w", "b.gpkg", "--standard", "b.yaml"}, strings.Fields(args)...)...)
		file := args[strings.LastIndexByte(args, ' ')+1:]
		again := "again-" + file
		must(t, folder, "replay", file+".manifest.json", "-w", "b.gpkg", "-o", again)
		if read(t, folder, again) != read(t, folder, file) || read(t, folder, again+".manifest.json") != read(t, folder, file+".manifest.json") {
			t.Errorf("%s is another when it is computed again", args)
		}
	}
	if again := must(t, folder, "replay", "card.json", "-w", "b.gpkg"); again != read(t, folder, "card.json") {
		t.Error("the scorecard on standard output is another one")
	}
	card := read(t, folder, "card.json")
	for what, change := range map[string][2]string{
		"sha256":   {`target: 40,`, `target: 4,`}, // in the text of the standard
		"standard": {`"standard": "example-b",` + "\n        \"sha256\"", `"standard": "zhejiang-2025",` + "\n        \"sha256\""},
		"version":  {`"version": "`, `"version": "9`},
		"check":    {`"text":`, `"texts":`},
	} {
		if !strings.Contains(card, change[0]) {
			t.Fatalf("%s: no %q in the scorecard", what, change[0])
		}
		write(t, folder, "changed.json", strings.ReplaceAll(card, change[0], change[1]))
		if a := ran(t, folder, "replay", "changed.json", "-w", "b.gpkg"); a.status != 2 || !strings.Contains(a.err, what) || a.out != "" {
			t.Errorf("%s: status %d: %s%.100s", what, a.status, a.err, a.out)
		}
	}
	write(t, folder, "more.csv", "id,lon,lat,area,area_m2\ne,118.035,30.005,V2,500\n")
	must(t, folder, "import", "facilities", "more.csv", "--service", "community_center", "-w", "b.gpkg")
	if a := ran(t, folder, "replay", "card.json", "-w", "b.gpkg"); a.status != 1 || !strings.Contains(a.err, "unexpected facilities community_center") {
		t.Errorf("another town: status %d: %s", a.status, a.err)
	}
}

// TestCheckOfHostileNames gives facilities and communities names that are formulas, markup and commands to a terminal.
func TestCheckOfHostileNames(t *testing.T) {
	folder := exampleB(t)
	write(t, folder, "names.csv", "id,name,level,kind,households,population\nU2,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",community,居委会,5200,14000\nV2,\"<script>alert(1)</script>\x1b[31m\",community,村委会,1100,3000\n")
	must(t, folder, "import", "areas", "names.csv", "-w", "b.gpkg")
	screen := must(t, folder, "check", "-w", "b.gpkg", "--standard", "b.yaml", "--problems", "problems.csv")
	if strings.ContainsRune(screen, '\x1b') || !strings.Contains(screen, "=HYPERLINK") {
		t.Errorf("the screen:\n%q", screen)
	}
	list := read(t, folder, "problems.csv")
	if !strings.HasPrefix(list, "\ufefftown,") || !strings.Contains(list, "'=HYPERLINK") || strings.Contains(list, `,"=HYPERLINK`) {
		t.Errorf("the list of problems:\n%s", list)
	}
	must(t, folder, "check", "-w", "b.gpkg", "--standard", "b.yaml", "--problems", "problems.xlsx", "-o", "card.xlsx")
	for _, name := range []string{"problems.xlsx", "card.xlsx"} {
		book, err := excelize.OpenFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for r := range rows {
				for c := range rows[r] {
					cell, err := excelize.CoordinatesToCellName(c+1, r+1)
					if err != nil {
						t.Fatal(err)
					}
					if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
						t.Errorf("%s %s holds the formula %q, %v", name, cell, formula, err)
					}
				}
			}
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
}
