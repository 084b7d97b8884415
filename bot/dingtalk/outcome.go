package dingtalk

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"lianxin/store/ledger"
)

// What an outcome says to the staff.
const (
	sayNoSuchUser   = "钉钉里没有这个账号，或账号不在应用的可见范围内"
	sayBadUser      = "钉钉账号写法不对，没有发送"
	sayEmpty        = "内容为空，没有发送"
	sayBadContent   = "钉钉不接受这条消息的内容"
	sayTooLarge     = "图片或文件太大，钉钉不收，没有发送"
	sayFileKind     = "钉钉不收这种文件，没有发送；能发 xlsx、pdf、docx、doc、zip、rar"
	sayNoGroup      = "钉钉群已解散，或机器人不在群里"
	sayFlow         = "钉钉暂时限制给这个人发消息，稍后再发"
	sayTooOften     = "调用钉钉过于频繁，稍后再发"
	sayMonth        = "本月钉钉接口额度已用完；请在钉钉开放平台增购，或等到下月"
	sayScope        = "应用没有调用这个接口的权限%s，请在钉钉开放平台申请"
	sayBadSecret    = "钉钉不认应用密钥，请核对 client_id 和 client_secret"
	sayStaleToken   = "钉钉暂不认访问凭证，稍后再发"
	sayBadRobot     = "钉钉不认机器人，或机器人已停用，请核对 robot_code"
	sayAddress      = "服务器地址 %s 不在应用的服务器出口 IP 名单中，请在钉钉开放平台填入"
	sayOwnAddress   = "的出口"
	sayPunished     = "钉钉因请求过多暂时拒绝本机，五分钟后再发"
	sayUnreachable  = "连不上钉钉，稍后再发"
	sayNoAnswer     = "钉钉没有明确答复，不知是否送达，稍后再发"
	sayWaiting      = "等候发送的消息太多，稍后再发"
	sayCode         = "钉钉返回错误码 %s，稍后再发"
	sayNoRobot      = "没有配置名为“%s”的群机器人"
	sayRobotKeyword = "群机器人的安全设置不接受这条消息，请核对加签密钥、关键词和 IP 名单"
	sayRobotGone    = "群机器人已被删除，请核对 access_token"
	sayNoTemplate   = "没有配置卡片模板（card_template），没有发送"
)

// What a person reads whom the platform gives no user id, and who waits for an answer that never comes otherwise.
const sayStranger = "你好！我只能为本校通讯录里的成员服务。钉钉没有告诉我你的校内账号，请用本校的组织身份和我对话，或联系系统管理员。"

// saySeeBelow stands on a card whose answer is too long for it.
const saySeeBelow = "结果见下一条消息。"

// sayAgain is added to a message that may have arrived already: the platform has no duplicate check.
const sayAgain = "（网络不稳，这一条可能是重复的）"

// Waits of the whole application.
const (
	waitQPS      = time.Second // and as much again, by chance
	waitPlatform = 5 * time.Second
	waitToken    = 30 * time.Second // a new token was refused too
	waitPunished = 5 * time.Minute
	waitManager  = 5 * time.Minute // until somebody corrects the configuration
	waitMonth    = time.Hour       // until somebody buys more, or the month ends
	waitRobot    = 10 * time.Minute
)

// outcomeOf says what a failed call means for the notice (protocol 3.10).
func outcomeOf(err error) ledger.Outcome {
	e := (*apiError)(nil)
	if !errors.As(err, &e) {
		e = lost("", err, true)
	}
	out := e.verdict()
	out.Code = e.Status
	if n, err := strconv.Atoi(strings.SplitN(e.Code, "/", 2)[0]); err == nil {
		out.Code = n
	}
	return out
}

func (e *apiError) verdict() ledger.Outcome {
	switch {
	case e.Maybe:
		return ledger.Outcome{State: ledger.Unknown, Reason: sayNoAnswer}
	case e.Code == codeNoAnswer:
		return retry(sayUnreachable, 0)
	case e.Code == codePunished:
		return retry(sayPunished, waitPunished)
	case e.Code == codeWaiting:
		return retry(sayWaiting, 0)
	}
	for _, v := range verdicts {
		if strings.HasPrefix(e.Code, v.code) {
			return v.outcome(e)
		}
	}
	return retry(fmt.Sprintf(sayCode, e.Code), 0)
}

