package wecomtest

import (
	"fmt"
	"testing"
	"time"
)

func TestChangedWakesWhoeverWaits(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	changed := p.Changed()
	select {
	case <-changed:
		t.Fatal("changed before anything happened")
	default:
	}
	wantCode(t, a.post("message/send", textTo(p, "chen", "hi")), 0)
	select {
	case <-changed:
	case <-time.After(5 * time.Second):
		t.Fatal("nobody was woken")
	}
	if again := p.Changed(); again == changed {
		t.Fatal("the next change has no channel of its own")
	}
}

func TestChatIsTheCallersAndBounded(t *testing.T) {
	p, _ := newPlatform(t, func(o *Options) { o.Keep = 3 })
	a := login(t, p)
	for i := range 5 {
		wantCode(t, a.post("message/send", textTo(p, "chen", fmt.Sprint(i))), 0)
	}
	chat := p.Chat("chen")
	if len(chat) != 3 || chat[0].Text != "2" || chat[2].ID != 5 {
		t.Fatalf("%+v", chat)
	}
	chat[0].Text = "changed"
	if p.Chat("chen")[0].Text != "2" {
		t.Fatal("the chat can be changed from outside")
	}
	p.chats.edit("chen", 1, func(*Line) { t.Error("a forgotten line was changed") })
	if p.Chat("nobody") != nil || p.Group("nowhere") != nil {
		t.Fatal("a chat that is none")
	}
}
