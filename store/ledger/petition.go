package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Petition 信访事项: content and facts of one case, without anybody's name (Art. 5.7). Who filed it stands elsewhere, sealed.
type Petition struct {
	ID       string      `json:"id"`                // XF2026-0042
	Received time.Time   `json:"received"`          // UTC; day of receipt is day 0
	Category string      `json:"category"`          // 后勤-食堂
	Unit     string      `json:"unit"`              // the unit that handles it; "" while with the officer
	Summary  string      `json:"summary"`           // neutral summary by the officer
	Told     time.Time   `json:"told,omitzero"`     // the filer was told who handles it
	Accepted time.Time   `json:"accepted,omitzero"` // taken on: the 60 days run from here
	Replied  time.Time   `json:"replied,omitzero"`  // the answer was given
	Closed   time.Time   `json:"closed,omitzero"`
	Rating   string      `json:"rating,omitempty"` // 满意, 基本满意, 不满意
	Due      policy.Date `json:"due,omitzero"`     // internal due date of the reply
}

// Stage derives where the case stands: 登记, 已告知, 办理中, 已答复, 已办结.
func (p *Petition) Stage() string {
	switch {
	case !p.Closed.IsZero():
		return "已办结"
	case !p.Replied.IsZero():
		return "已答复"
	case !p.Accepted.IsZero():
		return "办理中"
	case !p.Told.IsZero():
		return "已告知"
	}
	return "登记"
}

// Overdue tells whether the reply is past its due date on day d.
func (p *Petition) Overdue(d policy.Date) bool {
	return p.Replied.IsZero() && p.Closed.IsZero() && p.Due != 0 && d > p.Due
}
