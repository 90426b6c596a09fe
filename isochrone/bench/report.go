package bench

import "lifecircle/geo"

// Report is one run of the benchmark.
type Report struct {
	Program string  `json:"program"` // its version
	Machine Machine `json:"machine"`
	Input   Input   `json:"input"`
	Rows    []Row   `json:"rows"`
	// PeakBytes is the most memory that the process has held, textbook and all; 0 where the system does not tell.
	PeakBytes int64   `json:"peak_bytes"`
	Seconds   float64 `json:"seconds"` // that the whole run took
	LoadAfter string  `json:"load_after"`
}

// Input is the town that was measured.
type Input struct {
	Name       string         `json:"name"`
	SHA256     string         `json:"sha256"`    // see [Hash]
	Junctions  int            `json:"junctions"` // on foot, dead ends too
	Pieces     int            `json:"pieces"`    // of street, on foot
	Streets    int            `json:"streets"`
	Points     int            `json:"residential_points"`
	People     int64          `json:"people"`
	Facilities map[string]int `json:"facilities"` // by service
	Turns      int            `json:"turn_rules"`
	Barriers   int            `json:"barriers"`
}

// Row is one job.
type Row struct {
	ID       string    `json:"id"`
	Job      geo.Words `json:"job"`
	Unit     Unit      `json:"unit"`
	Engine   *Figure   `json:"engine"`   // null: not measured
	Textbook *Figure   `json:"textbook"` // null: there is no textbook way to do it
	Target   *float64  `json:"target"`   // null: none is set
	Faster   float64   `json:"faster"`   // how many times faster than the textbook it should be; 0: as may be
	Note     geo.Words `json:"note"`     // why it was not measured, or what to know about it
}

// Unit is what the figures of a row are in.
type Unit string

// A time is in seconds, an amount in bytes; a speed-up is a plain number, the more the better.
const (
	Seconds Unit = "s"
	Bytes   Unit = "B"
	SpeedUp Unit = "×"
)

// Figure is what several runs of one job took, for each unit of work.
type Figure struct {
	Median float64 `json:"median"` // of the wall clock, for times
	Best   float64 `json:"best"`
	CPU    float64 `json:"cpu_median"` // of the time that processors spent; 0 where it is not known or does not matter
	Runs   int     `json:"runs"`
}

// times is the figure for so many units of work.
func (f *Figure) times(units float64) Figure {
	return Figure{f.Median * units, f.Best * units, f.CPU * units, f.Runs}
}

// Judged is the median by which figures are compared: on a machine that others use too, the time of the processor.
func (f *Figure) Judged() float64 {
	if f.CPU > 0 {
		return f.CPU
	}
	return f.Median
}

// Ratio is how many times faster the engine was than the textbook; false where one of them was not measured.
func (r *Row) Ratio() (times float64, known bool) {
	if r.Engine == nil || r.Textbook == nil || r.Engine.Judged() <= 0 {
		return 0, false
	}
	return r.Textbook.Judged() / r.Engine.Judged(), true
}

// Met tells whether a row reaches what it aims at; false for known where nothing is aimed at or it was not measured.
func (r *Row) Met() (met, known bool) {
	if r.Engine == nil || r.Target == nil {
		return false, false
	}
	if r.Unit == SpeedUp {
		return r.Engine.Judged() >= *r.Target, true
	}
	ratio, compared := r.Ratio()
	return r.Engine.Judged() <= *r.Target && (!compared || ratio >= r.Faster), true
}
