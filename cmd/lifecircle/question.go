package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// question holds the flags that ask who is served.
type question struct {
	travel   travel
	services list
	need     string
	cutoffs  cutoffs
	group    string
}

// flags adds the flags of a question to a command.
func (q *question) flags(cmd *cobra.Command, minutes string) {
	f := cmd.Flags()
	f.Var(&q.services, "service", "service `CODE`, or several separated by commas (see: lifecircle services)")
	f.StringVar(&q.need, "need", string(coverage.Any), "of several services, people need `any|all`")
	q.travel.flags(cmd)
	q.cutoffs.flags(cmd, minutes)
	f.StringVar(&q.group, "group", geo.All.String(), "whom to count: `GROUP`, one of "+strings.Join(groupNames(), ", "))
}

func groupNames() (names []string) {
	for g := range geo.NumGroups {
		names = append(names, g.String())
	}
	return names
}

// request is the question in the words of the analysis.
func (q *question) request() (coverage.Request, error) {
	if len(q.services) == 0 {
		return coverage.Request{}, &usageError{"--service is missing", "For example: --service clinic. The codes are listed by: lifecircle services"}
	}
	group, known := geo.ParseGroup(q.group)
	if !known {
		return coverage.Request{}, &usageError{fmt.Sprintf("group %q is unknown", q.group), "The groups are: " + strings.Join(groupNames(), ", ")}
	}
	minutes, metres, err := q.cutoffs.read()
	if err != nil {
		return coverage.Request{}, err
	}
	profile, err := q.travel.profile()
	return coverage.Request{Services: q.services, Need: coverage.Need(q.need), Profile: profile, Minutes: minutes, Metres: metres, Group: group}, err
}
