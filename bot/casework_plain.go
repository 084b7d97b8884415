package bot

import (
	"strings"

	"lianxin/store/ledger"
)

// plain gives the transition of an order that is nothing but one step.
func (b *Bot) plain(t *talk, o order) transition {
	if run := b.plainOfficer(t, o); run != nil {
		return run
	}
	switch o.verb {
	case verbTake:
		return b.sign
	case verbReturn:
		return b.giveBack(o)
	case verbExtend:
		days, why := extension(o.rest)
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskExtension(d, days, why) }
	case verbOrder, verbChase:
		return b.chase(t, o)
	case verbRecuse:
		return b.recuse(t, o)
	}
	return nil
}

// plainOfficer gives those of the officers.
func (b *Bot) plainOfficer(t *talk, o order) transition {
	switch o.verb {
	case verbAccept, verbForward, verbNotOurs, verbChannel:
		return b.telling(o)
	case verbSummary:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Summarise(d, o.rest) }
	case verbCategory, verbClass, verbSimple, verbFull, verbMajor, verbMinor, verbTarget:
		return b.classify(o)
	case verbClose:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Close(d) }
	case verbReview, verbRereview:
		return giveReview(o)
	case verbHear, verbHeard:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Hearing(d, o.verb == verbHear)
		}
	case verbEnd:
		return end
	case verbObject:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Object(d, o.rest) }
	case verbHandBack:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.HandBack(d) }
	case verbRelease:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Release(d) }
	case verbExclude:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Exclude(d, o.rest) }
	case verbHide:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Hide(d, ledger.LevelConfidential)
		}
	case verbUnhide:
		return neverOpen
	}
	return nil
}

// sign signs for a case. A leader does not handle cases: he hears what he may do instead.
func (b *Bot) sign(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if b.plays(d, &p, ledger.RoleLeader, ledger.RolePrincipal) && !b.plays(d, &p, ledger.RoleHandler, ledger.RoleCoHandler) {
		return p, ledger.Refuse("not_allowed", sayLeaderTakes, p.ID)
	}
	return p.Take(d)
}

// chase is 督办 by the officer, and the order of a leader for whoever has no such office.
func (b *Bot) chase(t *talk, o order) transition {
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		if o.verb == verbChase && ledger.May(b.school, d.By, ledger.OpSupervise, &p, t.today) == nil {
			return p.Supervise(d, o.rest)
		}
		if o.verb == verbChase && o.rest == "" {
			return p.Order(d, sayOrderBare)
		}
		return p.Order(d, o.rest)
	}
}

// recuse lets the speaker withdraw, or whom he names (回避, Art. 28).
func (b *Bot) recuse(t *talk, o order) transition {
	who := t.by
	if people := membersIn(b.school, o.rest); len(people) > 0 {
		who = people[0].ID
	} else if name := strings.TrimSpace(o.rest); name != "" && !strings.ContainsAny(name, "，,。 ：:") && len([]rune(name)) <= 4 {
		who = name // the ledger says that it knows nobody of that name
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Recuse(d, who) }
}

// end is asked for by hand though it follows by itself from the opinion of 复核.
func end(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if no := ledger.May(d.School, d.By, ledger.OpGiveReview, &p, d.School.Today(d.At)); no != nil {
		return p, no
	}
	if !p.Ended.IsZero() {
		return p, ledger.Refuse("already", sayCaseEnded)
	}
	return p, ledger.Refuse("end", sayCaseEndHow)
}

// neverOpen says that nobody makes a case more public than its filer did.
func neverOpen(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if no := ledger.May(d.School, d.By, ledger.OpSee, &p, d.School.Today(d.At)); no != nil {
		return p, no
	}
	return p, ledger.Refuse("level", sayCaseLevel)
}

// giveReview reads 维持：理由.
func giveReview(o order) transition {
	finding, opinion := "", o.rest
	for _, w := range []string{"维持", "撤销", "变更"} {
		if after, ok := strings.CutPrefix(o.rest, w); ok {
			finding, opinion = w, trimSeparators(after)
		}
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		if no := ledger.May(d.School, d.By, ledger.OpGiveReview, &p, d.School.Today(d.At)); no != nil {
			return p, no
		}
		if second := o.verb == verbRereview; len(p.Reviews) > 0 && p.Reviews[len(p.Reviews)-1].Given.IsZero() && second != (len(p.Reviews) == 2) {
			return p, ledger.Refuse("review", sayCaseWhichReview, string(p.Stage()))
		}
		return p.GiveReview(d, finding, opinion)
	}
}

// extension reads 15天，等配件到货.
func extension(rest string) (days int, why string) {
	m := daysForm.FindStringSubmatchIndex(rest)
	if m == nil {
		return 0, rest
	}
	why = trimSeparators(rest[m[1]:])
	for _, w := range []string{"理由是", "理由", "原因是", "原因", "因为", "因"} {
		if after, ok := strings.CutPrefix(why, w); ok {
			why = trimSeparators(after)
			break
		}
	}
	return numeral(rest[m[2]:m[3]]), why
}

// giveBack is 退回 by a handler. Where no word of a reason stands behind the verb the words before it are the reason: 这个不归后勤.
func (b *Bot) giveBack(o order) transition {
	why := o.rest
	for _, w := range []string{"理由是", "理由", "因为"} {
		if after, ok := strings.CutPrefix(why, w); ok {
			why = trimSeparators(after)
		}
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Return(d, why) }
}
