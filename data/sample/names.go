package sample

import "math/rand/v2"

// namer gives names that sound like those of any Chinese town, each once. The town is nowhere: 青汀市 does not exist.
type namer struct {
	rnd  *rand.Rand
	used map[string]bool
}

func newNamer() *namer { return &namer{rng(1), map[string]bool{}} }

// pick joins one word of each list until the name is new.
func (n *namer) pick(lists ...[]string) string {
	for range 400 {
		name := ""
		for _, l := range lists {
			name += l[n.rnd.IntN(len(l))]
		}
		if !n.used[name] {
			n.used[name] = true
			return name
		}
	}
	return "" // out of names: an unnamed way
}

var (
	virtues  = []string{"文", "德", "仁", "和", "安", "康", "永", "兴", "育", "崇", "明", "惠", "宁", "泰", "丰", "同", "景", "瑞", "光", "长"}
	places   = []string{"源", "阳", "华", "林", "平", "昌", "庆", "福", "达", "乐", "善", "义", "秀", "新", "远", "清", "春", "和", "英", "民"}
	trees    = []string{"桂花", "银杏", "樟树", "梧桐", "海棠", "玉兰", "紫薇", "青枫", "翠竹", "腊梅", "石榴", "丹桂", "云杉", "垂柳", "木槿", "茶花", "香樟", "水杉"}
	oldWords = []string{"井", "桥", "磨坊", "染坊", "米行", "鱼行", "铁匠", "书院", "钟楼", "城隍", "观音", "石牌", "杨家", "谢家", "沈家", "陆家", "柴家", "油坊", "豆腐", "花园", "状元", "大夫", "箭道", "马房", "盐仓", "打铁", "竹器", "绣花", "三官", "洗马"}
	sides    = []string{"东", "西", "南", "北", "上", "下", "前", "后", "大", "小", "古", "老"}
	elegant  = []string{"翠", "锦", "澜", "雅", "颐", "御", "悦", "云", "枫", "湖", "汀", "兰", "书", "星", "金", "碧", "望", "和", "嘉", "景"}
	homely   = []string{"湖", "江", "山", "庭", "溪", "岸", "林", "桥", "都", "洲", "园", "月", "波", "城", "苑"}
	estateOf = []string{"花园", "苑", "府", "名邸", "家园", "公馆", "雅居", "华庭", "新城", "里"}
	working  = []string{"纺织厂", "机械厂", "粮食局", "供销社", "教师", "铁路", "建材厂", "邮电", "卫生局", "酒厂", "农机厂", "水泥厂", "丝绸厂", "化肥厂", "轴承厂"}
	hamletA  = []string{"石", "杨", "柳", "沈", "黄", "大", "小", "上", "下", "青", "白", "松", "茶", "竹", "枫", "梅", "桃", "新", "古", "高", "方", "牛", "鹤"}
	hamletB  = []string{"坑", "坞", "岭", "湾", "塘", "圩", "埠", "冲", "畈", "坪", "桥", "渡", "墩", "埂", "坝"}
	hamletC  = []string{"村", "头", "里", "口"}
	compass  = []string{"东", "西", "南", "北", "中", "一", "二", "三"}
)

func (n *namer) street() string { return n.pick(virtues, places, []string{"路", "街", "街"}) }

func (n *namer) avenue() string {
	if n.rnd.IntN(2) == 0 {
		return n.pick(trees, compass, []string{"路", "街"})
	}
	return n.pick(virtues, places, []string{"路", "大街", "路"})
}

func (n *namer) alley() string { return n.pick(sides, oldWords, []string{"巷", "弄", "街", "里"}) }

func (n *namer) court() string { return n.pick(sides, oldWords, []string{"坊", "大院", "墙门"}) }

func (n *namer) compound() string {
	if n.rnd.IntN(3) == 0 {
		return n.pick(working, compass, []string{"宿舍", "新村"})
	}
	return n.pick(virtues, places, compass, []string{"村", "新村", "小区"})
}

func (n *namer) dormitory() string {
	return n.pick(working, compass, []string{"职工宿舍", "公寓"})
}

func (n *namer) estate() string { return n.pick(elegant, homely, estateOf) }

func (n *namer) hamlet() string { return n.pick(hamletA, hamletB, hamletC) }
