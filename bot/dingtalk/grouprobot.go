package dingtalk

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"lianxin/store/ledger"
)

// A custom group robot may speak twenty times a minute; beyond it the platform silences it for ten minutes (protocol 3.7). We stay below.
const (
	robotPerMinute = 18
	robotBurst     = 9 // at most robotBurst + 9 in any minute
)

// robot is a custom robot of a group with its pace.
type robot struct {
	GroupRobot
	pace *rate.Limiter
}

func newRobots(of map[string]GroupRobot) map[string]*robot {
	out := make(map[string]*robot, len(of))
	for name, r := range of {
		out[name] = &robot{r, rate.NewLimiter(rate.Every(time.Minute/(robotPerMinute-robotBurst)), robotBurst)}
	}
	return out
}

// SayAsRobot says something through a custom group robot, by the name of its office. A robot that has said enough for now says nothing: the outcome is a Retry
// that names the wait.
func (s *Sender) SayAsRobot(ctx context.Context, name string, c Content) ledger.Outcome {
	r := s.robots[name]
	switch {
	case r == nil:
		return refused(fmt.Sprintf(sayNoRobot, name))
	case !c.valid(), !sessionTakes(c):
		return refused(sayBadContent)
	}
	now := s.now()
	turn := r.pace.ReserveN(now, 1)
	if wait := turn.DelayFrom(now); wait > 0 {
		turn.CancelAt(now)
		return retry(sayTooOften, wait)
	}
	address := s.config.OldAPIBase + pathGroupRobot + "?" + signedQuery(r.GroupRobot, now).Encode()
	err := s.api.request(ctx, request{
		method: http.MethodPost, path: pathGroupRobot, address: address, old: true, in: sessionBody(c, ""), secrets: []string{r.Token, r.Secret},
	})
	if err != nil {
		return s.failed(err)
	}
	return ledger.Outcome{State: ledger.Sent}
}
