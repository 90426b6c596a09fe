package isochrone

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// stored makes a router from stored lists.
func stored(t testing.TB, area *geo.StudyArea, profile Profile, lists []byte) (r *Router, refused error) {
	t.Helper()
	r, refused, err := NewRouterFrom(t.Context(), area, profile, Prepared{Load: func() []byte { return lists }})
	if err != nil {
		t.Fatal(err)
	}
	return r, refused
}

// sameLists holds everything that is stored against what was made.
func sameLists(t testing.TB, got, want *Router) {
	t.Helper()
	plain := func(l pointLists) pointLists { // nil and empty are the same to whoever reads
		l.access, l.shortcuts = append([]access{}, l.access...), append([]shortcut{}, l.shortcuts...)
		return l
	}
	if g, w := plain(got.points), plain(want.points); !reflect.DeepEqual(g, w) {
		t.Fatalf("lists differ\ngot  %+v\nwant %+v", g, w)
	}
	if !reflect.DeepEqual(got.astray, want.astray) {
		t.Fatalf("astray differ\ngot  %v\nwant %v", got.astray, want.astray)
	}
}

// randomTown is a town and a way to travel in it.
func randomTown(t testing.TB, seed uint64) (*geo.StudyArea, Profile) {
	r := rand.New(rand.NewPCG(seed, 21))
	town := geotest.Random(r)
	if r.IntN(2) == 0 {
		geotest.WithTurns(r, town)
	}
	profile := builtin(t, geo.Modes()[r.IntN(len(geo.Modes()))])
	profile.Access.LimitM = []float64{0, 40, 150, 300}[r.IntN(4)]
	if r.IntN(3) == 0 {
		profile.Direction = FromFacility
	}
	if r.IntN(4) == 0 {
		profile.Access.Rule = AccessNearest
	}
	return town.StudyArea(), profile
}

func TestStoredListsAreThoseThatWereMade(t *testing.T) {
	for seed := range uint64(200) {
		area, profile := randomTown(t, seed)
		made := mustRouter(t, area, profile)
		lists := made.Lists()
		if len(lists) != cap(lists) {
			t.Fatalf("seed %d: %d bytes were foreseen, %d written", seed, cap(lists), len(lists))
		}
		again, refused := stored(t, area, profile, lists)
		if refused != nil {
			t.Fatalf("seed %d: %v", seed, refused)
		}
		sameLists(t, again, made)
		if !slices.Equal(again.Lists(), lists) {
			t.Fatalf("seed %d: stored again they differ", seed)
		}
		facilities := active(area)
		if !reflect.DeepEqual(alike(mustTimes(t, again, facilities)), alike(mustTimes(t, made, facilities))) {
			t.Fatalf("seed %d: times differ", seed)
		}
	}
}

// Whatever byte is wrong, or missing, the lists are made anew and the answers are right.
func TestDamagedListsAreMadeAnew(t *testing.T) {
	area, profile := randomTown(t, 4)
	made := mustRouter(t, area, profile)
	lists := made.Lists()
	refuse := func(what string, damaged []byte) {
		t.Helper()
		r, refused := stored(t, area, profile, damaged)
		if refused == nil {
			t.Fatalf("%s: taken", what)
		}
		sameLists(t, r, made)
	}
	for i := range lists {
		damaged := slices.Clone(lists)
		damaged[i] ^= byte(1 << (i % 8))
		refuse("a wrong byte", damaged)
	}
	for _, n := range []int{0, 1, headBytes, len(lists) - 1} {
		refuse("a part", lists[:n:n])
	}
	refuse("a byte too much", append(slices.Clone(lists), 0))
	huge := slices.Clone(lists)
	for i := range 4 {
		binary.LittleEndian.PutUint32(huge[len(listsMagic)+4*i:], math.MaxUint32)
	}
	refuse("huge counts", sealed(huge))
	other, otherProfile := randomTown(t, 5)
	refuse("lists of another town", mustRouter(t, other, otherProfile).Lists())
}

// sealed makes the checksum right.
func sealed(lists []byte) []byte {
	if end := len(lists) - 4; end >= 0 {
		binary.LittleEndian.PutUint32(lists[end:], listsSum(lists[:end]))
	}
	return lists
}

