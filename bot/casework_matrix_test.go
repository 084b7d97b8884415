package bot_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// caseKinds are the cases of the matrix: how each differs from a plain one that 后勤处 handles.
var caseKinds = []struct {
	name   string
	filing ledger.Filing
	unit   string // that gets it; "" = none does
	recuse string
	major  bool
}{
	{name: "plain", filing: ledger.Filing{Category: "后勤-食堂"}, unit: "后勤处"},
	{name: "confidential", filing: ledger.Filing{Category: "后勤-食堂", Level: ledger.LevelConfidential}, unit: "后勤处"},
	{name: "anonymous", filing: ledger.Filing{Category: "后勤-食堂", Level: ledger.LevelAnonymous}, unit: "后勤处"},
	{name: "about a unit", filing: ledger.Filing{Category: "作风态度", TargetUnits: []string{"后勤处"}}, unit: "学生处"},
	{name: "about a handler", filing: ledger.Filing{Category: "作风态度", Targets: []string{"peng"}}, unit: "学生处"},
	{name: "about the officer", filing: ledger.Filing{Category: "作风态度", Targets: []string{"liu"}}, unit: "学生处"},
	{name: "about the office", filing: ledger.Filing{Category: "作风态度", TargetUnits: []string{"校长办公室"}}, unit: "学生处"},
	{name: "recused", filing: ledger.Filing{Category: "后勤-食堂"}, unit: "后勤处", recuse: "wu"},
	{name: "major", filing: ledger.Filing{Category: "后勤-食堂"}, unit: "后勤处", major: true},
	{name: "not given out", filing: ledger.Filing{Category: "后勤-食堂"}},
}

// matrixActors are an officer, the head, handlers of two units, leaders in charge and not, the offices, who sees totals, the administrator, students.
var matrixActors = []string{"liu", "sun", "peng", "xu", "wei", "zeng", "wu", "zhou", "liang", "he", "huang", "chen", "ma", "deng", "gu", "zhao", "li", "zhang"}

// matrixOrders are the orders, with the operation that each needs.
var matrixOrders = []struct {
	op   ledger.Op
	text string
}{
	{ledger.OpSee, "看 %s"},
	{ledger.OpSee, "%s"},
	{ledger.OpRaw, "原话 %s"},
	{ledger.OpTell, "受理 %s"},
	{ledger.OpTell, "转送 %s 市公交公司 12345"},
	{ledger.OpTell, "不属于本单位 %s 请找社区"},
	{ledger.OpTell, "导入法定途径 %s 仲裁，15日内"},
	{ledger.OpAssign, "交办 %s 保卫处 摘要：饭菜问题"},
	{ledger.OpAssign, "%s 转保卫处，5个工作日内答复"},
	{ledger.OpSummarise, "摘要 %s：一句话摘要"},
	{ledger.OpClassify, "类别 %s 后勤-宿舍"},
	{ledger.OpClassify, "列为重大 %s"},
	{ledger.OpClassify, "反映对象 %s 保卫处"},
	{ledger.OpTake, "签收 %s"},
	{ledger.OpReturn, "退回 %s 不归我们"},
	{ledger.OpAskMore, "延期 %s 10天，等配件"},
	{ledger.OpExtend, "同意延期 %s"},
	{ledger.OpDecide, "不同意退回 %s"},
	{ledger.OpClose, "办结 %s"},
	{ledger.OpGiveReview, "复查意见 %s 维持：程序合规"},
	{ledger.OpHearing, "听证开始 %s"},
	{ledger.OpOrder, "批示 %s：请抓紧"},
	{ledger.OpRecuse, "回避 %s"},
	{ledger.OpObject, "提出异议 %s 不属我校"},
	{ledger.OpRelease, "转联系方式 %s"},
	{ledger.OpExclude, "不计入统计 %s 无法联系"},
	{ledger.OpLook, "谁反映的 %s 需要当面核实情况"},
	{ledger.OpApproveLook, "同意查看 %s"},
	{ledger.OpCheck, "核对通过 %s"},
}

