package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestProgressLines reports a thousand times within ten seconds to something that is no terminal.
func TestProgressLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var to strings.Builder
		p := newProgress(&to, "importing streets")
		for done := range int64(1001) {
			p.report(done, 1000)
			time.Sleep(10 * time.Millisecond)
		}
		p.report(5, 0) // nothing is known of the whole
		p.end()
		lines := strings.Split(strings.TrimSuffix(to.String(), "\n"), "\n")
		if len(lines) != 10 || lines[0] != "importing streets: 10 %" || lines[9] != "importing streets: 100 %" {
			t.Errorf("%d lines: %q", len(lines), lines)
		}
	})
}
