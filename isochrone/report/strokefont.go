package report

// glyphs are the figures and signs that a PNG can show, drawn with a pen on a grid 4 wide and 6 high, y downward from the
// top. Each text is a list of lines of digit pairs "xy"; spaces part positions, slashes part lines.
var glyphs = map[rune]string{
	'0': "10 30 41 45 36 16 05 01 10",
	'1': "11 20 26/16 36",
	'2': "01 10 30 41 42 06 46",
	'3': "00 40 22 32 43 45 36 16 05",
	'4': "36 30 04 44",
	'5': "40 00 02 32 43 45 36 16 05",
	'6': "40 20 02 05 16 36 45 44 33 03",
	'7': "00 40 16",
	'8': "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
	'9': "06 26 44 41 30 10 01 02 13 43",
	'%': "40 06/10 00 01 11 10/36 46 45 35 36",
	'+': "21 25/03 43",
	'-': "03 43",
	'–': "03 43",
	'.': "16 15",
	',': "15 06",
	'<': "41 03 45",
	'>': "01 43 05",
	'≥': "00 42 04/06 46",
	'≤': "40 02 44/06 46",
	'=': "02 42/04 44",
	'/': "40 06",
	'N': "06 00 46 40",
	'k': "00 06/33 04/14 46",
	'm': "06 03/04 13 24 26/24 33 44 46",
	'~': "04 13 33 42",
	'≈': "02 11 31 40/05 14 34 43",
}

// strokeText gives the lines of a text of a size, from its left end on the base line, and its width. What it has no strokes
// for is a gap.
func strokeText(text string, size float64) (lines [][]xy, width float64) {
	unit := size * 0.72 / 6 // figures are 0.72 of the size high, as in the usual typefaces
	x := 0.0
	for _, r := range text {
		var line []xy
		drawn := glyphs[r]
		for i := 0; i+1 < len(drawn); i += 3 {
			line = append(line, xy{x + float64(drawn[i]-'0')*unit, (float64(drawn[i+1]-'0') - 6) * unit})
			if i+2 >= len(drawn) || drawn[i+2] == '/' {
				lines, line = append(lines, line), nil
			}
		}
		if r == '.' || r == ',' {
			x += 3 * unit
		} else {
			x += 5.6 * unit
		}
	}
	return lines, max(0, x-1.6*unit)
}
