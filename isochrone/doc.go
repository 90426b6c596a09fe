// Package isochrone answers how long it takes.
//
// A [Profile] says how people travel. A [Router] is a study area prepared for one profile: its street network
// with times, and the legs by which every residential point and facility reaches the streets. It answers with
// the travel time T(p) of a residential point to the nearest of some facilities, with the way there, and with
// the points that could leave the data.
//
// T(p) is the least sum over all pieces of street within the access limit at both ends, from the resident to
// the facility:
//
//	leg from the door + way along streets + leg to the facility's door
//	leg from the door + stretch of one piece + leg to the facility's door
//	straight walk, where the facility is within the limit
//
// Every term is rounded to integer milliseconds on its own, so that sums are exact and every machine agrees:
// a piece takes max(1, ⌊1000·length/speed + ½⌋), a leg ⌊1000·factor·d/v + ½⌋, the stretch from the foot of a
// leg at fraction t of a piece to its start ⌊t·w + ½⌋. Cutoffs are inclusive. Times run to the facility, so
// searches start there and follow arcs backwards; a profile with direction "from" turns the network round, and
// everything else stays as it is.
//
// # How it is done
//
// From the streets to an answer there are four steps, and each keeps the next one small.
//
//   - The network ([geo.Network]). Nodes at which there is nothing to decide are folded into edges, with their
//     geometry kept aside. What is left is numbered along a Hilbert curve, so that a neighbourhood of the town is
//     a neighbourhood in memory. Where turn rules matter, a state of the search is the arc one has come along.
//   - The lists (pointlists.go). All that the time of a residential point can depend on are a few states it gets to
//     first, and the facilities it gets to without passing a junction. States that others make pointless are dropped.
//     The lists do not depend on which facilities are asked about, so they are made once.
//   - The search (search.go). One search from all facilities at once settles every state with its time and its
//     facility in one integer, on a ring of buckets. In a large town it goes tile by tile (search_tiles.go).
//   - The answer. The time of a point is the least over its list (times.go). A catchment is a set of points, as runs
//     along the curve (runs.go), or a shape drawn from the same times (catchment.go). While facilities come and go, a
//     map of the nearest one is repaired where it changes (nearest.go); while streets do, what is known far from them
//     is kept (rebuild.go).
//
// Each fast way has a slow, obvious one that the tests hold it against: package geotest/reference computes times from
// the exported network, sharing no code; repaired maps are compared with maps made anew; shapes with every point.
package isochrone
