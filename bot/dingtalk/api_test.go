package dingtalk

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

// roundTrip answers calls without a network.
type roundTrip func(r *http.Request) (status int, body string)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := f(r)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// TestTokenEndsInTheQueue: ten calls go at once and the others ten a second; a token that ends while they wait for their turn is refused to the next of them and
// used by no other.
func TestTokenEndsInTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens, refused atomic.Int64
		began := time.Now()
		a := newAPI(Config{ClientID: testClient, ClientSecret: testSecret}.complete(), &meter{now: time.Now}, zerolog.Nop(), time.Now)
		a.client.Transport = roundTrip(func(r *http.Request) (int, string) {
			if r.URL.Path == pathToken {
				return http.StatusOK, fmt.Sprintf(`{"accessToken":"t%d","expireIn":7200}`, tokens.Add(1))
			}
			if r.Header.Get("x-acs-dingtalk-access-token") == "t1" && time.Since(began) > 500*time.Millisecond {
				refused.Add(1)
				return http.StatusBadRequest, `{"code":"InvalidAuthentication","message":"不合法的access_token"}`
			}
			return http.StatusOK, `{"processQueryKey":"q"}`
		})
		var all sync.WaitGroup
		for range 25 {
			all.Go(func() {
				if err := a.call(t.Context(), http.MethodPost, pathBatch, fields{}, nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tokens.Load() != 2 || refused.Load() != 1 || time.Since(began) < 1500*time.Millisecond {
			t.Errorf("%d tokens, %d calls refused, after %v", tokens.Load(), refused.Load(), time.Since(began))
		}
	})
}