// verdicts say what a code means; the first whose code the platform's begins with counts.
var verdicts = []struct {
	code    string
	outcome func(*apiError) ledger.Outcome
}{
	{"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", tooOften(waitQPS)},
	{"90018", tooOften(waitQPS)},
	{"Forbidden.AccessDenied.QpsLimitForApi", tooOften(waitPlatform)},
	{"90002", tooOften(waitPlatform)},
	{"Forbidden.AccessDenied.ApiCountLimitForOrg", again(sayMonth, waitMonth)},
	{"90020", again(sayMonth, waitMonth)},
	{"Forbidden.AccessDenied.AccessTokenPermissionDenied", (*apiError).noScope},
	{"Forbidden.AccessDenied.IpNotInWhiteList", (*apiError).noAddress},
	{"InvalidAuthentication", again(sayStaleToken, waitToken)},
	{"token.invalid", again(sayStaleToken, waitToken)},
	{"invalidClientIdOrSecret", again(sayBadSecret, waitManager)},
	{"40096", again(sayBadSecret, waitManager)},
	{"88/40014", again(sayStaleToken, waitToken)},
	{"40014", again(sayStaleToken, waitToken)},
	{"42001", again(sayStaleToken, waitToken)},
	{"88/60011", (*apiError).noScope},
	{"60020", (*apiError).noAddress},
	{"40004", never(sayBadContent)},
	{"40006", never(sayTooLarge)},
	{"45001", never(sayTooLarge)},
	{"staffId.notExisted", never(sayNoSuchUser)},
	{"invalidParameter.userIds", never(sayNoSuchUser)},
	{"invalidParameter.robotCode", again(sayBadRobot, waitManager)},
	{"robotCode.notExsit", again(sayBadRobot, waitManager)},
	{"bot.stopped", again(sayBadRobot, waitManager)},
	{"template.stopped", again(sayBadRobot, waitManager)},
	{"group.disbanded", never(sayNoGroup)},
	{"invalidParameter.openConversationId", never(sayNoGroup)},
	{"invalid.openConversationId", never(sayNoGroup)},
	{"openConversationId.invalid", never(sayNoGroup)},
	{"resource.not.found", never(sayBadContent)},
	{"invalidParameter.msg", never(sayBadContent)},
	{"msg", never(sayBadContent)},
	{"miss.param", never(sayBadContent)},
	{"460101", never(sayBadContent)},
	{"101002", never(sayBadContent)},
	{"310000", again(sayRobotKeyword, waitManager)},
	{"300005", never(sayRobotGone)},
	{"400101", never(sayRobotGone)},
	{"130101", again(sayTooOften, waitRobot)},
	{"660026", again(sayTooOften, waitRobot)},
}

func tooOften(wait time.Duration) func(*apiError) ledger.Outcome {
	return func(*apiError) ledger.Outcome {
		return retry(sayTooOften, wait+time.Duration(rand.Float64()*float64(wait)))
	}
}

func again(say string, wait time.Duration) func(*apiError) ledger.Outcome {
	return func(*apiError) ledger.Outcome { return retry(say, wait) }
}

func never(say string) func(*apiError) ledger.Outcome {
	return func(*apiError) ledger.Outcome { return refused(say) }
}

func (e *apiError) noScope() ledger.Outcome {
	scopes := e.Scopes
	if scopes != "" {
		scopes = "（" + scopes + "）"
	}
	return retry(fmt.Sprintf(sayScope, scopes), waitManager)
}

func (e *apiError) noAddress() ledger.Outcome {
	ip := e.address()
	if ip == "" {
		ip = sayOwnAddress
	}
	return retry(fmt.Sprintf(sayAddress, ip), waitManager)
}

func retry(reason string, after time.Duration) ledger.Outcome {
	return ledger.Outcome{State: ledger.Retry, Reason: reason, After: after}
}

func refused(reason string) ledger.Outcome {
	return ledger.Outcome{State: ledger.Refused, Reason: reason}
}
