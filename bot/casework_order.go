package bot

import "strings"

// verb is what an order wants done about a case.
type verb string

// The verbs.
const (
	verbShow     verb = "看"
	verbRaw      verb = "原话"
	verbPictures verb = "看图"
	verbAccept   verb = "受理"
	verbForward  verb = "转送"
	verbAssign   verb = "交办"
	verbNotOurs  verb = "不属于本单位"
	verbChannel  verb = "导入法定途径"
	verbMerge    verb = "并入"
	verbJoin     verb = "合并"
	verbSummary  verb = "摘要"
	verbCategory verb = "类别"
	verbClass    verb = "性质"
	verbSimple   verb = "简易办理"
	verbFull     verb = "不简易"
	verbMajor    verb = "列为重大"
	verbMinor    verb = "取消重大"
	verbTarget   verb = "反映对象"
	verbTake     verb = "签收"
	verbReturn   verb = "退回"
	verbExtend   verb = "延期"
	verbReply    verb = "答复"
	verbClose    verb = "办结"
	verbReview   verb = "复查意见"
	verbRereview verb = "复核意见"
	verbHear     verb = "听证开始"
	verbHeard    verb = "听证结束"
	verbEnd      verb = "终结"
	verbChase    verb = "督办"
	verbOrder    verb = "批示"
	verbRecuse   verb = "回避"
	verbObject   verb = "提出异议"
	verbHandBack verb = "退还上级"
	verbRelease  verb = "转联系方式"
	verbExclude  verb = "不计入统计"
	verbWho      verb = "谁反映的"
	verbHide     verb = "定密"
	verbUnhide   verb = "公开"
	verbLet      verb = "同意"
	verbLetNot   verb = "不同意"
	verbFor      verb = "代" // for somebody who came by another door
)

// order is one order about a case, as it was read: the verb, the cases, and what else was said.
type order struct {
	verb    verb
	word    string   // the word that was said for the verb: 同意延期
	cases   []string // ids; the first one is what the order is about. Empty: the words name none, topic may
	topic   string   // what the case is about, where it has no number: 热水
	rest    string   // what stands behind
	unit    string   // full name, where the grammar found it
	with    string
	days    int    // workdays, where the grammar found them
	summary string // said in answer to a question
}

// orderWord is a verb as it is said. bare: it may stand without a number when one case lies on the table.
type orderWord struct {
	verb  verb
	words string
	bare  bool
}

var orderOpenings = func() openings[orderWord] {
	all := openings[orderWord]{}
	for _, w := range orderWords {
		all.add(w.words, w)
	}
	return all
}()

