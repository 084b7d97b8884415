package store_test

import (
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

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
