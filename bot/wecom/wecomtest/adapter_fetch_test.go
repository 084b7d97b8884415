package wecomtest_test

import (
	"bytes"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/store/ledger"
)

// TestFetch brings a picture from the platform, through every fault that comes and goes, and says no without a secret where it cannot be had.
func TestFetch(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	picture := []byte("\x89PNG\r\n\x1a\n a picture")
	id := s.Upload("image", "p.png", picture)
	fetch := func() ([]byte, error) { return s.sender.Fetch(t.Context(), bot.Media{ID: id, Type: "image"}) }
	got, err := fetch()
	if err != nil || !bytes.Equal(got, picture) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	s.Inject("media/get", 1, wecomtest.TokenGone())
	if got, err = fetch(); err != nil || !bytes.Equal(got, picture) {
		t.Errorf("with a new token: %d bytes, %v", len(got), err)
	}
	for name, fault := range map[string]wecomtest.Fault{
		"busy": wecomtest.Answer(-1), "bad gateway": wecomtest.BadGateway(), "redirect": wecomtest.Redirect("http://127.0.0.1:1/"),
	} {
		s.Inject("media/get", 1, fault)
		if got, err := fetch(); err == nil {
			t.Errorf("%s: %q passed for a picture", name, got)
		}
		s.Heal()
	}
	s.forward(4 * 24 * time.Hour)
	if _, err := fetch(); err == nil {
		t.Error("a picture was had after the platform forgot it")
	}
	if _, err := s.sender.Fetch(t.Context(), bot.Media{}); err == nil {
		t.Error("nothing was fetched without an id")
	}
}

// TestFetchLarge: of a file that is too large only so much is transferred that it is known to be.
func TestFetchLarge(t *testing.T) {
	s := newSite(t, wecomtest.Options{})
	id := s.Upload("image", "p.png", make([]byte, 3*ledger.MaxAttachment))
	got, err := s.sender.Fetch(t.Context(), bot.Media{ID: id})
	if err != nil || len(got) != ledger.MaxAttachment+1 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}
