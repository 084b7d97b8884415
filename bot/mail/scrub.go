package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"

	"github.com/emersion/go-imap/v2"
)

// scrub says what went wrong without a word that a server or a letter has said: servers repeat addresses, and complaints about a protocol quote what they read.
func scrub(err error) string {
	var (
		answer      *imap.Error
		reply       *textproto.Error
		certificate *tls.CertificateVerificationError
		lookup      *net.DNSError
		network     *net.OpError
		own         *stepError
	)
	switch {
	case errors.As(err, &own):
		return own.step + ": " + scrub(own.err)
	case errors.As(err, &answer):
		return fmt.Sprintf("imap %s %s", answer.Type, answer.Code)
	case errors.As(err, &reply):
		return fmt.Sprintf("smtp %d", reply.Code)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.As(err, &certificate):
		return "certificate: " + certificate.Error()
	case errors.As(err, &lookup):
		return lookup.Error()
	case errors.As(err, &network):
		return network.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return "connection closed"
	case errors.Is(err, errNothing):
		return "no answer"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "protocol"
}

// stepError names what was being done, in constant words.
type stepError struct {
	step string
	err  error
}

// Error is fit for the log.
func (e *stepError) Error() string { return scrub(e) }

// Unwrap gives the cause.
func (e *stepError) Unwrap() error { return e.err }

func during(step string, err error) error {
	if err == nil {
		return nil
	}
	return &stepError{step, err}
}
