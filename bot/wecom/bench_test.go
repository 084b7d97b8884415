package wecom

import (
	"encoding/xml"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// callback is a signed POST as the platform sends it.
type callback struct{ signature, timestamp, nonce, body string }

func benchCallback(t testing.TB) callback {
	t.Helper()
	plain := common + `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[昨天下午去教科院听了两节课，王丽老师的教育心理学]]></Content><MsgId>7512345678901234567</MsgId><AgentID>1000002</AgentID></xml>`
	c := testCodec(t, &counting{})
	encrypt, err := c.Encrypt([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	body := `<xml><ToUserName><![CDATA[` + testCorp + `]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[` + encrypt + `]]></Encrypt></xml>`
	return callback{c.Sign("1760000000", "1234567890", encrypt), "1760000000", "1234567890", body}
}

// decodeOwn is what the handler does with a callback.
func decodeOwn(c *Codec, in callback) (Message, error) {
	e, err := ParseEnvelope(in.body)
	if err != nil {
		return Message{}, err
	}
	plain, err := c.Open(in.signature, in.timestamp, in.nonce, e.Encrypt)
	if err != nil {
		return Message{}, err
	}
	return ParseMessage(plain)
}

// peerMessage is a plain struct for encoding/xml with the fields of a text and of an event.
type peerMessage struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	Content      string
	MsgId        int64
	AgentID      string
	Event        string
	EventKey     string
}

// decodePeer does the same with silenceper's util and encoding/xml.
func decodePeer(in callback) (peerMessage, error) {
	var e oracleEnvelope
	if err := xml.Unmarshal([]byte(in.body), &e); err != nil {
		return peerMessage{}, err
	}
	if util.Signature(testToken, in.timestamp, in.nonce, e.Encrypt) != in.signature {
		return peerMessage{}, reject(BadSignature)
	}
	_, plain, err := util.DecryptMsg(testCorp, e.Encrypt, testKey)
	if err != nil {
		return peerMessage{}, err
	}
	var m peerMessage
	return m, xml.Unmarshal(plain, &m)
}

type peerReply struct {
	XMLName                  xml.Name `xml:"xml"`
	ToUserName, FromUserName peerCDATA
	CreateTime               int64
	MsgType, Content         peerCDATA
}

type peerCDATA struct {
	Text string `xml:",cdata"`
}

type peerAnswer struct {
	XMLName               xml.Name `xml:"xml"`
	Encrypt, MsgSignature peerCDATA
	TimeStamp             int64
	Nonce                 peerCDATA
}

const benchReply = "听课 2学时｜11月18日 周三｜教育科学学院｜教育心理学·王丽\n→ 本学期 2/4 学时\n回复 对/改/删"

func replyOwn(c *Codec) ([]byte, error) {
	return c.AppendSeal(nil, AppendPassive(make([]byte, 0, 512), "zhangsan", testCorp, 1760000000, PassiveText(benchReply)), 1760000000, "1234567890")
}

func replyPeer() ([]byte, error) {
	plain, err := xml.Marshal(peerReply{ToUserName: peerCDATA{"zhangsan"}, FromUserName: peerCDATA{testCorp}, CreateTime: 1760000000, MsgType: peerCDATA{"text"}, Content: peerCDATA{benchReply}})
	if err != nil {
		return nil, err
	}
	encrypt, err := util.EncryptMsg([]byte("0123456789abcdef"), plain, testCorp, testKey)
	if err != nil {
		return nil, err
	}
	const at = 1760000000
	sign := util.Signature(testToken, strconv.Itoa(at), "1234567890", string(encrypt))
	return xml.Marshal(peerAnswer{Encrypt: peerCDATA{string(encrypt)}, MsgSignature: peerCDATA{sign}, TimeStamp: at, Nonce: peerCDATA{"1234567890"}})
}

// BenchmarkDecode compares the decoding of one callback, from the body to the fields of the message, with the same by silenceper's util and encoding/xml.
// The sub-benchmark "ratio" takes turns between both, so that what disturbs the machine disturbs both, and compares the medians; its "times" is to be at least 8.
func BenchmarkDecode(b *testing.B) {
	in := benchCallback(b)
	c := testCodec(b, &counting{})
	compare(b, func() error {
		_, err := decodeOwn(c, in)
		return err
	}, func() error {
		_, err := decodePeer(in)
		return err
	})
}

// BenchmarkPassiveReply compares the building of one encrypted text reply in the same way.
func BenchmarkPassiveReply(b *testing.B) {
	c := testCodec(b, &counting{})
	compare(b, func() error {
		_, err := replyOwn(c)
		return err
	}, func() error {
		_, err := replyPeer()
		return err
	})
}

func compare(b *testing.B, own, peer func() error) {
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(b, own())
		}
	})
	b.Run("silenceper", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(b, peer())
		}
	})
	b.Run("ratio", func(b *testing.B) {
		var ours, theirs []time.Duration
		for b.Loop() {
			ours = append(ours, timeOf(b, own))
			theirs = append(theirs, timeOf(b, peer))
		}
		b.ReportMetric(float64(median(theirs))/float64(median(ours)), "times")
	})
}

// timeOf runs a function often enough for the clock.
func timeOf(b *testing.B, run func() error) time.Duration {
	start := time.Now()
	for range 20 {
		must(b, run())
	}
	return time.Since(start)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func must(b *testing.B, err error) {
	if err != nil {
		b.Fatal(err)
	}
}

// TestAllocations holds what the benchmark cannot assert: the hot path stays lean.
func TestAllocations(t *testing.T) {
	in := benchCallback(t)
	c := testCodec(t, &counting{})
	decode := testing.AllocsPerRun(100, func() {
		if _, err := decodeOwn(c, in); err != nil {
			t.Fatal(err)
		}
	})
	reply := testing.AllocsPerRun(100, func() {
		if _, err := replyOwn(c); err != nil {
			t.Fatal(err)
		}
	})
	if decode > 4 || reply > 8 { // 1 and 5; the buffers of the pool may have to be made anew
		t.Errorf("a callback takes %v allocations, a reply %v", decode, reply)
	}
}
