package wecomtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// Prepare seals a text message with a message id of the caller's choice, ahead of time: a benchmark that posts prepared envelopes measures the
// application and not this package. The same user and id are the same message to the application, however often they are prepared.
func (p *Platform) Prepare(user, text, msgID string) Envelope {
	plain := Text(text).plain(p.options.CorpID, user, p.options.AgentID, msgID, p.now().Unix())
	return p.seal(plain, Manner{})
}

// Post is one attempt to deliver a text message, without a retry, a time limit or a chat: the client of crash tests and load tests. It gives the status
// and what was said in the answer; status 200 means that the application has acknowledged. An answer that broke off has status 0. The error is that of the
// connection, a *BadReply, or nil; with another status than 200 the reply is empty.
func (p *Platform) Post(ctx context.Context, user, text, msgID string) (status int, reply string, err error) {
	req, err := p.Prepare(user, text, msgID).Request(ctx, p.Options().CallbackURL)
	if err != nil {
		return 0, "", err
	}
	res, err := p.client.Do(req)
	if err != nil {
		return 0, "", fmt.Errorf("wecomtest: post: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxReply+1))
	switch {
	case err != nil:
		return 0, "", fmt.Errorf("wecomtest: post: %w", err)
	case res.StatusCode != http.StatusOK:
		return res.StatusCode, "", nil
	}
	r, err := p.OpenReply(user, body)
	return res.StatusCode, r.Text, err
}
