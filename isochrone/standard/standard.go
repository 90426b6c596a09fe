package standard

import (
	"math/big"

	"lifecircle/geo"
)

// Standard is a plan, or a national standard, as data.
type Standard struct {
	ID       string    // "zhejiang-2025"; of a user's file: its own
	Title    geo.Words // what the document is called
	Document Document
	Period   Period
	History  bool      // a plan that has ended and stands here for comparison alone
	Note     geo.Words // what whoever reads the result must know
	ElderAge int       // from which age people are older: 60 or 65
	Sets     []Set     // codes that stand for several services, one of which is enough
	Bundles  []Set     // codes that stand for several needs, each of which is to be met
	Checks   []Check   // in the order of the file
	Groups   []Group   // of areas that are held against the rest
	Tiers    []Tier    // of a standard that orders services by tiers: to be read, each check has its own reach

	Text []byte // the file
}

// Document says where a plan is published.
type Document struct {
	Name   geo.Words
	Number string // "浙政办发〔2022〕52号"; "" if it has none
	Issuer geo.Words
	Date   string // ISO 8601, of publication
}

// Period is the time that a plan is for: ISO 8601 dates, both inclusive, "" where it is open.
type Period struct{ From, To string }

// Set is a name for several codes: of services, or of sets in a bundle.
type Set struct {
	Code    string
	Name    geo.Words
	Members []string
}

// Tier is one of the residential areas by which a national standard orders services. Tiers are not inclusive: a facility of
// an upper one does not stand in for one of a lower one.
type Tier struct {
	ID      string
	Name    geo.Words
	Minutes int      // on foot; 0 where the standard names none
	WalkM   [2]int64 // metres on foot, from and to; 0, 0 where it names none
	People  [2]int64 // who live in one, from and to
}

// Group is a group of areas that plans put first, such as mountain counties: areas whose attribute has a value.
type Group struct {
	ID        string
	Name      geo.Words
	Ref       string
	Level     string // of the areas, "" any
	Attribute string // a column of areas or points, such as "mountain"
	Value     string // what it must hold; "" for yes, true, 1, 是
	Note      geo.Words
}

// Check is one promise that can be held against a town.
type Check struct {
	ID    string
	Ref   string    // the indicator, such as "ZJ-14"
	Title geo.Words // the promise, in the plan's own words where it has some
	// Clause is the place in the document and the words quoted from it.
	Clause string
	Note   geo.Words // what whoever reads the outcome must know, such as how the plan's wording was read

	Measure  Measure
	Services []string // codes of services, sets and bundles
	Modes    []geo.Mode
	Any      bool // of several modes any one may reach; else the first one named decides
	// Of these at most one is given. All are inclusive.
	Minutes   int
	RadiusM   int // in a straight line
	DistanceM int // along the streets
	// From of a ring is the cutoff beyond which the people counted are: minutes, radius or distance as above; 0: no ring.
	Beyond int

	Group      geo.Group // whom to count
	Weight     Weight    // of coverage: what is counted instead of people
	Threshold  *big.Rat  // of community_share: the share of a community's people that must be covered; a half where none is given
	Per        int64     // of ratios: for so many people
	Attributes []string  // summed in the numerator
	// Over is what is summed in the denominator: an attribute, or households, population, registered_population, or
	// facilities, of which the attributes then say yes or no.
	Over   string
	Types  int     // of clusters: how many types of service one must hold
	OpenOn Weekday // only facilities that are open on that day count; "": all
	Least  int     // of presence: how many facilities a unit must hold; 1 where none is given

	Scope  Scope
	Unit   string // community, town, street, county, city, facility; "" where nothing is counted by unit
	Filter Filter // which points, areas or facilities are meant; zero: all

	Op           Op
	Target       *big.Rat // nil for reports, and for between
	Between      [2]*big.Rat
	HighRise     [2]*big.Rat // of size: instead of Between for areas that are high-rise
	UnitOfTarget string      // "people", "communities", "m2", …: see [TargetUnit]
	// ShareOfUnits is the share of units that must meet the target, of measures that are judged by it; all where none is
	// given. Given on a ratio (area per 100 households, share, per capita), the units decide instead of the pooled value.
	ShareOfUnits *big.Rat
	Severity     Severity
	Reach, Goal  Origin
	Source       Evidence
	Confirmed    *Confirmation
	Responsible  geo.Words // the bureau that answers for it
	Baseline     *big.Rat
	BaselineYear int
	Line         int // of the file, for messages
}

