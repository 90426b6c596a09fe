package geo

// ServiceType is a kind of service that plans speak of, such as an elderly station or a clinic.
type ServiceType struct {
	Code    string   // "elder_station"
	Name    string   // in English
	NameZH  string   // in Chinese
	Group   Group    // the people it is for
	Minutes int      // the smallest circle in which it is normally checked
	Mode    Mode     // the mode in which it is normally checked
	Tags    []Tag    // OpenStreetMap tags it may be found by; all tags of one Tag value must hold
	Words   []string // words in names that tell it from other services with the same tags
}

// Tag is one combination of OpenStreetMap tags, "key=value", all of which must hold.
type Tag []string
