// Package osm reads OpenStreetMap extracts: the streets travellers may use, the barriers no access leg may cross, the
// facilities and buildings that tags tell of.
//
// It understands PBF and XML, plain or packed with gzip or bzip2; the content, not the name, tells which. Positions
// come out in WGS 84, rounded to 7 decimals. What a tag means to a traveller is said by pure functions ([Passage],
// [MaxSpeed], [Stops], [Boardable], [BarrierKind]); the rest of the package only carries tags to them.
//
// Files may be damaged or hostile: what they declare is never trusted for an allocation, unpacking is bounded, and an
// object that refers to something the file does not hold is counted and reported, never completed by guessing.
//
// OpenStreetMap content is © OpenStreetMap contributors, ODbL 1.0.
package osm
