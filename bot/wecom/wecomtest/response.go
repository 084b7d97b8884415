package wecomtest

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
)

// response is what an endpoint gives back.
type response interface{ write(w http.ResponseWriter) }

// answer is a JSON object. All of them travel with status 200, refusals too (2).
type answer map[string]any

// ok adds what says success.
func (a answer) ok() answer {
	a["errcode"], a["errmsg"] = 0, "ok"
	return a
}

// fail is a refusal. Its text is as long-winded as the platform's and means as little: programs decide on the code alone.
func fail(code int, detail string) answer {
	text := errText(code)
	if detail != "" {
		text += ", " + detail
	}
	text = fmt.Sprintf("%s, hint: [%s], from ip: %s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d", text, digits(25), callerIP, code)
	return answer{"errcode": code, "errmsg": text}
}

// callerIP is the address that every caller seems to have; error 60020 names it.
const callerIP = "203.0.113.9"

func (a answer) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(a) // the caller hung up: nobody is there to be told
}

// file is a download (2.6).
type file struct {
	name, kind string
	data       []byte
}

func (f file) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	_, _ = w.Write(f.data)
}

// errText is the beginning of errmsg. The codes are those of 2.11.
func errText(code int) string {
	text, known := map[int]string{
		-1:     "system busy",
		40001:  "invalid credential",
		40004:  "invalid media type",
		40006:  "invalid media size",
		40007:  "invalid media_id",
		40008:  "invalid message type",
		40013:  "invalid corpid",
		40014:  "invalid access_token",
		40029:  "invalid code",
		40056:  "invalid agentid",
		40058:  "invalid Request Parameter",
		40066:  "invalid url",
		41001:  "access_token missing",
		42001:  "access_token expired",
		42003:  "code expired",
		42022:  "code has been used",
		43001:  "require GET method",
		43002:  "require POST method",
		43012:  "callback url is not configured",
		44001:  "empty media data",
		44004:  "text content is empty",
		45001:  "media data too large",
		45009:  "api freq out of limit",
		45033:  "api concurrent out of limit",
		47001:  "data format error",
		48002:  "api forbidden",
		60011:  "no privilege to access/modify contact/party/agent",
		60020:  "not allow to access from your ip",
		60111:  "userid not found",
		60140:  "response_code is invalid, used or expired",
		81013:  "user & party & tag all invalid",
		86003:  "chat is not existing",
		86215:  "chatid is existing",
		93000:  "invalid webhook url",
		301002: "not allow operate another agent with this accesstoken",
	}[code]
	if !known {
		return "refused"
	}
	return text
}
