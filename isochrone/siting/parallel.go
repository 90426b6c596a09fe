package siting

import "sync"

// inParallel cuts 0…n into pieces and does them on several goroutines. What is done must write to places of its own;
// then the result does not depend on the number of workers.
func inParallel(workers, n int, do func(from, to int)) {
	const least = 4096 // below it a goroutine costs more than it saves
	if workers = min(workers, n/least); workers <= 1 {
		do(0, n)
		return
	}
	var group sync.WaitGroup
	for k := range workers {
		group.Go(func() { do(n*k/workers, n*(k+1)/workers) })
	}
	group.Wait()
}
