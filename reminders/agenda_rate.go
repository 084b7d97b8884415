package reminders

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// noon is when filers are asked.
const noon policy.Clock = 12 * 60

// How long a question to a filer is of use.
const (
	rateUse   = 14 * 24 * time.Hour
	followUse = 14 * 24 * time.Hour
)

// askRating asks the filer of an answered case whether it was solved (Art. 5.7): with the answer, and once more after 3 days at 12:00, then never again. A
// rating, a review, a withdrawal end it; a second answer is asked about anew. The first question is usually part of the notice by which the conversation
// tells the answer, in the transaction of the answer; then it is not asked here.
func askRating(f *Facts, from, to time.Time, add func(draft)) error {
	return f.eachCase(func(b *ledger.Brief) bool { return b.Stage == ledger.StageAnswered }, func(p *ledger.Petition) {
		days := p.RatingDays(f.school)
		if len(days) != 2 {
			return
		}
		first := opening(f.school, p.Replied.In(f.school.Location))
		again := opening(f.school, days[1].At(noon.Hour(), noon.Minute(), f.school.Location))
		for _, q := range []struct {
			step string
			at   time.Time
		}{{ledger.RateWithReply, first}, {ledger.RateAgain, again}} {
			if q.at.Before(from) || q.at.After(to) {
				continue
			}
			add(f.toFiler(p, Item{At: q.at, Kind: KindPetitionRate, Key: p.RatingKey(q.step), Until: q.at.Add(rateUse)}, func(it *Item) {
				if q.step == ledger.RateAgain || !f.toldIn(p.Replied, it.To) {
					it.Text, it.Why = sayRate(f.school, p, f.day(it), q.step == ledger.RateAgain), "请来信人评价"
					it.Card.Choices = ledger.RatingChoices(p.ID)
				}
			}))
		}
	})
}

// askFollowUp asks the filer of a closed case 30 and 90 days after the close, at 12:00, whether anybody has retaliated (requirements 7.2); the answer is for
// the officer alone.
func askFollowUp(f *Facts, from, to time.Time, add func(draft)) error {
	if f.tx == nil {
		return nil
	}
	for _, after := range f.school.Petitions.Times().FollowUpDays {
		for day := f.school.Today(from).Add(-longestMove); day <= f.school.Today(to); day = day.Add(1) {
			at := opening(f.school, day.At(noon.Hour(), noon.Minute(), f.school.Location))
			if at.Before(from) || at.After(to) {
				continue
			}
			if err := f.followUps(day.Add(-after), after, at, add); err != nil {
				return fmt.Errorf("reminders: follow-ups of %s: %w", day, err)
			}
		}
	}
	return nil
}

// followUps asks the filers of the cases that were closed on a day.
func (f *Facts) followUps(closed policy.Date, after int, at time.Time, add func(draft)) error {
	for p, err := range f.tx.PetitionsOver(closed.At(0, 0, f.school.Location), closed.Add(1).At(0, 0, f.school.Location)) {
		if err != nil {
			return err
		}
		if len(p.FollowUpDays(f.school)) == 0 {
			continue
		}
		key := fmt.Sprintf("%s/%s/d%02d/filer", KindPetitionFollow, p.ID, after)
		add(f.toFiler(&p, Item{At: at, Kind: KindPetitionFollow, Key: key, Until: at.Add(followUse)}, func(it *Item) {
			it.Text, it.Why = sayFollowUp(&p, f.day(it), after), "回访来信人"
		}))
	}
	return nil
}

// toFiler is a draft for whoever filed a case, if he can be reached at all.
func (f *Facts) toFiler(p *ledger.Petition, it Item, say func(it *Item)) draft {
	it.Rule, it.To = "5.7", store.SealedAddress(p.ID, 0)
	return draft{Item: it, write: func(f *Facts, it *Item) error {
		people, err := f.tx.Filers(p.ID)
		if err == nil && slices.Contains(people, it.To) {
			say(it)
		}
		return err
	}}
}

// caseOf is the case that a sealed address belongs to.
func caseOf(to policy.Address) string {
	id, _, _ := strings.Cut(to.User, "/")
	return id
}
