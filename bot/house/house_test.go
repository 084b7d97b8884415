package house

import (
	"bytes"
	"context"
	"mime"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/mail"
	"lianxin/bot/mail/mailtest"
	"lianxin/bot/platforms"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestKeyFile: a new ledger gets a key; one that holds sealed identities is not opened with a fresh one.
func TestKeyFile(t *testing.T) {
	dir := t.TempDir()
	path, keyFile := filepath.Join(dir, "lianxin.db"), filepath.Join(dir, "keys", "identity.key")
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	open := func() error {
		st, err := store.OpenFile(path, store.Options{Location: school.Location})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if err := Unlock(st, keyFile, zerolog.Nop()); err != nil {
			return err
		}
		return store.SeedDemo(st, school, time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC))
	}
	for range 2 {
		if err := open(); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	for _, secret := range []string{"WangLi", "wangli", "2024101001", "热水十点就停了"} {
		if bytes.Contains(data, []byte(secret)) || err != nil {
			t.Errorf("the demo's ledger holds %q, %v", secret, err)
		}
	}
	if err := os.Remove(keyFile); err != nil {
		t.Fatal(err)
	}
	if err := open(); err == nil || !strings.Contains(err.Error(), "放回去") {
		t.Errorf("without its key file: %v", err)
	}
	if _, err := os.Stat(keyFile); err == nil {
		t.Error("a new key was made for sealed identities")
	}
}

// TestLetterToAnswer is a case that comes by mail: it is filed and answered by number, the officer's word goes out as a letter, a second mail under the
// number is added, and neither sender nor words can be read in the ledger's file.
func TestLetterToAnswer(t *testing.T) {
	const box, sender, words = "xinfang@lianxin.edu.cn", "xiaoyu.2024@qq.com", "图书馆三楼的空调整夜滴水"
	server, err := mailtest.New(mailtest.Options{User: box, Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	demo, err := config.Demo()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "lianxin.db")
	st, err := store.OpenFile(file, store.Options{Location: demo.School().Location})
	if err != nil {
		t.Fatal(err)
	}
	if err := Unlock(st, filepath.Join(dir, "identity.key"), zerolog.Nop()); err != nil {
		t.Fatal(err)
	}
	h, err := New(demo.School(), st, Options{Channels: demo.Channels, Now: time.Now, Log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	on := platforms.New(st, zerolog.Nop(), time.Now)
	in := &mail.IMAP{Host: "127.0.0.1", Port: server.IMAPPort(), User: box, Password: "p", Plain: true, Every: time.Second}
	out := &mail.SMTP{Host: "127.0.0.1", Port: server.SMTPPort(), User: box, Password: "p", From: box, Plain: true}
	if err := on.AddMail(in, out, h.bot); err != nil {
		t.Fatal(err)
	}
	senders := map[string]reminders.Sender{mail.Channel: on.Sender(mail.Channel)}
	delivery := reminders.NewDelivery(st, senders, time.Now, zerolog.Nop(), reminders.DeliveryOptions{Resolve: reminders.Resolver(h.school, on.Channels())})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { on.Run(ctx) })
	running.Go(func() { _ = delivery.Run(ctx) })
	defer running.Wait()
	defer stop()

	letters := func(n int) string {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); len(server.Sent()) < n; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d letters went out, not %d", len(server.Sent()), n)
			}
		}
		message, err := netmail.ReadMessage(bytes.NewReader(server.Sent()[n-1].Data))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
		if err != nil || server.Sent()[n-1].To != sender {
			t.Errorf("to %s: %q %v", server.Sent()[n-1].To, subject, err)
		}
		return subject
	}
	deliver := func(id, subject, text string) {
		t.Helper()
		raw := "From: " + sender + "\r\nTo: " + box + "\r\nSubject: " + mime.BEncoding.Encode("utf-8", subject) + "\r\nMessage-ID: <" + id + "@qq.com>\r\n" +
			"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n"
		if err := server.Deliver([]byte(raw), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	deliver("one", "反映空调问题", words+"，书都湿了，希望尽快修理。")
	if subject := letters(1); !strings.Contains(subject, "XF") {
		t.Fatalf("the answer has no number: %q", subject)
	}
	var id string
	if err := st.View(func(tx *store.Tx) error {
		for p, err := range tx.RecentPetitions(1) {
			id = p.ID
			return err
		}
		return nil
	}); err != nil || id == "" {
		t.Fatalf("case %q, %v", id, err)
	}
	officer := h.school.HoldersOf(policy.PetitionOfficer, h.school.Today(time.Now()))[0]
	if reply, err := h.bot.Handle(ctx, bot.Message{
		Key: "m1", From: officer.Accounts[0], Text: "受理 " + id, At: time.Now(), Received: time.Now(),
	}); err != nil || !strings.Contains(reply.Text, id) {
		t.Fatalf("%q %v", reply.Text, err)
	}
	letters(2)
	deliver("two", "["+id+"] 补充", "昨晚又滴了一夜。")
	letters(3)
	if err := st.View(func(tx *store.Tx) error {
		p, err := tx.Petition(id)
		if err == nil && (p.Told.At.IsZero() || p.Supplements != 1) {
			t.Errorf("told %v, %d supplements", p.Told.At, p.Supplements)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	stop()
	running.Wait()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{sender, "xiaoyu", words, "滴了一夜"} {
		if bytes.Contains(bytes.ToLower(data), []byte(hidden)) {
			t.Errorf("%q can be read in the ledger's file", hidden)
		}
	}
}

// TestGroupPostIsWired brings a row of the outbox to the group robot that the configuration names; its key stands neither in the log nor in the ledger's file.
func TestGroupPostIsWired(t *testing.T) {
	const key = "0b1e2d3c-robot-of-the-office"
	demo, err := config.Demo()
	if err != nil {
		t.Fatal(err)
	}
	in := *demo.Channels.WeCom
	platform, err := wecomtest.New(wecomtest.Options{
		CorpID: in.CorpID, AgentID: in.AgentID, Secret: in.Secret.Reveal(), Token: in.Token.Reveal(), EncodingAESKey: in.EncodingAESKey.Reveal(),
		Members: wecomtest.People("ChenXiao"), Groups: []string{key},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	api := httptest.NewServer(platform)
	defer api.Close()
	in.APIBase, in.GroupWebhooks = api.URL, map[string]config.Secret{"党委办公室": config.MakeSecret(key), "校长办公室": config.MakeSecret("removed-robot")}
	file := filepath.Join(t.TempDir(), "lianxin.db")
	st, err := store.OpenFile(file, store.Options{Location: demo.School().Location})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h, err := New(demo.School(), st, Options{Channels: config.Channels{WeCom: &in}, Now: time.Now, Log: zerolog.New(zerolog.SyncWriter(&log))})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	err = st.Update(now, func(tx *store.Tx) error {
		for _, office := range []string{"党委办公室", "校长办公室"} {
			if _, err := tx.Notify(ledger.Notice{
				Key: "post/" + office, Kind: "reply", To: policy.GroupAddress("wecom", office), Text: "接待安排已发布", Made: now, Due: now,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sent, err := h.Outbox.Once(t.Context()); err != nil || sent != 1 {
		t.Errorf("%d sent, %v", sent, err)
	}
	if chat := platform.Group(key); len(chat) != 1 || chat[0].Text != "接待安排已发布" {
		t.Errorf("the group shows %+v", chat)
	}
	err = st.View(func(tx *store.Tx) error {
		n, err := tx.Notice("post/校长办公室")
		if n.Refused.IsZero() || n.Code != 93000 {
			t.Errorf("the robot that was removed: %+v", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{key, "removed-robot"} {
		if strings.Contains(log.String(), hidden) || bytes.Contains(data, []byte(hidden)) {
			t.Errorf("a key can be read: %s", log.String())
		}
	}
}
