package dingtalk

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"time"
)

// window is how far the timestamp of a signature may be from now, on both sides; its edges are inside (protocol 3.2).
const window = time.Hour

// SignRobot gives the signature of a robot callback and of a custom group robot's address: HMAC-SHA256 in base64 over the timestamp in milliseconds, a line
// end and the secret, under the secret. It does not cover the body.
func SignRobot(secret, timestamp string) string { return sign(secret, timestamp+"\n"+secret) }

// SignCard gives the signature of a card callback: over the timestamp alone.
func SignCard(secret, timestamp string) string { return sign(secret, timestamp) }

func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// VerifyRobot checks the two headers of a robot callback. Every fault is a *Rejection, of kind BadAge or BadSignature. An empty secret verifies nothing.
func VerifyRobot(secret, timestamp, signature string, now time.Time) error {
	return verify(secret, timestamp, signature, SignRobot(secret, timestamp), now)
}

// VerifyCard does the same for a card callback.
func VerifyCard(secret, timestamp, signature string, now time.Time) error {
	return verify(secret, timestamp, signature, SignCard(secret, timestamp), now)
}

func verify(secret, timestamp, signature, want string, now time.Time) error {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return reject(BadAge)
	}
	if away := now.UnixMilli() - at; away > window.Milliseconds() || away < -window.Milliseconds() {
		return reject(BadAge)
	}
	if secret == "" || subtle.ConstantTimeCompare([]byte(want), []byte(signature)) != 1 {
		return reject(BadSignature)
	}
	return nil
}

// cardSecret is what card callbacks are signed with. We choose it ourselves when the address is registered, so it needs no place in the configuration.
func cardSecret(clientSecret string) string {
	mac := hmac.New(sha256.New, []byte(clientSecret))
	mac.Write([]byte("lianxin: card callback"))
	return hex.EncodeToString(mac.Sum(nil))
}

// signedQuery is the query of a custom group robot's address at an instant (protocol 3.7).
func signedQuery(r GroupRobot, now time.Time) url.Values {
	q := url.Values{"access_token": {r.Token}}
	if r.Secret != "" {
		at := strconv.FormatInt(now.UnixMilli(), 10)
		q.Set("timestamp", at)
		q.Set("sign", SignRobot(r.Secret, at))
	}
	return q
}
