package standard

import (
	"context"
	"fmt"
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// generatedCounty has 3,000 communities in a square, 10,000 facilities and a point in each community.
func generatedCounty() geo.Town {
	const side, communities, facilities = 55, 3000, 10_000
	town := geo.Town{Name: "county"}
	for i := range communities {
		x, y := 500*float64(i%side), 500*float64(i/side)
		town.Areas = append(town.Areas, geo.Area{ID: fmt.Sprintf("c%04d", i), Level: "community", Kind: []string{"居委会", "村委会"}[i%2], Population: geo.NoData, Registered: geo.NoData,
			Households: int64(800 + i), Attributes: map[string]string{"staff_community": fmt.Sprint(i % 9), "floor_total": "120000.5", "floor_service": "9000.25", "floor_commerce": "3000"}})
		p := geo.ResidentialPoint{ID: fmt.Sprintf("p%04d", i), Point: at(x, y), Area: fmt.Sprintf("c%04d", i)}
		p.People[geo.All] = int32(2000 + i)
		town.Points = append(town.Points, p)
	}
	for i := range facilities {
		service := []string{"community_center", "childcare", "clinic", "elder_station", "bank"}[i%5]
		f := facilityAt(service, fmt.Sprintf("%05d", i), at(500*float64(i*7%communities%side)+float64(i%90), 500*float64(i*7%communities/side)))
		f.Area, f.AreaM2, f.OpeningHours = fmt.Sprintf("c%04d", i*7%communities), float64(i%1500)+0.5, "周一至周五 8:30-17:00"
		f.Attributes = map[string]string{"places": fmt.Sprint(i % 60), "staff_gp": "2", "staff_care": "3", "activity_area_m2": fmt.Sprint(i % 700)}
		town.Facilities = append(town.Facilities, f)
	}
	return listed(town)
}

func BenchmarkMeasuresByUnits(b *testing.B) {
	area, err := geo.NewStudyArea(generatedCounty())
	if err != nil {
		b.Fatal(err)
	}
	area.FacilityAreasAt("community") // once for all checks
	for _, c := range []Check{
		atLeast(area100, "40"),
		atLeast(Check{ID: "share", Measure: Share, Attributes: []string{"floor_commerce", "floor_service"}, Over: "floor_total", Unit: "community"}, "0.12"),
		atLeast(Check{ID: "presence", Measure: Presence, Services: []string{"bank", "clinic_any"}, Scope: Urban, Unit: "community"}, "1"),
		atLeast(Check{ID: "places", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Unit: "county"}, "4.5"),
		atLeast(Check{ID: "workers", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10000, Scope: Urban, Unit: "county"}, "18"),
		atLeast(Check{ID: "each", Measure: PerCommunity, Attributes: []string{"staff_gp"}, Unit: "community"}, "1"),
		atLeast(Check{ID: "count", Measure: Count, Services: []string{"bank"}, Scope: Urban}, "3"),
		atLeast(Check{ID: "cluster", Measure: Cluster, Services: []string{"bank", "childcare", "clinic", "elder_station"}, RadiusM: 300, Types: 4}, "1"),
		atLeast(Check{ID: "colocation", Measure: Colocation, Services: []string{"clinic", "elder_any"}, RadiusM: 100}, "1"),
		atLeast(Check{ID: "hours", Measure: Hours, Services: []string{"community_center"}}, "8"),
		atLeast(Check{ID: "minarea", Measure: MinArea, Services: []string{"community_center"}}, "500"),
	} {
		b.Run(c.ID, func(b *testing.B) {
			std := &Standard{ID: "bench", Sets: DefaultSets(), Bundles: DefaultBundles(), Checks: []Check{c}}
			for b.Loop() {
				if _, err := Assess(context.Background(), coverage.New(area), std, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
