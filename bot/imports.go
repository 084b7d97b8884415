package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// undoImport is 撤销导入, with or without the number of one; wordsImports are the words by which imports are listed.
var (
	undoImport   = regexp.MustCompile(`^(?:撤销|撤回|取消)(?:这次|上次|最近的)?导入(dr\d{4}-\d{1,8})?$`)
	wordsImports = []string{"导入记录", "导入清单", "导入列表", "查看导入", "查导入", "看导入", "导入了哪些", "导入过哪些", "导入历史"}
)

// mostImports is how many imports one answer lists.
const mostImports = 8

// imports hears what the party office says about imports of earlier years: 导入记录, 撤销导入 DR2026-0001.
func (b *Bot) imports(t *talk) (move, bool) {
	if t.who == nil || t.Group != "" || !t.says([]string{"导入"}) {
		return move{}, false
	}
	s := t.plain()
	undo := undoImport.FindStringSubmatch(s)
	lists := slices.Contains(wordsImports, s)
	switch {
	case undo == nil && !lists:
		return move{}, false
	case !office(t.who) || !t.who.Serves(t.today):
		return say(sayNotAllowed), true
	case lists:
		return ask(b.listImports), true
	}
	return change(func(tx *store.Tx) (string, error) {
		i, err := importMeant(tx, strings.ToUpper(undo[1]))
		if err != nil {
			return "", err
		}
		if no := i.MayUndo(); no != nil {
			return "", no
		}
		return fmt.Sprintf(sayImportAsk, b.importLine(&i)), b.await(tx, t, ledger.Dialog{Kind: ledger.DialogImport, Records: []string{i.ID}})
	}), true
}

// importMeant is the import of a number, or the newest that stands.
func importMeant(tx *store.Tx, id string) (ledger.Import, error) {
	if id != "" {
		i, err := tx.Import(id)
		if isMissing(err) {
			return i, ledger.NoImport(id)
		}
		return i, err
	}
	for i, err := range tx.RecentImports(0) {
		if err != nil || i.Live() {
			return i, err
		}
	}
	return ledger.Import{}, ledger.NoImports()
}

// listImports lists the newest imports, those that were undone too.
func (b *Bot) listImports(tx *store.Tx) (string, error) {
	list, err := collect(tx.RecentImports(mostImports), mostImports)
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return ledger.NoImports().Say, nil
	}
	lines := []string{sayImports}
	for i := range list {
		lines = append(lines, b.importLine(&list[i]))
	}
	return strings.Join(append(lines, sayImportHow), "\n"), nil
}

// importLine is one import in a line.
func (b *Bot) importLine(i *ledger.Import) string {
	line := fmt.Sprintf(sayImportLine, i.ID, b.school.Today(i.At).Chinese(), i.File, i.Records)
	if !i.Live() {
		line += fmt.Sprintf(sayImportWas, b.school.Today(i.Undone).Chinese())
	}
	return line
}

// importUndone hears the yes or no to the question whether an import is to be taken back.
func (b *Bot) importUndone(t *talk) (move, bool) {
	switch t.cmd.Intent {
	case phrase.Confirm:
		id := t.dialog.Records[0]
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			n, err := tx.UndoImport(t.by, id)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf(sayImportUndone, id, n), b.settled(tx, t)
		}), true
	case phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}
