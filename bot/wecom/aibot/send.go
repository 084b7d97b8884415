package aibot

import (
	"context"
	"strings"
	"time"

	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// chat is where something is said: a person or a group.
type chat struct {
	id   string
	kind int
}

func person(user string) chat { return chat{user, 1} }
func group(id string) chat    { return chat{id, 2} }

// key names a chat for the progress of texts.
func (c chat) key() string { return string(rune('0'+c.kind)) + "/" + c.id }

// Remembers is how long a text that may have arrived is known to have gone out before.
func (r *Robot) Remembers() time.Duration { return wire.ProgressLasts }

// Send brings a text to one member and says what became of it; it satisfies reminders.Sender. The platform lets the bot speak to those only who have spoken to
// it before: the others are refused, with a sentence that says what to do. Unknown means that it may have been delivered; the next attempt with the same text
// says that it may be a repetition. A text longer than MaxText goes out in numbered parts, in order, and an attempt goes on where the last one ended.
func (r *Robot) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	if to.Channel != Channel || !isUserID(to.User) {
		return refused(sayBadUser)
	}
	return r.inParts(ctx, person(to.User), text, nil)
}

// SendGroup says a text in a group in which somebody has spoken to the bot, by its chatid.
func (r *Robot) SendGroup(ctx context.Context, id, text string) ledger.Outcome {
	if id == "" {
		return refused(sayNoGroup)
	}
	out := r.inParts(ctx, group(id), text, nil)
	if out.State == ledger.Refused && out.Reason == sayNoChat {
		out.Reason = sayNoGroup
	}
	return out
}

// inParts sends a text of any length, from where an earlier attempt came to. The first part goes through begin, if there is one.
func (r *Robot) inParts(ctx context.Context, to chat, text string, begin func(context.Context, string) ledger.Outcome) ledger.Outcome {
	parts := numbered(wire.Clean(text))
	if len(parts) == 0 {
		return refused(sayEmpty)
	}
	at := r.progress.Of(to.key(), text, r.now())
	at.Parts = min(at.Parts, len(parts)-1)
	out := ledger.Outcome{State: ledger.Sent}
	for ; at.Parts < len(parts) && out.State == ledger.Sent; at.Parts++ {
		part := parts[at.Parts]
		if at.Doubt && !strings.Contains(text, ledger.SayMaybeAgain) {
			part += "\n" + sayAgain
		}
		if at.Parts == 0 && begin != nil {
			out = begin(ctx, part)
		} else {
			out = r.say(ctx, to, "markdown", fields{"content": markdown(part)})
		}
		at.Doubt = out.State == ledger.Unknown || at.Doubt && out.State == ledger.Retry
	}
	if out.State == ledger.Sent || out.State == ledger.Refused {
		r.progress.Forget(to.key(), text)
	} else {
		at.Parts--
		r.progress.Keep(to.key(), text, at, r.now())
	}
	return out
}

// say sends one message of any kind.
func (r *Robot) say(ctx context.Context, to chat, kind string, content fields) ledger.Outcome {
	return r.outcome(r.command(ctx, cmdSend, fields{"chatid": to.id, "chat_type": to.kind, "msgtype": kind, kind: content}, nil), to.id)
}

// isUserID tells whether a text has the form of a user id: 1 to 64 letters, digits, "_", "-", "@" and ".", a letter or a digit first.
func isUserID(s string) bool {
	for i := range len(s) {
		if b := s[i]; !letter(b) && (i == 0 || b != '_' && b != '-' && b != '@' && b != '.') {
			return false
		}
	}
	return 1 <= len(s) && len(s) <= 64
}

func letter(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}
