package bench

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// Machine is what a run was made on. What the system does not tell is empty.
type Machine struct {
	CPU        string `json:"cpu"`
	Processors int    `json:"processors"`
	GOMAXPROCS int    `json:"gomaxprocs"`
	System     string `json:"system"`
	Go         string `json:"go"`
	Load       string `json:"load"` // of the last 1, 5 and 15 minutes, before the run
}

// ThisMachine describes the machine as it is now.
func ThisMachine() Machine {
	return Machine{
		CPU: fact("/proc/cpuinfo", "model name"), Processors: runtime.NumCPU(), GOMAXPROCS: runtime.GOMAXPROCS(0),
		System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Load: load(),
	}
}

// load is the load average, by Linux alone.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(text))
	return strings.Join(fields[:min(3, len(fields))], " ")
}

// peak is the most memory the process has held, by Linux alone; else 0.
func peak() int64 {
	kB, err := strconv.ParseInt(strings.TrimSuffix(fact("/proc/self/status", "VmHWM"), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return kB << 10
}

// fact is the value of the first line "key: value" of a file of the kernel, "" if there is none.
func fact(path, key string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, value, is := strings.Cut(line, ":"); is && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// heap is how much memory is in use, all garbage taken away.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what has a finalizer goes with the second one
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
