package bot_test

import (
	"context"
	"encoding/base64"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// retold are the conversation scripts that are told over every channel: a report, a correction, the question what is still to be done, a record taken
// back, a secretary, a petition from the first word through its answer to the rating, a cry for help, receptions and places at them.
var retold = []string{
	"observe_class", "correct", "retract", "ask_date", "delegate_says_yes", "rated_badly", "petition_several", "danger", "reception_roster", "reception_booking",
}

// TestEveryChannelTellsTheSame tells the same scripts on phones, over each platform and each of its modes: what the phone shows is what the script expects.
// Afterwards the outbox is delivered, and everybody whom it names gets what it says.
func TestEveryChannelTellsTheSame(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, script := range retold {
				t.Run(script, func(t *testing.T) { retell(t, script, w.channel, w.open) })
			}
		})
	}
}

// line is one order of a script that is told over a channel: somebody says something, and maybe what is expected then, or the clock moves.
type line struct {
	who, text string
	want      string // of the reply; "" = any
	at        time.Time
}

// lines reads what of a script can be told over a channel. Orders that only look are passed over; at one that does something by another way the story ends.
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
			out = append(out, line{who: words[1], text: strings.Join(words[2:], " ")})
		case words[0] == "at":
			at, err := time.ParseInLocation("2006-01-02T15:04", words[1], zone)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, line{at: at})
		case !slices.Contains([]string{"cmp", "ledger", "outbox", "journal", "cases", "nobyte", "!", "again", "reopen"}, words[0]):
			return out
		}
		spoken = words[0] == "say"
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

// retelling is a school of its own for one script over one channel.
type retelling struct {
	channel string // the only one that is served
	school  *policy.School
	store   *store.Store
	bot     *bot.Bot

	mu  sync.Mutex
	now time.Time
}

func (r *retelling) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// move sets the clock, or lets a little time pass: people take a while to type.
func (r *retelling) move(to time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now = r.now.Add(3 * time.Second); !to.IsZero() {
		r.now = to
	}
}

func newRetelling(t *testing.T, channel string) *retelling {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	for i := range school.Members { // a school that lists both platforms and serves one: what is told goes to the account there, which is not the first
		m := &school.Members[i]
		m.Accounts = slices.Clone(m.Accounts)
		slices.SortStableFunc(m.Accounts, func(a, b policy.Address) int { return strings.Compare(served(a, channel), served(b, channel)) })
	}
	school.Index()
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(memory.New(), store.Options{Location: school.Location, Vault: vault})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return &retelling{
		channel: channel, school: school, store: st, now: time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location),
		bot: bot.New(school, st, zerolog.Nop(), bot.Options{Pictures: []string{"wecom"}}),
	}
}

// served sorts the accounts on a channel behind the others.
func served(a policy.Address, channel string) string {
	if a.Channel == channel {
		return "served"
	}
	return "not"
}

// account is where somebody is reached: by the configuration, or somebody unlisted by his own name.
func (r *retelling) account(who string) string {
	if m := r.school.Member(who); m != nil {
		for _, a := range m.Accounts {
			if a.Channel == r.channel {
				return a.User
			}
		}
	}
	return who
}

func retell(t *testing.T, script, channel string, over func(*testing.T, *retelling, []string) *way) {
	r := newRetelling(t, channel)
	told := lines(t, script, r.school.Location)
	if len(told) < 2 {
		t.Fatalf("only %d lines can be told", len(told))
	}
	var users []string
	for _, m := range r.school.Members {
		users = append(users, r.account(m.ID))
	}
	for _, l := range told {
		users = append(users, r.account(l.who))
	}
	slices.Sort(users)
	w := over(t, r, slices.Compact(users))
	for i, l := range told {
		r.move(l.at)
		if l.who != "" {
			r.hear(t, w, i, l)
		}
	}
	r.deliver(t, w)
}

// hear says one line and reads the phone.
func (r *retelling) hear(t *testing.T, w *way, i int, l line) {
	t.Helper()
	user := r.account(l.who)
	before := len(w.told(user))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := w.say(ctx, user, l.text); err != nil {
		t.Fatalf("line %d, %s: %v", i, l.text, err)
	}
	for len(w.told(user)) == before {
		if ctx.Err() != nil {
			t.Fatalf("line %d, %s: no answer", i, l.text)
		}
		time.Sleep(time.Millisecond)
	}
	if got := w.told(user)[before]; l.want != "" && got != l.want {
		t.Fatalf("line %d, %s:\n%s\nwant:\n%s", i, l.text, got, l.want)
	}
}

// deliver sends what the conversation left in the outbox, and looks for it on the phones.
func (r *retelling) deliver(t *testing.T, w *way) {
	t.Helper()
	r.move(r.clock().Add(25 * time.Hour))
	phones := func() (n int) {
		for _, m := range r.school.Members {
			n += len(w.told(r.account(m.ID)))
		}
		return n
	}
	due, before := r.due(t), phones()
	delivery := reminders.NewDelivery(r.store, map[string]reminders.Sender{w.channel: w.sender}, r.clock, zerolog.Nop(), reminders.DeliveryOptions{
		Resolve: reminders.Resolver(r.school, []string{w.channel}),
	})
	sent := 0
	for range 100 {
		n, err := delivery.Once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if sent += n; sent >= len(due) {
			break
		}
		r.move(time.Time{}) // the platform takes so many in a second, or a minute
	}
	if shown := phones() - before; sent != len(due) || shown != sent {
		t.Errorf("%d of %d notices were sent, phones show %d", sent, len(due), shown)
	}
}

func (r *retelling) due(t *testing.T) (out []ledger.Notice) {
	t.Helper()
	err := r.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(r.clock(), 1000) {
			if err != nil {
				return err
			}
			out = append(out, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
