package standard

import (
	"math/big"
	"regexp"
	"strings"

	"lifecircle/geo"
)

// decimalForm is the form of numbers in files: no exponents, which a typing error makes astronomically large, and no
// thousands separators, which in YAML also separate the values of a list.
var decimalForm = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,12})?$`)

// readDecimal reads a number exactly as it is written, "4.5" or "90 %"; percent tells which.
func readDecimal(text string) (value *big.Rat, percent bool, ok bool) {
	text = strings.TrimSpace(text)
	for _, sign := range []string{"%", "％"} {
		if rest, cut := strings.CutSuffix(text, sign); cut {
			text, percent = strings.TrimSpace(rest), true
			break
		}
	}
	if !decimalForm.MatchString(text) {
		return nil, false, false
	}
	value, ok = new(big.Rat).SetString(text)
	if ok && percent {
		value.Quo(value, big.NewRat(100, 1))
	}
	return value, percent, ok
}

// notDecimal says what is wrong with a text that is no number.
func notDecimal(text string) geo.Words {
	if strings.ContainsAny(text, ",，") {
		return geo.Say("write numbers without separators: 13000", "数字请勿使用千位分隔符，应写作 13000")
	}
	return geo.Say("must be a number such as 40, 4.5 or 90 %", "应为数字，例如 40、4.5 或 90 %")
}

// oneRat is 100 %.
var oneRat = big.NewRat(1, 1)
