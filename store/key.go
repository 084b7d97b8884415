package store

import (
	"encoding/binary"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Keys are bytes in the order in which their rows are asked for: big-endian numbers, and names ended by a zero byte, which no name holds.
const (
	serialSize = 6
	numberSize = 8
	dateSize   = 4
	timeSize   = 12
)

// appendSerial writes the key of a numbered record; keys are in the order of registration.
func appendSerial(b []byte, s ledger.Serial) []byte {
	b = binary.BigEndian.AppendUint16(b, s.Year)
	return binary.BigEndian.AppendUint32(b, s.Number)
}

// readSerial reads what appendSerial wrote at the end of a key; a shorter key gives the zero Serial.
func readSerial(key []byte) ledger.Serial {
	if len(key) < serialSize {
		return ledger.Serial{}
	}
	key = key[len(key)-serialSize:]
	return ledger.Serial{Year: binary.BigEndian.Uint16(key), Number: binary.BigEndian.Uint32(key[2:])}
}

// appendDate writes a day. No real day is below zero.
func appendDate(b []byte, d policy.Date) []byte {
	return binary.BigEndian.AppendUint32(b, uint32(max(d, 0)))
}

// appendTime writes an instant to the nanosecond; the zero time comes first.
func appendTime(b []byte, t time.Time) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix())^1<<63)
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

// readTime reads what appendTime wrote.
func readTime(key []byte) time.Time {
	if len(key) < timeSize {
		return time.Time{}
	}
	seconds := int64(binary.BigEndian.Uint64(key) ^ 1<<63)
	return time.Unix(seconds, int64(binary.BigEndian.Uint32(key[8:]))).UTC()
}

// appendName writes a name that more of the key follows.
func appendName(b []byte, name string) []byte {
	return append(append(b, name...), 0)
}

// nameful tells whether a name may stand in a key.
func nameful(name string) bool {
	return name != "" && len(name) <= maxName && strings.IndexByte(name, 0) < 0
}

// maxName is the longest name, in bytes, that leaves room for the rest of a key.
const maxName = 1024

// readDate reads the day at the end of a key; a shorter key gives no day.
func readDate(key []byte) policy.Date {
	if len(key) < dateSize {
		return 0
	}
	return policy.Date(binary.BigEndian.Uint32(key[len(key)-dateSize:]))
}

// readNumber reads the number at the end of a key; a shorter key gives 0.
func readNumber(key []byte) uint64 {
	if len(key) < numberSize {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-numberSize:])
}
