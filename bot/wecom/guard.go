package wecom

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// guardLibrary gives silenceper's util an HTTP client that is fit for a server: util has one variable for all its users and no timeout in it. It is set once
// for the process, before the first call, to the same for every application; nothing of one application is in it.
var guardLibrary = sync.OnceFunc(func() {
	util.DefaultHTTPClient = &http.Client{
		Timeout:   2 * callTimeout, // for calls without a context
		Transport: guard{transport(), maxAnswer},
	}
})

func transport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		MaxIdleConnsPerHost: atOnce,
		IdleConnTimeout:     time.Minute, // the platform's addresses change
		TLSHandshakeTimeout: callTimeout,
		ForceAttemptHTTP2:   true,
	}
}

// guard bounds the answers, and makes an error of every status but 200, so that redirects are not followed: they would carry the secret elsewhere.
type guard struct {
	next http.RoundTripper
	most int64 // bytes of an answer
}

// maxAnswer is far more than any JSON answer.
const maxAnswer = 1 << 20

// statusError is an answer of another status than 200.
type statusError int

func (s statusError) Error() string { return "HTTP status " + strconv.Itoa(int(s)) }

// RoundTrip makes one request.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		res.Body.Close()
		return nil, statusError(res.StatusCode)
	}
	res.Body = http.MaxBytesReader(nil, res.Body, g.most)
	return res, nil
}
