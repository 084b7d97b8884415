package wecomtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// SaveURL is an administrator entering the callback address in the console: the address is verified and, if that went well, kept.
func (p *Platform) SaveURL(ctx context.Context, callback string) error {
	if err := p.verify(ctx, callback); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.callback = callback
	return nil
}

// VerifyURL repeats the verification of the address that is in use.
func (p *Platform) VerifyURL(ctx context.Context) error {
	return p.verify(ctx, p.Options().CallbackURL)
}

// verify sends an encrypted random number and wants to have back nothing but the number.
func (p *Platform) verify(ctx context.Context, callback string) error {
	echo, encrypted := p.echo()
	query := p.signed(encrypted)
	query.Set("echostr", encrypted)
	ctx, cancel := context.WithTimeout(ctx, p.options.Console)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, callback+"?"+query.Encode(), nil)
	if err != nil {
		return fmt.Errorf("wecomtest: callback address: %w", err)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return fmt.Errorf("wecomtest: verification: %w", err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxReply))
	switch {
	case err != nil:
		return fmt.Errorf("wecomtest: verification: %w", err)
	case res.StatusCode != http.StatusOK:
		return fmt.Errorf("wecomtest: verification: status %d", res.StatusCode)
	case string(body) != echo:
		return fmt.Errorf("wecomtest: verification: the answer has %d bytes and is not the echo of %d", len(body), len(echo))
	}
	return nil
}

// echo makes a number whose ciphertext has a plus and a slash in it, so that both are met on the way.
func (p *Platform) echo() (plain, encrypted string) {
	for {
		plain = digits(19)
		if encrypted = p.crypt.encrypt(plain, p.options.CorpID); strings.Contains(encrypted, "+") && strings.Contains(encrypted, "/") {
			return plain, encrypted
		}
	}
}
