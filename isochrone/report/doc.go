// Package report writes what came of holding a standard against a town for people who decide: one printable page, a
// PDF of it, a word-processor document of the same, and a workbook with every table.
//
// A [Request] becomes one neutral document of sections, tables and drawings; [HTML] and [DOCX] only write it down, so
// that both say the same. Maps and charts are drawn by us from the town's own data (map.go, chart.go) into a drawing of
// a few shapes, which leaves as SVG (svg.go) and as PNG (raster.go) for programs that do not know SVG. [XLSX] holds the
// numbers themselves. Everything is a function of the request: same request, same bytes.
//
// Names come from files and are hostile until proven otherwise: they are stripped of control characters and of marks that
// turn the direction of text, cut to a bearable length, and escaped by whoever writes them. No file holds a script, a
// formula, a link or a reference to anything outside itself.
//
// The public edition hides counts of fewer than ten people and what would give them away by subtraction (mask.go), and
// names no residential point: people are told of by community.
package report
