// Package data keeps a town in a file: the workspace, what is imported into it and what is exported from it.
//
// A workspace is one SQLite file that is at the same time a valid GeoPackage 1.3, so that desktop GIS opens it
// beside a running server. Streets, facilities, residential points, areas, entrances, barriers and idle buildings are feature
// tables; so are the results saved by name. What is not a feature (sources, import reports, the extent, jobs, what an
// analysis keeps prepared) lies in plain tables beside them. [Workspace.Town] reads the whole town into plain data at once; analyses
// never query the file.
//
// Positions are WGS 84 longitude and latitude in degrees, rounded to 7 decimals. Every change is one
// transaction: a process killed at any moment leaves the file as before or as after.
//
// The package knows nothing of travel times: results come back as a [geo.Layer] and are stored as they are.
package data
