package aibot

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// callError is a command that was not carried out, as far as is known.
type callError struct {
	Cmd   string
	Code  int    // errcode; 0: the platform did not answer
	Text  string // scrubbed
	Maybe bool   // the platform may have done it
}

func (e *callError) Error() string {
	if e.Code != 0 {
		return fmt.Sprintf("wecom: %s: errcode %d: %s", e.Cmd, e.Code, e.Text)
	}
	return fmt.Sprintf("wecom: %s: %s", e.Cmd, e.Text)
}

var secretParameter = regexp.MustCompile(`(?i)(\b(?:secret|token|key|sign|signature)=)[^&\s"']+`)

func scrub(text string, secrets ...string) string {
	return wire.Scrub(text, secretParameter, secrets...)
}

// Error codes (protocol 2.10 and 2.11; those that begin with 8466 and 8530 as the platform's own SDK and its users report them).
const (
	codeBadRequest    = 846605 // the req_id is not known any more: of another connection, or used up
	codeStreamExpired = 846608 // the reply came later than six minutes
	codeNotSubscribed = 846609 // the platform has forgotten the subscription, though the connection stands
	codeBadSecret     = 853000
	codeNoChat        = 93006
	codeBadMedia      = 40007
)

// Waits.
const (
	waitBusy    = 5 * time.Second
	waitRate    = time.Minute
	waitManager = 5 * time.Minute // until somebody corrects the configuration
)

// outcomeOf says what a failed command means for the notice.
func outcomeOf(err error) ledger.Outcome {
	e := (*callError)(nil)
	if !errors.As(err, &e) {
		return ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
	}
	out := e.verdict()
	out.Code = e.Code
	return out
}

func (e *callError) verdict() ledger.Outcome {
	switch e.Code {
	case 0:
		if e.Maybe {
			return ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
		}
		return retry(sayUnconnected, 0)
	case -1:
		return retry(sayBusy, waitBusy)
	case 45009, 45033, 846607:
		return retry(sayTooOften, waitRate)
	case codeBadSecret, 40001, 40013, 40091:
		return retry(sayBadSecret, waitManager)
	case codeNotSubscribed, codeBadRequest, codeStreamExpired:
		return retry(sayUnconnected, 0)
	case codeNoChat, 40003, 60011, 60111, 81013:
		return refused(sayNoChat)
	case 40008, 40033, 40058, 40063, 40201, 44004, 45001, 45002:
		return refused(sayBadContent)
	}
	return retry(fmt.Sprintf(sayCode, e.Code), 0)
}

func retry(reason string, after time.Duration) ledger.Outcome {
	return ledger.Outcome{State: ledger.Retry, Reason: reason, After: after}
}

func refused(reason string) ledger.Outcome {
	return ledger.Outcome{State: ledger.Refused, Reason: reason}
}
