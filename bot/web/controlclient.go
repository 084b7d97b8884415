package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// ErrNotServing says that no server answers on the control socket: the ledger may be opened directly.
var ErrNotServing = errors.New("web: no server answers on the control socket")

// ControlClient asks a running server over its control socket.
type ControlClient struct {
	http *http.Client
	well time.Duration // in which a server that is well says so
}

// wellTime is far more than the parts of a server have to say how they are. Whoever asks for a server's health must not hang where the server does.
const wellTime = 10 * time.Second

// DialControl looks for the server behind the socket at path; ErrNotServing if there is none. The client is closed by Close.
func DialControl(path string) (*ControlClient, error) {
	if len(path) > maxSocketPath {
		return nil, ErrNotServing
	}
	conn, err := net.DialTimeout("unix", path, knock)
	switch {
	case nobody(err):
		return nil, ErrNotServing
	case err != nil:
		return nil, fmt.Errorf("web: control socket: %w", err)
	}
	_ = conn.Close()
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}
	return &ControlClient{http: &http.Client{Transport: &http.Transport{DialContext: dial}}, well: wellTime}, nil
}

// Close gives up the connections.
func (c *ControlClient) Close() { c.http.CloseIdleConnections() }

// Backup writes a consistent copy of the ledger to w and returns its length, bytes. After an error what was written is no copy.
func (c *ControlClient) Backup(ctx context.Context, w io.Writer) (int64, error) {
	body, err := c.ask(ctx, http.MethodPost, "/backup", http.StatusOK)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	n, err := io.Copy(w, body)
	if err != nil {
		return n, fmt.Errorf("web: backup over the control socket: %w", err)
	}
	return n, nil
}

// Verify lets the server check its ledger: the report as it is printed, and whether nothing is wrong.
func (c *ControlClient) Verify(ctx context.Context) (report string, ok bool, err error) {
	return c.text(ctx, "/verify", http.StatusConflict)
}

// Health asks the server how it is: the text of /readyz, and whether it is well. A server that does not answer in ten seconds is an error.
func (c *ControlClient) Health(ctx context.Context) (text string, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.well)
	defer cancel()
	return c.text(ctx, "/health", http.StatusServiceUnavailable)
}

// Do asks for a task that was added with Control.Handle and Task: what it says in one line.
func (c *ControlClient) Do(ctx context.Context, path string) (string, error) {
	body, err := c.ask(ctx, http.MethodPost, path, http.StatusOK)
	if err != nil {
		return "", err
	}
	defer body.Close()
	b, err := io.ReadAll(body)
	if err != nil {
		return "", fmt.Errorf("web: control socket: %w", err)
	}
	return string(b), nil
}

// Fetch writes what a task that was added with Stream gives. After an error what was written is not whole.
func (c *ControlClient) Fetch(ctx context.Context, path string, w io.Writer) error {
	body, err := c.ask(ctx, http.MethodPost, path, http.StatusOK)
	if err != nil {
		return err
	}
	defer body.Close()
	if _, err := io.Copy(w, body); err != nil {
		return fmt.Errorf("web: control socket: %w", err)
	}
	return nil
}

// Send hands data to a task that was added with Task, and gives what it says.
func (c *ControlClient) Send(ctx context.Context, path string, data io.Reader) (string, error) {
	r, err := c.carry(ctx, http.MethodPost, path, data)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	switch {
	case err != nil:
		return "", fmt.Errorf("web: control socket: %w", err)
	case r.StatusCode != http.StatusOK:
		return "", refused(r.StatusCode, b)
	}
	return string(b), nil
}

// text asks for a short answer: ok with 200, and not with the other status.
func (c *ControlClient) text(ctx context.Context, path string, notOK int) (text string, ok bool, err error) {
	r, err := c.send(ctx, http.MethodGet, path)
	if err != nil {
		return "", false, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return "", false, fmt.Errorf("web: control socket: %w", err)
	}
	if r.StatusCode != http.StatusOK && r.StatusCode != notOK {
		return "", false, refused(r.StatusCode, b)
	}
	return string(b), r.StatusCode == http.StatusOK, nil
}

// ask sends a request and gives the body of an answer with the wanted status; any other is an error.
func (c *ControlClient) ask(ctx context.Context, method, path string, want int) (io.ReadCloser, error) {
	r, err := c.send(ctx, method, path)
	if err != nil {
		return nil, err
	}
	if r.StatusCode == want {
		return r.Body, nil
	}
	defer r.Body.Close()
	b, err := io.ReadAll(io.LimitReader(r.Body, 4<<10))
	return nil, errors.Join(refused(r.StatusCode, b), err)
}

func (c *ControlClient) send(ctx context.Context, method, path string) (*http.Response, error) {
	return c.carry(ctx, method, path, nil)
}

// carry sends a request with a body; nil: without one.
func (c *ControlClient) carry(ctx context.Context, method, path string, data io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://lianxin"+path, data)
	if err != nil {
		return nil, fmt.Errorf("web: control socket: %w", err)
	}
	r, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("web: control socket: %w", err)
	}
	return r, nil
}

func refused(status int, body []byte) error {
	return fmt.Errorf("web: the server answered %d: %s", status, strings.TrimSpace(string(body)))
}
