// Package api serves a workspace over HTTP: what the command line can do, with the same code and the same numbers.
//
// Everything lies under /api/v1. The OpenAPI 3.1 document at /api/openapi.json is made from the types of this
// package, and /api/docs shows it as a page. Errors are RFC 9457 problems, made in one file. Positions are WGS 84
// longitude and latitude, collections are GeoJSON (RFC 7946), tiles are Mapbox vector tiles 2.1 in web Mercator.
//
// A [Server] reads the town once and answers from memory. After an import, by itself or by another process, the
// next request sees the new town whole; requests under way finish with the one they began with.
//
// The package trusts nobody: it answers only to the host names it is told, takes no request that changes something
// from another origin, and knows no parameter that it ignores. It has no accounts; who can connect may import.
package api
