package reminders

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/store"
	"lianxin/store/ledger"
)

// answered is a case that was answered at an instant.
func (b *casebook) answered(at string) (id string) {
	b.t.Helper()
	id = b.file(at[:10] + " 08:10")
	b.assign(at[:10]+" 08:20", id, "", "后勤处")
	b.reply(at, "peng", id)
	return id
}

func TestRatingIsAskedTwice(t *testing.T) {
	const who = " petition_rate sealed:XF2026-0001/0"
	review := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskReview(d) }
	tests := []struct {
		name string
		set  func(b *casebook)
		want []string
	}{
		{"on a workday: with the answer, and three days after at noon", func(b *casebook) { b.answered("2026-03-23 15:00") }, []string{"03-23 15:00", "03-26 12:00"}},
		{"in the evening: the next morning", func(b *casebook) { b.answered("2026-03-23 21:30") }, []string{"03-24 09:00", "03-26 12:00"}},
		{"three days after is a Sunday: Monday morning", func(b *casebook) { b.answered("2026-03-26 15:00") }, []string{"03-26 15:00", "03-30 09:00"}},
		{"on a Saturday", func(b *casebook) { b.answered("2026-03-28 15:00") }, []string{"03-30 09:00", "03-31 12:00"}},
		{"three days after is 清明节", func(b *casebook) { b.answered("2026-04-02 15:00") }, []string{"04-02 15:00", "04-07 09:00"}},
		{"rated at once: silence", func(b *casebook) { b.rate("2026-03-23 16:00", b.answered("2026-03-23 15:00"), ledger.ScoreGood) }, nil},
		{"不满意: silence until the second answer", func(b *casebook) { b.rate("2026-03-23 16:00", b.answered("2026-03-23 15:00"), ledger.ScoreBad) }, nil},
		{"the second answer is asked about anew", func(b *casebook) {
			id := b.answered("2026-03-23 15:00")
			b.rate("2026-03-23 16:00", id, ledger.ScoreBad)
			b.school.Units[0].Handlers = append(b.school.Units[0].Handlers, "zeng")
			b.reply("2026-03-30 10:00", "zeng", id)
		}, []string{"03-30 10:00", "04-02 12:00"}},
		{"under review: silence", func(b *casebook) { b.do("2026-03-23 16:00", "filer", b.answered("2026-03-23 15:00"), review) }, nil},
		{"by letter: nobody can be asked in chat", func(b *casebook) {
			id := b.file("2026-03-23 08:00", func(f *ledger.Filing) { f.Source = ledger.FromLetter })
			b.assign("2026-03-23 08:30", id, "", "后勤处")
			b.reply("2026-03-23 15:00", "peng", id)
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBook(t)
			test.set(b)
			var want []string
			for _, at := range test.want {
				want = append(want, at+who)
			}
			if diff := cmp.Diff(want, b.look("2026-03-20", "2026-04-20", KindPetitionRate)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRatingTexts(t *testing.T) {
	b := newBook(t)
	id := b.answered("2026-03-23 15:00")
	var got []string
	for _, it := range b.items("2026-03-23", "2026-03-26") {
		if it.Kind == KindPetitionRate {
			got = append(got, it.Key+" "+it.Receiver(), it.Text)
		}
	}
	want := []string{
		"petition_rate/XF2026-0001/1/reply 来信人",
		"【3月23日(周一)】您反映的 XF2026-0001 已有答复，回复“查 XF2026-0001”可以查看。问题解决了吗？请回复“满意”“基本满意”或“不满意”，也可以写一句原因；" +
			"有几件信访件时请带上编号，例如“XF2026-0001 满意”。评价不会告诉承办人是谁写的。没有回复的，过几天再问一次。",
		"petition_rate/XF2026-0001/1/again 来信人",
		"【3月26日(周四)】XF2026-0001 的答复，问题解决了吗？请回复“满意”“基本满意”或“不满意”，也可以写一句原因；" +
			"有几件信访件时请带上编号，例如“XF2026-0001 满意”。评价不会告诉承办人是谁写的。这是最后一次询问；4月23日(周四)前没有收到回复，就按已办结处理。",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p := b.petition(id); p.RatingKey(ledger.RateWithReply) != "petition_rate/XF2026-0001/1/reply" {
		t.Errorf("key: %s", p.RatingKey(ledger.RateWithReply))
	}
}

// TestConversationAsksFirst has the conversation tell the answer with the first question, under the common key or one of its own: the reminders leave it,
// and ask the second.
func TestConversationAsksFirst(t *testing.T) {
	for _, key := range []string{"petition_rate/XF2026-0001/1/reply", "case/XF2026-0001/replied/2026-03-23/XF2026-0001.0"} {
		t.Run(key, func(t *testing.T) { conversationAsksFirst(t, key) })
	}
}

func conversationAsksFirst(t *testing.T, own string) {
	kind, _, _ := strings.Cut(own, "/")
	b := newBook(t)
	r := b.reminders()
	tick(t, r, "2026-03-23 08:00")
	id := b.answered("2026-03-23 15:00")
	update(t, b.st, clockAt(t, "2026-03-23 15:00"), func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{
			Key: own, Kind: kind, To: store.SealedAddress(id, 0), Text: "答复", Made: tx.At, Due: tx.At,
		})
		return err
	})
	b.ticks(r, "2026-03-23 15:10", "2026-04-01 12:00")
	var got []string
	for _, key := range keys(t, b.st) {
		if strings.Contains(key, id) {
			got = append(got, key)
		}
	}
	if diff := cmp.Diff([]string{own, "petition_rate/XF2026-0001/1/again"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWrittenWhileLooking commits an answer after the look that has a later instant: the next look finds it.
func TestWrittenWhileLooking(t *testing.T) {
	b := newBook(t)
	r := b.reminders()
	tick(t, r, "2026-03-23 08:00")
	tick(t, r, "2026-03-23 16:05")
	b.answered("2026-03-23 16:04")
	if told := tick(t, r, "2026-03-23 16:10"); told != 1 {
		t.Errorf("told %d", told)
	}
	if told := tick(t, r, "2026-03-23 16:20"); told != 0 {
		t.Errorf("told %d again", told)
	}
}

func TestFollowUps(t *testing.T) {
	const who = " petition_follow sealed:XF2026-0001/0"
	forget := func(b *casebook) {
		if _, err := b.st.Retain(clockAt(b.t, "2030-01-01 00:00"), b.school.Petitions.Retention, false); err != nil {
			b.t.Fatal(err)
		}
	}
	closed := func(b *casebook, on string) { b.rate(on+" 16:00", b.answered(on+" 15:00"), ledger.ScoreGood) }
	tests := []struct {
		name string
		set  func(b *casebook)
		want []string
	}{
		{"30 and 90 days", func(b *casebook) { closed(b, "2026-03-23") }, []string{"04-22 12:00", "06-22 09:00"}},
		{"a day in 劳动节", func(b *casebook) { closed(b, "2026-04-02") }, []string{"05-06 09:00", "07-01 12:00"}},
		{"not closed", func(b *casebook) { b.answered("2026-03-23 15:00") }, nil},
		{"withdrawn", func(b *casebook) {
			b.do("2026-03-23 12:00", "filer", b.file("2026-03-23 10:00"), func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
		}, nil},
		{"nobody is known any more", func(b *casebook) { closed(b, "2026-03-23"); forget(b) }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBook(t)
			b.school.Petitions.Retention.CaseYears, b.school.Petitions.Retention.IdentityYears, b.school.Petitions.Retention.ChatDays = 10, 3, 30
			test.set(b)
			var want []string
			for _, at := range test.want {
				want = append(want, at+who)
			}
			if diff := cmp.Diff(want, b.look("2026-03-20", "2026-08-20", KindPetitionFollow)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSilenceCloses lets an answer go by without a word: it is closed 30 days after, and everybody who filed or joined hears of it once, in the morning.
func TestSilenceCloses(t *testing.T) {
	b := newBook(t)
	r := b.reminders()
	tick(t, r, "2026-03-22 08:00")
	id := b.file("2026-03-23 08:10", func(f *ledger.Filing) { f.Class = "建议意见" })
	b.accept("2026-03-23 09:00", id)
	update(t, b.st, clockAt(t, "2026-03-23 10:00"), func(tx *store.Tx) error {
		_, err := tx.Join(&ledger.Deed{School: b.school, At: tx.At}, id, address("student9"))
		return err
	})
	b.reply("2026-03-23 15:00", "liu", id)
	b.ticks(r, "2026-04-21 00:00", "2026-04-22 23:50")
	if p := b.petition(id); !p.Closed.IsZero() {
		t.Errorf("closed on the last good day: %s", p.Closed)
	}
	b.ticks(r, "2026-04-23 00:00", "2026-04-24 12:00")
	var got []string
	for _, n := range outbox(t, b.st) {
		if n.Kind == KindPetitionClosed {
			got = append(got, n.Key+" "+n.Due.In(china()).Format("01-02 15:04")+" "+n.Text)
		}
	}
	const text = "【4月23日(周四)】XF2026-0001 答复后 30 天没有收到新的意见，已办结。有新的事实，可以再次反映。"
	if len(got) != 2 || !strings.HasPrefix(got[0], "petition_closed/XF2026-0001/XF2026-0001/0 04-23 09:0") || !strings.HasSuffix(got[0], text) ||
		!strings.HasPrefix(got[1], "petition_closed/XF2026-0001/XF2026-0001/1 ") {
		t.Errorf("told: %q", got)
	}
}
