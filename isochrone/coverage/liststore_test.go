package coverage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// memoryStore is a store that tells what it was asked.
type memoryStore struct {
	lists   map[string][]byte
	kept    int
	found   int
	refuses error // what loading and keeping fail with
	warned  []error
}

func (m *memoryStore) store() ListStore {
	return ListStore{
		Load: func(_ context.Context, key string) ([]byte, error) {
			if m.lists[key] != nil {
				m.found++
			}
			return m.lists[key], m.refuses
		},
		Keep: func(_ context.Context, key string, lists []byte) error {
			m.kept++
			m.lists[key] = lists
			return m.refuses
		},
		Warn: func(err error) { m.warned = append(m.warned, err) },
	}
}

// crowdedTown has as many residential points as are worth keeping lists of, all along one cross of streets.
func crowdedTown(t *testing.T, points int) *geo.StudyArea {
	t.Helper()
	town := geotest.NewLattice(300)
	town.Street("residential", [2]int{0, 1}, [2]int{1, 1}, [2]int{2, 1})
	town.Street("residential", [2]int{1, 0}, [2]int{1, 1}, [2]int{1, 2})
	town.Facility("clinic", "a", 0, 1)
	for i := range points {
		town.Resident(fmt.Sprintf("%05d", i), 2*float64(i)/float64(points), 1.1, int32(1+i%7), geo.NoData)
	}
	return town.StudyArea()
}

func TestListsAreKeptAndTaken(t *testing.T) {
	q := Request{Services: []string{"clinic"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{2, 5}}
	want := mustCoverage(t, New(crowdedTown(t, worthKeeping)), q)
	m := &memoryStore{lists: map[string][]byte{}}
	ask := func() {
		t.Helper()
		m.kept, m.found, m.warned = 0, 0, nil
		a := New(crowdedTown(t, worthKeeping))
		a.KeepLists(m.store())
		for range 2 { // the second time from what is in memory
			if diff := cmp.Diff(want, mustCoverage(t, a, q)); diff != "" {
				t.Fatal(diff)
			}
		}
	}
	asked := func(what string, found, kept, warned int) {
		t.Helper()
		if m.found != found || m.kept != kept || len(m.warned) != warned {
			t.Errorf("%s: found %d, kept %d, warned %v", what, m.found, m.kept, m.warned)
		}
	}
	ask()
	asked("nothing is stored", 0, 1, 0)
	ask()
	asked("it is stored", 1, 0, 0)
	for key := range m.lists {
		m.lists[key] = slices.Clone(m.lists[key])
		m.lists[key][1000] ^= 1
	}
	ask()
	asked("it is damaged", 1, 1, 1)
	ask()
	asked("it was made anew", 1, 0, 0)
	clear(m.lists)
	m.refuses = errors.New("no room")
	ask()
	asked("the store is out of order", 0, 0, 1)
}

// A town with a scenario is another one, and a small one is quick to prepare: neither leaves anything behind.
func TestListsThatAreNotWorthKeeping(t *testing.T) {
	q := Request{Services: []string{"clinic"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{5}}
	m := &memoryStore{lists: map[string][]byte{}}
	small := New(crowdedTown(t, worthKeeping-1))
	small.KeepLists(m.store())
	mustCoverage(t, small, q)
	large := New(crowdedTown(t, worthKeeping))
	large.KeepLists(m.store())
	edited, err := large.With(geo.Scenario{Edits: []geo.Edit{geo.CloseFacility{Service: "clinic", ID: "a"}}})
	if err != nil {
		t.Fatal(err)
	}
	mustCoverage(t, edited, q)
	if m.kept != 0 {
		t.Errorf("%d lists were kept", m.kept)
	}
}
