package dingtalktest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/store/ledger"
)

// TestCards sends cards, presses their buttons and reads what they show, over HTTP and over the stream.
func TestCards(t *testing.T) {
	for _, mode := range []string{"webhook", "stream"} {
		t.Run(mode, func(t *testing.T) {
			b := newNotebook()
			b.say = func(_ int, m bot.Message) string { return m.EventKey + "：已受理 " + m.TaskID }
			s := newCardSite(t, mode, b)
			card := dingtalk.Card{ID: "petition-1", Params: map[string]string{"title": "教师诉求", "status": "待办"}}
			for range 2 { // an ID is used once
				out := s.sender.SendCard(t.Context(), to("u1"), card)
				if s.Card("petition-1", "u1") == nil {
					t.Fatalf("no card: %+v", out)
				}
			}
			if out := s.sender.SendGroupCard(t.Context(), "cidG", dingtalk.Card{ID: "group-1"}); out.State != ledger.Sent {
				t.Errorf("%+v", out)
			}
			if chat, group := s.Chat("u1"), s.GroupChat("cidG"); len(chat) != 1 || chat[0].Kind != "card" || len(group) != 1 {
				t.Errorf("shown %+v and %+v", chat, group)
			}
			if err := s.Click(t.Context(), "u1", "petition-1", "accept", map[string]string{"note": "尽快"}); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"title": "教师诉求", "status": "待办", dingtalk.CardReply: "accept：已受理 petition-1"}
			if diff := cmp.Diff(want, s.Card("petition-1", "u1")); diff != "" {
				t.Error(diff)
			}
			if other := s.Card("petition-1", "u2"); other[dingtalk.CardReply] != "" {
				t.Errorf("somebody else reads %v", other)
			}
			out := s.sender.UpdateCard(t.Context(), "petition-1", map[string]string{"status": "已受理"}, map[string]map[string]string{"u2": {dingtalk.CardReply: "旁观"}})
			if got := s.Card("petition-1", "u2"); out.State != ledger.Sent || got["status"] != "已受理" || got[dingtalk.CardReply] != "旁观" || got["title"] != "教师诉求" {
				t.Errorf("%+v: %v", out, got)
			}
			if m := b.messages()[0]; m.Event != dingtalk.CardAction || m.Text != `{"note":"尽快"}` || m.From != to("u1") {
				t.Errorf("heard %+v", m)
			}
			if got := s.Told("u1"); len(got) != 1 { // the card itself
				t.Errorf("told %v", got)
			}
			if n := s.Counts().Calls["/v1.0/card/callbacks/register"]; mode == "webhook" && n != 1 || mode == "stream" && n != 0 {
				t.Errorf("registered %d times", n)
			}
		})
	}
}

// newCardSite is a site that takes clicks.
func newCardSite(t *testing.T, mode string, b dingtalk.Bot) *site {
	t.Helper()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1", "u2"), Groups: []string{"cidG"}}, func(c *dingtalk.Config) {
		if mode == "webhook" {
			c.CardURL = "http://replaced.invalid/callback/dingtalk/card"
		}
	})
	if mode == "stream" {
		s.connect(t, b, dingtalk.StreamOptions{})
		return s
	}
	s.listen(t, b)
	s.RouteCards(strings.Replace(s.Options().CallbackURL, "/callback/dingtalk", "/callback/dingtalk/card", 1))
	return s
}

// TestClickTroubles: not stored is an error on the phone and comes to nothing; too late is one too, and then the answer is told in the chat.
func TestClickTroubles(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"webhook", "stream"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			b, answered := newNotebook(), make(chan struct{})
			b.say = func(n int, _ bot.Message) string { return fmt.Sprint("已受理", n) }
			b.trouble = func(n int) error {
				switch n {
				case 1:
					return errors.New("disk full")
				case 2:
					<-answered
				}
				return nil
			}
			s := newCardSite(t, mode, b)
			if out := s.sender.SendCard(t.Context(), to("u1"), dingtalk.Card{ID: "c"}); out.State != ledger.Sent {
				t.Fatalf("%+v", out)
			}
			if err := s.Click(t.Context(), "u1", "c", "accept", nil); err == nil {
				t.Error("what was not stored was acknowledged")
			}
			if err := s.Click(t.Context(), "u1", "c", "accept", nil); err == nil {
				t.Error("too late, and acknowledged")
			}
			close(answered)
			await(t, "the answer in the chat", func() bool {
				b.mu.Lock()
				defer b.mu.Unlock()
				return len(b.later) == 1
			})
			if err := s.Click(t.Context(), "u1", "c", "accept", nil); err != nil || s.Card("c", "u1")[dingtalk.CardReply] != "已受理1" {
				t.Errorf("%v, the card shows %v", err, s.Card("c", "u1"))
			}
		})
	}
}

