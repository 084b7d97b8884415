package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Class is the legal kind of a matter.
type Class = policy.Class

// Source 来源 is the door by which a case came in (Art. 5.7). Its text is what people are told.
type Source string

// The doors.
const (
	FromChat     Source = ""
	FromLetter   Source = "来信"
	FromMailbox  Source = "电子信箱"
	FromPhone    Source = "电话"
	FromVisit    Source = "来访"
	FromSuperior Source = "上级转办" // with a second clock: object within 5 workdays (Art. 23)
)

// Sources is the closed list of other doors than the chat, in the order in which it is shown.
var Sources = []Source{FromLetter, FromMailbox, FromPhone, FromVisit, FromSuperior}

// Level 公开程度 says who may ever know the filer's name (requirements 2.5). Its text is what people are told.
type Level string

// The levels, from open to closed. The zero value is 公开实名.
const (
	LevelOpen         Level = ""
	LevelConfidential Level = "对承办单位保密"
	LevelAnonymous    Level = "匿名"
)

// Zh is how a level is called.
func (l Level) Zh() string {
	if l == LevelOpen {
		return "公开实名"
	}
	return string(l)
}

// TellOutcome 告知结果 is what the filer is told within 15 days (Art. 23).
type TellOutcome string

// The outcomes.
const (
	ToldAccept  TellOutcome = "受理"     // ours
	ToldForward TellOutcome = "转送"     // passed to a body outside the school that has the power; no result comes back, so the case is closed with it
	ToldEntrust TellOutcome = "交办"     // given to a unit with a day, a result is owed
	ToldNotOurs TellOutcome = "不属于本单位" // told whom to ask; closed with it
	ToldMerge   TellOutcome = "并案"     // goes on in another case
	ToldChannel TellOutcome = "导入法定途径" // told which legal channel and limit; closed with it
)

// Told 告知 is the notice to the filer of what becomes of the case.
type Told struct {
	At      time.Time   `json:"at"`
	By      string      `json:"by"`
	Outcome TellOutcome `json:"outcome"`
	Note    string      `json:"note,omitempty"` // whom to ask, which channel, why: said to the filer
}

// Superior 上级转办 is where a case from above comes from, and whether it was objected to.
type Superior struct {
	Body       string    `json:"body,omitempty"` // 省教育厅
	Number     string    `json:"number,omitempty"`
	Objected   time.Time `json:"objected,omitzero"` // within 5 workdays, with reasons (Art. 23)
	Reason     string    `json:"reason,omitempty"`
	HandedBack time.Time `json:"handed_back,omitzero"` // after they agreed
}

// Assignment 承办 is one unit's part in a case with its own clock.
type Assignment struct {
	Unit      string      `json:"unit"`
	Lead      bool        `json:"lead,omitempty"` // 主办; else 协办
	By        string      `json:"by"`
	At        time.Time   `json:"at"`
	Due       policy.Date `json:"due"`            // last good day of the unit's own clock
	Taken     time.Time   `json:"taken,omitzero"` // a handler signed for it
	TakenBy   string      `json:"taken_by,omitempty"`
	Asked     time.Time   `json:"asked,omitzero"` // a second return: the unit asks, the officer decides
	Kept      time.Time   `json:"kept,omitzero"`  // and decided that the unit keeps the case
	Returned  time.Time   `json:"returned,omitzero"`
	ReturnBy  string      `json:"return_by,omitempty"`
	ReturnWhy string      `json:"return_why,omitempty"`
	Removed   time.Time   `json:"removed,omitzero"` // the officer gave it to another unit
	Replied   time.Time   `json:"replied,omitzero"` // the unit has said its part
}

// Live tells whether the unit still has the case.
func (a *Assignment) Live() bool { return a.Returned.IsZero() && a.Removed.IsZero() }

// Extension 延期: once, with a reason, approved by a second person (Art. 34).
type Extension struct {
	Days       int       `json:"days"` // calendar days
	Reason     string    `json:"reason"`
	Asked      time.Time `json:"asked"`
	AskedBy    string    `json:"asked_by"`
	Approved   time.Time `json:"approved,omitzero"`
	ApprovedBy string    `json:"approved_by,omitempty"`
	Denied     time.Time `json:"denied,omitzero"`
}

