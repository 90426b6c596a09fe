// Package coverage answers who is served, who is not, and why.
//
// An [Analysis] looks at one study area. Its questions are plain [Request] values; its answers are values too:
// tables of people ([Report]), layers of features for maps and files, and the explanation of one point. Every
// answer carries the [Manifest] of how it came about.
//
// People are integers, counted once: covered + uncovered = total, for every group and every area. Uncovered
// people have exactly one reason, the first that applies. Cutoffs are inclusive.
package coverage
