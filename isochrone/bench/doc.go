// Package bench measures the travel-time engine so that anyone can compare: it makes a city of any size, asks the
// engine the questions of everyday work, and asks a textbook program the same ones in the same run.
//
// The city ([City]) is generated from a few numbers and always the same, on every machine. The textbook is Dijkstra's
// algorithm with container/heap on adjacency lists, as anyone would write it first; it shares the geometry of package
// geo with the engine but neither network, search nor lists. Every answer of the engine is held against the textbook's
// while it is measured, and a difference ends the run: a fast wrong answer is no result. The ratio of the two means
// something on any machine; the times alone do not.
//
// Times are of the wall clock, lengths metres, positions WGS 84 in degrees.
package bench
