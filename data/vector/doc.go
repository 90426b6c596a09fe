// Package vector reads GeoJSON into a [table.Sheet] and writes layers as GeoJSON (RFC 7946) and GeoParquet.
//
// GeoJSON is read as WGS 84, or as what its crs member names if that is WGS 84 or CGCS2000; another datum of
// its positions is declared by the caller when the sheet is interpreted. Positions are written as WGS 84
// longitude and latitude with 7 decimals, rings wound as RFC 7946 asks, the same layer always as the same
// bytes.
package vector
