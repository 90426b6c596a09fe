package siting_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lifecircle/isochrone/siting"
)

// TestAgainstOtherSolvers gives covering towns to CBC or GLPK as integer programs.
func TestAgainstOtherSolvers(t *testing.T) {
	for seed := range uint64(5) {
		in := bigTown(20+seed, 600, 80, 120)
		p := siting.Problem{Sites: 9}
		a := solve(t, in, p)
		value := solveLP(t, asLP(in, p.Sites))
		if max(value, -value) != a.Value || !a.Proven {
			t.Errorf("seed %d: %d, proven %v; the other solver has %d", seed, a.Value, a.Proven, value)
		}
	}
}

// TestFewestSitesAgainstOtherSolvers gives towns in which everybody is to be covered to CBC or GLPK.
func TestFewestSitesAgainstOtherSolvers(t *testing.T) {
	for seed := range uint64(5) {
		in := bigTown(40+seed, 500, 150, 12)
		a := solve(t, in, siting.Problem{Goal: siting.FewestSites})
		if value := solveLP(t, coverAllLP(in)); value != a.Value || !a.Proven {
			t.Errorf("seed %d: %d, proven %v; the other solver has %d", seed, a.Value, a.Proven, value)
		}
	}
}

// coverAllLP writes the fewest sites that cover everybody in the LP format.
func coverAllLP(in *siting.Instance) string {
	var goal, rules, binary strings.Builder
	by := make([]string, len(in.Demand))
	for i, reach := range in.Reach {
		fmt.Fprintf(&goal, " + y%d\n", i)
		fmt.Fprintf(&binary, " y%d\n", i)
		for _, run := range reach {
			for j := run.From; j < run.To; j++ {
				by[j] += fmt.Sprintf(" + y%d\n", i)
			}
		}
	}
	for j, w := range in.Demand {
		if w > 0 && by[j] != "" {
			rules.WriteString(by[j] + " >= 1\n")
		}
	}
	return "Minimize\n" + goal.String() + "Subject To\n" + rules.String() + "Binary\n" + binary.String() + "End\n"
}

// solveLP gives the optimum that CBC or GLPK finds; the test is skipped where neither is.
func solveLP(t *testing.T, program string) int64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "town.lp")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	if cbc, err := exec.LookPath("cbc"); err == nil {
		return found(t, regexp.MustCompile(`Objective value:\s+(-?[0-9.]+)`), cbc, file, "solve")
	}
	glpk, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("neither cbc nor glpsol is installed (Debian: apt install coinor-cbc glpk-utils)")
	}
	return found(t, regexp.MustCompile(`Objective:\s+\S*\s*=\s*(-?[0-9.e+]+)`), glpk, "--lp", file, "-o", "/dev/stdout")
}

// found runs a solver and reads the last value that it prints.
func found(t *testing.T, pattern *regexp.Regexp, program string, args ...string) int64 {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	matches := pattern.FindAllStringSubmatch(string(out), -1)
	if len(matches) == 0 {
		t.Fatalf("%s printed no value:\n%s", program, out)
	}
	last := strings.Join(matches[len(matches)-1][1:], "")
	value, err := strconv.ParseFloat(last, 64)
	if err != nil {
		t.Fatal(err)
	}
	return int64(value + 0.5*float64(sign(value)))
}

func sign(v float64) int {
	if v < 0 {
		return -1
	}
	return 1
}

// asLP writes the most covered with a number of sites in the LP format.
func asLP(in *siting.Instance, sites int) string {
	var goal, rules, bounds, binary strings.Builder
	by := make([][]int, len(in.Demand))
	for i, reach := range in.Reach {
		for _, run := range reach {
			for j := run.From; j < run.To; j++ {
				by[j] = append(by[j], i)
			}
		}
		fmt.Fprintf(&binary, " y%d\n", i)
	}
	for j, w := range in.Demand {
		if w == 0 || len(by[j]) == 0 {
			continue
		}
		fmt.Fprintf(&goal, " + %d z%d\n", w, j)
		fmt.Fprintf(&rules, " z%d", j)
		for _, i := range by[j] {
			fmt.Fprintf(&rules, " - y%d\n", i)
		}
		fmt.Fprintf(&rules, " <= 0\n")
		fmt.Fprintf(&bounds, " z%d <= 1\n", j)
	}
	for i := range in.Candidates {
		fmt.Fprintf(&rules, " + y%d\n", i)
	}
	fmt.Fprintf(&rules, " <= %d\n", sites)
	return "Maximize\n" + goal.String() + "Subject To\n" + rules.String() + "Bounds\n" + bounds.String() + "Binary\n" + binary.String() + "End\n"
}
