package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"lifecircle/geo"
)

// editFlags are the options that say edits. All of them fill one list, in the order in which they are written.
type editFlags struct {
	list []geo.Edit
}

func (f *editFlags) flags(cmd *cobra.Command) {
	for _, kind := range []struct {
		name, usage string
		read        func(text string) (geo.Edit, bool)
	}{
		{"add-facility", "open a new facility: `SERVICE:ID@LON,LAT[=NAME]`", readAdd},
		{"move-facility", "move a facility: `SERVICE:ID@LON,LAT`; its entrances are dropped", readMove},
		{"close-facility", "close a facility: `SERVICE:ID`", func(text string) (geo.Edit, bool) {
			service, id, ok := readFacility(text)
			return geo.CloseFacility{Service: service, ID: id}, ok
		}},
		{"reopen-facility", "open a closed or planned facility: `SERVICE:ID`", func(text string) (geo.Edit, bool) {
			service, id, ok := readFacility(text)
			return geo.ReopenFacility{Service: service, ID: id}, ok
		}},
		{"close-street", "close a street to everyone: `WAY`, or WAY:FROM:TO for one segment", readCloseStreet},
		{"open-gate", "take away what stands at a `NODE`", func(text string) (geo.Edit, bool) {
			node, ok := readNumber(text)
			return geo.OpenGate{Node: geo.NodeID(node)}, ok
		}},
		{"build-street", "build a straight street between two nodes: `FROM:TO:CLASS[=NAME]`, such as 12:34:footway", readBuildStreet},
	} {
		cmd.Flags().Var(&editFlag{f, kind.usage, kind.read}, kind.name, kind.usage)
	}
}

// editFlag is one of them.
type editFlag struct {
	into  *editFlags
	usage string
	read  func(text string) (geo.Edit, bool)
}

func (f *editFlag) String() string { return "" }
func (f *editFlag) Type() string   { return "edit" }

func (f *editFlag) Set(text string) error {
	e, ok := f.read(text)
	if !ok {
		return fmt.Errorf("give %s", strings.ReplaceAll(f.usage[strings.Index(f.usage, "`"):], "`", ""))
	}
	f.into.list = append(f.into.list, e)
	return nil
}

func readFacility(text string) (service, id string, ok bool) {
	service, id, ok = strings.Cut(text, ":")
	return service, id, ok && service != "" && id != ""
}

// readPlaced reads "SERVICE:ID@LON,LAT".
func readPlaced(text string) (service, id string, at orb.Point, ok bool) {
	i := strings.LastIndex(text, "@")
	if i < 0 {
		return "", "", at, false
	}
	service, id, ok = readFacility(text[:i])
	position, err := parsePosition(text[i+1:])
	if !ok || err != nil {
		return "", "", at, false
	}
	return service, id, *position, true
}

func readAdd(text string) (geo.Edit, bool) {
	i := strings.LastIndex(text, "@")
	place, name, _ := strings.Cut(text[max(i, 0):], "=")
	service, id, at, ok := readPlaced(text[:max(i, 0)] + place)
	return geo.AddFacility{Service: service, ID: id, Name: name, At: at}, ok
}

func readMove(text string) (geo.Edit, bool) {
	service, id, to, ok := readPlaced(text)
	return geo.MoveFacility{Service: service, ID: id, To: to}, ok
}

func readNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n != 0
}

func readCloseStreet(text string) (geo.Edit, bool) {
	words := strings.Split(text, ":")
	if len(words) == 1 {
		way, ok := readNumber(text)
		return geo.CloseStreet{WayID: way}, ok
	}
	if len(words) != 3 {
		return nil, false
	}
	way, okWay := readNumber(words[0])
	from, okFrom := readNumber(words[1])
	to, okTo := readNumber(words[2])
	return geo.CloseStreet{WayID: way, From: geo.NodeID(from), To: geo.NodeID(to)}, okWay && okFrom && okTo
}

func readBuildStreet(text string) (geo.Edit, bool) {
	ends, name, _ := strings.Cut(text, "=")
	words := strings.Split(ends, ":")
	if len(words) != 3 {
		return nil, false
	}
	from, okFrom := readNumber(words[0])
	to, okTo := readNumber(words[1])
	return geo.BuildStreet{Name: name, From: geo.NodeID(from), To: geo.NodeID(to), Class: words[2]}, okFrom && okTo
}
