package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/ledger"
)

// soakHouse is one bot on a ledger of its own, with an outbox and two channels.
type soakHouse struct {
	*soak
	school   *policy.School
	store    *store.Store
	bot      *shakyBot
	delivery *reminders.Delivery
	ways     []*soakWay
	phones   *soakPhones
	notices  atomic.Int64
}

// soakWay is one channel with the people on it.
type soakWay struct {
	name, channel string
	users         []string
	first         int // number of the first of its people in the house
	accepted      []int
	said          atomic.Int64

	say  func(user, text string, stored func() bool) // until it is accepted
	harm func(ctx context.Context)
	heal func()
}

// sentence is the n-th thing that somebody says: its number is in it, and its room is its own, so that it is no repetition of the one before.
func sentence(who, n int) string {
	return fmt.Sprintf("昨天下午去教科院听了两节课，王丽老师的教育心理学，地点主楼%d，意见：第%d位第%d条", 101+n, who, n)
}

var sentenceNumber = regexp.MustCompile(`第(\d+)位第(\d+)条`)

// numbers are those of a sentence.
func numbers(text string) (who, n int, ok bool) {
	m := sentenceNumber.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, false
	}
	who, _ = strconv.Atoi(m[1])
	n, _ = strconv.Atoi(m[2])
	return who, n, true
}

// house builds a bot for the people of two channels.
func (s *soak) house(name string, ways ...*soakWay) *soakHouse {
	demo, err := config.DemoSchool()
	if err != nil {
		s.t.Fatal(err)
	}
	school := *demo
	school.Members = slices.Clone(demo.Members)
	h := &soakHouse{soak: s, school: &school, ways: ways, phones: &soakPhones{}}
	for i, w := range ways {
		w.first = i * workers * perWorker
		w.accepted = make([]int, workers*perWorker)
		for n := range workers * perWorker {
			user := fmt.Sprintf("%s%03d", name, w.first+n)
			w.users = append(w.users, user)
			school.Members = append(school.Members, policy.Member{
				ID: user, Name: fmt.Sprintf("测试%c%c", '一'+w.first+n, '丁'+i), Roles: []policy.Role{policy.Leader}, Post: policy.PostVicePresident,
				Contact: []policy.Assignment{{Name: "教育科学学院"}}, Accounts: []policy.Address{{Channel: w.channel, User: user}},
			})
		}
	}
	school.Index()
	vault, err := store.NewVault([]byte("test " + strings.Repeat("A", 43) + "="))
	if err != nil {
		s.t.Fatal(err)
	}
	h.store, err = store.OpenFile(filepath.Join(s.t.TempDir(), name+".db"), store.Options{Location: school.Location, Vault: vault})
	if err != nil {
		s.t.Fatal(err)
	}
	s.finish(func(context.Context) error { return h.store.Close() })
	h.bot = &shakyBot{bot: bot.New(&school, h.store, zerolog.Nop(), bot.Options{}), stored: make([]atomic.Int64, len(ways)*workers*perWorker)}
	return h
}

