package table

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkResidents reads 100,000 residential points from CSV.
func BenchmarkResidents(b *testing.B) {
	var file strings.Builder
	file.WriteString("id,name,lon,lat,population,age60,households\n")
	for i := range 100_000 {
		fmt.Fprintf(&file, "P%06d,东湖小区%d号楼,%.6f,%.6f,%d,%d,%d\n", i, i, 120+float64(i)/1e6, 30+float64(i)/2e6, i%900, i%90, i%300)
	}
	b.ReportAllocs()
	for b.Loop() {
		sheet, err := ReadCSV(strings.NewReader(file.String()), "f.csv", Auto)
		if err != nil {
			b.Fatal(err)
		}
		if points, _, err := Residents(sheet, Options{}); err != nil || len(points) != 100_000 {
			b.Fatal(len(points), err)
		}
	}
}
