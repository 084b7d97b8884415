package dingtalk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/coder/websocket"

	"lianxin/bot/wire"
)

// StreamOptions are the patience of a Stream. The platform pings every 20 to 30 s, and moves connections about.
type StreamOptions = wire.LinkOptions

// StreamCounts tells what happened to the connections since the start.
type StreamCounts = wire.LinkCounts

// Stream keeps one connection to the platform open and takes in what comes over it (protocol 3.5). When the platform says that it is about to close one, the
// next is opened first and the old one read to its end. A message is acknowledged after it is stored; one that is not acknowledged is repeated by the
// platform. When too much is under way, no more is read.
type Stream struct {
	*wire.Link
	in  *Intake
	api *api
}

// NewStream builds the client; it does nothing before Run.
func NewStream(in *Intake, opt StreamOptions) *Stream {
	s := &Stream{in: in, api: in.sender.api}
	s.Link = wire.NewLink(wire.Peer{Name: "dingtalk: the stream", Dial: s.dial, Take: s.take, Note: s.note}, opt)
	return s
}

// note logs what happens to the connections.
func (s *Stream) note(event wire.LinkEvent, err error) {
	switch event {
	case wire.Opened:
		s.in.log.Info().Str("client_id", s.in.config.ClientID).Msg("dingtalk: stream connected")
	case wire.Failed:
		s.in.log.Warn().Str("error", err.Error()).Msg("dingtalk: the stream cannot be opened, trying again")
	}
}

// userAgent says who connects.
const userAgent = "lianxin/1"

func (s *Stream) dial(ctx context.Context) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*callTimeout)
	defer cancel()
	var got struct{ Endpoint, Ticket string }
	err := s.api.request(ctx, request{method: http.MethodPost, path: pathOpen, out: &got, in: fields{
		"clientId": s.in.config.ClientID, "clientSecret": s.in.config.ClientSecret, "ua": userAgent,
		"subscriptions": []fields{
			{"type": kindCallback, "topic": topicMessage}, {"type": kindCallback, "topic": topicCard}, {"type": kindEvent, "topic": "*"},
		},
	}})
	if err != nil {
		return nil, err
	}
	if !s.in.config.gateway(got.Endpoint) {
		return nil, &apiError{API: pathOpen, Text: "the endpoint is not one of the platform's"}
	}
	ws, res, err := websocket.Dial(ctx, got.Endpoint+"?"+url.Values{"ticket": {got.Ticket}}.Encode(), &websocket.DialOptions{HTTPClient: s.api.client})
	if err != nil {
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			return nil, &apiError{API: "stream", Status: res.StatusCode, Text: fmt.Sprintf("HTTP status %d", res.StatusCode)}
		}
		return nil, lost("stream", errors.New(scrub(err.Error(), got.Ticket)), true, got.Ticket)
	}
	ws.SetReadLimit(maxBody)
	return ws, nil
}
