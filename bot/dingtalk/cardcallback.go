package dingtalk

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
)

// Cards gives the handler of POST /callback/dingtalk/card in webhook mode (protocol 3.8). Its statuses are those of Callback. The answer changes the card for
// the one who clicked; what is not ready within two seconds is told in the chat.
func (c *Callback) Cards() http.Handler { return http.HandlerFunc(c.card) }

func (c *Callback) card(w http.ResponseWriter, r *http.Request) {
	body, ok := c.read(w, r)
	if !ok {
		return
	}
	h := r.Header
	err := VerifyCard(cardSecret(c.in.config.ClientSecret), h.Get("x-ddpaas-signature-timestamp"), h.Get("x-ddpaas-signature"), c.in.now())
	if err != nil {
		c.reject(w, err)
		return
	}
	a, err := ParseAction(string(body))
	if err == nil && !c.in.mine(a.Corp, "") {
		err = reject(BadReceiver)
	}
	if err != nil {
		c.reject(w, err)
		return
	}
	c.press(r.Context(), w, &a)
}

// press has a click handled.
func (c *Callback) press(ctx context.Context, w http.ResponseWriter, a *Action) {
	if !c.in.work.TryEnter() {
		c.end(w, http.StatusServiceUnavailable, "busy")
		return
	}
	p := c.in.click(a)
	if p == nil {
		c.end(w, http.StatusServiceUnavailable, "busy")
		return
	}
	done, inTime := p.wait(ctx, cardWithin)
	switch {
	case !inTime:
		c.end(w, http.StatusServiceUnavailable, "late")
	case done.err != nil:
		w.WriteHeader(http.StatusInternalServerError) // counted and logged by the intake
	default:
		c.in.counts.Add("clicked")
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(actionAnswer(done.reply)) // the platform hung up: nobody is there to be told
	}
}

// At serves the robot's callback at one path and the cards' at another. The first holds a secret: it is compared in constant time, and nothing else is there.
func (c *Callback) At(robot, card string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte(robot)) == 1:
			c.ServeHTTP(w, r)
		case r.URL.Path == card:
			c.card(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}
