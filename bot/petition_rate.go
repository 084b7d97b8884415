package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// rate takes 满意, 基本满意 or 不满意 in, at once; whether it was solved, and why it was rated so, may come with it or after it. Reasons are sealed.
func (b *Bot) rate(tx *store.Tx, t *talk, id, said string) (string, error) {
	score, solved, why := scoreIn(said), solvedIn(said), ""
	if score == "" {
		score = ledger.Score(b.reader.Parse(cut(said), phrase.Context{Today: t.today, Who: t.who}).Rating)
	}
	if utf8.RuneCountInString(said) > leastWhy {
		why = said
	}
	p, err := b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) { return tx.Rate(d, id, score, solved, why) })
	if err != nil {
		return "", err
	}
	text := b.ratedReply(&p, score)
	f := ledger.FilingDraft{Step: stepReason, Case: id}
	switch {
	case solved == "":
		f.Step, text = stepSolved, text+"\n"+sayAskSolved
	case why == "" && score == ledger.ScoreBad:
		text += "\n" + sayAskWhy
	default:
		return text, b.settledOn(tx, t, id)
	}
	return text, b.await(tx, t, filing(ledger.DialogCase, f))
}

// leastWhy is how many characters a rating has at least that says why.
const leastWhy = 8

// leastAsked is the same where the reason was asked for.
const leastAsked = 3

// scoreIn reads the score of a message that rates.
func scoreIn(text string) ledger.Score {
	switch {
	case strings.Contains(text, "不满") || strings.Contains(text, "不太满意") || strings.Contains(text, "差评"):
		return ledger.ScoreBad
	case strings.Contains(text, "基本满意") || strings.Contains(text, "比较满意") || strings.Contains(text, "还算满意") || strings.Contains(text, "还行"):
		return ledger.ScoreFair
	case strings.Contains(text, "满意") && !strings.Contains(text, "没有满意") || strings.Contains(text, "好评"):
		return ledger.ScoreGood
	}
	return ""
}

// ratedReply says what follows a rating: thanks, the one rework by another person, or 复查 with its last day.
func (b *Bot) ratedReply(p *ledger.Petition, score ledger.Score) string {
	switch {
	case score != ledger.ScoreBad:
		return fmt.Sprintf(sayRatedWell, p.ID)
	case p.Working():
		return fmt.Sprintf(sayRatedRework, p.ID, p.Rework.Due.Chinese())
	}
	return fmt.Sprintf(sayRatedReview, p.ID, p.ReviewUntil(b.school).Chinese(), b.reviewBody())
}

// explained hears whether it was solved, or why it was rated so.
func (b *Bot) explained(t *talk, f ledger.FilingDraft) (move, bool) {
	solved := ""
	if f.Step == stepSolved {
		solved = solvedIn(t.Text)
	}
	why := ""
	least := leastWhy
	if f.Step == stepReason {
		least = leastAsked
	}
	if utf8.RuneCountInString(t.Text) > least && !b.foreign(t) {
		why = t.Text
	}
	switch {
	case t.cmd.Intent == phrase.RateCase && scoreIn(t.Text) != "" && solvedIn(strings.TrimSpace(t.Text)) == "" && f.Step == stepSolved:
		return change(func(tx *store.Tx) (string, error) { return b.rate(tx, t, f.Case, t.Text) }), true // a change of mind: the ledger knows whether it is too late
	case f.Step == stepSolved && t.cmd.Intent == phrase.Choose:
		return change(func(tx *store.Tx) (string, error) {
			return sayAskSolved, b.await(tx, t, filing(ledger.DialogCase, f))
		}), true
	case solved == "" && why == "" && f.Step == stepReason && t.no():
		return b.drop(t, saySkipped), true
	case solved == "" && (why == "" || t.cmd.Intent == phrase.FileCase && f.Step == stepSolved):
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		p, err := b.stepped(tx, t, f.Case, func(d *ledger.Deed) (ledger.Petition, error) { return tx.Explain(d, f.Case, solved, why) })
		switch {
		case err != nil:
			return "", err
		case why != "":
			return sayExplained, b.settledOn(tx, t, f.Case)
		case f.Step == stepSolved && len(p.Ratings) > 0 && p.Ratings[len(p.Ratings)-1].Score == ledger.ScoreBad:
			return saySolved + sayAskWhy, b.await(tx, t, filing(ledger.DialogCase, ledger.FilingDraft{Step: stepReason, Case: f.Case}))
		}
		return saySolved, b.settledOn(tx, t, f.Case)
	}), true
}

