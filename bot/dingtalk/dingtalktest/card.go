package dingtalktest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// card is an interactive card (3.8).
type card struct {
	chat    string
	route   string // callbackType
	params  map[string]string
	private map[string]map[string]string // by user id
}

// route is where card callbacks go over HTTP.
type route struct{ key, url, secret string }

// Card gives what a card shows to somebody: what everybody sees, and over it what is his alone. nil: there is no such card.
func (p *Platform) Card(id, user string) map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.cards[id]
	if c == nil {
		return nil
	}
	out := maps.Clone(c.params)
	maps.Copy(out, c.private[user])
	return out
}

type cardData struct{ CardParamMap map[string]string }

func (p *Platform) deliverCard(w http.ResponseWriter, r *http.Request) {
	var in struct {
		CardTemplateID, OutTrackID, CallbackType, CallbackRouteKey, OpenSpaceID string
		CardData                                                                cardData
	}
	if !decode(w, r, &in) {
		return
	}
	kind, to, _ := strings.Cut(strings.TrimPrefix(in.OpenSpaceID, "dtv1.card//"), ".")
	chat := to
	if kind == "IM_GROUP" {
		chat = groupChat(to)
	}
	p.mu.Lock()
	_, twice := p.cards[in.OutTrackID]
	routed := in.CallbackType == "STREAM" || in.CallbackType == "HTTP" && in.CallbackRouteKey == p.route.key && p.route.url != ""
	p.mu.Unlock()
	switch {
	case in.CardTemplateID == "" || in.OutTrackID == "" || to == "":
		refuse(w, http.StatusBadRequest, "miss.param.card", "a parameter is missing")
		return
	case twice:
		refuse(w, http.StatusBadRequest, "invalidParameter.outTrackId", "outTrackId is used")
		return
	case !routed:
		refuse(w, http.StatusBadRequest, "invalidParameter.callbackRouteKey", "the route is not registered")
		return
	}
	p.mu.Lock()
	p.cards[in.OutTrackID] = &card{chat, in.CallbackType, in.CardData.CardParamMap, map[string]map[string]string{}}
	p.mu.Unlock()
	p.deliver(chat, Line{Kind: "card", Text: in.OutTrackID, Via: "api"}, marksOf(r))
	answer(w, object{"success": true, "result": object{"outTrackId": in.OutTrackID, "deliverResults": []object{{"spaceType": kind, "success": true}}}})
}

func (p *Platform) updateCard(w http.ResponseWriter, r *http.Request) {
	var in struct {
		OutTrackID  string
		CardData    cardData
		PrivateData map[string]cardData
	}
	if !decode(w, r, &in) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.cards[in.OutTrackID]
	if c == nil {
		refuse(w, http.StatusNotFound, "resource.not.found", "no such card")
		return
	}
	c.change(in.CardData, in.PrivateData)
	answer(w, object{"success": true, "result": true})
}

func (c *card) change(everybody cardData, single map[string]cardData) {
	if c.params == nil {
		c.params = map[string]string{}
	}
	maps.Copy(c.params, everybody.CardParamMap)
	for user, d := range single {
		if c.private[user] == nil {
			c.private[user] = map[string]string{}
		}
		maps.Copy(c.private[user], d.CardParamMap)
	}
}

func (p *Platform) registerCards(w http.ResponseWriter, r *http.Request) {
	var in struct{ CallbackRouteKey, CallbackURL, APISecret string }
	if !decode(w, r, &in) {
		return
	}
	if in.CallbackRouteKey == "" || in.CallbackURL == "" || in.APISecret == "" {
		refuse(w, http.StatusBadRequest, "miss.param.route", "a parameter is missing")
		return
	}
	p.mu.Lock()
	if p.cardsTo != "" {
		in.CallbackURL = p.cardsTo
	}
	p.route = route{in.CallbackRouteKey, in.CallbackURL, in.APISecret}
	p.mu.Unlock()
	answer(w, object{"success": true})
}

// RouteCards makes card callbacks go to this address, whichever one is registered: the application is not reached under its public name in a test.
func (p *Platform) RouteCards(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cardsTo = url
}

// Click lets somebody press a button of a card, with the values of its fields, and changes the card as the application answers. The application has
// Options.ClickWithin; later, and for any other answer than 200, the phone shows an error.
func (p *Platform) Click(ctx context.Context, user, id, button string, values map[string]string) error {
	content, _ := json.Marshal(object{"cardPrivateData": object{"actionIds": []string{button}, "params": values}})
	body, _ := json.Marshal(object{
		"type": "actionCallback", "outTrackId": id, "corpId": p.options.CorpID, "userId": user, "spaceType": "im", "extension": "{}", "content": string(content),
	})
	p.mu.Lock()
	c, to := p.cards[id], p.route
	p.mu.Unlock()
	if c == nil {
		return fmt.Errorf("dingtalktest: no card %s", id)
	}
	ctx, cancel := context.WithTimeout(ctx, p.options.ClickWithin)
	defer cancel()
	status, data, err := 0, []byte(nil), error(nil)
	if c.route == "HTTP" {
		at := millis(p.now())
		status, data, err = p.call(ctx, to.url, string(body), map[string]string{
			"x-ddpaas-signature-timestamp": at, "x-ddpaas-signature": keyedHash(to.secret, at),
		})
	} else {
		var a Ack
		a, err = p.Frame(ctx, "CALLBACK", object{"topic": "/v1.0/card/instances/callback"}, string(body))
		status, data = a.Code, []byte(a.Data)
	}
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("dingtalktest: click answered with status %d: %w", status, err)
	}
	var out struct {
		CardData, UserPrivateData cardData
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return fmt.Errorf("dingtalktest: click answered with no JSON: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c.change(out.CardData, map[string]cardData{user: out.UserPrivateData})
	return nil
}
