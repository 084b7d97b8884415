package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// secretsOf are what must not be found. They are long, so that sealed bytes do not hold one by chance.
func secretsOf(n int) []string {
	return []string{
		somebody(n).User, secretName(n), fmt.Sprintf("1390000%04d", n), fmt.Sprintf("2099%06d", n), fmt.Sprintf("ZQWORDS%d", n), "ZQADDEDLATER", "ZQWHYRATEDSO", "ZQGROUNDSGIVEN", "ZQDRAFTKEPT", "ZQPICTURE",
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
		return errors.Join(err, tx.AnswerSealed(fmt.Sprintf("m%x", tx.At.UnixNano()), "已登记："+f.Raw))
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
