package mail

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/emersion/go-imap/v2"

	"lianxin/store/ledger"
)

// deskTime is how long the desk may take to store one letter, and the network to take one answer.
const deskTime = time.Minute

// finishTime is how long the letter in hand may take when the program ends. The mark comes after it: leaveTime is longer.
const finishTime = 3 * time.Second

// take hands a letter to the desk and the reply to its sender. False: the letter stays for the next look, because it is not stored, or because its answer
// could not be sent; the desk then gives the same reply again.
func (s *session) take(ctx context.Context, uid imap.UID, l Letter) bool {
	ctx, cancel := outlasting(ctx)
	defer cancel()
	reply, err := s.file(ctx, l)
	if err != nil {
		s.log.Error().Err(err).Str("key", l.Key).Uint32("uid", uint32(uid)).Msg("mail: letter not stored; it stays for the next look")
		return false
	}
	if !s.pen.known(l.Key) {
		s.tally.Add("filed")
	}
	if reply == "" || s.answer == nil {
		s.pen.done(l.Key, s.now())
		return true
	}
	return s.reply(ctx, l, reply)
}

// outlasting gives a context that ends a little later than ctx, so that what was begun for a letter is done when the program ends: half of it would be done
// twice.
func outlasting(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(finishTime, cancel) })
	return longer, func() { unwatch(); cancel() }
}

// file asks the desk. A desk that panics has not stored.
func (s *session) file(ctx context.Context, l Letter) (reply string, err error) {
	defer func() {
		if v := recover(); v != nil {
			s.log.Error().Str("kind", fmt.Sprintf("%T", v)).Bytes("stack", debug.Stack()).Msg("mail: panic")
			err = errPanic
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, deskTime)
	defer cancel()
	return s.desk.File(ctx, l)
}

// reply sends the answer, once. False: it is to be tried again at the next look.
func (s *session) reply(ctx context.Context, l Letter, text string) bool {
	switch s.pen.may(l.Key, l.From.User, s.now()) {
	case penDone:
		return true
	case penTired:
		s.tally.Add("unanswered")
		s.log.Warn().Str("key", l.Key).Msg("mail: letter filed, but its sender had too many answers in a day; not answered")
		s.pen.done(l.Key, s.now())
		return true
	case penLater:
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, deskTime)
	defer cancel()
	out := s.answer.Answer(ctx, l, text)
	switch out.State {
	case ledger.Sent:
		s.tally.Add("answered")
		s.pen.wrote(l.Key, l.From.User, s.now())
		return true
	case ledger.Refused:
		s.tally.Add("unanswered")
		s.pen.done(l.Key, s.now())
		return true
	case ledger.Unknown: // it may have arrived: once more, not for ever
		return s.pen.doubt(l.Key, l.From.User, s.now())
	}
	if out.After > 0 {
		s.pen.rest()
	}
	return false
}
