// Package siting says where to build next, and how far that is from the best there could be.
//
// An [Instance] is plain data: people at demand points, candidate places, and who reaches whom, as runs of demand
// points or as lists of costs. A [Problem] says what is wanted: most people with some sites or a budget, fewest sites
// for a share of the people, the least mean or the least worst cost, nobody beyond a facility's places, the
// worst-served area first. [Solve] answers with sites in order of gain, the value, and a proven bound: no choice of
// the candidates can be better than the bound, whoever makes it.
//
// Everything that a bound rests on is computed in integers, so a bound is a proof and not an estimate. The proof can be
// written out as a [Certificate]; package verify checks it and shares no code with the solver.
//
// # How a problem is solved
//
// Demand points that the same candidates reach become one row, candidates that another one outdoes are dropped
// (rows.go, dominance.go). A greedy choice is improved by exchanging sites (greedy.go, swap.go). Then every row pays a
// price, a Lagrangian multiplier, and each candidate is worth what its rows pay: for any prices the best candidates
// taken without regard to overlaps are worth at least as much as any real choice. That is the bound; prices are moved to lower it
// (dual.go). Where bound and value still differ, candidates that cannot matter are fixed and the rest is tried by
// branch and bound (branch.go).
//
// Answers depend on the order of the candidates where two choices are equally good, and on nothing else: not on the
// order of the demand points, the number of workers or the machine. Only a time limit brings the clock in.
//
// The package does not read files, knows no streets and draws no maps. Costs are whole numbers in whatever unit the
// caller counts: milliseconds, millimetres, yuan.
package siting
