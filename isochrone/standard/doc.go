// Package standard answers whether the promises of a government plan are met.
//
// A plan is data: a [Standard] read from a YAML file, embedded or a user's own, whose [Check] values each name the clause
// they come from, what is measured, and whether reach and goal are stated by the plan, borrowed from another document or
// assumed by the program. [Assess] holds them against a study area and returns a [Scorecard].
//
// Everything is decided in integers and exact fractions; what is shown is rounded afterwards, never before. Cutoffs are
// inclusive. A denominator of zero is not assessable, and neither 0 nor 100 %. A unit without the number that a check needs
// is listed as without data and counts neither as met nor as failing. Closed facilities never count, planned ones only
// where a scenario has opened them.
package standard
