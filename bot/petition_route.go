package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
)

// mostRoutes is how many legal channels are told at once.
const mostRoutes = 2

// elsewhere tells whom to ask about a matter that the school cannot take, or that has a legal channel of its own with a limit (requirements 2.3). If the
// person says that it is to be a case all the same it is registered and answered once like every other.
func (b *Bot) elsewhere(t *talk) move {
	f := b.heard(t)
	f.Step = stepRegister
	text := sayOutOfRemit
	if t.cmd.Intent == phrase.LegalChannel {
		text = fmt.Sprintf(sayLegalChannel, strings.Join(b.routes(t.Text), "\n"))
	}
	return change(func(tx *store.Tx) (string, error) {
		if err := b.mayFile(tx, t, f.Filing); err != nil {
			return "", err
		}
		return text + "\n" + sayRegisterAnyway, b.awaitFiling(tx, t, f)
	})
}

// registerAnswered hears 登记.
func (b *Bot) registerAnswered(t *talk, f told) (move, bool) {
	if _, level := t.levelOf(); level {
		return b.levelAnswered(t, f)
	}
	if t.is(wordsRegister) || t.yes() {
		return change(func(tx *store.Tx) (string, error) { return b.levelOrRegister(tx, t, f, "") }), true
	}
	return move{}, false
}

// routes are the legal channels for a text, each with door and limit; all of them where no keyword decides.
func (b *Bot) routes(text string) []string {
	found := b.routesFor(text)
	if len(found) == 0 {
		found = b.school.Petitions.Routes
	}
	lines := make([]string, 0, len(found))
	for _, r := range found {
		lines = append(lines, "· "+routeLine(r))
	}
	return lines
}

// routesFor are the channels whose keywords a text holds.
func (b *Bot) routesFor(text string) []policy.Route {
	var found []policy.Route
	for _, r := range b.school.Petitions.Routes {
		for _, k := range r.Keywords {
			if strings.Contains(text, k) && len(found) < mostRoutes {
				found = append(found, r)
				break
			}
		}
	}
	return found
}

func routeLine(r policy.Route) string {
	line := fmt.Sprintf(sayRoute, r.Name, r.Door)
	if r.Limit != "" {
		line += fmt.Sprintf(sayRouteLimit, r.Limit)
	}
	return line
}

// routeHint reminds somebody who files a case of a channel whose limit does not wait for it; "" if there is none.
func (b *Bot) routeHint(text string) string {
	var lines []string
	for _, r := range b.routesFor(text) {
		lines = append(lines, "\n"+fmt.Sprintf(sayRouteToo, routeLine(r)))
	}
	return strings.Join(lines, "")
}
