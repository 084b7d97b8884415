package phrase

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"lianxin/config/policy"
)

// line is one message of a corpus.
type line struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Today   string `json:"today"` // "2026-03-24 周二"
	Role    string `json:"role"`  // "leader:林晓峰", "student"
	Channel string `json:"channel"`
	Context string `json:"context"`
}

// longestLine is the longest line of a corpus that is read, bytes.
const longestLine = 1 << 20

// Lines reads messages, one JSON object a line, and writes what each means, one object a line, in the same order. explain adds the reasons. It fails at
// the first line that is no message and names its number.
func (r *Reader) Lines(in io.Reader, out io.Writer, explain bool) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), longestLine)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		shown, err := r.understood(lines.Bytes(), explain)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := write.Encode(shown); err != nil {
			return err
		}
	}
	return lines.Err()
}

// understood parses one line of a corpus.
func (r *Reader) understood(data []byte, explain bool) (map[string]any, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, fmt.Errorf("no message: %w", err)
	}
	c, err := r.Role(l.Role)
	if err != nil {
		return nil, err
	}
	day, _, _ := strings.Cut(l.Today, " ")
	if c.Today, err = policy.ParseDate(day); err != nil {
		return nil, err
	}
	c.Group = l.Channel == "group"
	c.Awaiting, c.Choices = Awaiting(l.Context)
	shown := r.ShowText(l.Text, c, explain)
	shown["id"] = l.ID
	return shown, nil
}
