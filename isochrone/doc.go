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
// searches start there and follow arcs backwards.
package isochrone
