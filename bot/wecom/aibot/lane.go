package aibot

import "sync"

// lanes keep what one person says in the order in which it came: what is done for him is done one after the other, what is done for two at the same time. At
// most so much waits; whoever adds more is held up.
type lanes struct {
	room chan struct{} // nil: nobody is held up
	all  sync.WaitGroup

	mu      sync.Mutex
	waiting map[string][]func() // behind the one that runs; a person without a lane has no entry
}

// newLanes makes lanes in which so much may wait; 0: any number.
func newLanes(most int) *lanes {
	l := &lanes{waiting: map[string][]func(){}}
	if most > 0 {
		l.room = make(chan struct{}, most)
	}
	return l
}

// add has something done for a person, after what was added before. It must not be called after the wait for all has begun.
func (l *lanes) add(who string, do func()) {
	if l.room != nil {
		l.room <- struct{}{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, runs := l.waiting[who]
	if runs {
		l.waiting[who] = append(queue, do)
		return
	}
	l.waiting[who] = nil
	l.all.Go(func() { l.run(who, do) })
}

// run goes through a lane until nothing waits in it.
func (l *lanes) run(who string, do func()) {
	for do != nil {
		do()
		if l.room != nil {
			<-l.room
		}
		do = l.next(who)
	}
}

func (l *lanes) next(who string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.waiting[who]
	if len(queue) == 0 {
		delete(l.waiting, who)
		return nil
	}
	l.waiting[who] = queue[1:]
	return queue[0]
}
