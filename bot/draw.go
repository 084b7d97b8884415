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

// wantsPicture tells whether somebody asks for his progress as a picture: 进度图, 画一张进度图.
func (t *talk) wantsPicture() bool {
	return t.Group == "" && (strings.Contains(t.Text, "进度图") || strings.Contains(t.Text, "完成情况图") || strings.Contains(t.Text, "画") && strings.Contains(t.Text, "图"))
}

// pictureOf gives the progress in words at once and lets the picture follow through the outbox, where it survives a restart: a stored reply is text.
func (b *Bot) pictureOf(t *talk, m *policy.Member, at policy.Date) move {
	words := b.progressOf(t, m, at)
	if !slices.Contains(b.opt.Pictures, t.From.Channel) {
		return ask(func(tx *store.Tx) (string, error) {
			text, err := words.run(tx)
			return text + "\n" + sayPictureNot, err
		})
	}
	return change(func(tx *store.Tx) (string, error) {
		text, err := words.run(tx)
		if err != nil || text == sayQuotaNone {
			return text, err
		}
		p, err := report.Make(b.school, m, at, tx)
		if err != nil {
			return "", err
		}
		_, err = tx.Notify(ledger.Notice{
			Key: "picture/" + answerKey(t.Message), Kind: "reply", To: t.From, Member: t.by, Text: p.Alt(), Picture: pictureName(m.ID, at),
			Made: t.Received, Due: t.Received,
		})
		return text + "\n" + sayPictureFollows, err
	})
}

// UseFont has pictures drawn with a typeface of the school's own, TrueType or WOFF 1 bytes. It is called before the first message.
func (b *Bot) UseFont(font []byte) error {
	pen, err := report.NewPen(font)
	if err != nil {
		return fmt.Errorf("bot: %w", err)
	}
	b.pen = func() (*report.Pen, error) { return pen, nil }
	return nil
}

// pictureName is how a notice names the picture of a member's progress on a day.
func pictureName(member string, at policy.Date) string {
	return fmt.Sprintf("progress/%s/%s", member, at)
}

// Draw makes the picture that a notice names, from the ledger as it is now: a PNG of somebody's progress, of the school or of cases, or a JPEG or PNG that belongs to a case.
func (b *Bot) Draw(picture string) ([]byte, error) {
	if rest, ok := strings.CutPrefix(picture, "case/"); ok {
		id, hash, _ := strings.Cut(rest, "/")
		return b.drawnCase(id, hash)
	}
	for _, c := range []chart{chartSchool, chartCases} {
		if rest, ok := strings.CutPrefix(picture, string(c)+"/"); ok {
			return b.drawnChart(c, rest)
		}
	}
	rest, ok := strings.CutPrefix(picture, "progress/")
	id, day, _ := strings.Cut(rest, "/")
	at, err := policy.ParseDate(day)
	m := b.school.Member(id)
	if !ok || m == nil || err != nil {
		return nil, errors.New("bot: no such picture")
	}
	pen, err := b.pen()
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	var p report.Progress
	err = b.store.View(func(tx *store.Tx) error {
		p, err = report.Make(b.school, m, at, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("bot: picture: %w", err)
	}
	return pen.PNG(&p)
}
