//go:build unix

package bolt_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"go.uber.org/goleak"
)

// children are the programs that this test binary can be instead, for what must happen in a process of its own: being
// killed, having no disk space, having no rights.
var children = map[string]func(path string) error{
	"writer":    childWriter,
	"full":      childFull,
	"powerless": childPowerless,
}

const childVariable = "KV_TEST_CHILD"

func TestMain(m *testing.M) {
	child, ok := children[os.Getenv(childVariable)]
	if !ok {
		goleak.VerifyTestMain(m)
		return
	}
	if err := child(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is this binary as another program, started on a path.
type child struct {
	cmd *exec.Cmd
	out io.ReadCloser
}

func startChild(t *testing.T, name, path string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0], path)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &child{cmd, out}
}

// lines reads what the child writes to its end.
func (c *child) lines(each func(string)) {
	for s := bufio.NewScanner(c.out); s.Scan(); {
		each(s.Text())
	}
}