// Finding is what an opinion comes to (Art. 32). Its text is what people are told.
type Finding string

// The findings.
const (
	FindingSupported Finding = "支持"
	FindingExplained Finding = "解释"
	FindingDenied    Finding = "不支持"
)

// Opinion 处理意见 is one reply with its four parts (Art. 32): facts, action, day, contact.
type Opinion struct {
	By      string      `json:"by"`
	Unit    string      `json:"unit"`
	At      time.Time   `json:"at"`
	Facts   string      `json:"facts"`
	Action  string      `json:"action"`
	Date    policy.Date `json:"date,omitzero"` // when it was done or will be
	Contact string      `json:"contact"`       // whom to ask: a post and a telephone
	Finding Finding     `json:"finding"`
	Leading bool        `json:"leading,omitempty"` // of the unit that leads, or of the officer; else a part of it

	Checked   time.Time `json:"checked,omitzero"` // by the second person, where the category asks for one
	CheckedBy string    `json:"checked_by,omitempty"`
	Rejected  time.Time `json:"rejected,omitzero"` // sent back by the second person
	Final     time.Time `json:"final,omitzero"`    // from here on it is the answer
}

// Score is a filer's rating. Its text is what people say.
type Score string

// The scores.
const (
	ScoreGood Score = "满意"
	ScoreFair Score = "基本满意"
	ScoreBad  Score = "不满意"
)

// Rating 评价. The reason, if one is given, is sealed like all words of the filer.
type Rating struct {
	At     time.Time `json:"at"`
	Score  Score     `json:"score"`
	Solved string    `json:"solved,omitempty"` // 解决了吗: 是, 部分, 否
}

// Rework is the second round after 不满意: once, by another person.
type Rework struct {
	At    time.Time   `json:"at"`
	After int         `json:"after"` // answers given before it
	Due   policy.Date `json:"due"`
}

// Cause says why a case is under 督办 (requirements 2.6).
type Cause string

// The causes.
const (
	CauseOverdue   Cause = "逾期"
	CauseReturned  Cause = "两次退回"
	CauseUnhappy   Cause = "返工后仍不满意"
	CauseCluster   Cause = "同类集中"
	CauseOrdered   Cause = "领导批示"
	CauseOfficer   Cause = "信访部门督办"
	CauseEscalated Cause = "报分管领导" // 督办 went by without an answer
)

// Supervision 督办 is one chase.
type Supervision struct {
	At    time.Time   `json:"at"`
	By    string      `json:"by"` // member id or "system"
	Cause Cause       `json:"cause"`
	For   Clock       `json:"for,omitzero"` // the clock that ran out
	Due   policy.Date `json:"due,omitzero"` // its last good day
	Note  string      `json:"note,omitempty"`
}

// Review is a 复查 or a 复核 (Art. 35, 36).
type Review struct {
	Asked    time.Time     `json:"asked"`
	Given    time.Time     `json:"given,omitzero"`
	By       string        `json:"by,omitempty"`
	Finding  string        `json:"finding,omitempty"` // 维持, 撤销, 变更
	Opinion  string        `json:"opinion,omitempty"`
	Hearings []policy.Span `json:"hearings,omitempty"` // 听证: its days do not count; an open end = under way
}

// FollowUp is the answer to the question, 30 and 90 days after the close, whether anybody retaliated. Only the officer reads it.
type FollowUp struct {
	At  time.Time `json:"at"`
	Bad bool      `json:"bad,omitempty"`
}

// Attachment is a picture or paper of a case; its bytes are sealed elsewhere.
type Attachment struct {
	Hash string    `json:"hash"` // hex SHA-256 of the contents
	Type string    `json:"type"` // image/jpeg ..., found in the contents
	Size int       `json:"size"` // bytes
	At   time.Time `json:"at"`
}
