package standard

import (
	"errors"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// Ready refuses what [Assess] would refuse, without assessing anything: an unknown check, a day or an age that cannot be.
func Ready(a *coverage.Analysis, std *Standard, o Options) error {
	if _, err := std.chosen(o.Checks); err != nil {
		return err
	}
	_, err := newAssessor(a, std, o)
	return err
}

// Lacking tells what the town's data lacks where that is why a question has no answer.
func Lacking(err error) (what geo.Words, is bool) {
	var why *unanswerable
	if is = errors.As(err, &why); is {
		what = why.why
	}
	return what, is
}

// InWords is why there is no answer, in both languages.
func (u *unanswerable) InWords() geo.Words { return u.why }