// deliver starts the outbox.
func (h *soakHouse) deliver(senders map[string]reminders.Sender) {
	h.delivery = reminders.NewDelivery(h.store, senders, h.clock, zerolog.Nop(), reminders.DeliveryOptions{
		Resolve: reminders.Resolver(h.school, []string{h.ways[0].channel, h.ways[1].channel}), Concurrency: 24,
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.delivery.Run(ctx) }()
	h.finish(func(context.Context) error { cancel(); return <-ended })
}

// notify puts notices into the outbox, for anybody.
func (h *soakHouse) notify(ctx context.Context) {
	tick := time.NewTicker(time.Second / noticeRate)
	defer tick.Stop()
	for ctx.Err() == nil {
		n, now, w := h.notices.Load(), h.clock(), h.ways[rand.IntN(len(h.ways))]
		row := ledger.Notice{
			Key: noticeKey(int(n)), Kind: "soak", To: policy.Address{Channel: w.channel, User: w.users[rand.IntN(len(w.users))]},
			Text: fmt.Sprintf("第%d号通知：明天下午接待日。", n), Made: now, Due: now,
		}
		err := h.store.Update(now, func(tx *store.Tx) error {
			_, err := tx.Notify(row)
			return err
		})
		if err != nil {
			h.t.Error(err)
			return
		}
		h.notices.Add(1)
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// noticeKey is the Key of the n-th notice.
func noticeKey(n int) string { return fmt.Sprintf("soak/%d", n) }

// waiting counts the rows of the outbox that wait for something, and tells how long it is until the first of them is due; 0: one is due or being sent.
func (h *soakHouse) waiting() (rows int, until time.Duration) {
	until = time.Minute
	h.open(func(n *ledger.Notice) {
		rows++
		if !n.Sending.IsZero() {
			until = 0
		}
		until = max(0, min(until, n.Due.Sub(h.clock())))
	})
	return rows, until
}

// complain says which rows of the outbox do not come to an end.
func (h *soakHouse) complain() {
	h.open(func(n *ledger.Notice) {
		h.t.Errorf("still in the outbox: %s to %s, due in %v, %d attempts, sending %v, %q", n.Kind, n.To.Channel, n.Due.Sub(h.clock()), n.Attempts, !n.Sending.IsZero(), n.Reason)
	})
}

// open goes through the rows that are not settled.
func (h *soakHouse) open(see func(*ledger.Notice)) {
	var rows []ledger.Notice
	err := h.store.View(func(tx *store.Tx) error {
		rows = nil
		for n, err := range tx.DueNotices(h.clock().AddDate(1, 0, 0), 10_000) {
			if err != nil {
				return err
			}
			rows = append(rows, n)
		}
		return nil
	})
	if err != nil {
		h.t.Error(err)
	}
	for i := range rows {
		see(&rows[i])
	}
}

// keeps tells whether the n-th thing that somebody said is stored.
func (h *soakHouse) keeps(who, n int) bool { return h.bot.stored[who].Load() > int64(n) }

// shakyBot is the bot on a store in a bad condition: it fails, hesitates or panics before it asks the real one.
type shakyBot struct {
	bot    *bot.Bot
	healed atomic.Bool
	stored []atomic.Int64 // of everybody: how many of the things that he said
}

func (b *shakyBot) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	if !b.healed.Load() {
		switch rand.IntN(60) {
		case 0:
			return bot.Reply{}, errors.New("disk full")
		case 1:
			panic("the soak panics")
		case 2:
			time.Sleep(time.Duration(rand.IntN(50)) * time.Millisecond)
		}
	}
	reply, err := b.bot.Handle(ctx, m)
	if who, n, ok := numbers(m.Text); ok && err == nil {
		b.stored[who].Store(max(b.stored[who].Load(), int64(n+1))) // one message of a person is under way at a time
	}
	return reply, err
}

func (b *shakyBot) Late(ctx context.Context, m bot.Message, r bot.Reply) error {
	return b.bot.Late(ctx, m, r)
}

// soakPhones count what the phones of a house show: of every reply, known by its record, and of every notice.
type soakPhones struct {
	mu      sync.Mutex
	replies []sightings
	notices []sightings
	total   int
}

// sightings are how often something was seen.
type sightings struct {
	plain, doubtful uint8
	givenUp         bool // of a reply: the platform had given the message up when it was stored, and shows no answer to it
}

var (
	recordNumber = regexp.MustCompile(`HD\d{4}-(\d+)`)
	noticeNumber = regexp.MustCompile(`第(\d+)号通知`)
)

// show is what every simulator calls for every line of the bot.
func (p *soakPhones) show(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total++
	if s := p.of(text); s != nil {
		if strings.Contains(text, "可能是重复的") || strings.Contains(text, ledger.SayMaybeAgain) || strings.Contains(text, "（回复您 ") { // its reader knows why he reads it
			s.doubtful++
		} else {
			s.plain++
		}
	}
}

// giveUp notes that no answer to the message of this reply can be shown.
func (p *soakPhones) giveUp(reply string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.of(reply); s != nil {
		s.givenUp = true
	}
}

// of finds what a text is about; the caller holds the lock.
func (p *soakPhones) of(text string) *sightings {
	list, m := &p.notices, noticeNumber.FindStringSubmatch(text)
	if m == nil {
		list, m = &p.replies, recordNumber.FindStringSubmatch(text)
	}
	if m == nil {
		return nil
	}
	n, _ := strconv.Atoi(m[1])
	for len(*list) <= n {
		*list = append(*list, sightings{})
	}
	return &(*list)[n]
}

func (p *soakPhones) seen() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}
