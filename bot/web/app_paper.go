package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// atOnce is how many papers are made at one time; who asks for another one waits.
const atOnce = 2

// paperLink is a paper that a page offers.
type paperLink struct{ Name, URL string }

// papersOf lists the papers of a kind that the viewer may have: the file, and the page to print. Of a period or a person only where they are said.
func papersOf(v *visit, kind, name, period, whose string) []paperLink {
	if !v.MayPaper(kind, whose) {
		return nil
	}
	q := url.Values{}
	if period != "" {
		q.Set("period", period)
	}
	if whose != "" {
		q.Set("who", whose)
	}
	at := "/app/papers/" + kind
	print := url.Values{"format": {"html"}}
	for key, values := range q {
		print[key] = values
	}
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return []paperLink{{name + "（Word）", at}, {name + "（打印）", "/app/papers/" + kind + "?" + print.Encode()}}
}

// paper hands a paper out: GET /app/papers/KIND?period=P&who=ID&format=docx|html|xlsx, all of them optional.
func (a *App) paper(v *visit) {
	q := v.r.URL.Query()
	o := bot.PaperOrder{Kind: v.r.PathValue("kind"), Period: q.Get("period"), Whose: q.Get("who"), Link: a.recordAddress}
	if format := q.Get("format"); format != "" {
		if o.Format = "." + format; !slices.Contains(report.Formats, o.Format) {
			a.missing(v.w)
			return
		}
	}
	a.hand(v, func() (bot.Paper, error) { return v.Paper(o) })
}

// ledgerFile hands 台账 out as it is filtered: GET /app/papers/ledger, with what /app/records takes.
func (a *App) ledgerFile(v *visit) {
	q := v.r.URL.Query()
	people, ok := a.asked(v, q.Get("who"))
	if !ok {
		a.missing(v.w)
		return
	}
	o := bot.LedgerOrder{
		Period: policy.Period{Name: "全部年度", Span: everyDay}, People: people, All: q.Get("who") == "" && v.SeesAll(), Kind: policy.Kind(q.Get("kind")), Unit: q.Get("unit"),
	}
	if id := q.Get("year"); id != "" {
		year, found := a.school.Calendar.YearByID(id)
		if o.Period = year; !found {
			a.missing(v.w)
			return
		}
	}
	a.hand(v, func() (bot.Paper, error) { return v.Ledger(o) })
}

// asked finds the members whose records a page or a file shows: the one who is named, else all whom the viewer may see; false: nobody whom he may.
func (a *App) asked(v *visit, name string) ([]*policy.Member, bool) {
	if name = strings.TrimSpace(name); name != "" {
		m := a.memberNamed(name)
		return []*policy.Member{m}, m != nil && v.MaySee(m)
	}
	if v.SeesAll() {
		return a.everybody(), true
	}
	people := a.whose(v)
	return people, len(people) > 0
}

// hand answers with a file. A page to print is shown; everything else is kept by the browser.
func (a *App) hand(v *visit, make func() (bot.Paper, error)) {
	select {
	case a.papers <- struct{}{}:
		defer func() { <-a.papers }()
	case <-v.r.Context().Done():
		return
	}
	p, err := make()
	if _, no := bot.No(err); no || errors.Is(err, store.ErrNotFound) {
		a.missing(v.w)
		return
	}
	if err != nil {
		a.log.Error().Err(err).Msg("a paper could not be made")
		a.sorry(v.w, http.StatusInternalServerError, sayBroken)
		return
	}
	h, how := v.w.Header(), "attachment"
	if path.Ext(p.Name) == ".html" {
		how = "inline"
		h.Set("Content-Security-Policy", policyOfPrint)
	}
	h.Set("Content-Type", fileTypes[path.Ext(p.Name)])
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": strings.NewReplacer("/", "-", `\`, "-").Replace(p.Name)}))
	h.Set("Content-Length", strconv.Itoa(len(p.Data)))
	_, _ = v.w.Write(p.Data)
}

// policyOfPrint is that of a paper shown to be printed: it brings its own style and nothing else.
const policyOfPrint = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

var fileTypes = map[string]string{
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".html": "text/html; charset=utf-8",
}

// recordAddress is where the page of a record is; "" = it has none.
func (a *App) recordAddress(id string) string {
	if _, ok := ledger.ParseID(ledger.ActivityLetters, id); !ok {
		return ""
	}
	return strings.TrimSuffix(a.options.PublicURL, "/") + "/app/records/" + id
}
