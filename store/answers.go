package store

import (
	"encoding/binary"
	"errors"
	"strconv"
	"time"
)

const answersTable = "answers"

// Answers are kept by time, so that the newest lie together and the old ones can be pruned as one stretch: the key is a second and then the
// message key. A stamped message key (MessageKey) says the second itself, so that a repeat is found with one look however late it comes. Any other
// key is kept under the day of the answer (UTC) and looked for under that day and the one before: a repeat is found for 24 hours at least.

// MessageKey stamps a platform's message key with the instant at which the platform says the message was written. Both must be the same for every
// repeat of one message. A zero or impossible instant leaves the key as it is.
func MessageKey(written time.Time, key string) string {
	second := written.Unix()
	if second < minStamp || second > maxStamp {
		return key
	}
	return strconv.FormatInt(second, 10) + "/" + key
}

// Seconds with ten digits: 2001 to 2106.
const (
	minStamp   = 1_000_000_000
	maxStamp   = 1<<32 - 1
	stampWidth = len("1000000000")

	daySeconds = 24 * 60 * 60
)

// stampOf gives the second of a stamped key.
func stampOf(key string) (uint32, bool) {
	if len(key) <= stampWidth || key[stampWidth] != '/' {
		return 0, false
	}
	n, err := strconv.ParseUint(key[:stampWidth], 10, 32)
	return uint32(n), err == nil && n >= minStamp
}

// Answered gives what was answered to a platform message; false if it was not answered yet, or so long ago that the answer was pruned.
func (tx *Tx) Answered(key string) (text string, ok bool) {
	second, stamped := stampOf(key)
	if stamped {
		return tx.answer(second, key)
	}
	today := tx.answerDay()
	if text, ok = tx.answer(today, key); ok {
		return text, true
	}
	return tx.answer(today-min(today, daySeconds), key)
}

func (tx *Tx) answer(second uint32, key string) (string, bool) {
	var space [128]byte
	text, ok := tx.kv.Get(answersTable, appendAnswer(space[:0], second, key))
	if len(text) > 0 && text[0] == sealedAnswer {
		plain, err := tx.vault.open(aboutAnswer(key), text[1:])
		if err != nil {
			return "", true // its key is lost: the message was answered, nobody knows how
		}
		return string(plain), true
	}
	return string(text), ok
}

// sealedAnswer begins an answer that is sealed; no text of a reply begins with it.
const sealedAnswer = 0

func aboutAnswer(key string) string { return answersTable + "/" + key }

// AnswerSealed is Answer for a text that repeats words of a filer or tells who somebody is: it is sealed until it is asked for again. A *ledger.Refusal
// without a vault.
func (tx *Tx) AnswerSealed(key, text string) error {
	if tx.vault == nil {
		return noVault()
	}
	return tx.Answer(key, string(append([]byte{sealedAnswer}, tx.seal(aboutAnswer(key), []byte(text))...)))
}

// answerDay is the day under which answers are written now; in a View, which has no instant, the day of the newest answer.
func (tx *Tx) answerDay() uint32 {
	if !tx.At.IsZero() {
		return dayOf(tx.At)
	}
	for key := range tx.kv.ScanReverse(answersTable, nil, nil) {
		if len(key) >= 4 {
			second := binary.BigEndian.Uint32(key)
			return second - second%daySeconds
		}
	}
	return 0
}

// dayOf is the first second of the day in UTC.
func dayOf(at time.Time) uint32 {
	second := min(max(at.Unix(), 0), maxStamp)
	return uint32(second - second%daySeconds)
}

// Answer keeps what is answered to a platform message, in the transaction of what the message caused. An empty text is an answer too.
func (tx *Tx) Answer(key, text string) error {
	if !nameful(key) {
		return errors.New("store: an answer needs the key of its message")
	}
	second, stamped := stampOf(key)
	if !stamped {
		second = dayOf(tx.At)
	}
	tx.set(answersTable, appendAnswer(nil, second, key), []byte(text))
	return nil
}

func appendAnswer(b []byte, second uint32, key string) []byte {
	return append(binary.BigEndian.AppendUint32(b, second), key...)
}
