package wecomtest

import (
	"crypto/rand"
	"strings"
)

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// secret gives n random characters of the alphabet that tokens and keys are made of.
func secret(n int) string { return pick(letters, n) }

// digits gives n random decimal digits without a leading zero.
func digits(n int) string { return pick("123456789", 1) + pick("0123456789", n-1) }

func pick(from string, n int) string {
	raw := make([]byte, n)
	rand.Read(raw) // never fails
	var b strings.Builder
	for _, r := range raw {
		b.WriteByte(from[int(r)%len(from)])
	}
	return b.String()
}

// firstID begins a run of message ids that no other run of the program will meet, because the application remembers them in its database.
func firstID() int64 {
	var raw [5]byte
	rand.Read(raw[:])
	id := int64(1)
	for _, r := range raw {
		id = id<<8 | int64(r)
	}
	return id << 20
}
