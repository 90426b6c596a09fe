package main_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestChinesePaths uses names in Chinese, with spaces and signs that mean something elsewhere, for every kind of file.
func TestChinesePaths(t *testing.T) {
	folder := filepath.Join(riverTown(t), "民政局 规划#1 100%")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	workspace := "青汀 市#1%20.gpkg"
	if runtime.GOOS != "windows" {
		workspace = "青汀?mode=ro&市#1%20.gpkg" // would be options, were it taken for an address
	}
	write(t, folder, "居民点？.csv", townResidents())
	must(t, folder, "copy", "-w", "../town.gpkg", "-o", workspace)
	screen := must(t, folder, "import", "residents", "居民点？.csv", "--replace", "-w", workspace)
	if !strings.Contains(screen, "居民点？.csv") || !strings.Contains(screen, "kept 6") {
		t.Errorf("%s", screen)
	}
	must(t, folder, "times", "-w", workspace, "--service", "elder_station", "-o", "出行时间.csv")
	for _, name := range []string{"设施.geojson", "设施.gpkg", "设施.xlsx"} {
		must(t, folder, "export", "-w", workspace, "--layer", "facility", "-o", name)
	}
	if again := must(t, folder, "replay", "出行时间.csv.manifest.json", "-w", workspace); again != read(t, folder, "出行时间.csv") {
		t.Error("replay differs")
	}
	if strings.Contains(read(t, folder, "出行时间.csv.manifest.json"), "民政局") {
		t.Error("the manifest tells a path")
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2+2+3*2 {
		t.Errorf("%d files, some under another name: %v", len(files), files)
	}
}
