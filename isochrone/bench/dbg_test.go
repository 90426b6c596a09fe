package bench
import ("testing";"lifecircle/geo";"runtime")
func BenchmarkDbg(t *testing.B){
	area := studied(t, Plan{Junctions: 20000, Points: 20000})
	for _, m := range []geo.Mode{"walk","drive"} {
		var a,b runtime.MemStats
		runtime.GC(); runtime.ReadMemStats(&a)
		r := router(t, area, m)
		runtime.GC(); runtime.ReadMemStats(&b)
		t.Log(m, len(r.Network.Pieces), len(r.Network.IDs), r.Network.Junctions, r.Network.States, len(r.Network.Edges), (func() any { x, y := r.ListSizes(); return [2]int{x, y} })(), (b.HeapAlloc-a.HeapAlloc)>>20)
		runtime.KeepAlive(r)
	}
}
