package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// enter makes the records, tells the leaders who must say 对, and remembers what 对, 改 and 删 will mean. What looks entered already is asked about
// first, and only that.
func (b *Bot) enter(tx *store.Tx, t *talk, s said) (string, error) {
	made, err := b.reports(t, s)
	if err != nil {
		return "", err
	}
	if _, err := b.sheets(tx, t, s, made); err != nil {
		return "", err
	}
	fresh, doubled, twins, err := b.part(tx, t, s, made)
	if err != nil {
		return "", err
	}
	if len(fresh) == 0 {
		return b.askTwin(tx, t, s.only(doubled), twins)
	}
	now := s
	if len(doubled) > 0 {
		made, now = at(made, fresh), s.only(fresh)
	}
	now.ask = now.ask[:min(len(now.ask), max(0, mostAsked-now.asked))]
	text, err := b.put(tx, t, now, made)
	if err != nil || len(doubled) == 0 {
		return text, err
	}
	more, err := b.askTwin(tx, t, s.only(doubled), twins)
	return text + "\n" + more, err
}

// reports makes the records without putting them: a refusal of one leaves nothing behind.
func (b *Bot) reports(t *talk, s said) ([]ledger.Activity, error) {
	made := make([]ledger.Activity, 0, len(s.drafts))
	for i, d := range s.drafts {
		credited := s.credits(t, d)
		d.Said.OwnBranch = d.Said.OwnBranch || b.ownBranch(&d, credited)
		a, err := ledger.Report(b.school, ledger.Entry{
			Kind: d.Kind, Date: d.Date, Said: d.Said, Members: credited,
			By: t.speaker(), At: t.Received, Confirm: own(s.confirm, i, len(s.drafts)),
		})
		if err != nil {
			return nil, err
		}
		a.Plan = d.Plan
		made = append(made, a)
	}
	return made, nil
}

// put numbers and keeps new records, with everything that follows from them.
func (b *Bot) put(tx *store.Tx, t *talk, s said, made []ledger.Activity) (string, error) {
	ids := make([]string, 0, len(made))
	clashes := clashes{}
	sheets, err := b.sheets(tx, t, s, made)
	if err != nil {
		return "", err
	}
	var more []string
	for i := range made {
		a := &made[i]
		if err := b.clash(tx, clashes, a); err != nil {
			return "", err
		}
		a.ID = tx.NextActivityID()
		ids = append(ids, a.ID)
		if err := b.keep(tx, t, a, "reported"); err != nil {
			return "", err
		}
		if err := b.carriedOut(tx, t, a); err != nil {
			return "", err
		}
		if sheet, ok := sheets[i]; ok {
			if sheet, err = b.keepSheet(tx, t, sheet, a); err != nil {
				return "", err
			}
			more = append(more, b.sheetText(sheet)+b.caseHint(t, &sheet))
		}
	}
	if err := b.askLeaders(tx, t, made, clashes, ""); err != nil {
		return "", err
	}
	if err := b.tellKeepers(tx, t, made); err != nil {
		return "", err
	}
	d := b.after(ids, s.ask)
	if len(s.ask) > 0 {
		d.Asked = s.asked + 1
	}
	if err := b.await(tx, t, d); err != nil {
		return "", err
	}
	if t.Group != "" {
		return b.recordedInGroup(tx, t, made, s, clashes)
	}
	text, err := b.recorded(tx, t, made, s, clashes)
	return strings.Join(append([]string{text}, more...), "\n"), err
}

// keep puts a record and its journal line.
func (b *Bot) keep(tx *store.Tx, t *talk, a *ledger.Activity, verb string) error {
	return b.keepNoting(tx, t, a, verb, fmt.Sprintf("%s %s %s", a.Kind, a.Date, amount(a.Said.ClassHours)))
}

// keepNoting is keep with a note of its own.
func (b *Bot) keepNoting(tx *store.Tx, t *talk, a *ledger.Activity, verb, note string) error {
	if err := tx.PutActivity(a); err != nil {
		return err
	}
	return tx.Log(t.by, verb, a.ID, note)
}

// recorded is the confirm card: what was understood, what it counts, what it waits for, what may be said next.
func (b *Bot) recorded(tx *store.Tx, t *talk, made []ledger.Activity, s said, found clashes) (string, error) {
	lines := make([]string, 0, len(made)+3)
	if len(made) == 1 {
		lines = append(lines, fmt.Sprintf(sayRecorded, made[0].ID))
	} else {
		lines = append(lines, fmt.Sprintf(sayRecordedMany, len(made)))
	}
	for _, a := range made {
		line, err := b.cardWithCount(tx, t, a)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	if note := b.waitNote(t, made) + found[t.by]; note != "" {
		lines = append(lines, note)
	}
	if note := b.ownBranchNote(made); note != "" {
		lines = append(lines, note)
	}
	offer, err := b.offersIssues(tx, made, t.today)
	if err != nil {
		return "", err
	}
	if offer != "" {
		lines = append(lines, offer)
	}
	switch {
	case len(s.ask) > 0:
		lines = append(lines, b.question(s.drafts, s.ask[0], s.choices, t.today))
	case b.lacking(made) != "":
		lines = append(lines, b.lacking(made))
	default:
		lines = append(lines, sayWords)
	}
	return strings.Join(lines, "\n"), nil
}

// waitNote says what the records wait for before they count; "" if they count now.
func (b *Bot) waitNote(t *talk, made []ledger.Activity) string {
	var names []string
	office := false
	for _, a := range made {
		for _, c := range a.Credits {
			switch a.Waits(c.Member) {
			case ledger.WaitsMember:
				if c.Member == t.by {
					return sayWaitsSelf
				}
				if name := b.member(c.Member); !slices.Contains(names, name) {
					names = append(names, name)
				}
			case ledger.WaitsOffice:
				office = true
			}
		}
	}
	switch {
	case len(names) > 0:
		return fmt.Sprintf(sayWaitsMember, strings.Join(names, "、"))
	case office:
		return sayWaitsOffice
	}
	return ""
}

// lacks names what a record should say and does not (缺记录); nil if it is whole. The notes on a lesson are no part of it: they come later.
func lacks(a ledger.Activity) []string {
	var out []string
	need := func(is bool, name string) {
		if is {
			out = append(out, name)
		}
	}
	switch a.Kind {
	case policy.ObserveClass:
		need(a.Said.ClassHours == 0, "学时")
		need(a.Said.Course == "", "课程")
		need(a.Said.Teacher == "" && a.Said.Course == "", "任课教师")
	case policy.Forum:
		need(a.Said.Audience == "", "座谈对象")
	case policy.OrgLife:
		need(a.Said.Unit == "" && a.Said.Level == "", "单位")
	}
	return out
}

// lacking says what the records still lack and how it is added; "" if they are whole.
func (b *Bot) lacking(made []ledger.Activity) string {
	var parts []string
	for _, a := range made {
		if list := lacks(a); len(list) > 0 {
			part := strings.Join(list, "、")
			if len(made) > 1 {
				part = a.ID + " " + part
			}
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf(sayLacking, strings.Join(parts, "；"))
}

// at picks the named places of a list.
func at[T any](list []T, indexes []int) []T {
	out := make([]T, 0, len(indexes))
	for _, i := range indexes {
		out = append(out, list[i])
	}
	return out
}
