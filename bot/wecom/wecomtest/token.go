package wecomtest

import "time"

// tokenLife is how long an access token and a ticket are good for (2.1).
const tokenLife = 7200 * time.Second

// tokens are the access tokens that were given out.
type tokens struct {
	known   map[string]*token // by text, expired ones too
	current map[string]*token // by secret
}

type token struct {
	secret string
	text   string
	until  time.Time
}

func newTokens() tokens {
	return tokens{known: map[string]*token{}, current: map[string]*token{}}
}

// issue gives the token of a secret: the same one while it is valid.
func (t *tokens) issue(secretOf string, at time.Time, life time.Duration) *token {
	if now := t.current[secretOf]; now != nil && at.Before(now.until) && life == tokenLife {
		return now
	}
	fresh := &token{secret: secretOf, text: secret(214), until: at.Add(life)}
	t.current[secretOf] = fresh
	t.known[fresh.text] = fresh
	return fresh
}

// check finds a token; the response is nil when it is good.
func (t *tokens) check(text string, at time.Time) (*token, response) {
	found := t.known[text]
	switch {
	case text == "":
		return nil, fail(41001, "")
	case found == nil:
		return nil, fail(40014, "")
	case !at.Before(found.until):
		return nil, fail(42001, "")
	}
	return found, nil
}

// Withdraw makes all access tokens invalid before their time, as the platform may do whenever it likes: the next calls meet 40014.
func (p *Platform) Withdraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tokens = newTokens()
}

// Expire ends all access tokens, as their time does: the next calls meet 42001.
func (p *Platform) Expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.tokens.known {
		t.until = p.now()
	}
}

func (p *Platform) getToken(c *call) response {
	given := c.query.Get("corpsecret")
	switch {
	case c.query.Get("corpid") != p.options.CorpID:
		return fail(40013, "")
	case given != p.options.Secret && given != p.options.ContactSecret:
		return fail(40001, "")
	}
	life := tokenLife
	if c.fault.life > 0 {
		life = c.fault.life
	}
	t := p.tokens.issue(given, p.now(), life)
	return answer{"access_token": t.text, "expires_in": int(t.until.Sub(p.now()).Seconds())}.ok()
}

// ticket signs the pages of the JS-SDK (2.8); it lives and dies with the access token here.
func (p *Platform) ticket(c *call) response {
	return answer{"ticket": "ticket-" + c.token.text[:48], "expires_in": int(c.token.until.Sub(p.now()).Seconds())}.ok()
}
