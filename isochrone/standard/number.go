package standard

import (
	"encoding/json"
	"fmt"
	"math/big"
)

// Number is an exact value. It is compared as the fraction it is, and leaves the program as the nearest number of double
// precision, so that 12 of 5,000 by 10,000 is 24 and not 23.999….
type Number struct{ rat *big.Rat }

// Exact is the number of a fraction; the fraction must not be changed afterwards.
func Exact(r *big.Rat) Number { return Number{r} }

// Whole is a whole number.
func Whole(n int64) Number { return Number{new(big.Rat).SetInt64(n)} }

// Fraction is part/whole; nil where the whole is zero: what has no denominator has no value.
func Fraction(part, whole int64) *Number {
	if whole == 0 {
		return nil
	}
	return &Number{big.NewRat(part, whole)}
}

// Rat is the fraction; it must not be changed.
func (n Number) Rat() *big.Rat {
	if n.rat == nil {
		return new(big.Rat)
	}
	return n.rat
}

// Float is the nearest number of double precision.
func (n Number) Float() float64 {
	f, _ := n.Rat().Float64()
	return f
}

// MarshalJSON writes the nearest number of double precision.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.Float()) }

// UnmarshalJSON reads the decimal that is written, exactly.
func (n *Number) UnmarshalJSON(text []byte) error {
	if len(text) > 40 {
		return fmt.Errorf("a number of %d characters", len(text))
	}
	r, ok := new(big.Rat).SetString(string(text))
	if !ok {
		return fmt.Errorf("%s is no number", text)
	}
	n.rat = r
	return nil
}
