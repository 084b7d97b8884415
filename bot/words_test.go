package bot

import "testing"

func TestBare(t *testing.T) {
	for text, want := range map[string]string{
		"":        "",
		"问题清单":    "问题清单",
		" 问题清单！ ": "问题清单",
		"导出，２０２５-２０２６学年　台账。": "导出2025-2026学年台账",
		"撤销导入 DR2026-0001":   "撤销导入dr2026-0001",
		"“信访件图”~":            "信访件图",
		"ＷＯＲＤ版：通报":           "word版通报",
		"好的👍\xff":            "好的👍\xff",
		"怎么没有？":              "怎么没有?",
	} {
		if got := bare(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whoever is no order for a paper is told so by a few words: every word that orders one by itself must be among them.
func TestPaperRoots(t *testing.T) {
	for _, w := range paperWords {
		if w.alone && !hasAny(w.word, paperRoots) {
			t.Errorf("%s holds none of %v", w.word, paperRoots)
		}
	}
	for _, w := range reliefLists {
		if !hasAny(w, reliefSigns) {
			t.Errorf("%s holds none of %v", w, reliefSigns)
		}
	}
}
