package wecom

import (
	"fmt"
	"time"

	"lianxin/store/ledger"
)

// What an outcome says to the staff.
const (
	sayNoSuchUser   = "企业微信里没有这个账号，或账号不在应用的可见范围内"
	sayUnlicensed   = "这个账号没有企业微信接口许可"
	sayBadUser      = "企业微信账号写法不对，没有发送"
	sayEmpty        = "内容为空，没有发送"
	sayTooLarge     = "图片太大，企业微信不收，没有发送"
	sayFileTooLarge = "文件超过 20 MB，企业微信不收，没有发送"
	sayBadContent   = "企业微信不接受这条消息的内容"
	sayBusy         = "企业微信忙，稍后再发"
	sayTooOften     = "调用企业微信过于频繁，稍后再发"
	sayBadSecret    = "企业微信不认应用密钥，请核对 corp_id 和 secret"
	sayStaleToken   = "企业微信暂不认访问凭证，稍后再发"
	sayBadAgent     = "agent_id 与 secret 不是同一个应用，请核对"
	sayNotPermitted = "应用没有调用这个接口的权限，请在企业微信管理后台检查"
	sayAddress      = "服务器地址 %s 不在应用的企业可信 IP 中，请在企业微信管理后台填入"
	sayOwnAddress   = "的出口"
	sayUnreachable  = "连不上企业微信，稍后再发"
	sayNoAnswer     = "企业微信没有明确答复，不知是否送达，稍后再发"
	sayWaiting      = "等候发送的消息太多，稍后再发"
	sayNoGroup      = "没有配置名为“%s”的群机器人"
	sayRobotGone    = "群机器人已被移除或停用，请核对 group_webhooks"
	sayAgain        = "（网络不稳，这一条可能是重复的）"
	sayNoRight      = "卡片已超过可更新的时间，或已更新过"
	sayCode         = "企业微信返回错误码 %d，稍后再发"
)

// Waits of the whole application.
const (
	waitBusy    = 5 * time.Second
	waitCrowd   = time.Second      // and as much again, by chance
	waitToken   = 30 * time.Second // a new token was refused too
	waitRate    = time.Minute
	waitManager = 5 * time.Minute // until somebody corrects the configuration
)

// codeRate is the error code of too many calls.
const codeRate = 45009

// outcome says what a failed call means for the notice (protocol 2.11). jitter lies in [0, 1).
func (e *apiError) outcome(jitter float64) ledger.Outcome {
	out := e.verdict(jitter)
	out.Code = int(e.Code)
	return out
}

func (e *apiError) verdict(jitter float64) ledger.Outcome {
	switch e.Code {
	case 0:
		return e.silence()
	case -1:
		return retry(sayBusy, waitBusy)
	case codeRate:
		return retry(sayTooOften, waitRate)
	case 45033:
		return retry(sayTooOften, waitCrowd+time.Duration(jitter*float64(waitCrowd)))
	case 40014, 41001, 42001: // a renewed token was tried before; nobody need correct anything
		return retry(sayStaleToken, waitToken)
	case 40001, 40013, 40091:
		return retry(sayBadSecret, waitManager)
	case 40056, 301002:
		return retry(sayBadAgent, waitManager)
	case 48002:
		return retry(sayNotPermitted, waitManager)
	case 60020:
		return retry(e.sayAddress(), waitManager)
	case 40003, 46004, 50002, 60011, 60111, 81013:
		return refused(sayNoSuchUser)
	case 40008, 40033, 40058, 40063, 44004, 45002:
		return refused(sayBadContent)
	}
	return ledger.Outcome{State: ledger.Retry, Reason: fmt.Sprintf(sayCode, e.Code)}
}

// silence is the outcome of a call without an answer.
func (e *apiError) silence() ledger.Outcome {
	if e.Maybe {
		return ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
	}
	return ledger.Outcome{State: ledger.Retry, Reason: sayUnreachable}
}

func (e *apiError) sayAddress() string {
	ip := e.address()
	if ip == "" {
		ip = sayOwnAddress
	}
	return fmt.Sprintf(sayAddress, ip)
}

func retry(reason string, after time.Duration) ledger.Outcome {
	return ledger.Outcome{State: ledger.Retry, Reason: reason, After: after}
}

func refused(reason string) ledger.Outcome {
	return ledger.Outcome{State: ledger.Refused, Reason: reason}
}
