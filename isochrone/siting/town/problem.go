package town

import (
	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// asked is the question in the words of the solver.
func (p *Prepared) asked() (siting.Problem, error) {
	problem := siting.Problem{Goal: p.goal, Sites: p.q.Sites, Budget: money(p.q.Budget)}
	if p.q.Problem == "backup" {
		problem.Reward = siting.Backup()
	}
	if p.goal == siting.FewestSites || p.goal == siting.LeastCost {
		if p.q.Sites > 0 || p.q.Budget > 0 {
			return problem, refuse("sites", "", geo.Say("a target decides how many sites there are", "给定目标时，点位数由求解得出"), geo.Say("Leave the number of sites and the budget out", "请不要再给出点位数或预算"))
		}
		problem.Target = p.target()
	}
	return problem, p.affordable(problem.Budget)
}

// target is the demand to be covered, rounded up: a target is not reached by rounding. 0 stands for all that can be.
func (p *Prepared) target() int64 {
	total := int64(0)
	for _, w := range p.demand.weight {
		total += w
	}
	share := p.q.millionths()
	if share == 0 || total == 0 {
		return 0
	}
	whole, part := total/1_000_000, total%1_000_000
	return max(1, whole*share+(part*share+999_999)/1_000_000)
}

// affordable refuses a budget that nothing fits, in the unit in which it was given.
func (p *Prepared) affordable(budget int64) error {
	if p.q.Budget == 0 {
		return nil
	}
	must, cheapest := int64(0), int64(-1)
	for _, c := range p.in.Candidates {
		switch {
		case c.State == siting.Must:
			must += c.Cost
		case c.State == siting.Free && (cheapest < 0 || c.Cost < cheapest):
			cheapest = c.Cost
		}
	}
	asked := string(number(budget, moneyPlaces))
	switch {
	case must > budget:
		return refuse("budget", asked, geo.Say("the candidates that must be chosen cost %v", "必选点位成本合计 %v", number(must, moneyPlaces)), geo.Say("Raise the budget", "请提高预算"))
	case must == 0 && cheapest > budget:
		return refuse("budget", asked, geo.Say("nothing fits: the cheapest candidate costs %v", "没有可负担的点位：最低成本为 %v", number(cheapest, moneyPlaces)), geo.Say("Raise the budget, or add cheaper candidates", "请提高预算，或补充成本更低的备选点位"))
	}
	return nil
}
