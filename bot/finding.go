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

// Findings are what a check found so far, in order.
type Findings []Finding

// Good adds what is as it should be.
func (f *Findings) Good(format string, args ...any) {
	*f = append(*f, Finding{Say: fmt.Sprintf(format, args...)})
}

// Bad adds what is wrong; it is always false.
func (f *Findings) Bad(format string, args ...any) bool {
	*f = append(*f, Finding{Bad: true, Say: fmt.Sprintf(format, args...)})
	return false
}

// Print writes the findings, a line each; an error if anything is wrong.
func (f Findings) Print(out io.Writer) error {
	bad := 0
	for _, one := range f {
		fmt.Fprintln(out, one)
		if one.Bad {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("有 %d 项要处理，见上面打 ✗ 的各行", bad)
	}
	return nil
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
