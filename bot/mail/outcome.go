package mail

import (
	"errors"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"lianxin/store/ledger"
)

// What an outcome says to the staff.
const (
	sayBadAddress  = "邮箱地址写法不对，没有发送"
	sayEmpty       = "内容为空，没有发送"
	sayNoSuchUser  = "对方邮箱不存在，或拒收这封邮件"
	sayBadContent  = "邮件服务器不接受这封邮件的内容"
	sayLater       = "对方邮箱暂时收不了，稍后再发"
	sayBusy        = "邮件服务器忙，稍后再发"
	sayBadPassword = "邮件服务器不认账号或密码，请核对 mail.smtp"
	sayBadSender   = "邮件服务器不许用这个地址发信，请核对 mail.smtp.from"
	sayNotPossible = "邮件服务器不按约定的方式收信，请核对 mail.smtp"
	sayUnreachable = "连不上邮件服务器，稍后再发"
	sayNoAnswer    = "邮件服务器没有明确答复，不知是否送达，稍后再发"
	sayWaiting     = "等候发送的邮件太多，稍后再发"
	sayNotComposed = "这封邮件写不出来，没有发送"
)

// Waits of the whole mailbox.
const (
	waitBusy    = time.Minute
	waitManager = 5 * time.Minute // until somebody corrects the configuration
)

// errNothing is a client that neither sent nor complained.
var errNothing = errors.New("mail: nothing was sent")

// verdict is what a failed attempt means.
type verdict struct {
	step  string // where it failed, in constant words
	cause error
	out   ledger.Outcome
}

// judge reads the failure of an attempt. tried is false if nothing was ever written to the network.
//
// What concerns this mailbox (password, sender, connection) is tried again after a wait of the whole channel: no letter is given up because of it. What
// concerns the receiver or the letter is refused for good with 5xx and tried again with 4xx. Once the text is under way, only the server's word counts.
func judge(err error, tried bool) verdict {
	if !tried {
		return verdict{"compose", err, refused(sayNotComposed)}
	}
	var sent *gomail.SendError
	if !errors.As(err, &sent) {
		return opening(err)
	}
	code := sent.ErrorCode()
	v := verdict{cause: errNothing}
	if code > 0 {
		v.cause = &textproto.Error{Code: code}
	}
	switch sent.Reason {
	case gomail.ErrSMTPMailFrom:
		v.step, v.out = "sender", fromSender(code)
	case gomail.ErrSMTPRcptTo:
		v.step, v.out = "receiver", toReceiver(code)
	case gomail.ErrSMTPData:
		v.step, v.out = "data", content(code, retry(sayUnreachable, 0))
	case gomail.ErrWriteContent, gomail.ErrSMTPDataClose:
		v.step, v.out = "text", content(code, ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer})
	case gomail.ErrConnCheck:
		v.step, v.out = "connect", retry(sayUnreachable, 0)
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrNoUnencoded:
		v.step, v.out = "compose", refused(sayNotComposed)
	default:
		v.step, v.out = "text", ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
	}
	v.out.Code = code
	return v
}

// opening judges what failed before the first letter could be offered: connecting, TLS, password.
func opening(err error) verdict {
	v := verdict{step: "connect", cause: err, out: retry(sayUnreachable, 0)}
	var reply *textproto.Error
	switch {
	case errors.Is(err, errNoAuth):
		v.step, v.out = "login", retry(sayNotPossible, waitManager)
	case errors.As(err, &reply):
		v.out = retry(sayBusy, waitBusy)
		if reply.Code >= 500 {
			v.out = retry(sayNotPossible, waitManager)
		}
		if reply.Code == 535 || reply.Code == 534 || reply.Code == 530 {
			v.step, v.out = "login", retry(sayBadPassword, waitManager)
		}
		v.out.Code = reply.Code
	case strings.Contains(err.Error(), "STARTTLS mode set to"), strings.Contains(err.Error(), "does not support SMTP AUTH"):
		v.out = retry(sayNotPossible, waitManager)
	}
	return v
}

// fromSender judges the answer to MAIL FROM, which concerns all letters.
func fromSender(code int) ledger.Outcome {
	switch {
	case code == 530 || code == 535:
		return retry(sayBadPassword, waitManager)
	case code >= 500:
		return retry(sayBadSender, waitManager)
	case code >= 400:
		return retry(sayBusy, waitBusy)
	}
	return retry(sayUnreachable, 0)
}

// toReceiver judges the answer to RCPT TO, which concerns this receiver; but 421 is the end of the connection and 530 a missing password.
func toReceiver(code int) ledger.Outcome {
	switch {
	case code == 530:
		return retry(sayBadPassword, waitManager)
	case code >= 500:
		return refused(sayNoSuchUser)
	case code == 421:
		return retry(sayBusy, waitBusy)
	case code >= 400:
		return retry(sayLater, 0)
	}
	return retry(sayUnreachable, 0)
}

// content judges the answer to the text itself; without one it is what silence means there.
func content(code int, silence ledger.Outcome) ledger.Outcome {
	switch {
	case code >= 500:
		return refused(sayBadContent)
	case code == 421:
		return retry(sayBusy, waitBusy)
	case code >= 400:
		return retry(sayLater, 0)
	}
	return silence
}

func retry(reason string, after time.Duration) ledger.Outcome {
	return ledger.Outcome{State: ledger.Retry, Reason: reason, After: after}
}

func refused(reason string) ledger.Outcome {
	return ledger.Outcome{State: ledger.Refused, Reason: reason}
}
