package dingtalktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// TestOwnCrypto holds the simulator's crypto to the vendor's vectors, so that it is a second opinion and not an echo.
func TestOwnCrypto(t *testing.T) {
	data, err := os.ReadFile("../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Vectors []struct {
			ID, Kind, Token, Timestamp, Nonce, Encrypt, Signature, Plaintext, Sign string

			Key       string `json:"encoding_aes_key"`
			Receiver  string `json:"receive_id"`
			AppSecret string `json:"app_secret"`
			APISecret string `json:"api_secret"`
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all.Vectors {
		switch v.Kind {
		case "callback_encrypt":
			if got := shaSign(v.Token, v.Timestamp, v.Nonce, v.Encrypt); got != v.Signature {
				t.Errorf("%s: signed %s", v.ID, got)
			}
			if got, err := unseal(v.Key, v.Receiver, v.Encrypt); err != nil || got != v.Plaintext {
				t.Errorf("%s: opened %q, %v", v.ID, got, err)
			}
			again, err := seal(v.Key, v.Receiver, v.Plaintext)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := unseal(v.Key, v.Receiver, again); err != nil || got != v.Plaintext {
				t.Errorf("%s: sealed and opened %q, %v", v.ID, got, err)
			}
		case "dingtalk_robot_header_sign":
			if got := keyedHash(v.AppSecret, v.Timestamp+"\n"+v.AppSecret); got != v.Sign {
				t.Errorf("%s: signed %s", v.ID, got)
			}
		case "dingtalk_card_callback_sign":
			if got := keyedHash(v.APISecret, v.Timestamp); got != v.Signature {
				t.Errorf("%s: signed %s", v.ID, got)
			}
		}
	}
	for _, bad := range []string{"", "AAAA", strings.Repeat("A", 64), "!"} {
		if _, err := unseal(strings.Repeat("k", 42)+"A", "r", bad); err == nil {
			t.Errorf("opened %q", bad)
		}
	}
}

// bench is a platform that is called by hand.
type bench struct {
	*Platform
	server *httptest.Server
	token  string
	at     time.Time
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	b := &bench{at: time.Date(2026, 11, 19, 10, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return b.at }
	b.Platform = New(o)
	b.server = httptest.NewServer(b.Platform)
	b.Listen(b.server.URL)
	t.Cleanup(func() { b.Close(); b.server.Close(); http.DefaultClient.CloseIdleConnections() })
	b.token, _ = b.post(t, "/v1.0/oauth2/accessToken", object{"appKey": b.options.ClientID, "appSecret": b.options.ClientSecret})["accessToken"].(string)
	return b
}

func (b *bench) post(t *testing.T, path string, in object) map[string]any {
	t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = b.server.URL + path
	}
	body, _ := json.Marshal(in)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("x-acs-dingtalk-access-token", b.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, _ := io.ReadAll(res.Body)
	out := map[string]any{}
	_ = json.Unmarshal(data, &out)
	return out
}

// batch says one thing to people.
func (b *bench) batch(t *testing.T, users ...string) map[string]any {
	t.Helper()
	return b.post(t, "/v1.0/robot/oToMessages/batchSend", object{"robotCode": b.options.RobotCode, "userIds": users, "msgKey": "sampleText", "msgParam": `{"content":"好"}`})
}

// TestLimits: what the platform does by itself.
func TestLimits(t *testing.T) {
	var users []string
	for i := range 21 {
		users = append(users, fmt.Sprint("u", i))
	}
	b := newBench(t, Options{Members: People(users...), PerMonth: 30, PerSecond: 10})
	expect := func(got map[string]any, code string) {
		t.Helper()
		if c, _ := got["code"].(string); c != code {
			t.Errorf("got %v, want %q", got, code)
		}
	}
	expect(b.batch(t, users...), "invalidParameter.userIds.overMax")
	expect(b.batch(t), "invalidParameter.userIds.empty")
	expect(b.batch(t, "u1", "nobody"), "staffId.notExisted")
	expect(b.batch(t, users[:20]...), "")
	if len(b.Told("u1")) != 1 || len(b.Told("u20")) != 0 {
		t.Errorf("told %v", b.Told("u1"))
	}
	for range 6 {
		expect(b.batch(t, "u1"), "")
	}
	expect(b.batch(t, "u1"), "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi")
	for range 20 {
		b.at = b.at.Add(time.Second)
		expect(b.batch(t, "u1"), "")
	}
	expect(b.batch(t, "u1"), "Forbidden.AccessDenied.ApiCountLimitForOrg")
	b.at = b.at.AddDate(0, 1, 0)
	expect(b.batch(t, "u1"), "InvalidAuthentication")
	if b.Counts().Billed != 30 {
		t.Errorf("billed %d", b.Counts().Billed)
	}
}

// TestTickets: one works once, for a while.
func TestTickets(t *testing.T) {
	b := newBench(t, Options{})
	ticket := func() string {
		got := b.post(t, "/v1.0/gateway/connections/open", object{"clientId": b.options.ClientID, "clientSecret": b.options.ClientSecret, "subscriptions": []object{{"type": "EVENT", "topic": "*"}}})
		s, _ := got["ticket"].(string)
		return s
	}
	connect := func(ticket string) int {
		res, err := http.Get(b.server.URL + "/connect?" + url.Values{"ticket": {ticket}}.Encode())
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	one := ticket()
	if got := connect(one); got != http.StatusUpgradeRequired {
		t.Errorf("a good ticket: %d", got)
	}
	if got := connect(one); got != http.StatusUnauthorized {
		t.Errorf("the same again: %d", got)
	}
	late := ticket()
	b.at = b.at.Add(ticketLasts)
	if got := connect(late); got != http.StatusUnauthorized {
		t.Errorf("an old one: %d", got)
	}
	if got := b.post(t, "/v1.0/gateway/connections/open", object{"clientId": "x"}); got["ticket"] != nil {
		t.Errorf("a stranger got %v", got)
	}
}

// TestSessionsAndRobots: the old API says no in an answer with status 200.
func TestSessionsAndRobots(t *testing.T) {
	b := newBench(t, Options{Members: People("u1"), Robots: map[string]string{"plain": "", "signed": "SECx"}})
	said := object{"msgtype": "text", "text": object{"content": "好"}}
	body, _ := b.Prepare("u1", "", Text("你好"))
	var m struct{ SessionWebhook string }
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	expect := func(got map[string]any, code float64) {
		t.Helper()
		if got["errcode"] != code {
			t.Errorf("got %v, want %v", got, code)
		}
	}
	expect(b.post(t, m.SessionWebhook, said), 0)
	expect(b.post(t, m.SessionWebhook, object{}), 40035)
	b.at = b.at.Add(90 * time.Minute)
	expect(b.post(t, m.SessionWebhook, said), 300001)
	if len(b.Told("u1")) != 1 {
		t.Errorf("told %v", b.Told("u1"))
	}
	expect(b.post(t, "/robot/send?access_token=none", said), 300005)
	expect(b.post(t, "/robot/send?access_token=signed", said), 310000)
	old := millis(b.at.Add(-61 * time.Minute))
	expect(b.post(t, "/robot/send?"+url.Values{"access_token": {"signed"}, "timestamp": {old}, "sign": {keyedHash("SECx", old+"\nSECx")}}.Encode(), said), 310000)
	for range 20 {
		expect(b.post(t, "/robot/send?access_token=plain", said), 0)
	}
	expect(b.post(t, "/robot/send?access_token=plain", said), 130101)
	expect(b.post(t, "/robot/send?access_token=plain", object{"msgtype": "text", "text": object{"content": strings.Repeat("长", 7000)}}), 130101)
	b.at = b.at.Add(robotSilenced)
	expect(b.post(t, "/robot/send?access_token=plain", object{"msgtype": "text", "text": object{"content": strings.Repeat("长", 7000)}}), 460101)
}
