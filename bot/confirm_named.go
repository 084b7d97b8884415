package bot

import (
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// verdictWords are the words of a verdict that names its record: 对 HD2026-0003, 不对 HD2026-0003, 核准 HD2026-0003.
var verdictWords = []struct {
	verdict string
	words   []string
}{
	{ledger.VerdictConfirmed, []string{"对", "确认", "属实"}},
	{ledger.VerdictDeclined, []string{"不对", "不属实", "否认"}},
	{ledger.VerdictApproved, []string{"核准", "核准补登", "同意补登"}},
}

// verdictNamed hears a verdict and the number of a record, and nothing besides: it is about that record, whatever else waits or was spoken of.
func (b *Bot) verdictNamed(t *talk) (move, bool) {
	id := recordNamed(t.Text)
	if id == "" || t.Group != "" {
		return move{}, false
	}
	word := strings.Trim(strings.Replace(strings.ToUpper(t.Text), id, "", 1), " \t\r\n，,。.：:")
	for _, v := range verdictWords {
		if slices.Contains(v.words, word) {
			t.consume()
			return change(func(tx *store.Tx) (string, error) {
				list, err := b.meant(tx, t, phrase.Target{ID: id}, "")
				if err != nil {
					return "", err
				}
				return b.settleAll(tx, t, list, v.verdict)
			}), true
		}
	}
	return move{}, false
}
