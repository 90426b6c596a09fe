package standard

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
)

const escapedPlan = "id: t\ntitle: 步行\nchecks:\n  - {id: a, title: 养老 <5>, measure: coverage, services: [elder_station], mode: walk, minutes: 15, op: \">=\", target: 0.5, severity: must, reach: stated, goal: stated}\n"

// A manifest that another program has written anew, with other blanks and escapes, is the same manifest.
func TestReplayOfAManifestWrittenAnew(t *testing.T) {
	std, err := Parse([]byte(escapedPlan))
	if err != nil {
		t.Fatal(err)
	}
	a := coverage.New(geotest.RiverTown().StudyArea())
	card, err := Assess(context.Background(), a, std, Options{AsOf: "2025-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(card.Manifest, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	var escaped bytes.Buffer
	for _, r := range string(text) {
		if r < 128 {
			escaped.WriteRune(r)
		} else {
			fmt.Fprintf(&escaped, `\u%04x`, r)
		}
	}
	var m coverage.Manifest
	if err := json.Unmarshal(escaped.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	again, _, err := Replay(context.Background(), a, &m)
	if err != nil {
		t.Fatal(err)
	}
	if again.Checks[0].Value.Rat().Cmp(card.Checks[0].Value.Rat()) != 0 || card.Checks[0].Value.Rat().Cmp(new(big.Rat)) == 0 {
		t.Errorf("%v and %v", again.Checks[0].Value, card.Checks[0].Value)
	}
	first, _ := json.Marshal(card.Manifest)
	second, _ := json.Marshal(again.Manifest)
	if !bytes.Equal(first, second) {
		t.Errorf("%s\n%s", first, second)
	}
}
