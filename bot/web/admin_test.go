package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/rs/zerolog"
)

func TestMetrics(t *testing.T) {
	a := NewAdmin(zerolog.Nop())
	waiting := 3.0
	read := func() float64 { return waiting }
	for _, err := range []error{
		a.Gauge("lianxin_outbox_rows", "Rows of the outbox by state.", Labels{"state": "pending"}, read),
		a.Gauge("lianxin_outbox_rows", "Rows of the outbox by state.", Labels{"state": "refused"}, read),
		a.Counter("lianxin_messages_total", "Messages by channel.", Labels{"channel": "wecom"}, read),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	status, text := ask(a, "/metrics")
	for _, want := range []string{`lianxin_outbox_rows{state="pending"} 3`, `lianxin_outbox_rows{state="refused"} 3`, `lianxin_messages_total{channel="wecom"} 3`, "go_goroutines"} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d: the metrics lack %s", status, want)
		}
	}
	waiting = 4
	if _, text := ask(a, "/metrics"); !strings.Contains(text, `lianxin_messages_total{channel="wecom"} 4`) {
		t.Error("a value is not read afresh")
	}
	if faults, err := testutil.GatherAndLint(a.registry, "lianxin_outbox_rows", "lianxin_messages_total"); err != nil || len(faults) > 0 {
		t.Errorf("lint: %v %v", faults, err)
	}
}

func TestMetricsThatAreRefused(t *testing.T) {
	a := NewAdmin(zerolog.Nop())
	read := func() float64 { return 0 }
	if err := a.Gauge("lianxin_there", "There.", nil, read); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"a member as a label":      a.Gauge("lianxin_a", "A.", Labels{"member": "lin"}, read),
		"a unit as a label":        a.Counter("lianxin_a_total", "A.", Labels{"unit": "文学院"}, read),
		"there already":            a.Gauge("lianxin_there", "There.", nil, read),
		"no prefix":                a.Gauge("a", "A.", nil, read),
		"counter without its end":  a.Counter("lianxin_a", "A.", nil, read),
		"name that cannot be told": a.Gauge("lianxin_\xff", "A.", nil, read),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestProfilesAreThere(t *testing.T) {
	a := NewAdmin(zerolog.Nop())
	for _, path := range []string{"/debug/pprof/", "/debug/pprof/goroutine?debug=1", "/debug/pprof/cmdline", "/debug/pprof/symbol"} {
		if status, text := ask(a, path); status != http.StatusOK || text == "" {
			t.Errorf("%s = %d, %d bytes", path, status, len(text))
		}
	}
}
