package store_test

import (
	"errors"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// onwards takes a step that fits where a case stands, by somebody who may take it.
func (h *house) onwards(t *rapid.T) {
	id := h.pick(t)
	var p ledger.Petition
	view(t, h.st, func(tx *store.Tx) (err error) {
		p, err = tx.Petition(id)
		return err
	})
	officer, handler := h.hands(&p)
	op := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "step") }
	switch p.Stage() {
	case ledger.StageFiled:
		if p.Summary == "" {
			h.step(t, id, officer, "summarise", false)
			return
		}
		h.step(t, id, officer, op("tell", "tell", "classify"), false)
	case ledger.StageTold:
		h.step(t, id, officer, op("assign", "assign", "reply"), false)
	case ledger.StageWork:
		switch step := op("reply", "reply", "reply", "take", "return", "ask", "extend", "decide", "allow", "release"); step {
		case "extend":
			h.step(t, id, "sun", step, rapid.Bool().Draw(t, "granted"))
		case "decide", "release":
			h.step(t, id, officer, step, rapid.Bool().Draw(t, "granted"))
		case "allow":
			h.say(t, id, h.filers[id], step)
		default:
			h.step(t, id, handler, step, false)
		}
	case ledger.StageCheck:
		h.step(t, id, rapid.SampledFrom([]string{"pang", "boss", officer}).Draw(t, "second"), "check", rapid.Bool().Draw(t, "good"))
	case ledger.StageAnswered:
		if step := op("rate", "rate", "review", "close"); step == "close" {
			h.step(t, id, officer, step, false)
		} else {
			h.say(t, id, h.filers[id], step)
		}
	case ledger.StageReview, ledger.StageRereview:
		h.step(t, id, officer, op("review", "hearing"), rapid.Bool().Draw(t, "begins"))
	default:
		h.say(t, id, h.filers[id], op("review", "review", "follow"))
	}
}

// hands gives an officer of the case, and a handler of its unit who has not answered it yet.
func (h *house) hands(p *ledger.Petition) (officer, handler string) {
	officer = ledger.CaseOfficers(h.school, p, h.school.Today(h.at))[0].ID
	handler = officer
	for _, unit := range p.Units() {
		for _, m := range h.school.HandlersOf(unit, h.school.Today(h.at)) {
			wrote := slices.ContainsFunc(p.Opinions, func(o ledger.Opinion) bool { return o.By == m.ID && !o.Final.IsZero() })
			if !wrote && !ledger.Conflicted(h.school, m, p) {
				return officer, m.ID
			}
		}
	}
	return officer, handler
}

func (h *house) staff(t *rapid.T) {
	id := h.pick(t)
	who := rapid.SampledFrom([]string{"liu", "liu", "liu", "peng", "pang", "peng", "tang", "boss", "sun", "wu", "lin", "ma", "chen", "zhao"}).Draw(t, "who")
	op := rapid.SampledFrom([]string{
		"summarise", "tell", "tell", "assign", "take", "return", "decide", "reply", "reply", "check", "ask", "extend", "close", "review", "hearing", "supervise", "order",
		"recuse", "release", "classify", "exclude",
	}).Draw(t, "op")
	h.step(t, id, who, op, rapid.Bool().Draw(t, "yes"))
}

// step lets a member of staff do something about a case.
func (h *house) step(t *rapid.T, id, who, op string, yes bool) {
	unit := rapid.SampledFrom([]string{"后勤处", "后勤处", "后勤处", "教务处", "天文系"}).Draw(t, "unit")
	outcome := rapid.SampledFrom([]ledger.TellOutcome{ledger.ToldEntrust, ledger.ToldEntrust, ledger.ToldAccept, ledger.ToldNotOurs, ledger.ToldForward}).Draw(t, "outcome")
	step := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		switch op {
		case "summarise":
			return p.Summarise(d, "宿舍热水器损坏，"+strings.TrimSuffix(secretWords(0), "ZQWORDS0热水器坏了三天没人修"))
		case "tell":
			return p.Tell(d, ledger.Telling{Outcome: outcome, Unit: unit, Note: "请找人社局办理"})
		case "assign":
			return p.Assign(d, ledger.Order{Unit: unit, With: []string{"学生处"}})
		case "take":
			return p.Take(d)
		case "return":
			return p.Return(d, "不归我处管理")
		case "decide":
			return p.DecideReturn(d, unit, yes)
		case "reply":
			return p.Reply(d, ledger.Reply{Facts: "查明加热管烧坏。", Action: "本周五换新加热管。", Contact: "值班室 0000200", Finding: ledger.FindingSupported})
		case "check":
			return p.Check(d, yes, "数字不对")
		case "ask":
			return p.AskExtension(d, 20, "配件未到")
		case "extend":
			return p.Extend(d, yes)
		case "close":
			return p.Close(d)
		case "review":
			return p.GiveReview(d, "维持", "事实清楚。")
		case "hearing":
			return p.Hearing(d, yes)
		case "supervise":
			return p.Supervise(d, "")
		case "order":
			return p.Order(d, "请抓紧")
		case "recuse":
			return p.Recuse(d, who)
		case "release":
			return p.Release(d)
		case "classify":
			return p.Classify(d, ledger.Classification{Category: "核对", Major: &yes})
		}
		return p.Exclude(d, "诉求过高")
	}
	h.try(t, id, func(tx *store.Tx, d *ledger.Deed) error {
		_, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return step(d, p) })
		return err
	}, func(*store.Tx) ledger.Actor { return ledger.Staff(h.school.Member(who)) })
}

