package wecomtest

import "time"

const (
	codeLife   = 5 * time.Minute  // of an OAuth code, which can be used once (2.8)
	ticketLife = 30 * time.Minute // of a user_ticket
)

// visitors are the members who opened a page.
type visitors struct {
	codes   map[string]visit
	tickets map[string]visit
}

type visit struct {
	user  string // empty: not a member
	until time.Time
	used  bool
}

func newVisitors() visitors {
	return visitors{codes: map[string]visit{}, tickets: map[string]visit{}}
}

// Visit is a member opening a page of the application: it gives the OAuth code that the platform adds to the address of the page. An empty user is
// somebody who is no member.
func (p *Platform) Visit(user string) (code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	code = secret(43)
	p.visitors.codes[code] = visit{user: user, until: p.now().Add(codeLife)}
	return code
}

func (p *Platform) userInfo(c *call) response {
	code := c.query.Get("code")
	v, found := p.visitors.codes[code]
	switch {
	case !found:
		return fail(40029, "")
	case v.used:
		return fail(42022, "")
	case !p.now().Before(v.until):
		return fail(42003, "")
	}
	v.used = true
	p.visitors.codes[code] = v
	if v.user == "" {
		return answer{"openid": "o" + secret(27), "external_userid": "wm" + secret(30)}.ok()
	}
	ticket := secret(64)
	p.visitors.tickets[ticket] = visit{user: v.user, until: p.now().Add(ticketLife)}
	return answer{"userid": v.user, "user_ticket": ticket, "expires_in": int(ticketLife.Seconds())}.ok()
}

func (p *Platform) userDetail(c *call) response {
	var ask struct {
		Ticket string `json:"user_ticket"`
	}
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	v, found := p.visitors.tickets[ask.Ticket]
	if !found || !p.now().Before(v.until) {
		return fail(40058, "user_ticket is unknown or expired")
	}
	return answer{"userid": v.user, "gender": "0", "mobile": "", "email": ""}.ok()
}
