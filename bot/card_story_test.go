package bot_test

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"lianxin/bot"
	"lianxin/store"
	"lianxin/store/ledger"
)

// The commands about buttons, beside those of conversation_test.go:
//
//	cards                 from now on buttons are shown; what is said by a card is followed by its buttons
//	press lin 对          a member presses the newest button of that name that was shown to him
//	press lin 对 HD2026-0001   the newest on a card whose title holds these letters; where none was shown to him, on somebody else's
//	shown                 the cards, oldest first: whose, title, buttons, what was pressed

func (s *story) cards(io.Writer, []string) error {
	s.buttons = true
	return nil
}

// press presses a button, as the platform would report it.
func (s *story) press(w io.Writer, args []string) error {
	title := strings.Join(args[2:], " ")
	id, place, err := s.button(args[0], args[1], title)
	if err != nil {
		return err
	}
	s.said++
	return s.hear(w, bot.Message{
		Key: fmt.Sprintf("p%d", s.said), From: s.address(args[0]), Kind: bot.Press, Event: "template_card_event", TaskID: id, EventKey: strconv.Itoa(place),
	})
}

// button finds a button: on a card of this person, or else on anybody's.
func (s *story) button(who, label, title string) (id string, place int, err error) {
	err = s.store.View(func(tx *store.Tx) error {
		own := false
		for c, err := range tx.RecentCards(100) {
			if err != nil {
				return err
			}
			at := slices.IndexFunc(c.Choices, func(o ledger.Choice) bool { return o.Label == label })
			to, err := tx.Resolve(c.To)
			if err != nil {
				return err
			}
			mine := to.Fold() == s.address(who).Fold()
			if at < 0 || !strings.Contains(c.Title, title) || own || id != "" && !mine {
				continue
			}
			id, place, own = c.ID, at+1, mine
		}
		return nil
	})
	if err == nil && id == "" {
		err = fmt.Errorf("no card has a button %q", label)
	}
	return id, place, err
}

// answered writes what a message was answered: the words, what became of the card that was pressed, and the cards that say more.
func (s *story) answered(w io.Writer, m bot.Message, reply bot.Reply) error {
	cards, err := s.fresh(m)
	if reply.Text != "" || len(cards) == 0 && reply.Face.Label == "" {
		fmt.Fprintln(w, reply.Text)
	}
	if reply.Face.Label != "" {
		fmt.Fprintf(w, "<%s>\n", reply.Face.Label)
	}
	for _, text := range cards {
		fmt.Fprintln(w, text)
	}
	return err
}

// fresh gives the cards to the sender of a message that were not there before it.
func (s *story) fresh(m bot.Message) (out []string, err error) {
	err = s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.RecentNotices(20) {
			if err != nil {
				return err
			}
			if n.Card == "" || s.seen[n.Card] || n.Kind != "reply" {
				continue
			}
			to, text, err := tx.OpenNotice(&n)
			if err != nil {
				return err
			}
			c, err := tx.Card(n.Card)
			if err != nil {
				return err
			}
			s.seen[n.Card] = true
			if to.Fold() == m.From.Fold() {
				out = append(out, text+"\n"+labels(&c))
			}
		}
		return nil
	})
	return out, err
}

func labels(c *ledger.Card) string {
	var out []string
	for _, one := range c.Choices {
		out = append(out, "["+one.Label+"]")
	}
	return strings.Join(out, " ")
}

// shown lists the cards; who stands behind a sealed address is not said.
func (s *story) shown(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		var lines []string
		for c, err := range tx.RecentCards(100) {
			if err != nil {
				return err
			}
			to := c.To.User
			if c.Private {
				to = "(sealed)"
			}
			line := fmt.Sprintf("%s：%s %s", to, c.Title, labels(&c))
			if !c.Pressed.IsZero() {
				line += " 已选 " + c.Label
			}
			lines = append(lines, line)
		}
		slices.Reverse(lines)
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}
