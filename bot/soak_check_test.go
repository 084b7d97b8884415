package bot_test

import (
	"lianxin/config/policy"
	"lianxin/store"
)

// examine compares the ledger of a house, and what its phones have shown, with what was said.
func (h *soakHouse) examine() {
	records := h.storedOnce()
	refusedNotices, refusedReplies := h.settled()
	h.toldOnce(records, refusedReplies, refusedNotices)
	report, err := h.store.Verify()
	if err != nil || len(report.Faults) > 0 {
		h.t.Errorf("verify: %v, %+v", err, report.Faults)
	}
	h.t.Logf("%s and %s: %v; %d of %d notices refused, %d replies", h.ways[0].name, h.ways[1].name, report, len(refusedNotices), h.notices.Load(), refusedReplies)
}

// storedOnce looks for every message that was accepted, and gives the number of records.
func (h *soakHouse) storedOnce() (records int) {
	for _, w := range h.ways {
		for i, user := range w.users {
			found := make([]int, w.accepted[i])
			err := h.store.View(func(tx *store.Tx) error {
				for a, err := range tx.ActivitiesOf(user, policy.Span{From: 1}) {
					if err != nil {
						return err
					}
					who, n, ok := numbers(a.Said.Text)
					if !ok || who != w.first+i || n >= len(found) {
						h.t.Errorf("%s: nobody said %q", user, a.Said.Text)
						continue
					}
					records++
					found[n]++
				}
				return nil
			})
			if err != nil {
				h.t.Fatal(err)
			}
			for n, times := range found {
				if times != 1 {
					h.t.Errorf("%s, %s: message %d was accepted and is stored %d times", w.name, user, n, times)
				}
			}
		}
	}
	return records
}

// settled looks at the outbox: everything in it is sent, or refused with a reason.
func (h *soakHouse) settled() (notices map[string]bool, replies int) {
	notices = map[string]bool{}
	err := h.store.View(func(tx *store.Tx) error {
		for n, err := range tx.RecentNotices(0) {
			if err != nil {
				return err
			}
			switch {
			case !n.Sent.IsZero():
			case n.Refused.IsZero() || n.Reason == "":
				h.t.Errorf("%s is %s: %q", n.Key, n.State(h.began), n.Reason)
			case n.Kind == "soak":
				notices[n.Key] = true
			default:
				replies++
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return notices, replies
}

// toldOnce looks at the phones.
func (h *soakHouse) toldOnce(records, refusedReplies int, refused map[string]bool) {
	h.phones.mu.Lock()
	defer h.phones.mu.Unlock()
	missing := 0
	for n := 1; n <= records; n++ {
		var s sightings
		if n < len(h.phones.replies) {
			s = h.phones.replies[n]
		}
		if s.plain > 1 {
			h.t.Errorf("the reply about record %d was told %d times without a warning", n, s.plain)
		}
		if s.plain+s.doubtful == 0 && !s.givenUp {
			missing++
		}
	}
	if missing > refusedReplies {
		h.t.Errorf("%d replies were never told, %d were refused", missing, refusedReplies)
	}
	for n := range int(h.notices.Load()) {
		var s sightings
		if n < len(h.phones.notices) {
			s = h.phones.notices[n]
		}
		if s.plain > 1 || s.plain+s.doubtful == 0 && !refused[noticeKey(n)] {
			h.t.Errorf("notice %d was told %d times, and %d times with a warning", n, s.plain, s.doubtful)
		}
	}
}
