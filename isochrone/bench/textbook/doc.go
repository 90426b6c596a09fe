// Package textbook computes travel times as one would write it first: Dijkstra's algorithm with container/heap on
// adjacency lists, and for each residential point a list of the places where it gets to the network. It is what the
// engine is measured against and held against. Of package geo it uses the town and the geometry of a leg; the network,
// turn rules, lists and search are its own.
//
// It is no strawman. Nodes at which there is nothing to decide are folded away as in the engine, a search stops at its
// bound and clears only what it touched, and nodes that another one of a point's list makes needless are left out.
package textbook