func (h *house) filer(t *rapid.T) {
	id, op := h.pick(t), rapid.SampledFrom([]string{"add", "urge", "withdraw", "hide", "rate", "rate", "review", "allow", "follow"}).Draw(t, "op")
	who := h.filers[id]
	if rapid.IntRange(0, 5).Draw(t, "somebody else") == 0 {
		who = somebody(rapid.IntRange(0, people-1).Draw(t, "who"))
	}
	h.say(t, id, who, op)
}

// say lets somebody do something about a case as its filer.
func (h *house) say(t *rapid.T, id string, who policy.Address, op string) {
	score := rapid.SampledFrom([]ledger.Score{ledger.ScoreGood, ledger.ScoreBad, ledger.ScoreBad}).Draw(t, "score")
	level := rapid.SampledFrom([]ledger.Level{ledger.LevelConfidential, ledger.LevelAnonymous}).Draw(t, "level")
	h.try(t, id, func(tx *store.Tx, d *ledger.Deed) error {
		var err error
		switch op {
		case "add":
			_, err = tx.Add(d, id, "ZQADDEDLATER 还是冷水", nil)
		case "rate":
			_, err = tx.Rate(d, id, score, "否", "ZQWHYRATEDSO")
		case "review":
			_, err = tx.AskReview(d, id, "ZQGROUNDSGIVEN")
		default:
			_, err = tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) {
				switch op {
				case "urge":
					return p.Urge(d)
				case "withdraw":
					return p.Withdraw(d)
				case "hide":
					return p.Hide(d, level)
				case "allow":
					return p.Allow(d)
				}
				return p.FollowUp(d, true)
			})
		}
		return err
	}, h.actorOf(id, who))
}

// actorOf finds what somebody is to a case, as bot does.
func (h *house) actorOf(id string, who policy.Address) func(*store.Tx) ledger.Actor {
	return func(tx *store.Tx) ledger.Actor {
		a, err := tx.ActorOn(h.school, who, id)
		if err != nil || a.Filer != (h.filers[id] == who) {
			h.t.Fatalf("%s is the filer of %s: %v, %v", who, id, a.Filer, err)
		}
		return a
	}
}

func (h *house) join(t *rapid.T) {
	id, who := h.pick(t), somebody(rapid.IntRange(0, people-1).Draw(t, "who"))
	h.try(t, id, func(tx *store.Tx, d *ledger.Deed) error {
		_, err := tx.Join(d, id, who)
		return err
	}, h.actorOf(id, who))
}

func (h *house) dialog(t *rapid.T) {
	who := somebody(rapid.IntRange(0, people-1).Draw(t, "who"))
	update(t, h.st, h.tick(), func(tx *store.Tx) error {
		return tx.PutDialog(ledger.Dialog{
			Who: who, Expires: tx.At.Add(30 * time.Minute), Kind: "filing",
			Filing: &ledger.FilingDraft{Filing: ledger.Filing{Raw: "ZQDRAFTKEPT"}},
		})
	})
}

func (h *house) look(t *rapid.T) {
	id := h.pick(t)
	who := rapid.SampledFrom([]string{"liu", "sun", "peng", "wu"}).Draw(t, "who")
	number := rapid.IntRange(0, 3).Draw(t, "number")
	var level ledger.Level
	var shown store.Person
	err := h.st.Update(h.tick(), func(tx *store.Tx) error {
		p, err := tx.Petition(id)
		if err != nil {
			return err
		}
		level, shown = p.Level, store.Person{}
		d := by(h.school, tx, who)
		switch number {
		case 0:
			_, err = tx.AskLook(d, id, "需要约来信人现场查看")
		case 1:
			_, err = tx.ApproveLook(d, id, 1, true)
		default:
			shown, err = tx.OpenIdentity(d, id, number-1, true)
		}
		return err
	})
	var no *ledger.Refusal
	if err != nil && !errors.As(err, &no) && !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	if err == nil && shown.Address.User != "" && (level == ledger.LevelAnonymous || who == "wu" || shown.Address != h.filers[id]) {
		t.Fatalf("%s was shown who filed %s (%s)", who, id, level.Zh())
	}
}

func (h *house) merge(t *rapid.T) {
	a, b := h.pick(t), h.pick(t)
	h.try(t, a, func(tx *store.Tx, d *ledger.Deed) error {
		p, err := tx.Petition(a)
		into, err2 := tx.Petition(b)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		p, into, err = p.MergeInto(d, into)
		if err != nil {
			return err
		}
		return tx.Keep(d, p, into)
	}, func(*store.Tx) ledger.Actor { return ledger.Staff(h.school.Member("liu")) })
}

func (h *house) chase(t *rapid.T) {
	for range 2 {
		if _, err := h.st.Chase(h.school, h.tick(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := h.st.Chase(h.school, h.at, nil); err != nil || n != 0 {
		t.Fatalf("a third look at one instant still finds %d, %v", n, err)
	}
}
