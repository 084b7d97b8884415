package bot

import (
	"context"
	"errors"

	"lianxin/config/policy"
)

// Contact is one account in the directory of a platform, as far as the application may read it.
type Contact struct {
	User  string
	Name  string   // "" = not told with the list: Look tells it
	Units []string // names of the departments, each with those above it
}

// Directory is the address book of one platform (通讯录).
type Directory interface {
	// Everybody lists the accounts. ErrNoList: the application may not, and only single accounts can be asked for.
	Everybody(ctx context.Context) ([]Contact, error)
	// Look asks for one account. ErrGone: the platform has none of this id; ErrHidden: the application may not see it.
	Look(ctx context.Context, user string) (Contact, error)
}

// What a Directory may answer besides a failure.
var (
	ErrNoList = errors.New("bot: the directory may not be listed")
	ErrGone   = errors.New("bot: no such account")
	ErrHidden = errors.New("bot: the account is not in the visible range")
)

// A comparison of the directory with what is known: who would be bound, ended and taken back. Nothing of it is written yet.
type comparison struct {
	channel string
	listed  bool // everybody was listed
	total   int

	match  []match          // unique in name and unit
	doubt  []match          // one name, and not surely one person
	gone   []policy.Address // known accounts that are there no more
	hidden []policy.Address // known accounts that the application does not see
	back   []policy.Address // accounts that had ended
	known  int              // how many known accounts were compared
}

// match is somebody of the list and the account that may be his.
type match struct {
	member  *policy.Member
	contact Contact
}
