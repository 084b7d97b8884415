package bot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"lianxin/store"
)

var (
	// handbookScene begins a scene of the handbook: who speaks, when, and whether in the demo school with its past year.
	handbookScene = regexp.MustCompile(`^<!-- (\w+) (\S+)( demo)? -->$`)
	// handbookSaid is a sentence that the reader is told to say.
	handbookSaid = regexp.MustCompile("^- `([^`]+)`")
	// notServed begins every reply that says that the bot did not understand, or cannot do it.
	notServed = regexp.MustCompile(`没看懂|这个我帮不上|没有听懂|请走学校公布的渠道|只对有关办公室和本人开放|没有找到|出了点问题`)
)

// TestHandbook says every sentence of the handbook, scene by scene: each is understood, and what is marked as one step after the other is.
func TestHandbook(t *testing.T) {
	pages, err := filepath.Glob("../docs/handbook/*.md")
	if err != nil || len(pages) < 6 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	said := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		var s *story
		who := ""
		for _, line := range strings.Split(string(text), "\n") {
			if m := handbookScene.FindStringSubmatch(line); m != nil {
				s, who = handbookStory(t, m[2], m[3] != ""), m[1]
				continue
			}
			m := handbookSaid.FindStringSubmatch(line)
			if m == nil || s == nil {
				continue
			}
			var reply bytes.Buffer
			if err := s.say(&reply, []string{who, m[1]}); err != nil {
				t.Fatalf("%s: %s: %v", page, m[1], err)
			}
			if said++; strings.TrimSpace(reply.String()) == "" || notServed.MatchString(reply.String()) {
				t.Errorf("%s: %s says %q and hears %q", filepath.Base(page), who, m[1], reply.String())
			}
			t.Logf("%s: %s\n%s", who, m[1], reply.String())
		}
	}
	if said < 40 {
		t.Errorf("only %d sentences", said)
	}
}

func handbookStory(t *testing.T, at string, demo bool) *story {
	t.Helper()
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	if s.now, err = time.ParseInLocation("2006-01-02T15:04", at, s.school.Location); err != nil {
		t.Fatal(err)
	}
	if demo {
		if err := store.SeedDemo(s.store, s.school, s.now); err != nil {
			t.Fatal(err)
		}
	}
	return s
}
