package capacity

// peel settles what can be settled at a glance, until nothing more can.
//
// A facility with room for all the people who could come takes them all: no sharing out serves any of them better, and
// all that the others hold is left for the rest. People who are enough to fill all of their facilities fill them: no
// sharing out gets more out of these. Either step keeps the best possible of the rest plus what was settled, so any order
// is right.
func (n *network) peel() {
	p := &peeling{network: n, could: make([]int64, len(n.room)), holds: make([]int64, len(n.left))}
	for class, people := range n.left {
		for _, facility := range n.facilitiesOf(int32(class)) {
			p.could[facility] += people
			p.holds[class] += n.room[facility]
		}
	}
	for facility := range n.room {
		p.tryFacility(int32(facility))
	}
	for class := range n.left {
		p.tryClass(int32(class))
	}
	for len(p.facilities) > 0 || len(p.classes) > 0 {
		if last := len(p.facilities) - 1; last >= 0 {
			facility := p.facilities[last]
			p.facilities = p.facilities[:last]
			p.tryFacility(facility)
			continue
		}
		last := len(p.classes) - 1
		class := p.classes[last]
		p.classes = p.classes[:last]
		p.tryClass(class)
	}
}

func (n *network) facilitiesOf(class int32) []int32 {
	return n.facility[n.first[class]:n.first[class+1]]
}

// peeling keeps count while classes and facilities are taken away.
type peeling struct {
	*network
	could []int64 // of each facility: people who are left and could come
	holds []int64 // of each class: room in facilities that are left

	facilities, classes []int32 // of which something has changed
}

// tryFacility lets a facility serve everybody who could come, if it has the room.
func (p *peeling) tryFacility(facility int32) {
	if p.out[facility] || p.could[facility] > p.room[facility] {
		return
	}
	p.out[facility] = true
	for at := p.firstOf[facility]; at < p.firstOf[facility+1]; at++ {
		class := p.classOf[at]
		if p.gone[class] {
			continue
		}
		people := p.left[class]
		p.gone[class] = true
		p.left[class] = 0
		p.room[facility] -= people
		p.served += people
		for _, other := range p.facilitiesOf(class) {
			if !p.out[other] {
				p.could[other] -= people
				p.facilities = append(p.facilities, other)
			}
		}
	}
}

// tryClass lets people fill all of their facilities, if they are enough.
func (p *peeling) tryClass(class int32) {
	if p.gone[class] || p.left[class] < p.holds[class] {
		return
	}
	p.gone[class] = true
	for _, facility := range p.facilitiesOf(class) {
		if p.out[facility] {
			continue
		}
		p.out[facility], p.tight[facility] = true, true
		room := p.room[facility]
		p.served += room
		p.left[class] -= room
		p.room[facility] = 0
		for at := p.firstOf[facility]; at < p.firstOf[facility+1]; at++ {
			if other := p.classOf[at]; !p.gone[other] {
				p.holds[other] -= room
				p.classes = append(p.classes, other)
			}
		}
	}
}
