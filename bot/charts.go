package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// chart is a picture of many, by the name that notices give it.
type chart string

const (
	chartSchool chart = "school" // 全校进度图: how many people stand how, rule by rule
	chartCases  chart = "cases"  // 信访件图: the cases that somebody sees by his office, by age and category
)

// chartWords are the words by which charts are asked for, as whole messages.
var chartWords = map[string]chart{
	"全校进度图": chartSchool, "全校完成情况图": chartSchool, "全校图": chartSchool, "学校进度图": chartSchool, "各条款进度图": chartSchool, "校领导进度图": chartSchool,
	"信访件图": chartCases, "信访图": chartCases, "信访统计图": chartCases, "信访分布图": chartCases, "信访件统计图": chartCases, "信访件分布图": chartCases, "在办件图": chartCases,
}

// chartOf finds the chart that a bare message asks for; "" = none.
func chartOf(text string) chart {
	s, ok := strings.CutSuffix(text, "图")
	if !ok {
		return ""
	}
	for _, polite := range []string{"请", "帮我", "给我", "画一张", "画个", "画", "看一下", "看", "发一张", "发"} {
		s = strings.TrimPrefix(s, polite)
	}
	return chartWords[s+"图"]
}

// charts hears 全校进度图 and 信访件图, one to one: the words of the picture at once, the picture through the outbox.
func (b *Bot) charts(t *talk) (move, bool) {
	c := chartOf(t.plain())
	switch {
	case c == "" || t.Group != "" || t.who == nil:
		return move{}, false
	case !b.mayChart(c, t.who, t.today):
		return say(sayNotAllowed), true
	}
	if !slices.Contains(b.opt.Pictures, t.From.Channel) {
		return ask(func(tx *store.Tx) (string, error) {
			p, err := b.charted(tx, c, t.who, t.today)
			if err != nil {
				return "", err
			}
			return p.Alt() + "\n" + sayPictureNot, nil
		}), true
	}
	return change(func(tx *store.Tx) (string, error) {
		p, err := b.charted(tx, c, t.who, t.today)
		if err != nil {
			return "", err
		}
		_, err = tx.Notify(ledger.Notice{
			Key: "picture/" + answerKey(t.Message), Kind: noticeReply, To: t.From, Member: t.by, Text: p.Alt(), Picture: fmt.Sprintf("%s/%s/%s", c, t.who.ID, t.today),
			Made: t.Received, Due: t.Received,
		})
		return p.Alt() + "\n" + sayPictureFollows, err
	}), true
}

// mayChart tells whether a member may have a chart: of the school who sees everybody's numbers, of cases who is shown cases.
func (b *Bot) mayChart(c chart, m *policy.Member, day policy.Date) bool {
	if c == chartSchool {
		return seesAll(m) && m.Serves(day)
	}
	return m.Serves(day) && b.hasDesk(m, day) && listsCases(m)
}

// charted makes what a chart shows a member.
func (b *Bot) charted(tx *store.Tx, c chart, m *policy.Member, day policy.Date) (report.Picture, error) {
	if c == chartSchool {
		s, err := report.MakeSchool(b.school, day, tx)
		return &s, err
	}
	list, err := tx.Queue(b.school, m, day, 0)
	counts := report.CountCases(list, day, b.school.Calendar.DueWorkdays(day, soonWorkdays))
	return &counts, err
}

// drawnChart draws the chart that a notice names, from the ledger as it is now: the right is looked at again.
func (b *Bot) drawnChart(c chart, rest string) ([]byte, error) {
	id, day, _ := strings.Cut(rest, "/")
	at, err := policy.ParseDate(day)
	m := b.school.Member(id)
	if err != nil || m == nil || !b.mayChart(c, m, at) {
		return nil, errors.New("bot: no such picture")
	}
	pen, err := b.pen()
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	var p report.Picture
	err = b.store.View(func(tx *store.Tx) error {
		p, err = b.charted(tx, c, m, at)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("bot: picture: %w", err)
	}
	return pen.PNG(p)
}
