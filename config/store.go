package config

import (
	"regexp"

	"lianxin/config/policy"
)

// Store says where the ledger lives. Paths are resolved against the folder of the configuration file.
type Store struct {
	Engine          string // bolt
	Path            string
	IdentityKeyFile string // seals who filed a petition
	Backup          Backup
}

// Backup is the daily copy of the ledger.
type Backup struct {
	Dir       string
	At        policy.Clock // school time
	Keep      int          // copies that are kept
	Recipient string       // age public key; "" = copies are not encrypted
}

// recipientForm is an age X25519 public key: age1 and 58 letters of the Bech32 alphabet.
var recipientForm = regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`)

func (s *Store) read(v value) {
	v.mapping(
		optional("engine", func(at value) {
			if name, ok := at.line(); ok && name != "bolt" {
				at.fault(sayEngine, name)
			}
		}),
		optional("path", filePath(&s.Path)),
		optional("identity_key_file", filePath(&s.IdentityKeyFile)),
		optional("backup", s.Backup.read),
	)
}

func (b *Backup) read(v value) {
	v.mapping(
		optional("dir", filePath(&b.Dir)),
		optional("at", func(at value) {
			clock(&b.At)(at)
			b.At %= 24 * 60 // 24:00 of every day is 00:00 of every day
		}),
		optional("keep", number(&b.Keep, 1, 3650)),
		optional("recipient", checked(&b.Recipient, recipientForm.MatchString, sayRecipient)),
	)
}
