package siting

import (
	"context"
	"time"
)

// clock says when to stop. Work is counted in elementary steps, such as one look at a demand point, so that a
// search without a limit of time ends at the same place on every machine.
type clock struct {
	ctx      context.Context
	deadline time.Time
	left     int64
	ended    Ending
	sinceAsk int64
}

func newClock(ctx context.Context, limits Limits) *clock {
	c := &clock{ctx: ctx, left: limits.Work}
	if c.left == 0 {
		c.left = UsualWork
	}
	if limits.Time > 0 {
		c.deadline = time.Now().Add(limits.Time)
	}
	return c
}

// askEvery is the work between two looks at the time, well under a millisecond.
const askEvery = 200_000

// spend takes note of work and tells whether to go on. Once it said no it keeps saying so.
func (c *clock) spend(work int64) bool {
	if c.ended != Finished {
		return false
	}
	c.left -= work
	if c.sinceAsk += work; c.sinceAsk >= askEvery {
		c.sinceAsk = 0
		switch {
		case c.ctx.Err() != nil:
			c.ended = Cancelled
		case !c.deadline.IsZero() && time.Now().After(c.deadline):
			c.ended = OutOfTime
		}
	}
	if c.left < 0 && c.ended == Finished {
		c.ended = OutOfWork
	}
	return c.ended == Finished
}

// stopped tells whether the search is over.
func (c *clock) stopped() bool { return c.ended != Finished }

// lend gives a clock of its own for so much work, at most what is left; for 0 it is the same one. back settles what was
// used: that the work lent is used up stops nobody else.
func (c *clock) lend(work int64) (lent *clock, back func()) {
	if work == 0 {
		return c, func() {}
	}
	lent = &clock{ctx: c.ctx, deadline: c.deadline, left: min(work, c.left), ended: c.ended}
	before := lent.left
	return lent, func() {
		c.spend(before - lent.left)
		if lent.ended != OutOfWork && c.ended == Finished {
			c.ended = lent.ended
		}
	}
}
