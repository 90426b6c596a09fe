// Package table reads lists kept in tables (CSV and XLSX) and turns rows, whatever file they came from, into
// facilities, residential points, areas and entrances. It also writes layers as CSV and XLSX.
//
// Reading has two steps. A decoder makes a [Sheet] of the bytes: text in cells, nothing understood yet
// (package vector does the same for GeoJSON). [Facilities], [Residents], [Areas] and [Entrances] then
// interpret a sheet: columns by their English and Chinese names, numbers, states, positions in the declared
// datum. A row that breaks a rule is listed in [Findings] with its line, column, value and rule and never
// fails the file; a file that as a whole cannot be what it was given as is a [*Refusal].
//
// Positions come out as WGS 84 longitude and latitude, rounded to 7 decimals.
package table
