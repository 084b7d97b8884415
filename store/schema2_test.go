package store

import (
	"fmt"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// TestSchema2: a ledger of schema 1 keeps every case, its stage, its day and its journal, and is sound afterwards.
func TestSchema2(t *testing.T) {
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	due := policy.MakeDate(2026, 11, 25)
	old := []petition1{
		{ID: "XF2026-0001", Received: at, Category: "后勤-食堂", Unit: "", Summary: "排队"},
		{ID: "XF2026-0002", Received: at, Category: "学生管理", Unit: "学生处", Summary: "奖学金", Told: at},
		{ID: "XF2026-0003", Received: at, Category: "安全", Unit: "保卫处", Summary: "车速", Told: at, Accepted: at, Due: due},
		{ID: "XF2026-0004", Received: at, Category: "教务", Unit: "教务处", Summary: "投影", Told: at, Accepted: at, Replied: at.Add(time.Hour), Due: due},
		{ID: "XF2026-0005", Received: at, Category: "教务", Unit: "教务处", Summary: "选课", Told: at, Accepted: at, Replied: at, Closed: at.Add(2 * time.Hour), Rating: "不满意", Due: due},
		{ID: "XF2026-0006", Received: at, Category: "教务", Unit: "", Summary: "直接办结", Closed: at},
	}
	engine := memory.New()
	err := engine.Update(func(k kv.Tx) error {
		setSchema(k, 1)
		tx := begin(k, &Store{loc: time.UTC}, at)
		for _, p := range old {
			serial, _ := ledger.ParseID(ledger.PetitionLetters, p.ID)
			row, err := new(rowWriter).encode(&p)
			if err != nil {
				return err
			}
			k.Put("petitions", appendSerial(nil, serial), row)
			if p.Closed.IsZero() {
				k.Put("petitions_open", append(appendDate(nil, max(p.Due, 1)), appendSerial(nil, serial)...), nil)
			}
			tx.next(sequence(ledger.PetitionLetters, 2026))
			if err := tx.Log("system", "filed", p.ID, ""); err != nil {
				return err
			}
		}
		for key := range k.Scan(journalAbout, nil, nil) {
			k.Delete(journalAbout, key) // schema 1 had no such index
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	st, err := Open(engine, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := st.Verify(); err != nil || r.Petitions != len(old) {
		t.Fatalf("%s, %v %v", r, err, r.Faults)
	}
	want := map[string]string{
		"XF2026-0001": "已登记  false", "XF2026-0002": "办理中  false", "XF2026-0003": "办理中 2026-11-25 true", "XF2026-0004": "已答复  false",
		"XF2026-0005": "已办结  false", "XF2026-0006": "已办结  false",
	}
	err = st.View(func(tx *Tx) error {
		open := 0
		for range tx.OpenBriefs() {
			open++
		}
		if open != 4 {
			t.Errorf("%d open cases", open)
		}
		for id, want := range want {
			p, err := tx.Petition(id)
			if err != nil {
				return err
			}
			if got := fmt.Sprintf("%s %s %v", p.Stage(), p.Due, p.Overdue(due+1)); got != want {
				t.Errorf("%s: %s, want %s", id, got, want)
			}
			n := 0
			for line, err := range tx.JournalOf(id) {
				if err != nil || line.About != id {
					t.Errorf("%s: %+v, %v", id, line, err)
				}
				n++
			}
			if n != 1 || p.Summary == "" || !p.Received.Equal(at) {
				t.Errorf("%s: %d lines, %+v", id, n, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := engine.View(func(k kv.Tx) error {
		if v, _ := k.Get(metaTable, []byte(schemaKey)); string(v) != "4" {
			t.Errorf("schema %s", v)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}
