package mail

import (
	"context"
	"io"
	"math/rand/v2"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Rests after a look in which something failed.
const failedRest = 30 * time.Second

// rest is how long to wait for news before the next look.
func (in *Intake) rest(failed int) time.Duration {
	rest := in.in.Every
	if failed > 0 {
		rest = min(rest, failedRest)
	}
	return rest - rest/10 + rand.N(rest/5+1)
}

// look takes every mail that is not marked, the oldest first. failed is how many stay for the next look; an error means that the connection is of no more use.
func (s *session) look(ctx context.Context) (failed int, err error) {
	select {
	case <-s.changed: // before the search: what comes after it is told again
	default:
	}
	var found *imap.SearchData
	err = s.within(commandTime, func() (err error) {
		if err = s.client.Noop().Wait(); err != nil {
			return err
		}
		found, err = s.client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen, imap.FlagFlagged, imap.FlagDeleted}}, nil).Wait()
		return err
	})
	if err != nil {
		return 0, during(stepSearch, err)
	}
	s.pen.fresh()
	for _, uid := range found.AllUIDs() {
		if ctx.Err() != nil {
			return failed, nil
		}
		done, err := s.mail(ctx, uid)
		if !done {
			failed++
			s.tally.Add("failed")
		}
		if isAnswer(err) { // about this mail
			s.log.Error().Uint32("uid", uint32(uid)).Str("error", scrub(err)).Msg("mail: the server does not do what a mail needs; it stays for the next look")
		} else if err != nil {
			return failed, err
		}
	}
	return failed, nil
}

// mail takes one mail. done is false if it stays for the next look.
func (s *session) mail(ctx context.Context, uid imap.UID) (done bool, err error) {
	size, at, err := s.meta(uid)
	if err != nil {
		return false, during(stepFetch, err)
	}
	if at.IsZero() {
		s.log.Warn().Uint32("uid", uint32(uid)).Msg("mail: the server does not give a mail that it found; it stays for the next look")
		return false, nil
	}
	got, err := s.fetch(uid, size)
	if err == nil && !got.given {
		s.log.Warn().Uint32("uid", uint32(uid)).Msg("mail: the server does not give a mail that it found; it stays for the next look")
		return false, nil
	}
	l, reason := got.letter, got.reason
	switch {
	case err != nil:
		return false, during(stepFetch, err)
	case got.malformed:
		s.tally.Add("malformed")
		s.log.Warn().Uint32("uid", uint32(uid)).Int64("size", size).Msg("mail: a mail cannot be read; it stays in the mailbox, flagged, for a person to look at")
		return true, during(stepMark, s.mark(uid, imap.FlagFlagged))
	case reason != "":
		s.tally.Add(reason)
		return true, s.away(uid)
	}
	l.At, l.Received = at.UTC(), s.now().UTC()
	if !s.take(ctx, uid, l) {
		return false, nil
	}
	return true, s.away(uid)
}

// meta asks for the size of a mail and when the mailbox got it; the zero time if it is not there any more.
func (s *session) meta(uid imap.UID) (size int64, at time.Time, err error) {
	err = s.within(commandTime, func() error {
		list, err := s.client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
		if len(list) > 0 {
			size, at = list[0].RFC822Size, list[0].InternalDate
		}
		return err
	})
	return size, at, err
}

// fetched is what came of reading a mail.
type fetched struct {
	given     bool // the server gave it at all
	letter    Letter
	reason    string // why it is no letter
	malformed bool
}

// fetch reads a mail while it comes in. Of one that is too large it asks for the beginning only.
func (s *session) fetch(uid imap.UID, size int64) (got fetched, err error) {
	section := &imap.FetchItemBodySection{Peek: true}
	if size > maxMail {
		section.Partial = &imap.SectionPartial{Size: maxMail}
	}
	err = s.within(fetchTime, func() error {
		command := s.client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for message := command.Next(); message != nil; message = command.Next() {
			for item := message.Next(); item != nil; item = message.Next() {
				if body, ok := item.(imapclient.FetchItemDataBodySection); ok && body.Literal != nil {
					got = s.decode(body.Literal)
				}
			}
		}
		return command.Close()
	})
	return got, err
}

// decode reads a mail. Whatever it makes the decoder do, the mail is only malformed.
func (s *session) decode(r io.Reader) (got fetched) {
	defer func() {
		if recover() != nil {
			got = fetched{given: true, malformed: true}
		}
	}()
	l, reason, err := decode(r, s.own)
	return fetched{given: true, letter: l, reason: reason, malformed: err != nil}
}

// mark adds a flag.
func (s *session) mark(uid imap.UID, flag imap.Flag) error {
	return s.within(commandTime, func() error {
		return s.client.Store(imap.UIDSetNum(uid), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}, nil).Close()
	})
}

// away marks a mail that is done with as read, and moves it if there is a folder for it.
func (s *session) away(uid imap.UID) error {
	if err := s.mark(uid, imap.FlagSeen); err != nil || s.in.MoveTo == "" {
		return during(stepMark, err)
	}
	return during(stepMove, s.within(commandTime, func() error {
		_, err := s.client.Move(imap.UIDSetNum(uid), s.in.MoveTo).Wait()
		return err
	}))
}
