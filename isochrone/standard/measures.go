package standard

import "context"

// measures are the ways of counting, each defined where it is computed.
var measures = map[Measure]measure{}

func (s *assessor) gaps(ctx context.Context, checks []*Check) ([]GroupGap, error)  { return nil, nil }
func (s *assessor) addSensitivity(ctx context.Context, c *Check, o *Outcome) error { return nil }
func (s *assessor) addNeeded(ctx context.Context, c *Check, o *Outcome) error      { return nil }
