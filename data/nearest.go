package data

import "slices"

// names finds the name that somebody may have meant.
type names struct {
	known []string // each once, in byte order
	runes [][]rune
}

func newNames(known []string) *names {
	known = slices.Clone(known)
	slices.Sort(known)
	n := &names{known: slices.Compact(known)}
	for _, name := range n.known {
		n.runes = append(n.runes, []rune(name))
	}
	return n
}

// nearest is the name with the fewest letters to change, at most half of them; "" if there is none. Of several the first
// in byte order.
func (n *names) nearest(name string) (found string) {
	const longest = 60
	wanted := []rune(name)
	if len(wanted) > longest {
		return ""
	}
	best := len(wanted)/2 + 1
	for i, other := range n.runes {
		if len(other)-len(wanted) >= best || len(wanted)-len(other) >= best || len(other) == 0 {
			continue
		}
		if d := editDistance(wanted, other, best); d < best {
			best, found = d, n.known[i]
		}
	}
	return found
}

// editDistance is how many letters have to be put in, left out or changed; limit where it is that or more.
func editDistance(a, b []rune, limit int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
			least = min(least, row[j+1])
		}
		if least >= limit {
			return limit
		}
	}
	return min(limit, row[len(b)])
}
