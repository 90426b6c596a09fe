package coverage

import (
	"errors"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// A place far from everybody is a mistake, most often latitude first, and not a question about the nearest resident.
func TestAPlaceFarFromEverybodyIsNotExplained(t *testing.T) {
	l := geotest.RiverTown()
	a := New(l.StudyArea())
	near := l.At(1.1, 2)
	e, err := a.Explain(t.Context(), ExplainRequest{At: &near, Profile: profile(t, geo.Walk, 0), Minutes: 15})
	if err != nil || e.Point.ID != "r2" {
		t.Errorf("near r2: %v, %v", e, err)
	}
	var refused *RequestError
	if _, err := a.Explain(t.Context(), ExplainRequest{At: &orb.Point{0, 0}, Profile: profile(t, geo.Walk, 0), Minutes: 15}); !errors.As(err, &refused) || refused.Parameter != "at" || !strings.Contains(err.Error(), "11120 km") {
		t.Errorf("on the other side of the world: %v", err)
	}
}
