package reminders

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
)

// Listing is what the operator asks for with lianxin reminders: who will be told what on the days from From to To, both included.
type Listing struct {
	From, To policy.Date
	Empty    bool // by a ledger without records, in which every duty is unmet
	JSON     bool // one object a line; else one sentence a line
}

// ListingPath is where a running server gives a listing on its control socket.
const ListingPath = "/reminders"

// ReadListing reads the two days of a listing. What is no day, and days in the wrong order, are an error in Chinese that names the flag.
func ReadListing(from, to string) (l Listing, err error) {
	l.From, err = policy.ParseDate(from)
	if err != nil {
		return l, fmt.Errorf("--from %q 不是日期，例如 2026-03-02", from)
	}
	l.To, err = policy.ParseDate(to)
	if err != nil {
		return l, fmt.Errorf("--to %q 不是日期，例如 2026-07-19", to)
	}
	if l.To < l.From {
		return l, fmt.Errorf("--to %s 早于 --from %s", to, from)
	}
	return l, nil
}

// Path asks a running server for the listing; Empty is not asked of it.
func (l Listing) Path() string {
	path := ListingPath + "?" + url.Values{"from": {l.From.String()}, "to": {l.To.String()}}.Encode()
	if l.JSON {
		path += "&json"
	}
	return path
}

// ListingOf reads what Path wrote.
func ListingOf(q url.Values) (Listing, error) {
	l, err := ReadListing(q.Get("from"), q.Get("to"))
	l.JSON = q.Has("json")
	return l, err
}

// Of gives the lines by a ledger as it is, in order of time by the school's clock. Nothing is sent or written.
func (l Listing) Of(school *policy.School, st *store.Store) (string, error) {
	var out strings.Builder
	err := st.View(func(tx *store.Tx) error {
		out.Reset()
		items, err := Preview(school, tx, l.From.At(0, 0, school.Location), l.To.Add(1).At(0, 0, school.Location).Add(-time.Nanosecond), l.Empty)
		for _, it := range items {
			line, fault := l.line(it)
			err = errors.Join(err, fault)
			out.WriteString(line + "\n")
		}
		return err
	})
	return out.String(), err
}

func (l Listing) line(it Item) (string, error) {
	if !l.JSON {
		return fmt.Sprintf("%s %s %s %s %s", it.At.Format("2006-01-02 15:04"), it.Receiver(), it.Kind, it.Rule, strings.ReplaceAll(it.Text, "\n", " ")), nil
	}
	line, err := json.Marshal(struct {
		At   time.Time `json:"at"`
		To   string    `json:"to"`
		Kind string    `json:"kind"`
		Key  string    `json:"key"`
		Rule string    `json:"rule"`
		Text string    `json:"text"`
	}{it.At, it.Receiver(), it.Kind, it.Key, it.Rule, it.Text})
	return string(line), err
}
