package ledger

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Same is how alike two texts are at least to be taken for one matter: see the table of its test.
const Same = 0.5

// Alike tells how much two texts have in common, from 0 to 1: the share of their pairs of neighbouring letters (Dice) after folding, without the words
// that every petition holds. A text inside a longer one counts by the shorter.
func Alike(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common, nx, ny := 0, 0, 0
	for p, n := range x {
		nx += n
		common += min(n, y[p])
	}
	for _, n := range y {
		ny += n
	}
	dice := 2 * float64(common) / float64(nx+ny)
	inside := float64(common) / float64(min(nx, ny))
	if min(nx, ny) >= 6 && inside > dice {
		return (dice + inside) / 2
	}
	return dice
}

// filler are words that say nothing about the matter.
var filler = strings.NewReplacer(
	"您好", "", "你好", "", "老师", "", "请问", "", "我想", "", "反映", "", "一下", "", "问题", "", "希望", "", "能不能", "", "可以", "", "学校", "", "投诉", "",
	"建议", "", "我要", "", "我们", "", "真的", "", "一直", "", "还是", "", "已经", "", "什么时候", "", "怎么", "", "尽快", "", "解决", "", "处理", "", "谢谢", "",
	"又", "", "的", "", "了", "", "吗", "", "吧", "", "啊", "", "呢", "", "很", "", "太", "", "都", "", "是", "", "有", "", "在", "", "就", "", "请", "",
	"没有", "不", "没", "不", "饭堂", "食堂", "寝室", "宿舍", "坏掉", "坏", "故障", "坏",
)

// pairs counts the pairs of neighbouring letters and digits of a folded text.
func pairs(text string) map[[2]rune]int {
	out := map[[2]rune]int{}
	var last rune
	for _, r := range filler.Replace(strings.ToLower(width.Fold.String(text))) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if last != 0 {
			out[[2]rune{last, r}]++
		}
		last = r
	}
	return out
}
