package dingtalk

import (
	"context"
	"net/http"
	"sync"
	"time"

	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// The platform takes twenty people in one call. Whoever has something to say waits a moment for others who say the same.
const (
	mostAtOnce   = 20
	gatherFor    = 60 * time.Millisecond
	bundleWithin = 30 * time.Second // a call, and those that follow from it
)

// bundles gather people who are told the same at the same time: a call costs one of the month's calls, however many it reaches (protocol 3.10).
type bundles struct {
	send func(ctx context.Context, users []string, c Content) map[string]ledger.Outcome

	mu      sync.Mutex
	open    map[string]*bundle
	alone   map[string]time.Time // people whom the platform did not know lately: they must not spoil a call for others
	closed  bool
	running sync.WaitGroup
}

// aloneFor is how long somebody unknown is told things in calls of his own.
const aloneFor = 24 * time.Hour

// mark notes whether the platform knows somebody.
func (b *bundles) mark(user string, known bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known {
		delete(b.alone, user)
		return
	}
	if b.alone == nil {
		b.alone = make(map[string]time.Time)
	}
	b.alone[user] = time.Now()
}

// bundle is one call to come, or under way.
type bundle struct {
	users  []string
	full   chan struct{} // closed when nobody more fits
	sealed bool          // the call has begun
	done   chan struct{} // closed when outcomes are set
	result map[string]ledger.Outcome
}

// say tells one person something together with others. When ctx ends before the call has begun nothing was said; later nobody knows.
func (b *bundles) say(ctx context.Context, user string, c Content) ledger.Outcome {
	one := b.join(user, c)
	if one == nil {
		return retry(sayWaiting, 0)
	}
	select {
	case <-one.done:
		return one.result[user]
	case <-ctx.Done():
		return b.withdraw(one, user)
	}
}

// join puts a person into the bundle for what is to be said; nil after close.
func (b *bundles) join(user string, c Content) *bundle {
	msgKey, msgParam := encode(c)
	key := msgKey + "\x00" + msgParam
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil
	}
	if time.Since(b.alone[user]) < aloneFor {
		key += "\x00" + user
	}
	one := b.open[key]
	if one == nil {
		one = &bundle{full: make(chan struct{}), done: make(chan struct{})}
		if b.open == nil {
			b.open = make(map[string]*bundle)
		}
		b.open[key] = one
		b.running.Go(func() { b.run(key, one, c) })
	}
	one.add(user)
	if len(one.users) == mostAtOnce {
		delete(b.open, key)
		close(one.full)
	}
	return one
}

// add puts a person in once: who is told the very same twice at the same moment is told it once.
func (o *bundle) add(user string) {
	for _, u := range o.users {
		if u == user {
			return
		}
	}
	o.users = append(o.users, user)
}

// run waits for others, then makes the call. It ends with the call, which is bounded: the contexts of those who wait do not matter to the others.
func (b *bundles) run(key string, one *bundle, c Content) {
	timer := time.NewTimer(gatherFor)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-one.full:
	}
	users := b.seal(key, one)
	ctx, cancel := context.WithTimeout(context.Background(), bundleWithin)
	defer cancel()
	if len(users) > 0 {
		one.result = b.send(ctx, users, c)
	}
	close(one.done)
}

func (b *bundles) seal(key string, one *bundle) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open[key] == one {
		delete(b.open, key)
	}
	one.sealed = true
	return one.users
}

// withdraw takes somebody out who no longer waits.
func (b *bundles) withdraw(one *bundle, user string) ledger.Outcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one.sealed {
		return ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
	}
	for i, u := range one.users {
		if u == user {
			one.users = append(one.users[:i], one.users[i+1:]...)
			break
		}
	}
	return retry(sayWaiting, 0)
}

// close lets nothing more begin and waits for what is under way, until ctx ends.
func (b *bundles) close(ctx context.Context) error {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	return wire.Wait(ctx, &b.running)
}

// SendMany brings a text to many members in calls of twenty and says what became of it for each, in their order.
func (s *Sender) SendMany(ctx context.Context, users []string, text string) []ledger.Outcome {
	out := make([]ledger.Outcome, len(users))
	var all sync.WaitGroup
	for i, user := range users {
		all.Go(func() { out[i] = s.inParts(ctx, personKey(user), text, s.inBundle(user)) })
	}
	all.Wait()
	return out
}

// inBundle sends without a look at sessions.
func (s *Sender) inBundle(user string) func(context.Context, Text) ledger.Outcome {
	return func(ctx context.Context, part Text) ledger.Outcome {
		if !isUserID(user) {
			return refused(sayBadUser)
		}
		return s.bundles.say(ctx, user, part)
	}
}

// batch makes one call for up to twenty people. One unknown person makes the platform refuse the whole call: then it is made for each half.
func (s *Sender) batch(ctx context.Context, users []string, c Content) map[string]ledger.Outcome {
	msgKey, msgParam := encode(c)
	var answer struct {
		ProcessQueryKey string   `json:"processQueryKey"`
		Invalid         []string `json:"invalidStaffIdList"`
		FlowControlled  []string `json:"flowControlledStaffIdList"`
	}
	err := s.api.call(ctx, http.MethodPost, pathBatch, fields{
		"robotCode": s.config.RobotCode, "userIds": users, "msgKey": msgKey, "msgParam": msgParam,
	}, &answer)
	if unknownUser(err) && len(users) > 1 {
		half := len(users) / 2
		out := s.batch(ctx, users[:half], c)
		for user, o := range s.batch(ctx, users[half:], c) {
			out[user] = o
		}
		return out
	}
	if len(users) == 1 && (err == nil || unknownUser(err)) {
		s.bundles.mark(users[0], err == nil)
	}
	all := ledger.Outcome{State: ledger.Sent, ID: answer.ProcessQueryKey}
	if err != nil {
		all = s.failed(err, users...)
	}
	out := make(map[string]ledger.Outcome, len(users))
	for _, user := range users {
		out[user] = all
	}
	for _, user := range answer.Invalid {
		out[user] = refused(sayNoSuchUser)
	}
	for _, user := range answer.FlowControlled {
		out[user] = retry(sayFlow, 0)
	}
	return out
}

func unknownUser(err error) bool { return codeOf(err) == "staffId.notExisted" }
