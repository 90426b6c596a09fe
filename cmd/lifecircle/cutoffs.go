package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/isochrone/coverage"
)

// cutoffs holds the flags that say how far is near enough: in minutes, or in metres along the streets.
type cutoffs struct {
	minutes, metres list
	usual           string // minutes where nothing is given
}

func (c *cutoffs) flags(cmd *cobra.Command, minutes string) {
	c.usual = minutes
	f := cmd.Flags()
	f.Var(&c.minutes, "minutes", fmt.Sprintf("travel time in whole `minutes`, from %d to %d, inclusive (default %s)", coverage.MinMinutes, coverage.MaxMinutes, minutes))
	f.Var(&c.metres, "metres", fmt.Sprintf("instead of minutes: `metres` along the streets, from %d to %d, inclusive", coverage.MinMetres, coverage.MaxMetres))
	cmd.MarkFlagsMutuallyExclusive("minutes", "metres")
	for _, speed := range []string{"speed", "speed-factor"} {
		if f.Lookup(speed) != nil {
			cmd.MarkFlagsMutuallyExclusive("metres", speed) // a distance has no speed
		}
	}
}

// read gives the cutoffs of one kind, the usual minutes where none are given.
func (c *cutoffs) read() (minutes, metres []int, err error) {
	if len(c.metres) > 0 {
		metres, err = numbers(c.metres, func(text string) error {
			return &usageError{fmt.Sprintf("metres %q: a cutoff is from %d to %d whole metres", text, coverage.MinMetres, coverage.MaxMetres), "For example: --metres 300,500,1000"}
		})
		return nil, metres, err
	}
	given := c.minutes
	if len(given) == 0 {
		given = strings.Split(c.usual, ",")
	}
	minutes, err = numbers(given, func(text string) error {
		return &usageError{fmt.Sprintf("minutes %q: a cutoff is from %d to %d whole minutes", text, coverage.MinMinutes, coverage.MaxMinutes), "For example: --minutes 5,15,30"}
	})
	return minutes, nil, err
}

func numbers(words list, wrong func(text string) error) ([]int, error) {
	all := make([]int, len(words))
	for i, text := range words {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, wrong(text)
		}
		all[i] = n
	}
	return all, nil
}
