package report

import (
	"math/big"
	"strconv"
	"strings"

	"lifecircle/isochrone/standard"
)

// figure is a number as a report shows it. number is nil where there is none, or where it is hidden.
type figure struct {
	text   string
	number *float64
}

// hiddenFew and hiddenMore stand for counts that the public edition hides: fewer than ten people, and those that would give
// such a count away.
const (
	hiddenFew  = "<10"
	hiddenMore = "※"
	nothing    = "—" // where there is no number
)

func hiddenText(count int64) figure {
	if count < smallest {
		return figure{text: hiddenFew}
	}
	return figure{text: hiddenMore}
}

// count is a whole number with its thousands set apart.
func count(n int64) figure {
	f := float64(n)
	return figure{text: grouped(strconv.FormatInt(n, 10)), number: &f}
}

// grouped sets the thousands of a decimal apart by commas.
func grouped(decimal string) string {
	sign, rest := "", decimal
	if strings.HasPrefix(rest, "-") {
		sign, rest = "-", rest[1:]
	}
	whole, part, _ := strings.Cut(rest, ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if part != "" {
		return sign + b.String() + "." + part
	}
	return sign + b.String()
}

// number is a value in a unit, on its side of a target; nil stands for no value.
func number(n, target *standard.Number, share bool) figure {
	if n == nil {
		return figure{text: nothing}
	}
	f := n.Float()
	var against *big.Rat
	if target != nil {
		against = target.Rat()
	}
	if share {
		return figure{percent(n.Rat(), against), &f}
	}
	return figure{decimal(n.Rat(), against), &f}
}

// percent is a share as [standard.Percent] writes it, with a space that no line breaks at.
func percent(share, target *big.Rat) string {
	return strings.Replace(standard.Percent(share, target), " ", "\u00a0", 1)
}

func decimal(v, target *big.Rat) string { return grouped(standard.Decimal(v, target)) }
