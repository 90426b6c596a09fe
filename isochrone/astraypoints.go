package isochrone

import (
	"maps"
	"slices"
)

// Strays lists the residential points that have no leg to any street, ascending: those of which [Router.Astray] tells.
func (r *Router) Strays() []int32 { return slices.Sorted(maps.Keys(r.astray)) }