// Confirmation is somebody's word that an assumed check is what the document asks for.
type Confirmation struct {
	By     string // who
	Clause string // where it says so
	On     string // ISO 8601
}

// Measure is a way of counting. Their exact definitions stand with the functions that compute them.
type Measure string

// The measures.
const (
	Coverage         Measure = "coverage"
	FullCircle       Measure = "full_circle"
	MeanCircle       Measure = "mean_circle"
	CapacityCoverage Measure = "capacity_coverage"
	FloatingSupply   Measure = "floating_catchment" // two-step floating catchment
	CommunityShare   Measure = "community_share"
	Presence         Measure = "presence"
	AreaPer100       Measure = "area_per_100hh"
	Share            Measure = "share"
	PerCapita        Measure = "per_capita"
	PerCommunity     Measure = "per_community"
	Count            Measure = "count"
	Colocation       Measure = "colocation"
	Cluster          Measure = "cluster"
	Hours            Measure = "hours"
	Size             Measure = "size"
	MinArea          Measure = "min_area"
	MaxTime          Measure = "max_time"
	Reported         Measure = "reported"
)

// Weight is what coverage counts.
type Weight string

// Coverage counts people of the check's group unless it says one of the others.
const (
	People          Weight = "people"
	HouseholdsCount Weight = "households"
	Land            Weight = "land_m2"  // residential land: the attribute land_m2 of points
	Floor           Weight = "floor_m2" // the attribute floor_m2 of points
)

// Weekday is a day of the week, as opening hours of OpenStreetMap write it in small letters.
type Weekday string

// weekdays are the days in the order of [time.Weekday].
var weekdays = []Weekday{"su", "mo", "tu", "we", "th", "fr", "sa"}

// Scope says which points and areas a check is about.
type Scope string

// Urban and rural follow the setting of a point, else the setting or the kind of the area it belongs to; they are never
// guessed from density.
const (
	Everywhere Scope = "all"
	Urban      Scope = "urban"
	Rural      Scope = "rural"
)

// Op compares a value with a target.
type Op string

// The operators. About is the plan's 左右, within five hundredths of the target; Report compares nothing.
const (
	AtLeast  Op = ">="
	MoreThan Op = ">"
	AtMost   Op = "<="
	LessThan Op = "<"
	Within   Op = "between"
	About    Op = "about"
	NoTarget Op = "report"
)

// Severity says how much a plan insists.
type Severity string

// Must is binding (约束性), Target expected (预期性) or a dated or numbered goal, Guide in the text without a number, Advice
// borrowed from a national standard.
const (
	Must   Severity = "must"
	Target Severity = "target"
	Guide  Severity = "guide"
	Advice Severity = "advice"
)

// Origin says where a reach or a goal comes from.
type Origin string

// Stated by the document itself; Borrowed from another document; Assumed by this program. NotNeeded where the measure has no
// reach, or the check no goal.
const (
	Stated    Origin = "stated"
	Borrowed  Origin = "borrowed"
	Assumed   Origin = "assumed"
	NotNeeded Origin = ""
)

// Evidence says how well the source of a check is known.
type Evidence string

// Found in the document; FoundSecondary in a copy or a quotation; Recalled by memory alone.
const (
	Found          Evidence = "found"
	FoundSecondary Evidence = "found_secondary"
	Recalled       Evidence = "recalled"
)

// Reference reports whether a check can only be shown for reference: its reach or goal is assumed, or its source is only
// recalled, and nobody has confirmed it.
func (c *Check) Reference() bool {
	return c.Confirmed == nil && (c.Reach == Assumed || c.Goal == Assumed || c.Source == Recalled)
}

// Headline reports whether a check counts in the headline: a target that the plan itself states, reach and goal.
func (c *Check) Headline() bool {
	return c.Op != NoTarget && !c.Reference() && (c.Reach == Stated || c.Reach == NotNeeded) && c.Goal == Stated
}
