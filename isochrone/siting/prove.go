package siting

// provable is a model that can tell what its multipliers mean for the demand points of the instance.
type provable interface {
	// prices gives what each demand point pays, and for some goals the level or the weights of areas, for the multipliers
	// evaluated last.
	prices(u []int64) ProofStep
	// fineness is the scale of the multipliers.
	fineness() uint
}

// certificate puts together what a search proved.
func (s *search) certificate(p Problem, a *Answer) *Certificate {
	m := s.model.(provable)
	c := claim(s.ground.in, p, a)
	c.Scale = m.fineness()
	c.Outdone = s.ground.outdone
	c.Root = s.published(s.tree.root, s.site)
	if s.tree.full {
		if c.Bound = max(s.value, s.rootBound); p.Goal.minimises() {
			c.Bound = -c.Bound
		}
	}
	return c
}

// claim is a certificate without a proof.
func claim(in *Instance, p Problem, a *Answer) *Certificate {
	c := &Certificate{Version: 1, Instance: in.Hash(), Goal: p.Goal.String(), Sites: p.Sites, Budget: p.Budget, Target: p.Target, Reward: p.Reward,
		Chosen: []int32{}, Value: a.Value, Bound: a.Bound}
	for _, site := range a.Sites {
		c.Chosen = append(c.Chosen, int32(site.Candidate))
	}
	return c
}

// published is a node with its sites in other numbers.
func (s *search) published(n *proofNode, number []int32) *ProofNode {
	if n == nil {
		return nil
	}
	out := &ProofNode{Opened: s.published(n.open, number), Closed: s.published(n.closed, number)}
	if n.branch >= 0 {
		branch := number[n.branch]
		out.Branch = &branch
	}
	for _, step := range n.steps {
		published := step.known
		published.BudgetPrice = step.price
		published.Open, published.Close = renumbered(step.sure.open, number), renumbered(step.sure.close, number)
		out.Steps = append(out.Steps, published)
	}
	return out
}

func renumbered(sites, number []int32) (numbers []int32) {
	for _, i := range sites {
		numbers = append(numbers, number[i])
	}
	return numbers
}

// shareOut shares what rows pay among their demand points, each up to what it can pay; what is left goes to the last.
func (r *rows) shareOut(u []int64, most func(point int, row int32) int64) []int64 {
	left := append([]int64(nil), u...)
	last := make([]int32, len(u))
	prices := make([]int64, len(r.class))
	for j, row := range r.class {
		if row >= 0 {
			prices[j] = min(left[row], most(j, row))
			left[row] -= prices[j]
			last[row] = int32(j)
		}
	}
	for row, rest := range left {
		if rest > 0 {
			prices[last[row]] += rest
		}
	}
	return prices
}

func (c *cover) fineness() uint { return c.scale }

func (c *cover) prices(u []int64) ProofStep {
	most := func(point int, _ int32) int64 { return c.in.Demand[point] << c.scale }
	if c.levels() > 1 { // every point has a row of its own
		most = func(int, int32) int64 { return unbounded }
	}
	return ProofStep{Prices: c.shareOut(u, most)}
}

func (t *target) fineness() uint { return t.scale }

func (t *target) prices(u []int64) ProofStep {
	if t.everyone {
		return ProofStep{Prices: t.shareOut(u, func(int, int32) int64 { return unbounded })}
	}
	return ProofStep{Level: t.level, Prices: t.shareOut(u, func(point int, _ int32) int64 { return t.level * t.in.Demand[point] })}
}

func (m *median) fineness() uint { return m.scale }

func (m *median) prices(u []int64) ProofStep {
	prices := make([]int64, len(m.in.Demand))
	for j, point := range m.points {
		prices[point] = u[j]
	}
	return ProofStep{Prices: prices}
}

func (c *capacity) fineness() uint { return c.scale }

func (c *capacity) prices(u []int64) ProofStep {
	return ProofStep{Prices: c.shareOut(u, func(int, int32) int64 { return unbounded })}
}

func (m *lift) fineness() uint { return 0 }

func (m *lift) prices(u []int64) ProofStep {
	most := func(point int, row int32) int64 { return m.lambda[m.zone[row]] * m.in.Demand[point] }
	return ProofStep{Prices: m.shareOut(u[:m.rows.size()], most), Areas: append([]int64(nil), m.lambda...)}
}
