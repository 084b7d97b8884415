package config

import (
	"fmt"
	"io"
)

// hidden is what a secret looks like wherever it is printed.
const hidden = "<secret>"

// Secret is a value that must not be seen: however it is printed, logged or encoded it says <secret>. The zero Secret is not set and prints "".
// The value stands behind a pointer, so that it stays hidden even where fmt cannot call a method (in unexported fields).
type Secret struct{ value *string }

// MakeSecret hides a value; "" gives a Secret that is not set.
func MakeSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{value: &value}
}

// Reveal gives the value, "" if none is set. It is the only way to it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Set tells whether there is a value.
func (s Secret) Set() bool { return s.value != nil }

// Equal tells whether two secrets hold the same value.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String gives "<secret>", or "" if none is set.
func (s Secret) String() string {
	if s.value == nil {
		return ""
	}
	return hidden
}

// Format is String, for every verb of fmt, %#v too.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText is String, for JSON, for keys and for loggers.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalYAML is String.
func (s Secret) MarshalYAML() (any, error) { return s.String(), nil }
