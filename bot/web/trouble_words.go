package web

import (
	"fmt"
	"strings"
	"time"
)

// troubleWords are what a button says, what it does, and what was done when it was pressed.
type troubleWords struct {
	What         Trouble
	Button, Hint string
	Done         string
}

// troubleButtons are the fault buttons in their order.
var troubleButtons = []troubleWords{
	{Repeat, "平台重发一次", "平台把这部手机的上一条消息再送一次", "平台把上一条消息又送了一次。"},
	{NoAnswer, "回调超时", "下一条消息，平台不等答复就断开，五秒后再送", "下一条消息，平台第一次不等答复就断开，五秒后再送。"},
	{Cut, "断网一分钟", "平台送不进来，程序也发不出去", "程序与平台之间断网一分钟。"},
	{Token, "令牌失效", "平台提前作废访问令牌", "平台提前作废了访问令牌。"},
	{Rate, "限流", "平台嫌调用太频繁，拒收一次", "平台以调用过于频繁为由拒收了一次。"},
	{Page, "返回网页错误", "接口不按约定答复，回了一个网页", "发送接口没有按约定答复，回了一个 502 网页。"},
	{Restart, "重启程序", "正在发送时强行结束程序，再启动", "程序在发送途中被强行结束，随即重新启动。"},
	{Heal, "恢复正常", "撤掉还没用上的故障", "网络和平台都恢复正常。"},
}

func troubleOf(what string) (troubleWords, bool) {
	for _, w := range troubleButtons {
		if string(w.What) == what {
			return w, true
		}
	}
	return troubleWords{}, false
}

// aftermath says how the program coped.
func (s *Sandbox) aftermath(t Trouble, p person, a Aftermath) string {
	switch t {
	case Repeat:
		return repeatWords(a)
	case NoAnswer:
		return "现在说一句试试：手机上只会有一个答复，台账只记一次。"
	case Heal:
		return "发件箱里等着的会按各自的时间再发。"
	case Restart:
		return restartWords(a) + s.drillWords(p, a)
	case Cut:
		return "这期间说的话，平台试三次都送不到会在手机上标出“没有送到”。" + s.drillWords(p, a)
	}
	return codeWords(a.Code) + s.drillWords(p, a)
}

func repeatWords(a Aftermath) string {
	said := "“" + shortened(a.Text, 16) + "”"
	switch {
	case !a.Accepted:
		return "程序这次没有接下" + said + "，平台稍后还会再送。"
	case a.Same && !a.Written:
		return "程序认出" + said + "是同一条：答复与上次一字不差，台账没有多记。"
	}
	return "程序没有认出" + said + "是同一条，请看聊天和台账。"
}

// shortened keeps the first n characters.
func shortened(text string, n int) string {
	if r := []rune(text); len(r) > n {
		text = string(r[:n]) + "…"
	}
	return strings.ReplaceAll(text, "\n", " ")
}

func codeWords(code int) string {
	if code == 0 {
		return ""
	}
	return fmt.Sprintf("错误码 %d。", code)
}

func restartWords(a Aftermath) string {
	out := fmt.Sprintf("停了 %.1f 秒，台账打开如常。", max(a.Down, 100*time.Millisecond).Seconds())
	if a.Unsure {
		out += "断开时测试通知正在路上，程序不知道送到没有，醒来后按原样再发。"
	}
	return out
}

// drillWords says what became of the notice that was sent to feel the trouble.
func (s *Sandbox) drillWords(p person, a Aftermath) string {
	switch {
	case a.State == "sent" && a.Shown == 1 && a.Known:
		return "平台认出重复，" + p.Name + "的手机上只有一条。"
	case a.State == "sent" && a.Shown == 1:
		return fmt.Sprintf("给%s的测试通知仍已送到，只有一条%s。", p.Name, attemptWords(a.Attempts))
	case a.State == "sent":
		return fmt.Sprintf("给%s的测试通知记为已发出，手机上有 %d 条。", p.Name, a.Shown)
	case a.State == "refused", a.State == "dropped":
		return "给" + p.Name + "的测试通知没有送到：" + a.Reason + "。"
	case a.Attempts == 0:
		return "发件箱还在为上一个故障等候，给" + p.Name + "的测试通知排在后面，会自动送出。"
	}
	return fmt.Sprintf("给%s的测试通知留在发件箱：%s，%s自动再试。", p.Name, a.Reason, a.Next.In(s.school.Location).Format("15:04:05"))
}

func attemptWords(n int) string {
	if n > 1 {
		return fmt.Sprintf("（试了 %d 次）", n)
	}
	return ""
}

// broughtAgain says that a message came more than once, and that nothing came of it but one answer.
func broughtAgain(name string, times int) (done, after string) {
	return fmt.Sprintf("%s的上一条消息，平台一共送了 %d 次。", name, times), "程序没有重记，手机上只有一个答复。"
}

// tried says how often a notice was tried and when that is done again; "" for one that waits for its first time.
func tried(attempts int, next string) string {
	if attempts == 0 {
		return ""
	}
	return fmt.Sprintf("已试 %d 次，%s 再试", attempts, next)
}

// unsaid is the fault of a message that was not taken.
func (s *Sandbox) unsaid(p person) string {
	if s.troubles != nil {
		if n := s.troubles.Brought(p.user); n > 1 {
			return fmt.Sprintf("平台试了 %d 次都没有送到，请稍后再发一次。", n)
		}
	}
	return "消息没有送到，请再发一次；详情见运行日志。"
}
