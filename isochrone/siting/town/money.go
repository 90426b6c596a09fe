package town

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Costs of building are counted in ten-thousandths, so that sums are exact.
const (
	moneyPlaces = 4
	moneyUnit   = 10_000
	maxMoney    = 1e10
)

func money(cost float64) int64 { return int64(math.Round(cost * moneyUnit)) }

// number writes a whole number in units of 10^-places as a decimal, without zeros at its end.
func number(n int64, places int) json.Number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := strconv.FormatInt(n, 10)
	if short := places + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole, part := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if part != "" {
		part = "." + part
	}
	return json.Number(sign + whole + part)
}
