# Makes one table of the benchmarks of all packages: time, memory and allocations of one run.

function time(ns) {
	if (ns >= 1e9) return sprintf("%.2f s ", ns / 1e9)
	if (ns >= 1e6) return sprintf("%.2f ms", ns / 1e6)
	if (ns >= 1e3) return sprintf("%.2f µs", ns / 1e3)
	return sprintf("%.1f ns", ns)
}

function memory(bytes) {
	if (bytes >= 1048576) return sprintf("%.1f MB", bytes / 1048576)
	return sprintf("%.1f kB", bytes / 1024)
}

BEGIN { printf "%-64s %12s %12s %12s\n", "benchmark", "time", "memory", "allocations" }

/^pkg: / { package = $2; sub(/^lifecircle\//, "", package) }
/^Benchmark/ && NF > 3 {
	name = $1
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	took = bytes = allocs = ""
	for (i = 2; i < NF; i++) {
		if ($(i + 1) == "ns/op") took = time($i)
		if (package ~ /^cmd/) { # what the test allocates says nothing about the program it runs
			if ($(i + 1) == "MB-resident") bytes = sprintf("%.1f MB", $i)
			continue
		}
		if ($(i + 1) == "B/op") bytes = memory($i)
		if ($(i + 1) == "allocs/op") allocs = $i
	}
	printf "%-64s %12s %12s %12s\n", package " " name, took, bytes, allocs
	fflush()
}
/^(FAIL|panic|---)/ { print }
/^ +.*_test\.go:[0-9]+: / { print }
