package bot

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
