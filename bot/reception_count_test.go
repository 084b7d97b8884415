package bot_test

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
)

// TestReceptionCountsOnce: whoever enters a reception, denies it, thinks better of it, takes it back or changes its day, in whatever order, no
// reception ever counts for two leaders or twice for one.
func TestReceptionCountsOnce(t *testing.T) {
	days := []string{"11月16号", "11月30号"}
	said := []string{
		"%s接待没人来", "%s接待来了2批", "对", "不对", "撤销", "全部对", "刚才那条日期改成%s", "没人来", "登记来访：1批，宿舍热水", "1", "2",
	}
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s, err := newStory(filepath.Join(dir, fmt.Sprintf("%d.db", n)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.store.Close() }()
		s.now = time.Date(2026, 11, 30, 17, 30, 0, 0, s.school.Location)
		for range rapid.IntRange(1, 12).Draw(t, "messages") {
			who := rapid.SampledFrom([]string{"sun", "chen", "xie", "huang", "he"}).Draw(t, "who")
			text := rapid.SampledFrom(said).Draw(t, "text")
			if strings.Contains(text, "%s") {
				text = fmt.Sprintf(text, rapid.SampledFrom(days).Draw(t, "day"))
			}
			s.now = s.now.Add(time.Minute)
			if err := s.say(io.Discard, []string{who, text}); err != nil {
				t.Fatal(err)
			}
			once(t, s)
		}
	})
}

// once counts what stands for each day on which there is a reception.
func once(t *rapid.T, s *story) {
	err := s.store.View(func(tx *store.Tx) error {
		slots, err := tx.Slots(s.school)
		if err != nil {
			return err
		}
		for _, slot := range slots {
			held := ""
			for _, leader := range s.school.Leaders(slot.Day) {
				for mark, err := range tx.Credits(leader.ID, policy.Span{From: slot.Day, To: slot.Day.Add(1)}) {
					switch {
					case err != nil:
						return err
					case mark.Kind != policy.ReceptionDay || mark.Waits() != "":
					case held != "":
						t.Fatalf("%s counts for %s and for %s", slot.Day, held, leader.ID)
					default:
						held = leader.ID
					}
				}
			}
			if sheet, err := tx.SheetOf(slot.Regular); err != nil || held != "" && (sheet == nil || sheet.Leader != held) {
				t.Fatalf("%s counts for %s and its sheet is %+v, %v", slot.Day, held, sheet, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
