package operator

import (
	"context"
	"fmt"
	"io"
	"time"

	"lianxin/bot/clerk"
	"lianxin/config/policy"
	"lianxin/store"
)

// Desk is what the commands of this package get from the program: for how long they run, where they print, what time it is, and what a configuration says.
type Desk struct {
	Context context.Context
	Out     io.Writer
	Now     func() time.Time
	Open    func(config string) (*Office, error)
}

// Office is what the configuration of a school says about its ledger.
type Office struct {
	Ledger
	School    *policy.School
	Form      string // path of the school's own form of the 台账; "": our own
	Recipient string // the age key that can open backups; "": everybody can
}

// Misuse is a command line that cannot be meant.
type Misuse string

func (m Misuse) Error() string { return string(m) }

// Clerk works on the office's ledger where it is open.
func (o *Office) Clerk(st *store.Store) (*clerk.Clerk, error) {
	form, err := clerk.ReadForm(o.Form)
	return &clerk.Clerk{School: o.School, Store: st, Form: form}, err
}

// Print prints what was said, also where that is why something is wrong.
func (d Desk) Print(said string, err error) error {
	fmt.Fprint(d.Out, said)
	return err
}
