// Package town finds where in a town to build next. It turns a question about a study area into an instance of package
// siting, and what is chosen there back into people, areas, streets and edits of the town.
//
// Who is near a site is told by the same travel times as every other answer: a place is worth the residential points
// that would be covered if a facility stood there, bit for bit, so that the people covered by the sites are those whom
// coverage counts in the scenario with these facilities. Each service is served by itself; all share the sites and the
// budget. Demand is one block of residential points for each service, numbered along the Hilbert curve of the router,
// so that a catchment is a few runs of numbers.
//
// [Prepare] finds candidates and catchments, [Prepared.Solve] the sites.
package town
