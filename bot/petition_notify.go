package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// noticeCase is the kind of notices that follow a step of a case.
const noticeCase = ledger.CaseSeries

// tellSteps writes the notices about what happened to a case: everybody whom a step concerns hears of it, once, in the words of his role. Filers are
// addressed by sealed tokens; whoever has an interest in the case hears nothing of it. Steps about another case (并案) are told from that case as it stands.
func (b *Bot) tellSteps(tx *store.Tx, p ledger.Petition, steps []ledger.Step) error {
	return b.tellOthers(tx, p, steps, policy.Address{})
}

// tellOthers does so without the one who did it and has his answer already: the account of a member of staff, or the sealed address of a filer. Never the
// account of a filer: who was left out would tell who filed.
func (b *Bot) tellOthers(tx *store.Tx, p ledger.Petition, steps []ledger.Step, but policy.Address) error {
	for i, step := range steps {
		about := p
		if step.About != p.ID {
			other, err := tx.Petition(step.About)
			if isMissing(err) {
				continue // of an issue, or a case that is gone
			}
			if err != nil {
				return err
			}
			about = other
		}
		r := round{Bot: b, tx: tx, p: &about, step: step, but: but.Fold(), heard: map[policy.Address]bool{}}
		for _, c := range step.Tells {
			if c.Who == ledger.RoleFiler && saidWith(steps[:i], step) || c.Who == ledger.RoleOfficer && step.Verb == ledger.VerbRated && reworks(steps[i+1:], step.About) {
				continue
			}
			if err := r.tell(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// reworks tells whether a case is reworked in what follows: that says the rating too.
func reworks(after []ledger.Step, id string) bool {
	return slices.ContainsFunc(after, func(s ledger.Step) bool { return s.Verb == ledger.VerbReworked && s.About == id })
}

// saidWith tells whether a filer hears of a step by an earlier one of the same deed: who gets the case is said where it is said that it was taken on, and
// once for all units.
func saidWith(before []ledger.Step, step ledger.Step) bool {
	return slices.ContainsFunc(before, func(s ledger.Step) bool {
		return s.About == step.About && step.Verb == ledger.VerbAssigned && (s.Verb == ledger.VerbTold || s.Verb == ledger.VerbAssigned)
	})
}

// round is one step that is being told.
type round struct {
	*Bot
	tx    *store.Tx
	p     *ledger.Petition
	step  ledger.Step
	but   policy.Address
	heard map[policy.Address]bool
}

// tell brings the step to everybody behind a concern.
func (r *round) tell(c ledger.Concern) error {
	if c.Who == ledger.RoleFiler {
		return r.filers()
	}
	text := r.staffText(r.p, r.step, c)
	if text == "" {
		return nil
	}
	for _, m := range r.behind(c) {
		if err := r.notify(m.Accounts[0], m.ID, m.ID, text, r.staffChoices(c)); err != nil {
			return err
		}
	}
	return nil
}

// filers tells who filed the case and who joined it.
func (r *round) filers() error {
	list, err := r.tx.Filers(r.p.ID)
	if err != nil {
		return err
	}
	own := store.SealedAddress(r.p.ID, 0)
	for _, to := range list {
		head := tellYours
		if from, number, _ := strings.Cut(to.User, "/"); number != "0" {
			head = tellJoinedCase
		} else if from != r.p.ID {
			head = fmt.Sprintf(tellMergedCase, from)
		}
		text := r.filerText(r.p, r.step, fmt.Sprintf(head, r.p.ID), to == own)
		if text == "" {
			continue
		}
		if err := r.notify(to, "", strings.ReplaceAll(to.User, "/", "."), text, r.filerChoices(to == own)); err != nil {
			return err
		}
	}
	return nil
}

// behind lists the members behind a concern who have an account and no interest in the case. A unit without 承办人 is told by its head, one without either
// by the officers.
func (r *round) behind(c ledger.Concern) []*policy.Member {
	day := r.school.Today(r.tx.At)
	list := r.holders(c, day)
	if len(list) == 0 && (c.Who == ledger.RoleHandler || c.Who == ledger.RoleCoHandler) {
		list = r.holders(ledger.Concern{Who: ledger.RoleUnitHead, Unit: c.Unit}, day)
	}
	if len(list) == 0 {
		list = r.reachable(ledger.CaseOfficers(r.school, r.p, day))
	}
	return list
}

func (r *round) holders(c ledger.Concern, day policy.Date) []*policy.Member {
	var list []*policy.Member
	switch c.Who {
	case ledger.RoleOfficer:
		list = ledger.CaseOfficers(r.school, r.p, day)
	case ledger.RoleHead:
		list = r.school.Heads(day)
	case ledger.RoleHandler, ledger.RoleCoHandler:
		list = r.school.HandlersOf(c.Unit, day)
	case ledger.RoleLeader:
		list = r.school.LeadersOver(c.Unit, day)
	case ledger.RoleUnitHead, ledger.RolePrincipal, ledger.RoleOffice:
		list = r.withRole(c, day)
	}
	return r.reachable(list)
}

// withRole lists the members who have a role that nobody but their own entry gives.
func (r *round) withRole(c ledger.Concern, day policy.Date) []*policy.Member {
	var out []*policy.Member
	for i := range r.school.Members {
		m := &r.school.Members[i]
		is := false
		switch c.Who {
		case ledger.RoleUnitHead:
			is = m.Unit == c.Unit && m.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel)
		case ledger.RolePrincipal:
			is = m.Has(policy.Leader) && (m.Post == policy.PostPartySecretary || m.Post == policy.PostPresident)
		case ledger.RoleOffice:
			is = m.Has(policy.PartyOffice, policy.PresidentOffice)
		}
		if is && m.Serves(day) {
			out = append(out, m)
		}
	}
	return out
}

// reachable keeps those who have an account and no interest in the case.
func (r *round) reachable(list []*policy.Member) []*policy.Member {
	return slices.DeleteFunc(slices.Clone(list), func(m *policy.Member) bool {
		return len(m.Accounts) == 0 || ledger.Conflicted(r.school, m, r.p)
	})
}

// notify writes one notice. Its key names case, step, day and receiver, and counts where the same happens again on one day.
func (r *round) notify(to policy.Address, member, whom, text string, buttons []ledger.Choice) error {
	if r.heard[to] || r.did(to) {
		return nil
	}
	r.heard[to] = true
	first := fmt.Sprintf("%s/%s/%s/%s/%s", noticeCase, r.p.ID, r.step.Verb, r.school.Today(r.tx.At), whom)
	key := first
	for n := 2; r.tx.Told(key); n++ {
		key = fmt.Sprintf("%s/%d", first, n)
	}
	n := ledger.Notice{Key: key, Kind: noticeCase, Rule: "5.7", To: to, Member: member, Text: text, Made: r.tx.At, Due: r.tx.At}
	_, err := r.tx.Show(n, ledger.Card{Choices: buttons})
	return err
}

// did tells whether an address is one of the accounts of whoever did the step.
func (r *round) did(to policy.Address) bool {
	if r.but == (policy.Address{}) {
		return false
	}
	return slices.ContainsFunc(r.tx.AccountsOf(r.school, r.but), func(a policy.Address) bool { return a.Fold() == to.Fold() })
}
