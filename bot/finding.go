package bot

import (
	"fmt"
	"io"

	"lianxin/config/policy"
)

// Finding is one thing that a check of a platform found (check --online): one line of plain Chinese, with what to click where something is wrong.
type Finding struct {
	Bad bool
	Say string
}

// String is the line.
func (f Finding) String() string {
	if f.Bad {
		return "✗ " + f.Say
	}
	return "✓ " + f.Say
}

// CheckOptions are what a check of a platform looks at besides the application itself.
type CheckOptions struct {
	Callback string         // address at which the platform reaches the program, as seen from outside; "" = it is not told
	Later    bool           // the program does not run yet: the callback is not looked at
	Stream   bool           // messages come over a connection that the program opens
	People   []ListedPerson // whose accounts the platform must know; nil = they are not looked at
}

// ListedPerson is somebody of the configuration with his account on the platform.
type ListedPerson struct{ Name, User string }

// ListedOn lists the members with an account on a channel; nil without a school.
func ListedOn(school *policy.School, channel string) []ListedPerson {
	if school == nil {
		return nil
	}
	out := []ListedPerson{}
	for _, m := range school.Members {
		for _, a := range m.Accounts {
			if a.Channel == channel {
				out = append(out, ListedPerson{Name: m.Name, User: a.User})
			}
		}
	}
	return out
}

// PrintFindings writes what a check found, a line each; an error if anything is wrong.
func PrintFindings(out io.Writer, found []Finding) error {
	bad := 0
	for _, f := range found {
		fmt.Fprintln(out, f)
		if f.Bad {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("有 %d 项要处理，见上面打 ✗ 的各行", bad)
	}
	return nil
}
