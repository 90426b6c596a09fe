package standard

import (
	"slices"

	"lifecircle/geo"
)

// DefaultSets are the codes that stand for several services, one of which within reach is enough. They hold in every file
// that does not give a set of the same code itself.
func DefaultSets() []Set {
	return []Set{
		{"clinic_any", geo.Say("clinic of any kind", "基层医疗卫生机构"), []string{"clinic", "clinic_station", "community_hospital"}},
		{"elder_any", geo.Say("elderly service of any kind", "养老服务设施"), []string{"elder_station", "elder_center", "elder_meal"}},
		{"fitness_any", geo.Say("place for sport of any kind", "体育健身设施"), []string{"fitness_outdoor", "fitness_center", "sports_court", "greenway", "sports_park"}},
		{"culture_any", geo.Say("culture venue of any kind", "文化设施"), []string{"culture_center", "culture_room", "library"}},
		{"market_any", geo.Say("market or supermarket", "菜市场或超市"), []string{"market", "supermarket"}},
		{"shop_any", geo.Say("shop for daily needs", "便民商店"), []string{"convenience", "supermarket", "market"}},
		{"post_any", geo.Say("parcels or post", "快递或邮政"), []string{"express", "postal"}},
	}
}

// DefaultBundles are the codes that stand for several needs, each of which is to be met. No plan lists what its circle
// holds: these lists are this program's, and a file may give its own.
func DefaultBundles() []Set {
	return []Set{
		{"bundle_urban", geo.Say("urban life circle", "城市生活服务圈"), []string{"community_center", "clinic_any", "elder_station", "childcare", "fitness_any", "culture_any", "market_any"}},
		{"bundle_rural", geo.Say("rural life circle", "农村生活服务圈"), []string{"community_center", "clinic_any", "elder_any", "fitness_any", "culture_any", "shop_any", "post_any"}},
		{"bundle_5min", geo.Say("convenience circle", "便民生活圈"), []string{"community_center", "elder_station", "fitness_outdoor", "shop_any"}},
	}
}

// withOwn puts a file's own sets in the place of defaults of the same code, and the others after them.
func withOwn(defaults, own []Set) []Set {
	for _, set := range own {
		if i := slices.IndexFunc(defaults, func(d Set) bool { return d.Code == set.Code }); i >= 0 {
			defaults[i] = set
		} else {
			defaults = append(defaults, set)
		}
	}
	return defaults
}

func findSet(sets []Set, code string) (*Set, bool) {
	for i := range sets {
		if sets[i].Code == code {
			return &sets[i], true
		}
	}
	return nil, false
}
