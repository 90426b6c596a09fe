package data

import "testing"

// An import tells what is in the workspace afterwards, and what of it was there before.
func TestImportsTellWhatStayed(t *testing.T) {
	w := newWorkspace(t)
	type stock struct{ records, people int64 }
	of := func(s *Stock) stock {
		if s == nil {
			return stock{-1, -1}
		}
		if s.People == nil {
			return stock{int64(s.Records), -1}
		}
		return stock{int64(s.Records), *s.People}
	}
	service := func(r ImportRequest, code string) ImportRequest { r.Service = code; return r }
	level := func(r ImportRequest, level string) ImportRequest { r.Level = level; return r }
	replace := func(r ImportRequest) ImportRequest { r.Replace = true; return r }
	residents := func(rows string) ImportRequest {
		return upload(Residents, "r.csv", "id,lon,lat,population\n"+rows)
	}
	facilities := func(rows string) ImportRequest { return upload(Facilities, "f.csv", "id,lon,lat\n"+rows) }
	areas := func(rows string) ImportRequest { return upload(Areas, "a.csv", "id,name\n"+rows) }
	for _, step := range []struct {
		name                string
		request             ImportRequest
		before, stayed, now stock
	}{
		{"first residents", residents("a,113.5,22.1,10\nb,113.5,22.1,20\n"), stock{0, 0}, stock{0, 0}, stock{2, 30}},
		{"others, and one again", residents("b,113.5,22.1,25\nc,113.5,22.1,5\nc,113.5,22.1,7\n"), stock{2, 30}, stock{1, 10}, stock{3, 42}},
		{"in place of all", replace(residents("d,113.5,22.1,1\n")), stock{3, 42}, stock{0, 0}, stock{1, 1}},
		{"clinics", service(facilities("1,113.5,22.1\n2,113.5,22.1\n"), "clinic"), stock{0, -1}, stock{0, -1}, stock{2, -1}},
		{"markets beside them", service(facilities("1,113.5,22.1\n"), "market"), stock{0, -1}, stock{0, -1}, stock{1, -1}},
		{"another clinic", service(facilities("3,113.5,22.1\n"), "clinic"), stock{2, -1}, stock{2, -1}, stock{3, -1}},
		{"clinics in place of clinics", replace(service(facilities("3,113.5,22.1\n"), "clinic")), stock{3, -1}, stock{0, -1}, stock{1, -1}},
		{"towns", level(areas("1,A\n2,B\n"), "town"), stock{0, -1}, stock{0, -1}, stock{2, -1}},
		{"a county above them", level(areas("9,Z\n"), "county"), stock{0, -1}, stock{0, -1}, stock{1, -1}},
		{"another town", level(areas("3,C\n"), "town"), stock{2, -1}, stock{2, -1}, stock{3, -1}},
	} {
		r := mustImport(t, w, step.request)
		if of(r.Before) != step.before || of(r.Stayed) != step.stayed || of(r.Now) != step.now {
			t.Errorf("%s: before %v, stayed %v, now %v", step.name, of(r.Before), of(r.Stayed), of(r.Now))
		}
	}
	if r := mustImport(t, w, upload(Entrances, "e.csv", "owner_kind,owner_id,lon,lat\nfacility,clinic:3,113.5,22.1\n")); r.Now != nil {
		t.Errorf("entrances: %+v", r.Now)
	}
}
