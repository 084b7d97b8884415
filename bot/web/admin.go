package web

import (
	"fmt"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"
)

// Admin is what operators look at: GET /metrics and /debug/pprof/. It has no sign-in and belongs on an address only they reach.
type Admin struct {
	registry *prometheus.Registry
	mux      *http.ServeMux
}

// NewAdmin prepares the handler with the metrics of the Go runtime and of the process; the house's own are added by Gauge and Counter.
func NewAdmin(log zerolog.Logger) *Admin {
	a := &Admin{registry: prometheus.NewRegistry(), mux: http.NewServeMux()}
	a.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	a.mux.Handle("GET /metrics", promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{ErrorLog: metricFaults{log}}))
	a.mux.HandleFunc("/debug/pprof/", pprof.Index)
	a.mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	a.mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	a.mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	a.mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return a
}

// ServeHTTP answers /metrics and /debug/pprof/.
func (a *Admin) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// Labels tell the series of one metric apart, by label name. Only the names of labelNames are taken.
type Labels map[string]string

// labelNames is the closed list of label names. None of them can hold who or where: a member, an account or a unit never becomes a label.
var labelNames = []string{"channel", "kind", "state", "outcome", "code", "table", "version"}

// Gauge adds a value that goes up and down, read by calling read at every scrape, maybe from several goroutines. Its name begins with lianxin_.
// A label that is not allowed, and a series that is there already, are errors.
func (a *Admin) Gauge(name, help string, labels Labels, read func() float64) error {
	return a.add(name, labels, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: name, Help: help, ConstLabels: prometheus.Labels(labels),
	}, read))
}

// Counter is like Gauge for a value that only grows while the program runs; its name ends in _total.
func (a *Admin) Counter(name, help string, labels Labels, read func() float64) error {
	if !strings.HasSuffix(name, "_total") {
		return fmt.Errorf("web: metric %s: the name of a counter ends in _total", name)
	}
	return a.add(name, labels, prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: name, Help: help, ConstLabels: prometheus.Labels(labels),
	}, read))
}

func (a *Admin) add(name string, labels Labels, c prometheus.Collector) error {
	if !strings.HasPrefix(name, "lianxin_") {
		return fmt.Errorf("web: metric %s: the name begins with lianxin_", name)
	}
	for label := range labels {
		if !slices.Contains(labelNames, label) {
			return fmt.Errorf("web: metric %s: no label may be called %s", name, label)
		}
	}
	if err := a.registry.Register(c); err != nil {
		return fmt.Errorf("web: metric %s: %w", name, err)
	}
	return nil
}

// metricFaults takes what goes wrong while metrics are gathered.
type metricFaults struct{ log zerolog.Logger }

// Println logs one fault.
func (f metricFaults) Println(v ...any) {
	f.log.Error().Str("detail", fmt.Sprint(v...)).Msg("metrics could not be gathered")
}
