package siting

// narrowing is a model that can be seen with less: once half of the candidates are fixed, many rows cannot be told
// apart any more, or matter no more.
type narrowing interface {
	model
	// narrow is the model with some sites fixed open and only the given others to choose from. Its multipliers are sums
	// of the ones of the model: number says which goes into which, -1 for none. The sites fixed open come first in every
	// list that fix is given from then on.
	narrow(open, free []int32) (narrower model, number []int32, ok bool)
}

// view is a narrower model together with the way back.
type view struct {
	model
	from   *dual
	number []int32
}

// narrowed gives the node a narrower model where that saves work, with the multipliers that it begins with.
func (n node) narrowed(u []int64) (node, []int64) {
	d := n.dual
	wide, can := d.model.(narrowing)
	if v, is := d.model.(*view); is {
		wide, can = v.model.(narrowing)
	}
	if !can || len(n.free) == 0 || 5*len(n.free) > 4*d.breadth {
		return n, u
	}
	narrower, number, ok := wide.narrow(n.open, n.free)
	if !ok {
		return n, u
	}
	n.dual = newDual(&view{narrower, d, number}, d.ground, d.clock)
	n.dual.breadth = len(n.free)
	sums := make([]int64, len(n.dual.u))
	for j, k := range number {
		if k >= 0 {
			sums[k] += u[j]
		}
	}
	return n, sums
}

// wide gives multipliers of a narrower model as those of the first one: what each row paid is shared out among the
// rows it was made of, up to what each of them can pay.
func (d *dual) wide(u []int64) []int64 {
	v, is := d.model.(*view)
	if !is {
		return u
	}
	left := append([]int64(nil), u...)
	wider := make([]int64, len(v.number))
	for j, k := range v.number {
		wider[j] = v.from.caps[j] // nobody reaches the row, or it is covered
		if k >= 0 {
			wider[j] = min(left[k], v.from.caps[j])
			left[k] -= wider[j]
		}
	}
	return v.from.wide(wider)
}
