package town

import "lifecircle/isochrone/coverage"

// Ready is the question in its canonical form, or what is wrong with it as far as that can be told without looking for
// candidates: a [*coverage.RequestError], or a [*coverage.NoDataError] for what the workspace lacks.
func (q Question) Ready(a *coverage.Analysis) (Question, error) {
	err := q.check(a)
	return q, err
}

// Unit names the unit of values and bounds, as [Answer.Unit] does.
func (p *Prepared) Unit() string { return p.unit() }
