package main

import "strings"

// list is the value of a flag that takes several words separated by commas, once or repeatedly.
type list []string

func (l *list) Set(text string) error {
	for word := range strings.SplitSeq(text, ",") {
		*l = append(*l, strings.TrimSpace(word))
	}
	return nil
}

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Type() string { return "list" }