// Lists that were made by other rules have nothing wrong in them but their content.
func TestListsMadeByOtherRulesAreNoticed(t *testing.T) {
	town := geotest.Random(rand.New(rand.NewPCG(4, 21)))
	area, profile := town.StudyArea(), builtin(t, geo.Walk)
	made := mustRouter(t, area, profile)
	profile.Access.Factor = 1.4
	other := mustRouter(t, area, profile)
	r, refused := stored(t, area, made.Profile, other.Lists())
	if refused == nil {
		t.Fatal("lists with longer legs were taken")
	}
	sameLists(t, r, made)
}

// A program that makes other lists must not take those of its forerunner. If this fails, raise listsVersion, unless it
// is the towns of the test that are others.
func TestTheVersionOfListsTellsWhatTheyAre(t *testing.T) {
	const version, want = 1, "f59dd7bdbefc4ae3d373b554aa93923b81807cae2610b6237a8dacee1144725d"
	sum := sha256.New()
	for seed := range uint64(60) {
		area, profile := randomTown(t, seed)
		sum.Write(mustRouter(t, area, profile).Lists())
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want || listsVersion != version {
		t.Errorf("version %d: lists are %s; version %d: %s", listsVersion, got, version, want)
	}
}

func TestKeyOfListsNamesWhatTheyAreMadeOf(t *testing.T) {
	town := geotest.Random(rand.New(rand.NewPCG(4, 21)))
	key := func(area *geo.StudyArea, profile Profile) string {
		t.Helper()
		k, err := ListsKey(area, profile)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	walk := builtin(t, geo.Walk)
	of := func(change func(*geo.Town)) string {
		t.Helper()
		changed := town.Town
		changed.Points, changed.Facilities, changed.Streets = slices.Clone(changed.Points), slices.Clone(changed.Facilities), slices.Clone(changed.Streets)
		change(&changed)
		area, err := geo.NewStudyArea(changed)
		if err != nil {
			t.Fatal(err)
		}
		return key(area, walk)
	}
	first := of(func(*geo.Town) {})
	if again := of(func(t *geo.Town) { t.Name = "another"; t.Sources = nil }); again != first {
		t.Error("a name changes the key")
	}
	keys := map[string]string{"": first}
	for what, k := range map[string]string{
		"points":     of(func(t *geo.Town) { t.Points[0].Point[0] += 1e-7 }),
		"facilities": of(func(t *geo.Town) { t.Facilities[len(t.Facilities)-1].Point[0] += 1e-7 }),
		"streets":    of(func(t *geo.Town) { t.Streets = t.Streets[1:] }),
		"barriers":   of(func(t *geo.Town) { t.Barriers = append(slices.Clone(t.Barriers), geo.Barrier{Line: t.Streets[0].Line}) }),
		"stops":      of(func(t *geo.Town) { t.Stops = append(slices.Clone(t.Stops), geo.NodeStop{Node: 99}) }),
		"entrances": of(func(t *geo.Town) {
			t.Entrances = append(slices.Clone(t.Entrances), geo.Entrance{OwnerKind: geo.ResidentOwner, OwnerID: t.Points[0].ID, Point: t.Points[1].Point})
		}),
		"profile": key(town.StudyArea(), builtin(t, geo.WalkElder)),
	} {
		for other, taken := range keys {
			if k == taken {
				t.Errorf("other %s have the key of other %s", what, other)
			}
		}
		keys[what] = k
	}
}

// Lists that somebody made up, with a checksum that is right, are refused or can at least be worked with.
func FuzzLists(f *testing.F) {
	area, profile := randomTown(f, 4)
	made := mustRouter(f, area, profile)
	lists := made.Lists()
	f.Add(lists)
	for _, at := range []int{8, 40, 60, len(lists) / 4, len(lists) / 2, len(lists) - 60} {
		forged := slices.Clone(lists)
		forged[at] ^= 0x80
		f.Add(forged)
	}
	facilities := active(area)
	f.Fuzz(func(t *testing.T, content []byte) {
		r := *made
		r.prepare()
		r.points, r.astray = pointLists{}, nil
		if err := r.readLists(t.Context(), sealed(slices.Clone(content))); err != nil {
			return
		}
		if times := mustTimes(t, &r, facilities); len(times) != len(area.Points) {
			t.Errorf("%d times of %d points", len(times), len(area.Points))
		}
		m, err := r.NewNearestMap(t.Context(), facilities)
		if err != nil {
			t.Fatal(err)
		}
		_ = m
		for i := range area.Points {
			r.LeavesData(i, 60_000)
			r.Astray(i)
		}
		r.arriving()
	})
}
