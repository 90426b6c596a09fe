package table

import (
	"errors"
	"strings"
	"testing"

	"lifecircle/geo"
)

func readCandidates(t *testing.T, text string, opts Options) ([]Candidate, Findings, error) {
	t.Helper()
	sheet, err := ReadCSV(strings.NewReader(text), "parcels.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	return Candidates(sheet, opts)
}

func TestCandidates(t *testing.T) {
	all, _, err := readCandidates(t, "地块编号,名称,造价,容量,设施类型,状态,经度,纬度\nP2,东,\"1,200.5\",60,幼儿园,必选,113.55,22.19\nP1,西,0,,,,113.54,22.2\n", Options{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if c := all[0]; c.ID != "P2" || c.Cost != 1200.5 || c.Capacity != 60 || c.Service != "kindergarten" || c.Status != "必选" || c.Row != 2 || c.Point[0] != 113.55 {
		t.Errorf("%+v", c)
	}
	if c := all[1]; c.Cost != 0 || c.Capacity != geo.NoData || c.Service != "" || c.Status != "" {
		t.Errorf("%+v", c)
	}
	if all, _, err := readCandidates(t, "id,lon,lat\na,1,2\n", Options{}); err != nil || all[0].Cost != geo.NoData {
		t.Errorf("without costs: %+v, %v", all, err)
	}
}

// What is best hangs on every candidate: one row that cannot be read refuses the list.
func TestCandidatesAreReadWholeOrNotAtAll(t *testing.T) {
	for text, says := range map[string]string{
		"id,lon,lat\na,1,2\na,1,3\n":                    "row 2 already",
		"id,lon,lat,cost\na,1,2,5\nb,1,3,\n":            "cost is missing",
		"id,lon,lat,cost\na,1,2,-5\nb,1,3,1\n":          "negative",
		"id,lon,lat,cost\na,1,2,dear\nb,1,3,1\n":        "text where a number",
		"id,lon,lat,service\na,1,2,inn\nb,1,3,clinic\n": "service is not known",
		"id,lon,lat\na,1,200\nb,1,3\n":                  "",
		"id,lon\na,1\n":                                 "lat",
	} {
		all, _, err := readCandidates(t, text, Options{})
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(refusal.InWords().EN, says) || all != nil {
			t.Errorf("%q: %+v, %v", text, all, err)
		}
	}
}
