package standard

import "lifecircle/geo"

// Description is a standard as programs read it, with all that a page or a list shows of it.
type Description struct {
	Summary
	Builtin  bool              `json:"builtin"` // as it was built in, and not a changed copy
	ElderAge int               `json:"elder_age,omitempty"`
	Groups   []DescribedGroup  `json:"groups"`
	Each     []DescribedCheck  `json:"each"`     // the checks, in the order of the file
	Services []DescribedNeeded `json:"services"` // sets and bundles that the checks name, and what they stand for
}

// DescribedGroup is a group of areas that is held against the rest.
type DescribedGroup struct {
	ID   string    `json:"id"`
	Ref  string    `json:"ref,omitempty"`
	Name geo.Words `json:"name"`
	Note geo.Words `json:"note,omitzero"`
}

// DescribedNeeded is a set or a bundle.
type DescribedNeeded struct {
	Code    string    `json:"code"`
	Name    geo.Words `json:"name"`
	Members []string  `json:"members"`
}

// DescribedCheck is a check as the file has it, with what follows from it.
type DescribedCheck struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	Title       geo.Words  `json:"title"`
	Clause      string     `json:"clause"`
	Note        geo.Words  `json:"note,omitzero"`
	Measure     Measure    `json:"measure"`
	Services    []string   `json:"services"`
	Modes       []geo.Mode `json:"modes"`
	Any         bool       `json:"any,omitempty"`
	Minutes     int        `json:"minutes,omitempty"`
	RadiusM     int        `json:"radius_m,omitempty"`
	DistanceM   int        `json:"distance_m,omitempty"`
	Beyond      int        `json:"beyond,omitempty"` // of a ring, in the unit of the cutoff
	Group       string     `json:"group"`
	Weight      Weight     `json:"weight,omitempty"`
	Attributes  []string   `json:"attributes,omitempty"`
	Over        string     `json:"over,omitempty"`
	OpenOn      Weekday    `json:"open_on,omitempty"`
	Per         int64      `json:"per,omitempty"`
	Scope       Scope      `json:"scope"`
	UnitKind    string     `json:"unit_kind,omitempty"` // what is counted by: community, facility, …
	Filter      string     `json:"filter,omitempty"`
	Op          Op         `json:"op"`
	Target      *Number    `json:"target"`
	Between     []Number   `json:"between,omitempty"`
	Unit        string     `json:"unit"` // of the target
	Wanted      string     `json:"wanted"`
	Severity    Severity   `json:"severity"`
	Reach       Origin     `json:"reach,omitempty"`
	Goal        Origin     `json:"goal,omitempty"`
	Source      Evidence   `json:"source"`
	Confirmed   *Confirmed `json:"confirmed,omitempty"`
	Responsible geo.Words  `json:"responsible,omitzero"`
	Baseline    *Number    `json:"baseline,omitempty"`
	Year        int        `json:"baseline_year,omitempty"`
	Reference   bool       `json:"reference"` // shown for reference only
	Headline    bool       `json:"headline"`  // counts in the headline
}

// Describe gives a standard as programs read it.
func (s *Standard) Describe() *Description {
	d := &Description{Summary: s.Summary(), Builtin: s.IsBuiltin(), ElderAge: s.ElderAge, Groups: []DescribedGroup{}, Each: []DescribedCheck{}, Services: []DescribedNeeded{}}
	for _, g := range s.Groups {
		d.Groups = append(d.Groups, DescribedGroup{g.ID, g.Ref, g.Name, g.Note})
	}
	named := map[string]bool{}
	for i := range s.Checks {
		d.Each = append(d.Each, s.Checks[i].describe())
		for _, code := range s.Checks[i].Services {
			named[code] = true
		}
	}
	for _, b := range s.Bundles { // a bundle's members may be sets
		if named[b.Code] {
			d.Services = append(d.Services, DescribedNeeded{b.Code, b.Name, b.Members})
			for _, member := range b.Members {
				named[member] = true
			}
		}
	}
	for _, set := range s.Sets {
		if named[set.Code] {
			d.Services = append(d.Services, DescribedNeeded{set.Code, set.Name, set.Members})
		}
	}
	return d
}

func (c *Check) describe() DescribedCheck {
	o := newOutcome(c)
	d := DescribedCheck{ID: c.ID, Ref: c.Ref, Title: c.Title, Clause: c.Clause, Note: c.Note, Measure: c.Measure, Services: c.Services, Modes: c.Modes, Any: c.Any,
		Minutes: c.Minutes, RadiusM: c.RadiusM, DistanceM: c.DistanceM, Beyond: c.Beyond, Group: c.Group.String(), Weight: c.Weight, Attributes: c.Attributes, Over: c.Over, OpenOn: c.OpenOn, Per: c.Per,
		Scope: c.Scope, UnitKind: c.Unit, Filter: c.Filter.Text, Op: c.Op, Target: o.Target, Between: o.Between, Unit: c.UnitOfTarget, Wanted: o.Wanted(),
		Severity: c.Severity, Reach: c.Reach, Goal: c.Goal, Source: c.Source, Confirmed: o.Confirmed, Responsible: c.Responsible, Year: c.BaselineYear,
		Reference: c.Reference(), Headline: c.Headline()}
	if d.Services == nil {
		d.Services = []string{}
	}
	if d.Modes == nil {
		d.Modes = []geo.Mode{}
	}
	if c.Baseline != nil {
		d.Baseline = number(c.Baseline)
	}
	return d
}