// orderWords are the words of each verb.
var orderWords = []orderWord{
	{verbShow, "看看 查看 看一下 看 查一下 查询 查 打开 详情 调出", false},
	{verbPictures, "看图片 看图 看照片 看附件", true},
	{verbRaw, "看原话 原话 看原文 原文", true},
	{verbAccept, "告知受理 受理", true},
	{verbForward, "告知转送 转送", true},
	{verbAssign, "告知交办 交办给 交办 转办给 转办 转给 转到 转至 转交 转由 转 派给 派到 派 分给 改派给 改派 改交 改由 交给 交由", true},
	{verbNotOurs, "告知不属于本单位 不属于本单位 不属于我校 不属于学校 不属本单位 不属我校 不归学校 非本单位", true},
	{verbChannel, "告知导入法定途径 导入法定途径 导入法定渠道 走法定途径 法定途径 导入", true},
	{verbMerge, "并案到 并案入 并案 并入 并到 合并到 合并进 合并入", true},
	{verbJoin, "合并办理 合并", false},
	{verbSummary, "写摘要 中性摘要 摘要改为 摘要改成 摘要", true},
	{verbCategory, "类别改为 类别改成 改类别 改类 类别 归类 定类 重新分类 分类", true},
	{verbClass, "性质改为 性质改成 性质 定性", true},
	{verbSimple, "简易办理 按简易办理 简易", true},
	{verbFull, "不简易 取消简易 不按简易 普通办理", true},
	{verbMajor, "列为重大 设为重大 重大", true},
	{verbMinor, "取消重大 不列重大 不重大", true},
	{verbTarget, "反映对象 被反映人 对象是 对象 涉及", true},
	{verbTake, "签收 已签收 收下", true},
	{verbReturn, "申请退回 退回信访 退回 退件", true},
	{verbExtend, "申请延期 延期 延长", true},
	{verbReply, "回复如下 答复如下 回复意见 答复意见 处理意见 回复 答复", true},
	{verbClose, "办结 结案 关闭", true},
	{verbReview, "复查意见", true},
	{verbRereview, "复核意见", true},
	{verbHear, "听证开始 开始听证", true},
	{verbHeard, "听证结束 结束听证", true},
	{verbEnd, "终结", true},
	{verbChase, "督办 催一下 催办", true},
	{verbOrder, "领导批示 批示", true},
	{verbRecuse, "申请回避 回避", true},
	{verbObject, "提出异议 向上级提出异议 异议", true},
	{verbHandBack, "退还上级 退回上级 交回上级 退还", true},
	{verbRelease, "转联系方式 给联系方式 告知联系方式 提供联系方式", true},
	{verbExclude, "不计入统计 不计入 不计率", true},
	{verbWho, "是谁反映的 谁反映的 是谁写的 谁写的 是谁提的 谁提的 谁投的 来信人是谁 查看身份 看身份 查身份 身份", true},
	{verbHide, "定密 设为保密 转为保密", true},
	{verbUnhide, "公开 取消保密 解密", true},
	{verbLet, "同意延期 批准延期 准予延期 同意退回 批准退回 同意查看身份 同意查看 批准查看 核对通过 核对无误 审核通过 同意 批准", true},
	{verbLetNot, "不同意延期 不批准延期 驳回延期 不同意退回 驳回退回 不同意查看身份 不同意查看 不批准查看 核对退回 核对不通过 审核退回 审核不通过 不同意 不批准 驳回", true},
	{verbFor, "代补充 代催办 代撤回 代评价 代申请复查 代申请复核", false},
}

// readOrder reads an order: a verb before or behind the number of a case, or alone when one case lies on the table. Questions are none.
func readOrder(text string, year int, table []string) (order, bool) {
	s := trimLead(text)
	told := strings.TrimSpace(strings.TrimPrefix(s, "告知")) // 告知 42号 受理 says first what 受理 is
	for _, s := range []string{s, told} {
		if ids, rest := casesAt(s, year, table); len(ids) > 0 {
			return orderBehind(ids, rest, year)
		}
	}
	v, word, bare, rest := verbAt(s)
	if v == "" || asks(rest) && v != verbShow && v != verbWho {
		return order{}, false
	}
	if ids, behind := casesAt(rest, year, table); len(ids) > 0 {
		return order{verb: v, word: word, cases: ids, rest: behind}, v != verbShow || behind == "" || hasAny(behind, wordsProgress)
	}
	if (bare || v == verbShow && rest == "") && len(table) == 1 {
		return order{verb: v, word: word, cases: table, rest: rest}, true
	}
	return order{verb: v, word: word}, v == verbTake && rest == ""
}

// orderBehind reads what stands behind the number.
func orderBehind(ids []string, rest string, year int) (order, bool) {
	if rest == "" {
		return order{verb: verbShow, cases: ids}, true
	}
	v, word, _, behind := verbAt(trimLead(rest))
	if v == "" || asks(behind) && v != verbShow && v != verbWho {
		return order{}, false
	}
	if v == verbMerge {
		more, after := casesAt(behind, year, nil)
		return order{verb: v, word: word, cases: append(ids, more...), rest: after}, true
	}
	return order{verb: v, word: word, cases: ids, rest: behind}, true
}

// verbAt finds the longest word of a verb with which a text begins, and gives what stands behind.
func verbAt(s string) (v verb, word string, bare bool, rest string) {
	word, of := orderOpenings.at(s)
	return of.verb, word, of.bare, trimSeparators(s[len(word):])
}

// wordsProgress are what is asked about the course of a case.
var wordsProgress = []string{"怎么样", "进展", "到哪", "情况", "办得", "如何"}

// asks tells whether words are a question rather than part of an order.
func asks(s string) bool {
	s = strings.TrimRight(s, " 。！")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "吗") || strings.HasSuffix(s, "了没") || strings.HasSuffix(s, "没有")
}
