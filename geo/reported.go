package geo

import "cmp"

// Reported is a number that nobody computed from the map: somebody reports it, for a year and with a source. A check of a
// plan only compares it with its target.
type Reported struct {
	Indicator string `json:"indicator"`      // that of the plan's table, such as ZJ-04, or the id of a check
	Area      string `json:"area,omitempty"` // id or name of the area it is about; "" for the whole
	Value     string `json:"value"`          // a decimal number, as exact as it was reported
	Unit      string `json:"unit,omitempty"`
	Year      int    `json:"year"`
	Source    string `json:"source,omitempty"` // who says so: a yearbook, a bulletin
}

// reportedPart is how sources and fingerprints call the reported numbers of a town.
const reportedPart = "reported"

func compareReported(a, b Reported) int {
	return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Year, b.Year))
}

// reported digests the reported numbers.
func (d *digest) reported(t *Town) {
	d.count(len(t.Reported))
	for _, r := range t.Reported {
		for _, text := range []string{r.Indicator, r.Area, r.Value, r.Unit, r.Source} {
			d.text(text)
		}
		d.number(uint64(r.Year))
	}
}
