// Package phrase understands what a member wrote: text, day and role in, Command out.
package phrase

import (
	"lianxin/config/policy"
)

// Reader understands messages of one school. It is immutable after NewReader and safe for concurrent use.
type Reader struct {
	school  *policy.School
	folder  *folder
	lex     lexicon
	sayings lexicon
}

// NewReader compiles the words of the language and the names of the school once.
func NewReader(school *policy.School) *Reader {
	return &Reader{school: school, folder: newFolder(), lex: compile(school), sayings: compileSayings()}
}

// Parse gives the meaning of a message. It never fails: what nobody can place is OutOfScope.
func (r *Reader) Parse(text string, c Context) Command {
	p := &reading{Reader: r, s: r.folder.text(text), c: c, roles: c.roles()}
	p.scan()
	p.join()
	return p.judge()
}
