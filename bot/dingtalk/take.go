package dingtalk

import (
	"context"
	"encoding/json"

	"lianxin/bot/wire"
)

// take deals with one frame of the stream; false ends the connection.
func (s *Stream) take(ctx context.Context, l *wire.Line, data []byte) bool {
	var f frame
	if json.Unmarshal(data, &f) != nil {
		s.in.counts.Add("garbled") // without a messageId nothing can be answered
		return true
	}
	switch {
	case f.Type == kindSystem && f.topic() == topicDisconnect:
		l.Displace()
		return true
	case f.Type == kindSystem:
		return answer(l, &f, verdict{codeOK, saysOK, f.Data})
	case ctx.Err() != nil: // we are ending: what is not acknowledged comes again
		return true
	}
	return s.begin(l, &f)
}

// begin has a frame handled beside the reading. Without a free place it waits for one, and nothing more is read meanwhile.
func (s *Stream) begin(l *wire.Line, f *frame) bool {
	v, wait := s.in.frame(l.Life(), f)
	if wait == nil {
		return v.code == 0 || answer(l, f, v)
	}
	l.Go(func(life context.Context) {
		if v := wait(life); v.code != 0 {
			answer(l, f, v)
		}
	})
	return true
}

// answer writes the answer to a frame; false when the connection is dead.
func answer(l *wire.Line, f *frame, v verdict) bool {
	return l.Write(context.Background(), v.encode(f)) == nil
}
