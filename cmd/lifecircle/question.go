package main

import (
	"fmt"
	"strconv"
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
	minutes  list
	usual    string // minutes where none are given
	group    string
}

// flags adds the flags of a question to a command.
func (q *question) flags(cmd *cobra.Command, minutes string) {
	q.usual = minutes
	f := cmd.Flags()
	f.Var(&q.services, "service", "service `CODE`, or several separated by commas (see: lifecircle services)")
	f.StringVar(&q.need, "need", string(coverage.Any), "of several services, people need `any|all`")
	f.Var(&q.minutes, "minutes", minutesHelp(minutes))
	f.StringVar(&q.group, "group", geo.All.String(), "whom to count: `GROUP`, one of "+strings.Join(groupNames(), ", "))
	q.travel.flags(cmd)
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
	minutes, err := q.minutes.cutoffs(q.usual)
	if err != nil {
		return coverage.Request{}, err
	}
	profile, err := q.travel.profile()
	return coverage.Request{Services: q.services, Need: coverage.Need(q.need), Profile: profile, Minutes: minutes, Group: group}, err
}

func minutesHelp(usual string) string {
	return fmt.Sprintf("travel time in whole `minutes`, from %d to %d, inclusive (default %s)", coverage.MinMinutes, coverage.MaxMinutes, usual)
}

// cutoffs reads minutes, the usual ones where none are given.
func (l list) cutoffs(usual string) ([]int, error) {
	if len(l) == 0 {
		l = strings.Split(usual, ",")
	}
	minutes := make([]int, len(l))
	for i, text := range l {
		m, err := strconv.Atoi(text)
		if err != nil {
			return nil, &usageError{
				fmt.Sprintf("minutes %q: a cutoff is from %d to %d whole minutes", text, coverage.MinMinutes, coverage.MaxMinutes), "For example: --minutes 5,15,30"}
		}
		minutes[i] = m
	}
	return minutes, nil
}
