package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// modelSchool has categories of every kind and people of every sort.
func modelSchool() *policy.School {
	s := demoSchool()
	s.Petitions.Timings = policy.DefaultTimings()
	s.Petitions.Categories = append(s.Petitions.Categories,
		policy.Category{Name: "核对", Unit: "后勤处", TwoPerson: true, Class: policy.Appeal}, policy.Category{Name: "报修", Unit: "后勤处", Simple: true},
	)
	s.Members = append(s.Members,
		policy.Member{ID: "sun", Name: "孙莉", Unit: "校长办公室", Roles: []policy.Role{policy.PresidentOffice}},
		policy.Member{ID: "ma", Name: "马晓东", Unit: "纪委办公室", Roles: []policy.Role{policy.DisciplineOffice}},
		policy.Member{ID: "pang", Name: "庞勇", Unit: "后勤处", Roles: []policy.Role{policy.Handler}},
		policy.Member{ID: "boss", Name: "薄建", Unit: "后勤处", Roles: []policy.Role{policy.MidLevel}},
	)
	for i := range s.Units {
		if s.Units[i].Name == "后勤处" {
			s.Units[i].Handlers = append(s.Units[i].Handlers, "pang")
		}
	}
	return s
}

// people is how many filers the model has. Their accounts, names, telephones and words stand nowhere but in the vault.
const people = 6

func secretWords(n int) string {
	return fmt.Sprintf("我叫%s，电话1390000%04d，学号2099%06d，ZQWORDS%d热水器坏了三天没人修", secretName(n), n, n, n)
}

func secretName(n int) string { return "甄无名" + string([]rune("甲乙丙丁戊己")[n]) }

func secretsOf(n int) []string {
	return []string{
		somebody(n).User, secretName(n), fmt.Sprintf("1390000%04d", n), fmt.Sprintf("2099%06d", n), fmt.Sprintf("ZQWORDS%d", n), "ZQADDED", "ZQWHY", "ZQGROUNDS", "ZQDRAFT", "ZQPICTURE",
	}
}

// house drives one ledger.
type house struct {
	t      *rapid.T
	st     *store.Store
	school *policy.School
	at     time.Time
	filers map[string]policy.Address // by id of the case
	last   string                    // the case that was touched last
}

// TestPetitionModel drives random people and operations against the ledger: there is no illegal state, no case is lost, the journal explains every case, and
// no byte of an identity stands in the file outside the vault, in a free page neither.
func TestPetitionModel(t *testing.T) {
	school := modelSchool()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "petitions")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "lianxin.db")
		engine, err := bolt.Open(path, bolt.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(engine, store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		h := &house{t: t, st: st, school: school, at: ledgertest.At("2026-09-01 09:00"), filers: map[string]policy.Address{}}
		h.filers[fileCase(t, st, school, h.at, somebody(0), ledger.Filing{Category: "后勤-宿舍", Raw: secretWords(0)}).ID] = somebody(0)
		t.Repeat(map[string]func(*rapid.T){
			"":          h.check,
			"file":      h.file,
			"staff":     h.staff,
			"filer":     h.filer,
			"onwards":   h.onwards,
			"onwards 2": h.onwards,
			"onwards 3": h.onwards,
			"onwards 4": h.onwards,
			"onwards 5": h.onwards,
			"onwards 6": h.onwards,
			"join":      h.join,
			"dialog":    h.dialog,
			"look":      h.look,
			"merge":     h.merge,
			"chase":     h.chase,
			"time": func(t *rapid.T) {
				h.at = h.at.AddDate(0, 0, rapid.IntRange(1, 25).Draw(t, "days"))
			},
		})
		report := sound(t, st)
		if report.Petitions != len(h.filers) {
			t.Fatalf("%d cases of %d", report.Petitions, len(h.filers))
		}
		h.right(t, sortedKeys(h.filers)...)
		h.reach()
		var words []string
		for n := range people {
			words = append(words, secretsOf(n)...)
		}
		hides(t, st, path, words...)
	})
}

// tick lets a minute pass.
func (h *house) tick() time.Time {
	h.at = h.at.Add(time.Minute)
	return h.at
}

func (h *house) pick(t *rapid.T) string {
	h.last = rapid.SampledFrom(sortedKeys(h.filers)).Draw(t, "case")
	return h.last
}

func sortedKeys(m map[string]policy.Address) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// fewCases keeps the cases few, so that each goes far.
const fewCases = 5

