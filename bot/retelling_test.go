package bot_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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
// back, a secretary, a petition from the first word through its answer to the rating, a cry for help, receptions and places at them, first
// lessons, reminders that are put off, accounts that are bound, papers that come as files.
var retold = []string{
	"observe_class", "correct", "retract", "ask_date", "delegate_says_yes", "rated_badly", "petition_several", "danger", "reception_roster", "reception_booking",
	"first_lesson_arranged", "lesson_volunteered", "reminders_snooze", "bind_listed", "papers_office",
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

// retelling is a school of its own for one script over one channel.
type retelling struct {
	channel string // the only one that is served
	cards   bool   // it shows buttons
	school  *policy.School
	store   *store.Store
	bot     *bot.Bot
	look    *reminders.Reminders
	users   []string // who has a phone
	way     *way
	code    string // the last one-time code; scripts say CODE
	told    int    // messages that did not come over the channel

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
	r := &retelling{channel: channel, school: school, store: st, now: time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location)}
	r.look = reminders.New(school, st, zerolog.Nop(), reminders.Options{Channels: []string{channel}, Spread: -1})
	r.bot = bot.New(school, st, zerolog.Nop(), bot.Options{Pictures: []string{"wecom"}, NoticeName: reminders.NoticeName, Files: func(on string) bool {
		_, able := r.way.sender.(reminders.FileSender)
		return on == channel && able
	}, Cards: func(string) bool { return r.cards }})
	return r
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
	r.way = over(t, r, r.phones(told))
	for i, l := range told {
		r.carryOut(t, i, l)
	}
	r.move(r.clock().Add(25 * time.Hour))
	r.deliver(t)
}

// phones lists who has a phone.
func (r *retelling) phones(told []line) []string {
	for _, m := range r.school.Members {
		r.users = append(r.users, r.account(m.ID))
	}
	for _, l := range told {
		if l.who != "" {
			r.users = append(r.users, r.account(l.who), l.who)
		}
	}
	slices.Sort(r.users)
	r.users = slices.Compact(r.users)
	return r.users
}

// carryOut carries out one line.
func (r *retelling) carryOut(t *testing.T, i int, l line) {
	t.Helper()
	r.move(l.at)
	l.text = strings.ReplaceAll(l.text, "CODE", r.code)
	switch l.order {
	case "say":
		got := r.hear(t, i, l)
		if found := oneTime.FindStringSubmatch(got); found != nil {
			r.code = found[1]
		}
		if r.code != "" {
			got = strings.ReplaceAll(got, r.code, "CODE")
		}
		if l.want != "" && got != l.want {
			t.Fatalf("line %d, %s:\n%s\nwant:\n%s", i, l.text, got, l.want)
		}
	case "seed":
		if err := store.SeedDemo(r.store, r.school, r.clock()); err != nil {
			t.Fatal(err)
		}
	case "tick":
		if _, err := r.look.Tick(t.Context(), r.clock()); err != nil {
			t.Fatal(err)
		}
	case "deliver":
		r.deliver(t)
	case "unlisted":
		m := r.school.Member(l.who)
		m.Accounts = slices.DeleteFunc(slices.Clone(m.Accounts), func(a policy.Address) bool { return a.Channel == l.channel })
	}
}

// hear says one line and reads the phone. What is said on the platform that is not served goes to the bot by itself.
func (r *retelling) hear(t *testing.T, i int, l line) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if l.channel != "" && l.channel != r.channel {
		return r.elsewhere(t, l)
	}
	user := r.account(l.who)
	before := len(r.way.told(user))
	if err := r.way.say(ctx, user, l.text); err != nil {
		t.Fatalf("line %d, %s: %v", i, l.text, err)
	}
	for len(r.way.told(user)) == before {
		if ctx.Err() != nil {
			t.Fatalf("line %d, %s: no answer", i, l.text)
		}
		time.Sleep(time.Millisecond)
	}
	return r.way.told(user)[before]
}

// elsewhere says a line on the other platform.
func (r *retelling) elsewhere(t *testing.T, l line) string {
	t.Helper()
	from := policy.Address{Channel: l.channel, User: l.who}
	if m := r.school.Member(l.who); m != nil {
		for _, a := range m.Accounts {
			if a.Channel == l.channel {
				from = a
			}
		}
	}
	r.told++
	reply, err := r.bot.Handle(t.Context(), bot.Message{Key: fmt.Sprintf("elsewhere/%d", r.told), From: from, Text: l.text, At: r.clock().UTC(), Received: r.clock().UTC()})
	if err != nil {
		t.Fatal(err)
	}
	return reply.Text
}

// deliver sends what lies in the outbox until the clock's time, and looks for it on the phones.
func (r *retelling) deliver(t *testing.T) {
	t.Helper()
	phones := func() (lines, files int) {
		for _, user := range r.users {
			lines += len(r.way.told(user))
			files += r.way.files(user)
		}
		return lines, files
	}
	due := r.due(t)
	before, filesBefore := phones()
	delivery := reminders.NewDelivery(r.store, map[string]reminders.Sender{r.channel: r.way.sender}, r.clock, zerolog.Nop(), reminders.DeliveryOptions{
		Resolve: reminders.Resolver(r.school, []string{r.channel}), File: r.bot.File,
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
	handed := 0
	for i := range due {
		if due[i].File != "" {
			handed++
		}
	}
	if shown, files := phones(); sent != len(due) || shown-before != sent || files-filesBefore != handed {
		t.Errorf("%d of %d notices were sent, phones show %d; %d of them are files, phones show %d", sent, len(due), shown-before, handed, files-filesBefore)
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
