package config

// Log says what is logged and how.
type Log struct {
	Level  string // trace, debug, info, warn, error
	Format string // json, console
}

func (l *Log) read(v value) {
	v.mapping(
		optional("level", oneOf(&l.Level, "trace", "debug", "info", "warn", "error")),
		optional("format", oneOf(&l.Format, "json", "console")),
	)
}
