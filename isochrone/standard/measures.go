package standard

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
