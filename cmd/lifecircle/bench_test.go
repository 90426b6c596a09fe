package main_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkColdStart is one run of the program as a script makes it: open the workspace, load the town, answer.
func BenchmarkColdStart(b *testing.B) {
	folder := macau(b)
	for _, run := range []struct{ name, command string }{
		{"version", "version"},
		{"coverage_macau_walk", "coverage -w city.gpkg --service kindergarten --mode walk --minutes 5,15,30 --json"},
		{"coverage_macau_drive", "coverage -w city.gpkg --service kindergarten --mode drive --minutes 5,15,30 --json"},
		{"blindspots_macau", "blindspots -w city.gpkg --service kindergarten --minutes 15"},
	} {
		b.Run(run.name, func(b *testing.B) {
			for b.Loop() {
				must(b, folder, strings.Fields(run.command)...)
			}
		})
	}
}

// BenchmarkMemoryAtRest loads Macau into a server, asks it once and reads what it keeps in memory.
func BenchmarkMemoryAtRest(b *testing.B) {
	if !exists("/proc/self/status") {
		b.Skip("the memory of a process is read from /proc, which is not here")
	}
	folder := macau(b)
	for b.Loop() {
		s := serve(b, folder, "serve", "-w", "city.gpkg", "--addr", "127.0.0.1:0")
		if status, body := s.get(b, "api/v1/coverage?service=kindergarten&mode=walk&minutes=15"); status != 200 {
			b.Fatal(body)
		}
		status, err := os.ReadFile("/proc/" + strconv.Itoa(s.Process.Pid) + "/status")
		if err != nil {
			b.Fatal(err)
		}
		for line := range bytes.Lines(status) {
			if fields := strings.Fields(string(line)); fields[0] == "VmRSS:" {
				kB, err := strconv.ParseFloat(fields[1], 64)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(kB/1024, "MB-resident")
			}
		}
		if err := s.Process.Kill(); err != nil {
			b.Fatal(err)
		}
		_ = s.Wait() // it was killed
	}
}
