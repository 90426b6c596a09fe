package coverage

import (
	"fmt"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Request is a question about one or several services. Its zero values are the documented defaults.
type Request struct {
	Services []string          // codes; at least one
	Need     Need              // what several services mean together; any by default
	Profile  isochrone.Profile // how people travel
	Minutes  []int             // cutoffs, each from 1 to 120, inclusive
	Group    geo.Group         // whom to count; everyone by default
	By       string            // rows for the areas of one level, or of all levels if "area"; "" for the whole alone
	Band     bool              // also the share under nearest access, slower and faster
}

// Need says how several services are asked for together.
type Need string

// Any: one of the services is enough. All: every one is needed, the slowest decides.
const (
	Any Need = "any"
	All Need = "all"
)

// The bounds of a cutoff in minutes.
const (
	MinMinutes = 1
	MaxMinutes = 120
)

// maxCutoffs bounds the cutoffs of one request.
const maxCutoffs = 24

// RequestError is a question that cannot be answered as it stands.
type RequestError struct {
	Parameter string // "service", "minutes", …
	Value     string
	Rule      string // what is wanted
	Hint      string // what to do next
}

func (e *RequestError) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%s %q: %s. %s", e.Parameter, e.Value, e.Rule, e.Hint), ". ")
}

// NoDataError says that nothing was imported that could answer the question. It is never shown as 0 %.
type NoDataError struct {
	What string // "facilities of service clinic"
	Hint string // the command that imports it
}

func (e *NoDataError) Error() string { return fmt.Sprintf("no data: %s. %s", e.What, e.Hint) }

func noList(service string) error {
	return &NoDataError{"facilities of service " + service, "Import them: lifecircle import facilities FILE --service " + service}
}

// check holds a request against the study area and puts it into its canonical form: services and cutoffs
// sorted, without repetitions.
func (a *Analysis) check(q Request) (Request, error) {
	q.Services = slices.Compact(slices.Sorted(slices.Values(q.Services)))
	q.Minutes = slices.Compact(slices.Sorted(slices.Values(q.Minutes)))
	if q.Need == "" {
		q.Need = Any
	}
	if q.Need != Any && q.Need != All {
		return q, &RequestError{"need", string(q.Need), "must be any or all", ""}
	}
	if len(q.Services) == 0 {
		return q, &RequestError{"service", "", "name at least one service", "For example: elder_station"}
	}
	for _, code := range q.Services {
		if _, known := geo.LookupService(code); !known {
			return q, unknownService(code)
		}
	}
	if err := checkMinutes(q.Minutes); err != nil {
		return q, err
	}
	if q.By != "" && q.By != "area" && !slices.Contains(a.Area.Levels(), q.By) {
		if len(a.Area.Levels()) == 0 {
			return q, &NoDataError{"areas", "Import them: lifecircle import areas FILE"}
		}
		return q, &RequestError{"by", q.By, "is no level of the areas", "The levels are: " + strings.Join(a.Area.Levels(), ", ") + ", or area for all of them"}
	}
	if q.By == "area" && len(a.Area.Areas) == 0 {
		return q, &NoDataError{"areas", "Import them: lifecircle import areas FILE"}
	}
	return q, a.checkData(q)
}

func checkMinutes(minutes []int) error {
	if len(minutes) == 0 || len(minutes) > maxCutoffs {
		return &RequestError{"minutes", fmt.Sprint(minutes), fmt.Sprintf("name from 1 to %d cutoffs", maxCutoffs), "For example: 5,15,30"}
	}
	for _, m := range minutes {
		if m < MinMinutes || m > MaxMinutes {
			return &RequestError{"minutes", fmt.Sprint(m), fmt.Sprintf("a cutoff is from %d to %d whole minutes", MinMinutes, MaxMinutes), ""}
		}
	}
	return nil
}

func unknownService(code string) error {
	e := &RequestError{Parameter: "service", Value: code, Rule: "is no service code", Hint: "The codes are listed by: lifecircle services"}
	if near, ok := geo.NearestService(code); ok {
		e.Hint = "Did you mean " + near + "?"
	}
	return e
}

func (a *Analysis) checkData(q Request) error {
	if len(a.Area.Streets) == 0 {
		return &NoDataError{"streets", "Import them: lifecircle import streets FILE.osm.pbf"}
	}
	if len(a.Area.Points) == 0 {
		return &NoDataError{"residential points", "Import them: lifecircle import residents FILE.csv"}
	}
	for _, code := range q.Services {
		if !a.Area.HasList(code) {
			return noList(code)
		}
	}
	if !a.Area.HasGroup(q.Group) {
		return &NoDataError{"column " + q.Group.Column() + " of the residential points", "Import residents with that column, or choose another group"}
	}
	return nil
}

// Joined names the services of a request as results do: their sorted codes joined by "," where any is enough, by "+"
// where all are needed.
func (q *Request) Joined() string {
	codes := slices.Compact(slices.Sorted(slices.Values(q.Services)))
	if q.Need == All {
		return strings.Join(codes, "+")
	}
	return strings.Join(codes, ",")
}
