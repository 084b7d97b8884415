package wecom

import (
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var envelopeRows = []struct {
	name, body string
	want       Envelope // zero: malformed
}{
	{"as sent", `<xml><ToUserName><![CDATA[ww1]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[AA==]]></Encrypt></xml>`, Envelope{"ww1", "1000002", "AA=="}},
	{"other order, no agent", `<xml><Encrypt><![CDATA[AA==]]></Encrypt><ToUserName><![CDATA[ww1]]></ToUserName></xml>`, Envelope{"ww1", "", "AA=="}},
	{"empty agent", `<xml><Encrypt>AA==</Encrypt><AgentID/><ToUserName><![CDATA[]]></ToUserName></xml>`, Envelope{"", "", "AA=="}},
	{"declaration, comments, attributes, white space", "\ufeff<?xml version=\"1.0\" encoding='utf-8'?>\r\n<!-- - a -->\n<xml a = '1'b=\"&lt;\">\n <Encrypt\n x='>' >AA==</Encrypt >\t</xml>\n<!---->", Envelope{"", "", "AA=="}},
	{"unknown elements with elements inside", `<xml><A><B><Encrypt>no</Encrypt></B>x</A><Encrypt>AA==</Encrypt><C/></xml>`, Envelope{"", "", "AA=="}},
	{"text around an element inside", `<xml><Encrypt>AA<b>x</b><!-- c -->=<![CDATA[=]]></Encrypt></xml>`, Envelope{"", "", "AA=="}},
	{"twice: the last", `<xml><Encrypt>AA</Encrypt><Encrypt>BB</Encrypt></xml>`, Envelope{"", "", "BB"}},
	{"references", `<xml><Encrypt>&#x41;&#65;&#61;=</Encrypt></xml>`, Envelope{"", "", "AA=="}},

	{"empty body", ``, Envelope{}},
	{"white space", " \n", Envelope{}},
	{"JSON", `{"encrypt":"AA=="}`, Envelope{}},
	{"plain text", `Encrypt`, Envelope{}},
	{"no Encrypt", `<xml><ToUserName>ww1</ToUserName></xml>`, Envelope{}},
	{"empty Encrypt", `<xml><Encrypt></Encrypt></xml>`, Envelope{}},
	{"Encrypt too deep", `<xml><A><Encrypt>AA==</Encrypt></A></xml>`, Envelope{}},
	{"root not closed", `<xml><Encrypt>AA==</Encrypt>`, Envelope{}},
	{"element not closed", `<xml><Encrypt>AA==</xml>`, Envelope{}},
	{"CDATA not closed", `<xml><Encrypt><![CDATA[AA==</Encrypt></xml>`, Envelope{}},
	{"crossed", `<xml><A><Encrypt>AA==</A></Encrypt></xml>`, Envelope{}},
	{"end tag longer than start tag", `<xml><A></AB><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"other root", `<html><Encrypt>AA==</Encrypt></html>`, Envelope{}},
	{"two roots", `<xml><Encrypt>AA==</Encrypt></xml><xml/>`, Envelope{}},
	{"text after the root", `<xml><Encrypt>AA==</Encrypt></xml>x`, Envelope{}},
	{"text before the root", `x<xml><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"document type", `<!DOCTYPE xml [<!ENTITY a "AA==">]><xml><Encrypt>&a;</Encrypt></xml>`, Envelope{}},
	{"document type inside", `<xml><!DOCTYPE xml><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"unknown entity", `<xml><Encrypt>&a;</Encrypt></xml>`, Envelope{}},
	{"entity not closed", `<xml><Encrypt>AA&lt</Encrypt></xml>`, Envelope{}},
	{"reference to nothing", `<xml><Encrypt>&#;AA</Encrypt></xml>`, Envelope{}},
	{"reference to a forbidden character", `<xml><Encrypt>AA&#0;</Encrypt></xml>`, Envelope{}},
	{"reference past Unicode", `<xml><Encrypt>AA&#x110000;</Encrypt></xml>`, Envelope{}},
	{"control character", "<xml><Encrypt>AA\x01</Encrypt></xml>", Envelope{}},
	{"not UTF-8", "<xml><Encrypt>AA\xff</Encrypt></xml>", Envelope{}},
	{"not a character", "<xml><Encrypt>AA\uffff</Encrypt></xml>", Envelope{}},
	{"other encoding", `<?xml version="1.0" encoding="gbk"?><xml><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"other version", `<?xml version="1.1"?><xml><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"processing instruction inside", `<xml><?php echo 1 ?><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"prefix", `<a:xml xmlns:a="b"><Encrypt>AA==</Encrypt></a:xml>`, Envelope{}},
	{"prefix that stands for nothing", `<a:xml><Encrypt>AA==</Encrypt></a:xml>`, Envelope{}},
	{"end of CDATA in text", `<xml><Encrypt>AA]]>==</Encrypt></xml>`, Envelope{}},
	{"attribute without value", `<xml a><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"attribute without quotes", `<xml a=1><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"tag inside an attribute", `<xml a="<"><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"two hyphens in a comment", `<xml><!-- a -- b --><Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"comment not closed", `<xml><!-- <Encrypt>AA==</Encrypt></xml>`, Envelope{}},
	{"too deep", strings.Repeat("<xml>", 17) + strings.Repeat("</xml>", 17), Envelope{}},
	{"only an end tag", `</xml>`, Envelope{}},
	{"cut in a tag", `<xml><Encrypt`, Envelope{}},
	{"cut in an attribute", `<xml a=`, Envelope{}},
	{"cut after the tag", `<xml/`, Envelope{}},
}

func TestParseEnvelope(t *testing.T) {
	for _, row := range envelopeRows {
		t.Run(row.name, func(t *testing.T) {
			got, err := ParseEnvelope(row.body)
			if (row.want == Envelope{}) {
				wantKind(t, err, []Kind{BadEnvelope})
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTruncated cuts a good envelope at every byte: nothing but the whole is taken, nothing panics.
func TestTruncated(t *testing.T) {
	whole := `<?xml version="1.0"?><xml a="1"><ToUserName><![CDATA[ww1]]></ToUserName><!-- c --><Encrypt><![CDATA[AA==]]></Encrypt><X/></xml>`
	if _, err := ParseEnvelope(whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if _, err := ParseEnvelope(whole[:n]); kindOf(err) != BadEnvelope {
			t.Errorf("%q gives %v", whole[:n], err)
		}
	}
}

// TestLinear: a body is read before its signature is looked at, so hostile XML may not take memory out of proportion.
func TestLinear(t *testing.T) {
	for _, unit := range []string{"<![CDATA[x]]>", "<!-- -->", "&lt;", "<a/>", "<a b='1'/>", "x<a>y</a>", "&#65;<![CDATA[]]]>"} {
		body := "<xml><Encrypt>" + strings.Repeat(unit, maxBody/len(unit)) + "</Encrypt></xml>"
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = ParseEnvelope(body)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 16*maxBody {
			t.Errorf("%q: a body of %d bytes takes %d bytes", unit, len(body), took)
		}
	}
}
