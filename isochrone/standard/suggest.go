package standard

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// unknown says that a word is none of those known, and which one may have been meant, or which there are.
func unknown(typed string, known []string, what geo.Words) geo.Words {
	if meant, is := nearestWord(typed, known); is {
		return geo.Say("%v: did you mean %q?", "%v：是否应为 %q？", what, meant)
	}
	return geo.Say("%v: it can be %s", "%v：可用 %s", what, strings.Join(known, ", "))
}

// unknownService says that a code is neither a service nor a set, and which one may have been meant.
func unknownService(typed string, sets []string) geo.Words {
	what := geo.Say("no service, set or bundle of this name", "没有这样的设施类型、集合或清单")
	if meant, is := nearestWord(typed, sets); is {
		return unknown(typed, []string{meant}, what)
	}
	if meant, is := geo.NearestService(typed); is {
		return geo.Say("%v: did you mean %q?", "%v：是否应为 %q？", what, meant)
	}
	return geo.Say("%v; the services: lifecircle services", "%v；设施类型清单：lifecircle services", what)
}

// otherSigns are operators as people write them, and as files do.
var otherSigns = map[string]string{"≥": ">=", "=>": ">=", "≧": ">=", "＞=": ">=", "≤": "<=", "=<": "<=", "≦": "<=", "＞": ">", "＜": "<", "≈": "about", "~": "about", "=": "about", "==": "about"}

// nearestWord is the known word a few letters away from the typed one, a third of its length at most; the first of several.
func nearestWord(typed string, known []string) (word string, is bool) {
	if op, is := otherSigns[strings.TrimSpace(typed)]; is && slices.Contains(known, op) {
		return op, true
	}
	typed = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(typed)), " ", "_")
	if typed == "" || len(typed) > 64 {
		return "", false
	}
	best := 1 << 30
	for _, k := range known {
		if d := lettersApart(typed, k); d <= max(1, len(k)/3) && d < best {
			best, word = d, k
		}
	}
	return word, word != ""
}

// lettersApart counts the insertions, deletions and substitutions that turn a into b.
func lettersApart(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost = 1 + min(diagonal, row[j], row[j-1])
			}
			diagonal, row[j] = row[j], cost
		}
	}
	return row[len(b)]
}
