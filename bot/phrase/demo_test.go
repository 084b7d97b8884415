package phrase

import (
	"testing"

	"lianxin/config"
	"lianxin/config/policy"
)

// demoSchool is the invented school of the sandbox, for which the corpus is written.
func demoSchool(t testing.TB) *policy.School {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	return school
}

func demoReader(t testing.TB) *Reader {
	t.Helper()
	return NewReader(demoSchool(t))
}

// speaker is the context of somebody who writes on a day.
func speaker(t testing.TB, r *Reader, as, today string) Context {
	t.Helper()
	c, err := r.Role(as)
	if err != nil {
		t.Fatal(err)
	}
	c.Today = date(t, today)
	return c
}

func date(t testing.TB, s string) policy.Date {
	t.Helper()
	if s == "" {
		return 0
	}
	d, err := policy.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