// TestCardsThatCannotBe: without a template, to nobody, refused in a good answer.
func TestCardsThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, func(c *dingtalk.Config) { c.CardTemplate = "" })
	if out := s.sender.SendCard(t.Context(), to("u1"), dingtalk.Card{ID: "c"}); out.State != ledger.Refused || !strings.Contains(out.Reason, "card_template") {
		t.Errorf("%+v", out)
	}
	s = newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	for _, out := range []ledger.Outcome{
		s.sender.SendCard(t.Context(), to("$:x"), dingtalk.Card{ID: "c"}), s.sender.SendCard(t.Context(), to("u1"), dingtalk.Card{}),
		s.sender.SendGroupCard(t.Context(), "", dingtalk.Card{ID: "c"}), s.sender.UpdateCard(t.Context(), "none", nil, nil),
	} {
		if out.State != ledger.Refused {
			t.Errorf("%+v", out)
		}
	}
	s.Inject("/v1.0/card/instances/createAndDeliver", 1, dingtalktest.Undelivered("spaceId is illegal"))
	if out := s.sender.SendCard(t.Context(), to("u1"), dingtalk.Card{ID: "d"}); out.State != ledger.Retry {
		t.Errorf("undelivered in a good answer: %+v", out)
	}
}

// TestEventsAndBodies: the encrypted subscription is answered in time, and encrypted messages are taken.
func TestEventsAndBodies(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), BodyAESKey: strings.Repeat("k", 42) + "A"}, nil)
	b := newNotebook()
	b.say = echo
	s.listen(t, b)
	for _, e := range []string{`{"EventType":"check_url"}`, `{"EventType":"user_add_org","UserId":["u1"],"Remark":"教务处 ✅"}`} {
		if err := s.Event(t.Context(), e); err != nil {
			t.Errorf("%s: %v", e, err)
		}
	}
	if err := s.Event(t.Context(), `[]`); err == nil {
		t.Error("what is no event was taken")
	}
	if _, err := s.Say(t.Context(), "u1", dingtalktest.Text("加密的")); err != nil {
		t.Fatal(err)
	}
	await(t, "the reply", func() bool { return len(s.Told("u1")) == 1 })
	if got := s.in.Counts(); got["event"] != 2 || got["stored"] != 1 || len(b.messages()) != 2 {
		t.Errorf("%v", got)
	}
	for _, m := range b.messages() {
		if m.Kind == bot.Event && (m.Event != bot.EventBack || m.From != to("u1")) || m.Kind == bot.Text && m.Text != "加密的" {
			t.Errorf("%+v", m)
		}
	}
}

// TestLeavers: who leaves the organisation is told to the bot over HTTP, one by one, before it is acknowledged; what could not be kept comes again.
func TestLeavers(t *testing.T) {
	t.Parallel()
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	b := newNotebook()
	s.listen(t, b)
	event := `{"EventType":"user_leave_org","UserId":["u1","U2","$:LWCP_v1:$x"],"TimeStamp":"1760000000000","CorpId":"` + s.config.CorpID + `"}`
	b.trouble = func(n int) error {
		if n == 2 {
			return errors.New("the disk is full")
		}
		return nil
	}
	if err := s.Event(t.Context(), event); err == nil {
		t.Error("acknowledged, and one of them was not kept")
	}
	for range 2 {
		if err := s.Event(t.Context(), event); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Event(t.Context(), strings.Replace(event, s.config.CorpID, "dingother", 1)); err != nil {
		t.Error(err)
	}
	left := map[string]bool{}
	for _, m := range b.messages() {
		if m.Kind != bot.Event || m.Event != bot.EventLeft || m.At.UnixMilli() != 1760000000000 {
			t.Errorf("%+v", m)
		}
		left[m.From.User] = true
	}
	if len(left) != 2 || !left["u1"] || !left["U2"] {
		t.Errorf("%v", left)
	}
}
