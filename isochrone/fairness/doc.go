// Package fairness says how unequally something is shared out among people: travel times, places, floor area.
//
// A [Sample] is values with people: 120 people 15 minutes away are one value of weight 120, and every answer is the same
// as if each of them had been listed alone. A value may be infinite: people who never arrive. They count in quantiles and
// in the worst tenth; a mean and an index of inequality of what is infinite means nothing, so those are of the people who
// do arrive, and the answer says how many do not.
//
// With W the weight of all, μ = Σ w·x ÷ W the mean and C_i the weight of all values before the i-th in rising order:
//
//	mean      μ
//	quantile  the least x by which a share q of all people is there: Σ w over values ≤ x is at least q·W
//	worst     the mean over the tenth of the people with the largest values, the last person divided if need be
//	Gini      G = Σ w·x·(2·C_i + w_i − W) ÷ (W²·μ), which is ΣΣ w·w'·|x − x'| ÷ (2·W²·μ)   (Gini 1912; Lerman and Yitzhaki 1989)
//	Theil     T = Σ (w ÷ W)·(x ÷ μ)·ln(x ÷ μ), where 0·ln 0 is 0                             (Theil 1967)
//
// By groups k with W_k people, mean μ_k and the share s_k = W_k·μ_k ÷ (W·μ) of the sum:
//
//	Theil     T = Σ s_k·T_k + Σ s_k·ln(μ_k ÷ μ): within and between, and nothing else       (Bourguignon 1979, Shorrocks 1980)
//	Gini      G = Σ (W_k ÷ W)·s_k·G_k + G of the groups' means + overlap, which is 0 only where no group reaches into the
//	          range of another                                                             (Bhattacharya and Mahalanobis 1967)
//
// Both are 0 where all have the same and do not change with the unit or when everybody is listed twice. G is at most
// 1 − 1 ÷ W, T at most ln W, where one person has all.
package fairness