// review asks for 复查 or 复核 with grounds (Art. 35, 36). A case of which it cannot be asked says so before it asks for grounds.
func (b *Bot) review(tx *store.Tx, t *talk, id, grounds string) (string, error) {
	d, p, err := b.ownCase(tx, t, id)
	if err != nil {
		return "", err
	}
	if _, err := p.AskReview(d); err != nil {
		return "", err
	}
	name, body := reviewWord(&p), b.reviewBody()
	if len(p.Reviews) > 0 {
		body = sayReviewAbove
	}
	if utf8.RuneCountInString(grounds) < leastGrounds {
		f := ledger.FilingDraft{Step: stepGrounds, Case: id}
		return fmt.Sprintf(sayAskGrounds, id, name, p.ReviewUntil(b.school).Chinese()), b.await(tx, t, filing(ledger.DialogCase, f))
	}
	p, err = b.stepped(tx, t, id, func(d *ledger.Deed) (ledger.Petition, error) { return tx.AskReview(d, id, grounds) })
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayReviewAsked, id, name, body, b.dueText(&p)), b.settledOn(tx, t, id)
}

// leastGrounds is how many characters the grounds of a request for review have at least.
const leastGrounds = 4

// grounds hears why a review is asked for.
func (b *Bot) grounds(t *talk, f ledger.FilingDraft) (move, bool) {
	switch {
	case t.no():
		return b.drop(t, saySomethingKept), true
	case b.foreign(t) && t.cmd.Intent != phrase.RequestReview || utf8.RuneCountInString(t.Text) < leastGrounds:
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) { return b.review(tx, t, f.Case, t.Text) }), true
}

// askedFor is how many days an answer to the question about retaliation is waited for.
const askedFor = 21

// treatmentCases are the own cases about which the question whether anybody retaliated was asked and not answered yet (requirements 7.2).
func (b *Bot) treatmentCases(tx *store.Tx, t *talk) ([]ledger.Petition, error) {
	mine, err := tx.Mine(b.school, t.From, false)
	if err != nil {
		return nil, err
	}
	var out []ledger.Petition
	for _, p := range mine {
		asked := 0
		last := t.today
		for _, day := range p.FollowUpDays(b.school) {
			if day <= t.today {
				asked, last = asked+1, day
			}
		}
		if asked > len(p.FollowUps) && t.today <= last.Add(askedFor) {
			out = append(out, p)
		}
	}
	return out, nil
}

// followUpWaits tells whether a bare 有 or 没有 may be the answer to that question: nobody is asked for anything else.
func (b *Bot) followUpWaits(t *talk) bool {
	waits := false
	err := b.store.View(func(tx *store.Tx) error {
		list, err := b.treatmentCases(tx, t)
		waits = len(list) > 0
		return err
	})
	return waits && err == nil
}

// followUp keeps whether anybody retaliated because of a case; only its officer hears of it. One answer is about all cases that were asked about.
func (b *Bot) followUp(t *talk, bad bool) move {
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.treatmentCases(tx, t)
		if err != nil {
			return "", err
		}
		for _, p := range list {
			_, err := b.stepped(tx, t, p.ID, func(d *ledger.Deed) (ledger.Petition, error) {
				return tx.Change(d, p.ID, func(p ledger.Petition) (ledger.Petition, error) { return p.FollowUp(d, bad) })
			})
			if err != nil {
				return "", err
			}
		}
		if bad {
			return fill(sayTreatedBadly, b.school.Petitions.Doors), nil
		}
		return sayTreatedWell, nil
	})
}
