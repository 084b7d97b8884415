package wecom

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// seedXML gives every fuzz target of a scanner the same hard cases.
func seedXML(f *testing.F) {
	good, bad := readVectors(f)
	for _, v := range good {
		f.Add(v.Plaintext)
		if v.HTTP != nil {
			f.Add(v.HTTP.Body)
		}
	}
	for _, v := range bad {
		f.Add(v.Body)
	}
	for _, row := range envelopeRows {
		f.Add(row.body)
	}
	for _, row := range messageRows {
		f.Add(row.plain)
	}
}

func FuzzEnvelope(f *testing.F) {
	seedXML(f)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := ParseEnvelope(body)
		var want oracleEnvelope
		ok, inSubset := wellFormed(body)
		ok = ok && xml.Unmarshal([]byte(body), &want) == nil && want.Encrypt != ""
		if err != nil {
			if ok && inSubset {
				t.Errorf("rejected what encoding/xml reads: %q", body)
			}
			return
		}
		if !ok {
			t.Fatalf("took what encoding/xml rejects: %q", body)
		}
		if diff := cmp.Diff(Envelope{To: want.ToUserName, Agent: want.AgentID, Encrypt: want.Encrypt}, got); diff != "" {
			t.Errorf("%q: -encoding/xml +scanner\n%s", body, diff)
		}
	})
}

func FuzzMessage(f *testing.F) {
	seedXML(f)
	f.Fuzz(func(t *testing.T, plain string) {
		got, err := ParseMessage(plain)
		var want oracleMessage
		ok, inSubset := wellFormed(plain)
		ok = ok && xml.Unmarshal([]byte(plain), &want) == nil && want.MsgType != ""
		if err != nil {
			if ok && inSubset {
				t.Errorf("rejected what encoding/xml reads: %q", plain)
			}
			return
		}
		if !ok {
			t.Fatalf("took what encoding/xml rejects: %q", plain)
		}
		if diff := cmp.Diff(want.message(), got); diff != "" && !ambiguous(plain) {
			t.Errorf("%q: -encoding/xml +scanner\n%s", plain, diff)
		}
	})
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"", "好", "a]]>b", "]]", "]]]]>>", "\x00\x1b[0m", "\xff", "\ufffe", "1 < 2 & 3 > 2", "\r\n", strings.Repeat("\n", MaxText+1), "\r\n" + strings.Repeat("\n", MaxText-1)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain := AppendPassive(nil, text, "corp", 1760000000, PassiveText(text))
		m, err := ParseMessage(string(plain))
		if err != nil {
			t.Fatalf("the reply is no XML: %q", plain)
		}
		var o oracleMessage
		if err := xml.Unmarshal(plain, &o); err != nil || o.Content != m.Content {
			t.Errorf("encoding/xml reads %q, %v, the scanner %q", o.Content, err, m.Content)
		}
		want := newlines(clean(text))
		if len(want) <= MaxText && m.Content != want || len(m.Content) > MaxText {
			t.Errorf("content %q, want %q", m.Content, want)
		}
	})
}
