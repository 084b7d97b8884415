package reminders

import (
	"fmt"
	"time"

	"lianxin/config/policy"
)

// Reasons are read by staff beside a notice that did not arrive: what happened, without a name, a text or a secret.
const (
	reasonNoAnswer = "平台没有在限时内答复，不确定是否送达"
	reasonPanic    = "发送程序出错，不确定是否送达"

	reasonEnded      = "账号已不在通讯录里，此人没有其他账号"
	reasonUnreadable = "台账里的收件人读不出来，请运行 lianxin verify 检查台账"
)

func noChannelReason(channel string) string {
	switch channel {
	case "":
		return "此人没有登记企业微信或钉钉账号"
	case "wecom":
		return "没有开通企业微信通道"
	case "dingtalk":
		return "没有开通钉钉通道"
	case policy.GroupChannel("wecom"), policy.GroupChannel("dingtalk"):
		return "群机器人已不在配置里"
	}
	return "没有开通通道：" + channel
}

// unreachableReason says why nobody was found behind a sealed address, without telling whose it is.
func unreachableReason(lostKey bool) string {
	if lostKey {
		return "身份密钥不在，找不到收件人；请放回原来的密钥文件"
	}
	return "来信人没有聊天账号，或身份信息已到期删除，请用其他方式告知"
}

func exhaustedReason(attempts int, last string) string {
	return fmt.Sprintf("试发%d次都没有送达，已停止%s", attempts, lastly(last))
}

func expiredReason(last string) string { return "在有效时间内没有送达" + lastly(last) }

func lastly(reason string) string {
	if reason == "" {
		return ""
	}
	return "（最后一次：" + reason + "）"
}

func missedReason(planned time.Time) string {
	return "原定" + sayMoment(planned) + "，错过后已无必要"
}

// pausedReason says why something that its reader put off was not told afterwards.
func pausedReason(planned time.Time) string {
	return "原定" + sayMoment(planned) + "，本人要求暂停提醒，恢复时已无必要"
}

func sayMoment(at time.Time) string {
	return fmt.Sprintf("%d月%d日%s", at.Month(), at.Day(), at.Format("15:04"))
}