const matrixWords = "红烧鱼块里吃出塑料片"

// TestConflictMatrix holds the table of requirements 4 in chat: whoever has no right changes nothing by any order, and whoever may not see a case gets for it
// the answer that he gets for one that is not there, in lists and numbers too. The name and the words of the filer come to nobody but by right.
func TestConflictMatrix(t *testing.T) {
	school := demoSchool(t)
	for k := range caseKinds {
		kind := &caseKinds[k]
		t.Run(kind.name, func(t *testing.T) {
			m := newMatrix(t, school, k)
			for _, who := range matrixActors {
				if who != "li" { // who filed it is heard as its filer: 抓紧 is an urge
					m.refusals(who)
				}
				m.lists(who)
			}
		})
	}
}

// TestMatrixRights holds that an order by right is not answered as if there were no case.
func TestMatrixRights(t *testing.T) {
	school := demoSchool(t)
	for k := range caseKinds {
		table := newMatrix(t, school, k)
		for _, who := range matrixActors {
			if who == "li" || table.may(who, ledger.OpSee) != nil {
				continue
			}
			m := newMatrix(t, school, k)
			for _, o := range matrixOrders {
				if m.may(who, o.op) != nil || m.may(who, ledger.OpSee) != nil {
					continue
				}
				if reply := m.say(who, fmt.Sprintf(o.text, m.id)); strings.Contains(reply, ledger.NoCase().Say) || reply == "" {
					t.Errorf("%s: %s says %q and hears %q", caseKinds[k].name, who, o.text, reply)
				}
			}
		}
	}
}

// matrix is one case in a ledger of its own.
type matrix struct {
	*testing.T
	school *policy.School
	store  *store.Store
	bot    *bot.Bot
	now    time.Time
	id     string
	said   int
}

func demoSchool(t *testing.T) *policy.School {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	return school
}

func newMatrix(t *testing.T, school *policy.School, k int) *matrix {
	t.Helper()
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(memory.New(), store.Options{Location: school.Location, Vault: vault})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	m := &matrix{
		T: t, school: school, store: st, bot: bot.New(school, st, zerolog.Nop(), bot.Options{}),
		now: time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location).UTC(), id: "XF2026-0001",
	}
	m.file(k)
	return m
}

// file registers the case and brings it to where its kind says.
func (m *matrix) file(k int) {
	kind := caseKinds[k]
	kind.filing.Raw = matrixWords
	m.update(func(tx *store.Tx) error {
		d := &ledger.Deed{School: m.school, By: ledger.Actor{Filer: true}, At: tx.At}
		_, err := tx.File(d, kind.filing, store.Person{Address: m.school.Member("li").Accounts[0]})
		return err
	})
	m.update(func(tx *store.Tx) error {
		p, err := tx.Petition(m.id)
		if err != nil {
			return err
		}
		d := &ledger.Deed{School: m.school, By: ledger.Staff(ledger.CaseOfficers(m.school, &p, m.school.Today(m.now))[0]), At: tx.At}
		if p, err = p.Summarise(d, "饭菜卫生问题"); err == nil && kind.major {
			yes := true
			p, err = p.Classify(d, ledger.Classification{Major: &yes})
		}
		if err == nil && kind.unit != "" {
			p, err = p.Tell(d, ledger.Telling{Outcome: ledger.ToldEntrust, Unit: kind.unit})
		}
		if err == nil && kind.recuse != "" {
			p, err = p.Recuse(d, kind.recuse)
		}
		if err != nil {
			return err
		}
		return tx.Keep(d, p)
	})
}

func (m *matrix) update(run func(*store.Tx) error) {
	m.Helper()
	if err := m.store.Update(m.now, run); err != nil {
		m.Fatal(err)
	}
}

func (m *matrix) say(who, text string) string {
	m.Helper()
	m.said++
	reply, err := m.bot.Handle(context.Background(), bot.Message{
		Key: fmt.Sprintf("m%d", m.said), From: m.school.Member(who).Accounts[0], Text: text, At: m.now, Received: m.now,
	})
	if err != nil {
		m.Fatalf("%s says %q: %v", who, text, err)
	}
	return reply.Text
}

