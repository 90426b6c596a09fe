package main_test

import (
	"strings"
	"testing"
)

func TestImportAttributesAndReportedNumbers(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "areas.csv", "id,name,level\nU1,望湖社区,community\nU2,书院社区,community\n")
	must(t, folder, "import", "areas", "areas.csv", "-w", "town.gpkg")
	write(t, folder, "台账.csv", "社区名称,户数,综合服务设施面积\n望湖社区,\"2,500\",1050\n书苑社区,1,1\n")
	out := must(t, folder, "import", "attributes", "台账.csv", "--of", "areas", "-w", "town.gpkg")
	for _, says := range []string{"台账.csv read, utf-8\n", "floor_service=综合服务设施面积", `台账.csv:3: 社区名称: "书苑社区": nothing in the workspace has this code or name; did you mean "书院社区"?`,
		"attributes: read 2, kept 1, rejected 1\n", "joined 0 rows by id and 1 by name to 1 areas; of 1 others the file says nothing\n"} {
		if !strings.Contains(out, says) {
			t.Errorf("%q is not said:\n%s", says, out)
		}
	}
	write(t, folder, "numbers.csv", "指标,数值,年份,来源\nZJ-04,350,2025,公报\n")
	if out := must(t, folder, "import", "reported", "numbers.csv", "-w", "town.gpkg"); !strings.Contains(out, "reported: read 1, kept 1\n") {
		t.Error(out)
	}
	if shown := must(t, folder, "export", "--layer", "area", "-o", "areas.out.csv", "-w", "town.gpkg"); strings.Contains(shown, "error") {
		t.Error(shown)
	}
	for _, wrong := range [][]string{
		{"import", "attributes", "台账.csv", "-w", "town.gpkg"},
		{"import", "attributes", "台账.csv", "--of", "streets", "-w", "town.gpkg"},
		{"import", "attributes", "台账.csv", "--of", "areas", "--service", "clinic", "-w", "town.gpkg"},
		{"import", "attributes", "台账.csv", "--of", "facilities", "--level", "town", "-w", "town.gpkg"},
		{"import", "reported", "-w", "town.gpkg"},
	} {
		if a := ran(t, folder, wrong...); a.status != 2 {
			t.Errorf("%v: %d, %s", wrong, a.status, a.err)
		}
	}
}
