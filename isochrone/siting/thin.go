package siting

// thinning is a model that looks at less once it is told which candidates can still matter.
type thinning interface {
	// thin says that only the sites fixed open and others that are free are chosen from now on.
	thin(open, free []int32)
}

// pace is a schedule with the length of the first steps.
type pace struct {
	schedule
	length float64
}

// The patience of a search that thins. Its first schedule may be long, since there is less and less to look at; it ends
// with the first segment that brings the bound down by less than worthwhile of what is missing. Where the gap is narrow
// then, all multipliers are nearly right, and at the nodes short steps find what long ones jump over.
var (
	thinSchedule   = schedule{rounds: 100, patience: 20, shorter: 0.8, least: 1e-3}
	narrowSchedule = pace{schedule{rounds: 100, patience: 15, shorter: 0.7, least: 0.02, glance: 10}, 0.3}
)

const (
	worthwhile = 0.05
	narrowGap  = 0.001 // of the value
)

// lowerAndThin brings the bound down as far as multipliers alone can, fixing sites on the way. It tells whether the best
// choice is proven.
func (s *search) lowerAndThin() (proven bool) {
	d := s.top.dual
	for again := true; again; {
		before := d.total
		if s.lowerOnce(thinSchedule) || s.thin() {
			s.prove(s.top, d.best, s.proof)
			return true
		}
		missing := float64(d.total - s.aim(s.value))
		if s.found { // the bound need not come down to the value, only below the next better one
			missing = float64(d.total - s.aim(s.value+1))
		}
		again = !s.clock.stopped() && !d.stuck && d.length >= thinSchedule.least &&
			(before == unbounded || float64(before-d.total) >= worthwhile*missing)
	}
	if s.found && gap(s.value, s.bound) < narrowGap {
		s.below = narrowSchedule
	}
	return false
}

// thin fixes sites at the root, by the best multipliers known, and tells whether that proves the best choice.
func (s *search) thin() (proven bool) {
	root, d := &s.top, s.top.dual
	before := len(root.free)
	sure, dead := s.tighten(root, d.recall(root.free, root.left), d)
	if len(root.free) == before {
		return false
	}
	s.tree.step(s.proof, s.meaning(d, d.best), d.price, sure)
	s.model.(thinning).thin(root.open, root.free)
	d.fix(root.open)
	if dead {
		s.bound = s.value
	}
	return dead
}
