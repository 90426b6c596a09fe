package main

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"lifecircle/geo"
)

// decimals are numbers kept as whole ones in units of 10^-places, so that sums are exact.
type decimals struct{ places int }

var plainDecimal = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$`)

// unit is how many of our units one is.
func (d decimals) unit() float64 { return math.Pow10(d.places) }

// read reads a number that is not negative, rounded to the places.
func (d decimals) read(text string) (int64, error) {
	if !plainDecimal.MatchString(text) {
		return 0, geo.Fail("there must be a number", "此处应为数值")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v*d.unit() > 1<<60 {
		return 0, geo.Fail("the number is too large", "数值过大")
	}
	if v < 0 {
		return 0, geo.Fail("the number must not be negative", "数值不得为负")
	}
	return int64(math.Round(v * d.unit())), nil
}

// write writes a number without zeros at its end.
func (d decimals) write(n int64) json.Number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	digits := strconv.FormatInt(n, 10)
	for len(digits) <= d.places {
		digits = "0" + digits
	}
	whole, part := digits[:len(digits)-d.places], strings.TrimRight(digits[len(digits)-d.places:], "0")
	if part != "" {
		part = "." + part
	}
	return json.Number(sign + whole + part)
}

// placesOf is how many digits after the point a number is written with.
func placesOf(text string) int {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	_, part, _ := strings.Cut(mantissa, ".")
	e, _ := strconv.Atoi(exponent) // 0 where there is none
	return max(0, len(strings.TrimRight(part, "0"))-e)
}
