package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// travel holds the flags that say how people travel.
type travel struct {
	set         *pflag.FlagSet
	mode        string
	file        string
	speedKmh    float64
	speedFactor float64
	access      string
	direction   string
}

func (t *travel) flags(cmd *cobra.Command) {
	t.set = cmd.Flags()
	t.set.StringVar(&t.mode, "mode", string(geo.Walk), "how people travel: `walk|walk_elder|bike|ebike|drive`")
	t.set.StringVar(&t.file, "profile", "", "take speeds and access from a YAML `file` (begin with: lifecircle profile walk)")
	t.set.Float64Var(&t.speedKmh, "speed", 0, "speed in `km/h`, for a mode with one speed")
	t.set.Float64Var(&t.speedFactor, "speed-factor", 0, "`factor` by which all speeds on streets are multiplied")
	t.set.StringVar(&t.access, "access", "", "from the door people reach `all|nearest` of the street pieces within the access limit (default all)")
	t.set.StringVar(&t.direction, "direction", "", "people travel `to|from` the facility; from is for help that comes to them (default to)")
	cmd.MarkFlagsMutuallyExclusive("speed", "speed-factor")
}

// profile is the built-in profile of the mode, or the one in the file, with the changes of this run.
func (t *travel) profile() (isochrone.Profile, error) {
	p, err := t.base()
	if err != nil {
		return p, err
	}
	if t.set.Changed("speed") {
		p, err = p.WithSpeed(t.speedKmh)
	}
	if t.set.Changed("speed-factor") {
		p, err = p.WithSpeedFactor(t.speedFactor)
	}
	if err == nil && t.set.Changed("access") {
		p, err = p.WithAccess(isochrone.AccessRule(t.access))
	}
	if err == nil && t.set.Changed("direction") {
		if t.direction == "" { // which a profile takes for none given
			return p, &usageError{message: "--direction: must be to or from"}
		}
		p, err = p.WithDirection(isochrone.Direction(t.direction))
	}
	if err != nil {
		return p, &usageError{message: err.Error()}
	}
	return p, nil
}

func (t *travel) base() (isochrone.Profile, error) {
	if t.file == "" {
		p, err := isochrone.BuiltinProfile(geo.Mode(t.mode))
		if err != nil {
			return p, &usageError{message: err.Error()}
		}
		return p, nil
	}
	text, err := readBounded(t.file, 1<<20)
	if err != nil {
		return isochrone.Profile{}, err
	}
	p, err := isochrone.ParseProfile(text)
	if err != nil {
		return p, fmt.Errorf("%s: %w", t.file, err)
	}
	if t.set.Changed("mode") && geo.Mode(t.mode) != p.Mode {
		return p, &usageError{fmt.Sprintf("--mode %s, but the profile in %s is for %s", t.mode, t.file, p.Mode), "Leave --mode away: the profile names its mode."}
	}
	return p, nil
}

// newProfile is `lifecircle profile`.
func newProfile() *cobra.Command {
	return &cobra.Command{
		Use:   "profile MODE",
		Short: "Print the built-in profile of a mode, to be copied and changed",
		Long: `Print the speeds and access rules of a mode as YAML. Copy them to a file, change them,
and hand the file to other commands with --profile.

Modes: walk, walk_elder, bike, ebike, drive.`,
		Example: `  lifecircle profile walk > slow.yaml
  lifecircle coverage --service clinic --profile slow.yaml`,
		Args: oneArgument("the mode"),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := isochrone.ProfileFile(geo.Mode(args[0]))
			if err != nil {
				return &usageError{message: err.Error()}
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
