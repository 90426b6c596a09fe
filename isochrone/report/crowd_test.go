package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// Where there are too many places to be named, the cells of the map hold everybody, the areas all whom the report does not
// name, and the report says so and how to have them all.
func TestCrowd(t *testing.T) {
	q := sampleRequest(EN, Internal)
	view := newView(q.Area)
	crowd := newCrowd(q.Area, &view)
	total, unnamedPeople, places := int64(0), int64(0), 0
	for places < bookSpots+1000 {
		for i := range q.Area.Points {
			people := max(1, int64(q.Area.Points[i].People[geo.All]))
			crowd.add(int32(i), people)
			if total += people; places >= bookSpots {
				unnamedPeople += people
			}
			places++
		}
	}
	inCells, inAreas, placesInAreas := int64(0), int64(0), 0
	for i, c := range crowd.onMap() {
		if inCells += c.people; i > 0 && c.people > crowd.onMap()[i-1].people {
			t.Fatal("cells with fewer people come first")
		}
	}
	for _, u := range crowd.byArea() {
		inAreas += u.people
		placesInAreas += u.places
	}
	if inCells != total || crowd.People != total || crowd.Places != places {
		t.Errorf("%d people in cells, %d of %d in %d of %d places", inCells, crowd.People, total, crowd.Places, places)
	}
	if inAreas != unnamedPeople || crowd.UnnamedPeople != unnamedPeople || placesInAreas != places-bookSpots || crowd.Unnamed != placesInAreas {
		t.Errorf("%d people in areas, %d of %d, in %d places of %d", inAreas, crowd.UnnamedPeople, unnamedPeople, placesInAreas, places-bookSpots)
	}

	q.Crowds = map[string]*Crowd{"zj-t01": crowd}
	page, err := HTML(q)
	if err != nil {
		t.Fatal(err)
	}
	command := "lifecircle check -w FILE.gpkg --standard PLAN.yaml --as-of 2025-12-31 --check zj-t01 --uncovered zj-t01 -o uncovered.csv"
	for _, want := range []string{command, count(crowd.UnnamedPeople).text + " people) are not listed", "added up in cells of"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	packed, err := XLSX(q)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Uncovered, by area")
	if err != nil || len(rows) != len(crowd.areas)+1 {
		t.Errorf("%d rows of areas, %v", len(rows), err)
	}
	spots, err := book.GetRows("Uncovered points")
	if err != nil || !strings.Contains(strings.Join(spots[len(spots)-1], " "), command) {
		t.Errorf("the list of points does not say that it ends: %v %v", spots[len(spots)-1], err)
	}
	q.Edition = Public
	if page, err = HTML(q); err != nil || strings.Contains(string(page), "added up in cells") || strings.Contains(string(page), "not listed one by one") {
		t.Errorf("the public edition tells of the crowd: %v", err)
	}
}

// The command that lists everybody asks under the conditions of the report.
func TestCommandThatListsAll(t *testing.T) {
	q := sampleRequest(EN, Internal)
	card, own := *q.Scorecard, *q.Standard
	own.Text = append(slices.Clone(own.Text), "# changed\n"...)
	card.AsOf, card.Manifest = "", &coverage.Manifest{Scenario: &geo.Scenario{Name: "two new"}}
	q.Scorecard, q.Standard = &card, &own
	q.Options = standard.Options{ElderAge: 65, Profiles: map[geo.Mode]isochrone.Profile{geo.Walk: {}, geo.Bike: {}}}
	const want = `lifecircle check -w FILE.gpkg --standard PLAN.yaml --elder-age 65 --profile walk.yaml --profile bike.yaml --scenario "two new" --check a --uncovered a -o uncovered.csv`
	if got := q.listAll("a"); got != want {
		t.Errorf("%s\nnot %s", got, want)
	}
	builtin, err := standard.Builtin("taizhou-2025")
	if err != nil {
		t.Fatal(err)
	}
	q.Standard, q.Options, card.Manifest = builtin, standard.Options{}, nil
	if got := q.listAll("b"); got != "lifecircle check -w FILE.gpkg --standard taizhou-2025 --check b --uncovered b -o uncovered.csv" {
		t.Error(got)
	}
}
