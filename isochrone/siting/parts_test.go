package siting_test

import (
	"bytes"
	"context"
	"testing"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// TestTamperedParts does not believe proofs of parts in which a reduction or a part is not what it should be.
func TestTamperedParts(t *testing.T) {
	in := bigTown(11, 500, 150, 12)
	a, err := siting.Solve(context.Background(), in, siting.Problem{Goal: siting.FewestSites}, siting.Limits{Proof: true})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := verify.Check(in, a.Proof); err != nil || r.Value != a.Value || r.Bound != a.Bound || !a.Proven {
		t.Fatalf("%+v, %v", r, err)
	}
	if len(a.Proof.Reduced) == 0 || len(a.Proof.Parts) < 2 {
		t.Fatalf("%d reductions and %d parts: the test is of no use", len(a.Proof.Reduced), len(a.Proof.Parts))
	}
	var written bytes.Buffer
	if err := a.Proof.Write(&written); err != nil {
		t.Fatal(err)
	}
	kept := a.Proof.Chosen[0] // nobody else does what it does
	for name, spoil := range map[string]func(c *siting.Certificate){
		"better bound":          func(c *siting.Certificate) { c.Bound++ },
		"a part left out":       func(c *siting.Certificate) { c.Parts = c.Parts[1:] },
		"a part twice":          func(c *siting.Certificate) { c.Parts = append(c.Parts, c.Parts[0]) },
		"a part without proof":  func(c *siting.Certificate) { c.Parts[0].Root = nil },
		"an absurd scale":       func(c *siting.Certificate) { c.Parts[0].Scale = 200 },
		"a step twice":          func(c *siting.Certificate) { c.Reduced = append(c.Reduced, c.Reduced[0]) },
		"left out for nobody":   func(c *siting.Certificate) { c.Reduced = append(c.Reduced, siting.Reduction{Out: kept, By: -1}) },
		"left out for itself":   func(c *siting.Certificate) { c.Reduced[0].By = c.Reduced[0].Out },
		"an unknown candidate":  func(c *siting.Certificate) { c.Reduced[0] = siting.Reduction{Out: 9999, By: 0} },
		"an unknown point":      func(c *siting.Certificate) { c.Reduced[0] = siting.Reduction{Point: true, Out: -1, By: 9999} },
		"no reductions at all":  func(c *siting.Certificate) { c.Reduced = nil },
		"neither tree nor part": func(c *siting.Certificate) { c.Parts = nil },
	} {
		c, err := siting.ReadCertificate(bytes.NewReader(written.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		spoil(c)
		if r, err := verify.Check(in, c); err == nil {
			t.Errorf("%s: believed, %+v", name, r)
		}
	}
}
