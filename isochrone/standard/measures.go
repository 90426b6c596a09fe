package standard

import "context"

// measures are the ways of counting, each defined where it is computed.
var measures = map[Measure]measure{
	Presence:     presence,
	AreaPer100:   areaPer100,
	Share:        share,
	PerCapita:    perCapita,
	PerCommunity: perCommunity,
	Count:        countFacilities,
	Cluster:      clusters,
	Colocation:   colocation,
	Hours:        openingHours,
	Size:         size,
	MinArea:      minArea,
	Reported:     reported,

	Coverage:         coverageOf,
	FullCircle:       circle,
	MeanCircle:       circle,
	CommunityShare:   communityShare,
	MaxTime:          maxTime,
	CapacityCoverage: capacityCoverage,
	FloatingSupply:   floatingSupply,
}

func (s *assessor) gaps(ctx context.Context, checks []*Check) ([]GroupGap, error)  { return nil, nil }
func (s *assessor) addSensitivity(ctx context.Context, c *Check, o *Outcome) error { return nil }
func (s *assessor) addNeeded(ctx context.Context, c *Check, o *Outcome) error      { return nil }
