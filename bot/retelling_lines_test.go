package bot_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// line is one order of a script that is told over a channel: somebody says something, and maybe what is expected then, or the clock moves, or the reminders
// look, or what is due is delivered.
type line struct {
	order     string // say, press, at, or what stands in retellable
	who, text string
	channel   string // of who says it; "" = that of the retelling
	title     string // of a press: letters of the card's title
	want      string // of the reply; "" = any
	at        time.Time
}

// Orders that are carried out in a retelling as in a story, and those that only look.
var (
	retellable = []string{"seed", "tick", "deliver", "unlisted"}
	onlyLook   = []string{"cmp", "ledger", "outbox", "journal", "cases", "nobyte", "!", "again", "reopen", "stdout", "file", "wherecode", "notes", "reach", "cards", "shown"}
)

// lines reads what of a script can be told over a channel. Orders that only look are passed over; at one that does something by another way the story ends.
// Where a script names a platform, whoever says something without one says it on WeCom.
func lines(t *testing.T, name string, zone *time.Location) []line {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "conversations", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = strings.TrimSpace(string(f.Data))
	}
	usual := ""
	if strings.Contains(string(archive.Comment), "@dingtalk") {
		usual = "wecom"
	}
	var out []line
	spoken := false // the order before was one of ours
	for _, order := range strings.Split(string(archive.Comment), "\n") {
		words := split(order)
		switch {
		case len(words) == 0:
			continue
		case words[0] == "cmp" && spoken:
			out[len(out)-1].want = files[words[2]]
		case words[0] == "say":
			who, channel, named := strings.Cut(words[1], "@")
			if !named {
				channel = usual
			}
			out = append(out, line{order: "say", who: who, channel: channel, text: strings.Join(words[2:], " ")})
		case words[0] == "press":
			out = append(out, line{order: "press", who: words[1], text: words[2], title: strings.Join(words[3:], " ")})
		case words[0] == "at":
			at, err := time.ParseInLocation("2006-01-02T15:04", words[1], zone)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, line{order: "at", at: at})
		case slices.Contains(retellable, words[0]):
			l := line{order: words[0]}
			if len(words) == 3 {
				l.who, l.channel = words[1], words[2]
			}
			out = append(out, l)
		case !slices.Contains(onlyLook, words[0]):
			return out
		}
		spoken = words[0] == "say" || words[0] == "press"
	}
	return out
}

// split divides an order into words; blanks inside single quotes belong to a word.
func split(order string) (words []string) {
	if strings.HasPrefix(order, "#") {
		return nil
	}
	for i, part := range strings.Split(order, "'") {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}
