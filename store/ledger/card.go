package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Card 卡片: the buttons under something that was told. Each stands for words that could as well be typed, and pressing it says them: there is no second set
// of rules. What was pressed is a fact, and the first press is the only one, but for choices that only look.
type Card struct {
	ID      string         `json:"id"` // comes back with every press; letters, digits and "-"; unique for ever
	To      policy.Address `json:"to"` // whom it was shown to, and who alone may press it; may be sealed
	Title   string         `json:"title"`
	Choices []Choice       `json:"choices"`
	Asks    bool           `json:"asks,omitempty"`  // its words answer the question that was open when it was made; they are of no use once that is over
	About   []AsSeen       `json:"about,omitempty"` // the records as they stood on it
	Made    time.Time      `json:"made"`            // UTC
	Private bool           `json:"-"`               // tells who has to do with a case: it is sealed

	Pressed time.Time `json:"pressed,omitzero"` // UTC
	Label   string    `json:"label,omitempty"`  // of what was pressed
	Update  string    `json:"update,omitempty"` // the platform's right to change the card where it is shown: once, for three days; "" = none
	Shown   time.Time `json:"shown,omitzero"`   // UTC: when that right was given
}

// Choice is one button: what stands on it, and the words it stands for.
type Choice struct {
	Label string `json:"label"`
	Say   string `json:"say"`
	Again bool   `json:"again,omitempty"` // it only looks: it may be pressed as often as one likes, and the card stays as it is
}

// AsSeen is a record as somebody saw it: its id, and how often it had been corrected.
type AsSeen struct {
	ID      string `json:"id"`
	Version int    `json:"version,omitempty"`
}

// MostChoices is how many buttons a card has at most, on any platform.
const MostChoices = 6

// mostTitle is how many letters a title has at most, on any platform.
const mostTitle = 36

// TitleOf is the title of a card under a text: its first line.
func TitleOf(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if letters := []rune(line); len(letters) > mostTitle {
		return string(letters[:mostTitle-1]) + "…"
	}
	return line
}

// Choice gives the choice at a place, from 1; false if there is none.
func (c *Card) Choice(n int) (Choice, bool) {
	if n < 1 || n > len(c.Choices) {
		return Choice{}, false
	}
	return c.Choices[n-1], true
}

// Press notes the one press of a card.
func (c Card) Press(label string, at time.Time) Card {
	c.Pressed, c.Label = at.UTC(), label
	return c
}

// Fits tells whether the choices can be shown at all: there are some, not too many, and each says something else.
func (c *Card) Fits() bool {
	if len(c.Choices) == 0 || len(c.Choices) > MostChoices {
		return false
	}
	for i, one := range c.Choices {
		if one.Label == "" || one.Say == "" || slices.ContainsFunc(c.Choices[:i], func(o Choice) bool { return o.Label == one.Label }) {
			return false
		}
	}
	return true
}

// RatingChoices are the buttons by which a filer rates the answer to his case (Art. 5.7).
func RatingChoices(id string) []Choice {
	var out []Choice
	for _, score := range []Score{ScoreGood, ScoreFair, ScoreBad} {
		out = append(out, Choice{Label: string(score), Say: id + " " + string(score)})
	}
	return out
}

// ConfirmChoice is the button by which somebody confirms records that wait for him.
func ConfirmChoice(label string, ids []string) Choice {
	return Choice{Label: label, Say: "确认 " + strings.Join(ids, "、")}
}
