package reminders

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// speaks tells whether the bot may speak unasked at an instant.
func speaks(school *policy.School, at time.Time) bool { return school.Speaks(at) }

// opening is the first instant from at on at which the bot may speak unasked.
func opening(school *policy.School, at time.Time) time.Time { return school.Opening(at) }

// Hours is the DeliveryOptions.Hours of a school: replies go at any time, and what is about a reception of the same day; other reminders wait for an
// hour at which the bot may speak.
func Hours(school *policy.School) func(n *ledger.Notice, at time.Time) time.Time {
	return func(n *ledger.Notice, at time.Time) time.Time {
		if !unasked(n.Kind) || sameDayReception(school, n, at) {
			return at
		}
		if next := opening(school, at); next.After(at) {
			return next.Add(spread(n.To, morning))
		}
		return at
	}
}

// morning is the time over which notices that waited for the morning are spread.
const morning = 5 * time.Minute

// unasked tells whether a notice is a reminder: something that nobody waits for.
func unasked(kind string) bool {
	switch kind {
	case KindReceptionDuty, KindReceptionSheet, KindReceptionVisit, KindReceptionNews, KindQuota, KindFirstLesson, KindRecord, KindUnconfirmed, KindOfficeDigest, KindPetitionTell,
		KindPetitionDue, KindPetitionOverdue, KindPetitionRate, KindPetitionFollow, KindPetitionClosed, KindIssueDue, KindYearClose, KindCalendarMissing:
		return true
	}
	return false
}

// sameDayReception tells whether a notice is about a reception that is held on the day of at: tomorrow it is of no use.
func sameDayReception(school *policy.School, n *ledger.Notice, at time.Time) bool {
	series, rest, _ := strings.Cut(n.Key, "/")
	day, _, _ := strings.Cut(rest, "/")
	switch series {
	case KindReceptionDuty, KindReceptionSheet, KindReceptionVisit, KindReceptionNews:
		return day == school.Today(at).String()
	}
	return false
}

// spread gives each receiver a fixed place within a stretch of time, so that what is planned for one minute does not go out in one, nor on the full
// hour. One receiver's notices keep their order.
func spread(to policy.Address, over time.Duration) time.Duration {
	to = to.Fold()
	sum := sha256.Sum256([]byte(to.String()))
	place := float64(binary.BigEndian.Uint32(sum[:])) / (1 << 32) // in [0, 1)
	return over/20 + time.Duration(place*float64(over-over/20))
}
