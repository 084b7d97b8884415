package operator

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// Terminal asks the operator for what a command needs to know.
type Terminal struct {
	ctx   context.Context // of the command: when it ends, what is typed is shown again
	in    io.Reader
	out   io.Writer
	lines *bufio.Reader
}

// NewTerminal asks on out and reads answers from in, for as long as a command runs.
func NewTerminal(ctx context.Context, in io.Reader, out io.Writer) *Terminal {
	return &Terminal{ctx: ctx, in: in, out: out, lines: bufio.NewReader(in)}
}

// Say prints a line.
func (t *Terminal) Say(line string) { fmt.Fprintln(t.out, line) }

// Ask gives the line that answers a prompt, with its end. A secret is not shown while it is typed. io.EOF: nothing more will come.
func (t *Terminal) Ask(prompt string, secret bool) (string, error) {
	fmt.Fprint(t.out, prompt)
	if secret {
		defer t.hideTyping()()
	}
	line, err := t.lines.ReadString('\n')
	if err != nil && line != "" {
		err = nil // a last line without an end
	}
	return line, err
}

// hideTyping keeps what is typed at a terminal off the screen until the function that it gives is called. What is piped in is on no screen.
func (t *Terminal) hideTyping() (show func()) {
	file, ok := t.in.(*os.File)
	if !ok {
		return func() {}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	stty := func(how string) error {
		command := exec.Command("stty", how)
		command.Stdin = file
		return command.Run()
	}
	if stty("-echo") != nil {
		fmt.Fprint(t.out, "（输入会显示在屏幕上）")
		return func() {}
	}
	restore := context.AfterFunc(t.ctx, func() { _ = stty("echo") }) // also when the command is interrupted
	return func() {
		restore()
		_ = stty("echo")
		fmt.Fprintln(t.out)
	}
}
