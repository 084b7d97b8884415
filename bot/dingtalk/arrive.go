package dingtalk

import (
	"context"
	"encoding/json"
)

// frame takes in what came over the stream. Either the verdict is given at once, or wait gives it when the message is stored; a verdict without a code is not
// to be answered. ctx ends with the connection: a message that found no place by then was not taken in, and comes again.
func (in *Intake) frame(ctx context.Context, f *frame) (now verdict, wait func(context.Context) verdict) {
	if f.Type == kindEvent {
		return in.frameEvent(ctx, f)
	}
	if f.Type != kindCallback {
		in.counts.Add("unknown_topic")
		return verdict{codeNoTopic, "no handler", ""}, nil
	}
	switch f.topic() {
	case topicMessage:
		m, err := ParseMessage(f.Data)
		if err == nil && !in.mine(m.Corp, m.Robot) {
			err = reject(BadReceiver)
		}
		if err != nil {
			return in.bad(err), nil
		}
		return in.frameMessage(ctx, &m)
	case topicCard:
		a, err := ParseAction(f.Data)
		if err == nil && !in.mine(a.Corp, "") {
			err = reject(BadReceiver)
		}
		if err != nil {
			return in.bad(err), nil
		}
		return in.frameClick(ctx, &a)
	}
	in.counts.Add("unknown_topic")
	return verdict{codeNoTopic, "no handler", ""}, nil
}

// bad is for what will be no better the next time.
func (in *Intake) bad(err error) verdict {
	in.counts.Add(string(kindOf(err)))
	in.log.Warn().Str("kind", string(kindOf(err))).Msg("dingtalk: frame rejected")
	return verdict{codeBad, "bad data", ""}
}

func (in *Intake) frameMessage(ctx context.Context, m *Message) (verdict, func(context.Context) verdict) {
	if !in.work.Enter(ctx) {
		return verdict{}, nil
	}
	stored := in.accept(m)
	if stored == nil {
		return verdict{}, nil
	}
	return verdict{}, func(ctx context.Context) verdict {
		select {
		case h := <-stored:
			if h.err != nil {
				return verdict{codeFailed, "not stored", ""}
			}
			in.counts.Add("stored")
			return verdict{codeOK, saysOK, nothing}
		case <-ctx.Done():
			return verdict{}
		}
	}
}

func (in *Intake) frameClick(ctx context.Context, a *Action) (verdict, func(context.Context) verdict) {
	if !in.work.Enter(ctx) {
		return verdict{}, nil
	}
	p := in.click(a)
	if p == nil {
		return verdict{}, nil
	}
	return verdict{}, func(ctx context.Context) verdict {
		done, inTime := p.wait(ctx, cardWithin)
		switch {
		case !inTime:
			in.counts.Add("late")
			return verdict{codeFailed, "not in time", ""}
		case done.err != nil:
			return verdict{codeFailed, "not stored", ""}
		}
		in.counts.Add("clicked")
		data, _ := json.Marshal(actionAnswer(done.reply)) // strings only: it cannot fail
		return verdict{codeOK, saysOK, string(data)}
	}
}
