package siting_test

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"lifecircle/geo/geotest/realdata"
	"lifecircle/isochrone/siting"
)

// sanFrancisco is the instance of 205 census tracts and 16 stores, with costs in units of 1e-8 metres.
func sanFrancisco(t testing.TB) *siting.Instance {
	t.Helper()
	file, err := os.Open(realdata.Path(t, "siting/sanfrancisco/SF_network_distance_candidateStore_16_censusTract_205_new.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	in := &siting.Instance{}
	points, stores := map[string]uint32{}, map[string]int{}
	for _, row := range rows[1:] {
		metres, err := strconv.ParseFloat(row[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		j, known := points[row[2]]
		if !known {
			j = uint32(len(points))
			points[row[2]] = j
			demand, err := strconv.ParseInt(row[3], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			in.Demand = append(in.Demand, demand)
		}
		i, known := stores[row[1]]
		if !known {
			i = len(stores)
			stores[row[1]] = i
			in.Candidates = append(in.Candidates, siting.Candidate{ID: row[1], Cost: 1})
			in.Costs = append(in.Costs, nil)
		}
		in.Costs[i] = append(in.Costs[i], siting.Cost{Point: j, Cost: int64(math.Round(metres * 1e8))})
	}
	for _, costs := range in.Costs {
		slices.SortFunc(costs, func(a, b siting.Cost) int { return int(a.Point) - int(b.Point) })
	}
	return in
}

// pmed reads a p-median graph of the OR-Library and computes all distances. Of an edge that is given again, the last
// length counts.
func pmed(t testing.TB, n int) (in *siting.Instance, p int) {
	t.Helper()
	file, err := os.Open(realdata.Path(t, fmt.Sprintf("siting/pmed/pmed%d.txt", n)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	numbers := bufio.NewScanner(file)
	numbers.Split(bufio.ScanWords)
	next := func() int {
		numbers.Scan()
		v, err := strconv.Atoi(numbers.Text())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	nodes, edges, p := next(), next(), next()
	const far = 1 << 40
	d := make([][]int64, nodes)
	for i := range d {
		d[i] = slices.Repeat([]int64{far}, nodes)
		d[i][i] = 0
	}
	for range edges {
		a, b, length := next()-1, next()-1, int64(next())
		d[a][b], d[b][a] = length, length
	}
	for k := range nodes {
		for i := range nodes {
			for j := range nodes {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	in = &siting.Instance{Demand: slices.Repeat([]int64{1}, nodes), Costs: make([][]siting.Cost, nodes)}
	for i := range nodes {
		in.Candidates = append(in.Candidates, siting.Candidate{ID: strconv.Itoa(i + 1), Cost: 1})
		for j := range nodes {
			in.Costs[i] = append(in.Costs[i], siting.Cost{Point: uint32(j), Cost: d[i][j]})
		}
	}
	return in, p
}
