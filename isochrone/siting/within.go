package siting

// ReachWithin gives for each candidate the demand points that reach it at a cost up to a limit, inclusive.
func ReachWithin(in *Instance, limit int64) [][]Run {
	reach := make([][]Run, len(in.Costs))
	for i, costs := range in.Costs {
		var points []uint32
		for _, c := range costs {
			if c.Cost <= limit {
				points = append(points, c.Point)
			}
		}
		reach[i] = RunsOf(points)
	}
	return reach
}
