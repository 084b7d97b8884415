package bot

import (
	"fmt"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
)

// weekWords name a whole week, by how many weeks it lies ahead.
var weekWords = [...]struct {
	word  string
	ahead int
}{{"下周", 1}, {"下星期", 1}, {"下礼拜", 1}, {"本周", 0}, {"这周", 0}, {"这星期", 0}, {"这一周", 0}, {"这个星期", 0}}

// weekAsked finds the whole week that a question names: from its Monday, or from today in this one, up to the day after its Sunday. 下周三 names a day.
func weekAsked(text string, today policy.Date) (from, to policy.Date, ok bool) {
	for _, w := range weekWords {
		_, rest, found := strings.Cut(text, w.word)
		if !found || startsWithWord(rest, "一", "二", "三", "四", "五", "六", "日", "天", "末") {
			continue
		}
		monday := today.Monday().Add(7 * w.ahead)
		return max(monday, today), monday.Add(7), true
	}
	return 0, 0, false
}

// previewWeek answers 下周会提醒谁: each day in which something is told, with those who are told the same at the same time in one line.
func (b *Bot) previewWeek(from, to policy.Date) move {
	return ask(func(tx *store.Tx) (string, error) {
		list, err := b.opt.Preview(tx, from.At(0, 0, b.school.Location), to.At(0, 0, b.school.Location).Add(-time.Nanosecond))
		if err != nil {
			return "", err
		}
		span := from.Chinese() + "到" + to.Add(-1).Chinese()
		if len(list) == 0 {
			return fmt.Sprintf(sayPreviewNone, span), nil
		}
		return fmt.Sprintf(sayPreview, span, strings.Join(b.weekLines(list), "\n")), nil
	})
}

func (b *Bot) weekLines(list []Planned) []string {
	var lines []string
	var day policy.Date
	last := ""
	for _, p := range list {
		if on := b.school.Today(p.At); on != day {
			day, last = on, ""
			lines = append(lines, day.Chinese()+"：")
		}
		head := fmt.Sprintf(sayPreviewSame, p.At.In(b.school.Location).Format("15:04"), p.What)
		switch i := len(lines) - 1; {
		case head != last:
			lines = append(lines, head+p.To)
		case !strings.HasSuffix(lines[i], "："+p.To) && !strings.HasSuffix(lines[i], "、"+p.To):
			lines[i] += "、" + p.To
		}
		last = head
	}
	return lines
}
