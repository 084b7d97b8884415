package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/reminders"
)

// pressedOn are the scripts about buttons that are told over every channel, and how many of their presses a phone can make at least: of what is not on it,
// or grey, there is nothing to press.
var pressedOn = map[string]int{"card_record": 5, "card_question": 4, "card_case": 8}

// TestButtonsOverEveryChannel tells the scripts about buttons on phones: what is asked comes as a card, its buttons are pressed there, and what the script
// expects stands on the card or in the chat.
func TestButtonsOverEveryChannel(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for script, presses := range pressedOn {
				t.Run(script, func(t *testing.T) {
					r := newRetelling(t, w.channel)
					r.cards = true
					told := lines(t, script, r.school.Location)
					r.way = w.open(t, r, r.phones(told))
					p := &presser{retelling: r, delivery: reminders.NewDelivery(r.store, map[string]reminders.Sender{r.channel: r.way.sender}, r.clock, zerolog.Nop(),
						reminders.DeliveryOptions{Resolve: reminders.Resolver(r.school, []string{r.channel}), File: r.bot.File})}
					for i, l := range told {
						r.move(l.at)
						p.carryOut(t, i, l)
					}
					if p.pressed < presses {
						t.Errorf("%d buttons were pressed", p.pressed)
					}
				})
			}
		})
	}
}

// presser is a retelling with buttons: its outbox is delivered all the time.
type presser struct {
	*retelling
	delivery *reminders.Delivery
	pressed  int
}

// carryOut carries out one line.
func (p *presser) carryOut(t *testing.T, i int, l line) {
	t.Helper()
	if l.order != "say" && l.order != "press" {
		return
	}
	user := p.account(l.who)
	before := p.way.faces(user)
	at := -1
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	act := func() error { return p.way.say(ctx, user, l.text) }
	if l.order == "press" {
		found, b := p.find(before, l)
		if found < 0 {
			return
		}
		at, p.pressed = found, p.pressed+1
		act = func() error { return p.way.press(ctx, user, b) }
	}
	if err := act(); err != nil {
		t.Fatalf("line %d, %s: %v", i, l.text, err)
	}
	got := p.settle(ctx, t, user, before, at, l)
	if ctx.Err() != nil {
		t.Fatalf("line %d, %s %s: on the phone stands\n%s\nwant\n%s", i, l.who, l.text, got, l.want)
	}
}

// find finds the newest button of a name on a phone: on which line, and which; -1 if there is none.
func (p *presser) find(faces []face, l line) (int, key) {
	for i := len(faces) - 1; i >= 0; i-- {
		for _, b := range faces[i].buttons {
			if b.label == l.text && strings.Contains(letters(faces[i].text), letters(l.title)) {
				return i, b
			}
		}
	}
	return -1, key{}
}

// settle delivers until the phone shows what is expected, and gives what is new on it.
func (p *presser) settle(ctx context.Context, t *testing.T, user string, before []face, at int, l line) (got string) {
	t.Helper()
	for {
		if _, err := p.delivery.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := p.way.faces(user)
		got = news(now, len(before), at)
		if at >= 0 && seenBefore(before, at, l.want) {
			return got // the same again, which a platform may show once
		}
		if changed := len(now) > len(before) || at >= 0 && (now[at].chosen != before[at].chosen || now[at].answer != before[at].answer); changed && shows(got, l.want) {
			return got
		}
		select {
		case <-ctx.Done():
			return got
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// seenBefore tells whether the card, or the last line of the phone, said already what is expected of a press.
func seenBefore(before []face, at int, want string) bool {
	return want != "" && (shows(before[at].answer, want) || shows(before[len(before)-1].text, want))
}

// news writes what is new on a phone as scripts do: what was answered on the card that was pressed, and the new lines.
func news(faces []face, from, at int) string {
	var out []string
	add := func(text string, f face) {
		out = append(out, text)
		var labels []string
		for _, b := range f.buttons {
			labels = append(labels, "["+b.label+"]")
		}
		if len(labels) > 0 {
			out = append(out, strings.Join(labels, " "))
		}
	}
	if at >= 0 {
		out = append(out, faces[at].answer)
		if faces[at].chosen != "" {
			out = append(out, "<"+faces[at].chosen+">")
		}
	}
	for _, f := range faces[from:] {
		add(f.text, f)
	}
	return strings.Join(out, "\n")
}

// shows tells whether every line that is wanted stands there, whatever the platform broke lines at.
func shows(got, want string) bool {
	got = letters(got)
	for line := range strings.Lines(want) {
		if !strings.Contains(got, letters(line)) {
			return false
		}
	}
	return true
}

// letters leaves out blanks and line ends.
func letters(s string) string { return strings.Join(strings.Fields(s), "") }
