package capacity

// saturate finds a maximum flow for what was not settled: a greedy one first, then, as long as anybody is left who could
// be let in by moving others elsewhere, as many shortest chains of such moves as there are at once (Dinic 1970).
func (n *network) saturate() {
	n.startGreedily()
	b := &blocking{
		network: n,
		ofClass: make([]int32, len(n.left)), ofFacility: make([]int32, len(n.room)),
		atArc: make([]uint32, len(n.left)), atTaken: make([]uint32, len(n.room)),
	}
	for b.level() {
		copy(b.atArc, n.first)
		copy(b.atTaken, n.firstOf)
		for class := range n.left {
			if n.left[class] > 0 && !n.gone[class] {
				let := b.from(int32(class), n.left[class])
				n.left[class] -= let
				n.served += let
			}
		}
	}
	for facility, level := range b.ofFacility { // the last search came to full ones alone
		if level != unseen && !n.out[facility] {
			n.tight[facility] = true
		}
	}
}

// startGreedily fills facilities in the order of their lists, those with the least choice first.
func (n *network) startGreedily() {
	byChoice := make([][]int32, 0, 16)
	for class := range n.left {
		if n.gone[class] {
			continue
		}
		choice := int(n.first[class+1] - n.first[class])
		for choice >= len(byChoice) {
			byChoice = append(byChoice, nil)
		}
		byChoice[choice] = append(byChoice[choice], int32(class))
	}
	for _, classes := range byChoice {
		for _, class := range classes {
			for arc := n.first[class]; arc < n.first[class+1] && n.left[class] > 0; arc++ {
				facility := n.facility[arc]
				if n.out[facility] {
					continue
				}
				people := min(n.left[class], n.room[facility])
				n.carried[arc] += people
				n.left[class] -= people
				n.room[facility] -= people
				n.served += people
			}
		}
	}
}

// blocking is the memory of a search for chains of moves.
type blocking struct {
	*network
	ofClass, ofFacility []int32 // how many moves it takes to get there; unseen where there is no way
	queue               []int32 // classes
	atArc, atTaken      []uint32
}

const unseen = -1

// level searches breadth first from the people who are left and tells whether it comes to a facility with room.
func (b *blocking) level() bool {
	b.queue = b.queue[:0]
	for class := range b.ofClass {
		b.ofClass[class] = unseen
		if b.left[class] > 0 && !b.gone[class] {
			b.ofClass[class] = 0
			b.queue = append(b.queue, int32(class))
		}
	}
	for facility := range b.ofFacility {
		b.ofFacility[facility] = unseen
	}
	last := int32(unseen) // the level of the nearest room
	for i := 0; i < len(b.queue); i++ {
		class := b.queue[i]
		level := b.ofClass[class] + 1
		if last != unseen && level > last {
			break
		}
		for _, facility := range b.facilitiesOf(class) {
			if b.out[facility] || b.ofFacility[facility] != unseen {
				continue
			}
			b.ofFacility[facility] = level
			if b.room[facility] > 0 {
				last = level
				continue
			}
			for at := b.firstOf[facility]; at < b.firstOf[facility+1]; at++ {
				if other := b.classOf[at]; b.ofClass[other] == unseen && b.carried[b.arcOf[at]] > 0 {
					b.ofClass[other] = level + 1
					b.queue = append(b.queue, other)
				}
			}
		}
	}
	return last != unseen
}

// from finds places for so many people of a class, or for as many as it can.
func (b *blocking) from(class int32, people int64) (found int64) {
	for ; b.atArc[class] < b.first[class+1]; b.atArc[class]++ {
		arc := b.atArc[class]
		facility := b.facility[arc]
		if b.out[facility] || b.ofFacility[facility] != b.ofClass[class]+1 {
			continue
		}
		into := b.into(facility, people-found)
		b.carried[arc] += into
		if found += into; found == people {
			return found
		}
	}
	return found
}

// into lets so many people into a facility: where it has room, and in the place of others who find theirs elsewhere.
func (b *blocking) into(facility int32, people int64) (found int64) {
	found = min(people, b.room[facility])
	b.room[facility] -= found
	for ; found < people && b.atTaken[facility] < b.firstOf[facility+1]; b.atTaken[facility]++ {
		at := b.atTaken[facility]
		other, arc := b.classOf[at], b.arcOf[at]
		if b.carried[arc] == 0 || b.ofClass[other] != b.ofFacility[facility]+1 {
			continue
		}
		moved := b.from(other, min(people-found, b.carried[arc]))
		b.carried[arc] -= moved
		if found += moved; found == people {
			return found
		}
	}
	return found
}
