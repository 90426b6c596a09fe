package siting

// focusing is a model that can be told which sites come into question when choices are made better: those worth nearly as
// much as the ones picked. nil is all.
type focusing interface{ focus(sites []int32) }

// model is a goal as the search sees it: choices that it can judge and improve, and a relaxation in which multipliers
// replace what ties the sites to each other.
//
// Every goal is to be made as large as possible; where less is better, values and bounds are negative. For any
// multipliers the worth of the sites and the constant that goes with them bound every choice S from above:
//
//	value(S) ≤ bound(constant + sum of worth over S)
//
// so the best choice regardless of overlaps, which [selection] finds, bounds the best choice of all.
type model interface {
	// ceilings is the largest useful value of each multiplier; the least is 0.
	ceilings() []int64
	// ceiling is a value that no choice can beat, whatever the multipliers.
	ceiling() int64
	// fix names the sites that stand in what follows. Their worth is in the constant.
	fix(open []int32)
	// begin gives first multipliers, the better the nearer the choice is to the best. Without a choice it gives those
	// whose bound is the value itself where nothing beside the sites fixed may be chosen.
	begin(u []int64, choice []int32)
	// evaluate finds the constant and, for the sites named, their worth.
	evaluate(u []int64, sites []int32, worth []int64) (constant int64)
	// slope gives for each multiplier how the bound rises with it, in 1/256, after evaluate with these multipliers chose
	// these picks. It is 0 where the multiplier cannot go down the slope.
	slope(u []int64, picks []pick, g []int32)
	// bound is the largest value that a sum of constant and worth allows.
	bound(total int64) int64
	// aim is the sum of constant and worth that a value would have without any slack.
	aim(value int64) int64
	// improve makes a choice that is allowed out of any list of sites, and makes it better by small changes.
	improve(wish []int32) (choice []int32, value int64, ok bool)
	// work is about the number of steps that evaluate and slope take.
	work() int64
}