// may asks the table.
func (m *matrix) may(who string, op ledger.Op) *ledger.Refusal {
	m.Helper()
	var no *ledger.Refusal
	err := m.store.View(func(tx *store.Tx) error {
		p, err := tx.Petition(m.id)
		if err != nil {
			return err
		}
		by, err := tx.ActorOn(m.school, m.school.Member(who).Accounts[0], m.id)
		no = ledger.May(m.school, by, op, &p, m.school.Today(m.now))
		return err
	})
	if err != nil {
		m.Fatal(err)
	}
	return no
}

// state is everything that an order about the case could change: the case, its looks, its journal lines, the notices about it.
func (m *matrix) state() string {
	m.Helper()
	var out strings.Builder
	err := m.store.View(func(tx *store.Tx) error {
		p, err := tx.Petition(m.id)
		if err != nil {
			return err
		}
		looks, err := tx.Looks(m.id)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(&out).Encode([]any{p, looks}); err != nil {
			return err
		}
		for line, err := range tx.JournalOf(m.id) {
			fmt.Fprintln(&out, line.Seq, line.Verb, err)
		}
		for n, err := range tx.RecentNotices(0) {
			if strings.Contains(n.Key+n.Text, m.id) {
				fmt.Fprintln(&out, n.Key, err)
			}
		}
		return nil
	})
	if err != nil {
		m.Fatal(err)
	}
	return out.String()
}

// refusals gives every order for which somebody has no right.
func (m *matrix) refusals(who string) {
	m.Helper()
	const nowhere = "XF2026-0999"
	hidden := m.may(who, ledger.OpSee) != nil
	for _, o := range matrixOrders {
		if m.may(who, o.op) == nil {
			continue
		}
		before := m.state()
		reply := m.say(who, fmt.Sprintf(o.text, m.id))
		m.leaksNothing(who, o.text, reply)
		if after := m.state(); after != before {
			m.Errorf("%s may not %s, says %q, and changes\n%s\nto\n%s", who, o.op, o.text, before, after)
		}
		if !hidden {
			continue
		}
		if other := m.say(who, fmt.Sprintf(o.text, nowhere)); strings.ReplaceAll(other, nowhere, m.id) != reply {
			m.Errorf("%s may not see the case, says %q and hears %q, but of one that is not there %q", who, o.text, reply, other)
		}
	}
	if !hidden {
		m.leaksNothing(who, "看", m.say(who, "待办"))
	}
}

// leaksNothing holds that no reply tells the name, and the words come by right only.
func (m *matrix) leaksNothing(who, text, reply string) {
	m.Helper()
	if strings.Contains(reply, "李想") || strings.Contains(reply, "2024101001") {
		m.Errorf("%s says %q and hears who filed: %q", who, text, reply)
	}
	if strings.Contains(reply, "塑料片") && m.may(who, ledger.OpRaw) != nil {
		m.Errorf("%s says %q and hears the words of the filer: %q", who, text, reply)
	}
}

// lists holds that a case that somebody may not see is in no list and no number of his.
func (m *matrix) lists(who string) {
	m.Helper()
	before := m.state()
	for _, words := range []string{"待办", "逾期件", "快到期", "督办件", "后勤处的待办", "后勤的已经修好了 昨天换了 请结"} {
		reply := m.say(who, words)
		m.leaksNothing(who, words, reply)
		if m.may(who, ledger.OpSee) != nil && strings.Contains(reply, m.id) {
			m.Errorf("%s says %q and hears of a case that he may not see: %q", who, words, reply)
		}
	}
	if reply := m.say(who, "件数"); m.may(who, ledger.OpCount) != nil && strings.Contains(reply, "1 件") {
		m.Errorf("%s hears a number that counts a case he may not see: %q", who, reply)
	}
	if after := m.state(); who != "li" && m.may(who, ledger.OpReply) != nil && after != before {
		m.Errorf("%s asks for lists and changes\n%s\nto\n%s", who, before, after)
	}
}
