package config

import (
	"errors"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v4"
)

// readReminders reads when the bot may speak first.
func (c *Config) readReminders(v value) {
	r := &c.school.Reminders
	v.mapping(
		optional("tick", schedule(&r.Tick)),
		optional("quiet", func(at value) {
			if at.node.Kind != yaml.SequenceNode || len(at.node.Content) != 2 {
				at.fault(sayQuiet)
				return
			}
			clock(&r.QuietFrom)(at.item(0, at.node.Content[0]))
			clock(&r.QuietUntil)(at.item(1, at.node.Content[1]))
		}),
	)
}

// schedule reads a cron expression of five fields in school time.
func schedule(to *string) func(value) {
	return func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		plan, err := parseCron(s)
		switch {
		case err != nil:
			v.fault(sayCron)
		case plan.Next(time.Unix(0, 0).UTC()).IsZero():
			v.fault(sayCronNever)
		default:
			*to = s
		}
	}
}

// parseCron reads five fields and nothing else. A zone prefix is refused before the library sees it (it panics on "TZ=" without the rest):
// the zone is that of the school.
func parseCron(s string) (cron.Schedule, error) {
	if strings.Contains(s, "=") || strings.HasPrefix(s, "@") {
		return nil, errors.New("config: not a schedule of five fields")
	}
	return cron.ParseStandard(s)
}