func (h *house) file(t *rapid.T) {
	if len(h.filers) >= fewCases {
		return
	}
	n := rapid.IntRange(0, people-1).Draw(t, "who")
	f := ledger.Filing{
		Category: rapid.SampledFrom([]string{"后勤-宿舍", "教务-选课", "核对", "报修", "没有这一类"}).Draw(t, "category"),
		Level:    rapid.SampledFrom([]ledger.Level{ledger.LevelOpen, ledger.LevelConfidential, ledger.LevelAnonymous}).Draw(t, "level"),
		Raw:      secretWords(n), Place: secretWords(n),
		Targets:     rapid.SampledFrom([][]string{nil, nil, nil, {"peng"}, {"liu"}, {"sun"}, {"wu"}}).Draw(t, "about"),
		TargetUnits: rapid.SampledFrom([][]string{nil, nil, nil, {"后勤处"}, {"校长办公室"}}).Draw(t, "about unit"),
	}
	blob, err := h.st.SealBlob([]byte("\xff\xd8\xff ZQPICTURE"), h.at)
	if err != nil {
		t.Fatal(err)
	}
	f.Attachments = []ledger.Attachment{blob.Attachment}
	f.Place = "" // a place is masked, not sealed: what a filer says of himself there is masked by its form only
	var id string
	err = h.st.Update(h.tick(), func(tx *store.Tx) error {
		d := &ledger.Deed{School: h.school, At: tx.At, By: ledger.Actor{Filer: true}}
		if err := tx.PutBlob(blob); err != nil {
			return err
		}
		p, err := tx.File(d, f, store.Person{Address: somebody(n), Name: secretName(n), Contact: fmt.Sprintf("1390000%04d", n)})
		id = p.ID
		tx.EndDialog(somebody(n))
		return errors.Join(err, tx.AnswerSealed(fmt.Sprintf("m%d", tx.At.UnixNano()), "已登记："+f.Raw))
	})
	if slices.Contains(f.Targets, "wu") {
		refusal(t, err, "about_leader")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := h.filers[id]; ok {
		t.Fatalf("%s was given out twice", id)
	}
	h.filers[id] = somebody(n)
}

// try runs a step of somebody on a case: it succeeds with a journal line, or is refused and changes nothing.
func (h *house) try(t *rapid.T, id string, run func(*store.Tx, *ledger.Deed) error, actor func(*store.Tx) ledger.Actor) {
	var before, after ledger.Petition
	var lines int
	read := func(into *ledger.Petition) func(*store.Tx) error {
		return func(tx *store.Tx) (err error) {
			*into, err = tx.Petition(id)
			return err
		}
	}
	view(t, h.st, read(&before))
	err := h.st.Update(h.tick(), func(tx *store.Tx) error {
		d := &ledger.Deed{School: h.school, At: tx.At, By: actor(tx)}
		err := run(tx, d)
		lines = len(d.Steps)
		if d.Logged != len(d.Steps) && err == nil {
			return errors.New("steps that are not in the journal")
		}
		return err
	})
	view(t, h.st, read(&after))
	var no *ledger.Refusal
	switch changed := cmp.Diff(before, after) != ""; {
	case errors.As(err, &no) && changed:
		t.Fatalf("refused with %s and changed", no.Code)
	case err != nil && no == nil:
		t.Fatal(err)
	case err == nil && changed && lines == 0:
		t.Fatal("changed without a line of the journal")
	}
}

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
			_, err = tx.Add(d, id, "ZQADDED 还是冷水", nil)
		case "rate":
			_, err = tx.Rate(d, id, score, "否", "ZQWHY")
		case "review":
			_, err = tx.AskReview(d, id, "ZQGROUNDS")
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
			Filing: &ledger.FilingDraft{Filing: ledger.Filing{Raw: "ZQDRAFT"}},
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

// check holds what is always so of the case that was touched last.
func (h *house) check(t *rapid.T) {
	if h.last != "" {
		h.right(t, h.last)
	}
}

// right holds what is always so of cases.
func (h *house) right(t *rapid.T, cases ...string) {
	view(t, h.st, func(tx *store.Tx) error {
		for _, id := range cases {
			p, err := tx.Petition(id)
			if err != nil {
				return err
			}
			if wrong := illegal(h.school, &p); wrong != "" {
				t.Fatalf("%s: %s\n%+v", id, wrong, p)
			}
			counted := map[string]int{}
			for line, err := range tx.JournalOf(id) {
				if err != nil {
					return err
				}
				counted[line.Verb]++
			}
			for verb, n := range explains(&p) {
				if counted[verb] != n {
					t.Fatalf("%s: the journal tells %d times of %q, the facts %d times\n%+v", id, counted[verb], verb, n, p)
				}
			}
		}
		return nil
	})
}

// reach finds the account of every filer behind the sealed addresses of its case, and nobody else's.
func (h *house) reach() {
	view(h.t, h.st, func(tx *store.Tx) error {
		for id, who := range h.filers {
			p, err := tx.Petition(id)
			if err != nil {
				return err
			}
			for p.MergedInto != "" {
				if p, err = tx.Petition(p.MergedInto); err != nil {
					return err
				}
			}
			filers, err := tx.Filers(p.ID)
			if err != nil {
				return err
			}
			found := slices.ContainsFunc(filers, func(a policy.Address) bool {
				to, err := tx.Resolve(a)
				return err == nil && to == who
			})
			if !found {
				h.t.Fatalf("the filer of %s does not hear of it", id)
			}
		}
		return nil
	})
}

// illegal names what cannot be in a case.
func illegal(s *policy.School, p *ledger.Petition) string {
	leads := 0
	for _, a := range p.Assignments {
		if a.Live() && a.Lead {
			leads++
		}
		if a.Live() && ledger.TargetUnit(s, p, a.Unit) {
			return "a unit works on a case about itself"
		}
	}
	finals := 0
	for i, o := range p.Opinions {
		if o.Final.IsZero() {
			continue
		}
		finals++
		if o.CheckedBy == o.By {
			return "somebody checked his own reply"
		}
		for _, other := range p.Opinions[:i] {
			if !other.Final.IsZero() && other.By == o.By {
				return "the second answer is by the same person"
			}
		}
	}
	told, limits := !p.Told.At.IsZero(), p.Limits(s)
	switch {
	case leads > 1:
		return "two units lead"
	case finals > 2:
		return "three answers"
	case !told && (len(p.Assignments)+finals > 0 || !p.Closed.IsZero() || !p.Accepted.IsZero()):
		return "something was done before the filer was told"
	case p.Working() && told && p.Accepted.IsZero():
		return "worked on and not taken on"
	case len(p.Reviews) > 0 && finals == 0, len(p.Ratings) > 0 && finals == 0:
		return "rated or reviewed without an answer"
	case !p.Ended.IsZero() && (len(p.Reviews) != 2 || p.Reviews[1].Given.IsZero()):
		return "ended without 复核"
	case !p.Withdrawn.IsZero() && finals > 0:
		return "withdrawn after the answer"
	case !p.Extension.Approved.IsZero() && p.Extension.ApprovedBy == p.Extension.AskedBy:
		return "the extension was approved by who asked"
	case p.Summary == "" && len(p.Assignments) > 0:
		return "a unit without a summary"
	case p.Due != 0 && !p.Owed():
		return "a clock runs in a case that owes nothing"
	case p.Owed() && p.Due == 0 && len(limits) > 0 && !(len(limits) == 1 && limits[0].For == ledger.ClockObject):
		return "no clock runs in a case that owes something"
	case p.Stage() == "" || p.Open() == (!p.Over().IsZero()):
		return "neither open nor over"
	case strings.Contains(p.Summary, "1390000"):
		return "a telephone in the summary"
	}
	return ""
}

// explains counts the lines of the journal that the facts of a case ask for.
func explains(p *ledger.Petition) map[string]int {
	out := map[string]int{ledger.VerbFiled: 1}
	add := func(verb string, is bool) {
		if _, ok := out[verb]; !ok {
			out[verb] = 0
		}
		if is {
			out[verb]++
		}
	}
	add(ledger.VerbTold, !p.Told.At.IsZero())
	add(ledger.VerbMerged, p.MergedInto != "")
	add(ledger.VerbClosed, !p.Closed.IsZero())
	add(ledger.VerbWithdrawn, !p.Withdrawn.IsZero())
	add(ledger.VerbEnded, !p.Ended.IsZero())
	add(ledger.VerbReworked, !p.Rework.At.IsZero())
	add(ledger.VerbExtended, !p.Extension.Approved.IsZero())
	for _, a := range p.Assignments {
		add(ledger.VerbAssigned, true)
		add(ledger.VerbTaken, !a.Taken.IsZero())
		add(ledger.VerbReturned, !a.Returned.IsZero())
		add(ledger.VerbAskedReturn, !a.Asked.IsZero())
		add(ledger.VerbRemoved, !a.Removed.IsZero())
		add(ledger.VerbKept, !a.Kept.IsZero())
	}
	for _, o := range p.Opinions {
		add(ledger.VerbReplied, !o.Final.IsZero())
		add(ledger.VerbChecked, !o.Checked.IsZero())
		add(ledger.VerbPart, !o.Leading)
	}
	for _, r := range p.Reviews {
		add(ledger.VerbAskedReview, true)
		add(ledger.VerbReviewed, !r.Given.IsZero())
	}
	out[ledger.VerbAdded], out[ledger.VerbUrged], out[ledger.VerbJoined] = p.Supplements, len(p.Urges), p.Followers
	out[ledger.VerbRated], out[ledger.VerbSupervised], out[ledger.VerbAbsorbed] = len(p.Ratings), len(p.Supervised), len(p.Merged)
	if out[ledger.VerbFollowedUp] = len(p.FollowUps); len(p.Merged) == 0 { // a merged case brings its own recusals
		out[ledger.VerbRecused] = len(p.Recused)
	}
	return out
}
