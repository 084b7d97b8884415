package ledger

import (
	"slices"

	"lianxin/config/policy"
)

// Op is something that may be done to a case.
type Op string

// The operations.
const (
	OpSee         Op = "see"          // content as far as the role has it, stage, journal
	OpCount       Op = "count"        // be counted in a total
	OpRaw         Op = "raw"          // the words of the filer
	OpTell        Op = "tell"         // 告知
	OpSummarise   Op = "summarise"    // write the neutral summary
	OpClassify    Op = "classify"     // class, category, simple, major
	OpAssign      Op = "assign"       // 交办, 改派
	OpTake        Op = "take"         // a handler signs for it
	OpReturn      Op = "return"       // 退回
	OpDecide      Op = "decide"       // about a second return
	OpAskMore     Op = "ask_more"     // ask for the extension
	OpExtend      Op = "extend"       // approve it
	OpReply       Op = "reply"        // the opinion
	OpPart        Op = "part"         // a co-handler's part
	OpCheck       Op = "check"        // the second person
	OpMerge       Op = "merge"        // 并案
	OpClose       Op = "close"        // 办结
	OpSupervise   Op = "supervise"    // 督办
	OpOrder       Op = "order"        // a leader's order 批示
	OpObject      Op = "object"       // to a case from above
	OpGiveReview  Op = "give_review"  // enter the 复查 or 复核 opinion
	OpHearing     Op = "hearing"      // 听证
	OpRecuse      Op = "recuse"       // 回避
	OpRelease     Op = "release"      // hand the contact on, if the filer allows it
	OpExclude     Op = "exclude"      // leave out of the rates, with a reason
	OpFollowUps   Op = "follow_ups"   // read the answers about retaliation
	OpLook        Op = "look"         // ask to open the identity
	OpApproveLook Op = "approve_look" // the second approver
	OpAttachments Op = "attachments"  // see the pictures

	OpAdd       Op = "supplement" // 补充
	OpUrge      Op = "urge"       // 催办
	OpWithdraw  Op = "withdraw"   // 撤回
	OpHide      Op = "hide"       // 设为保密
	OpRate      Op = "rate"       // 评价
	OpAskReview Op = "ask_review" // 复查, 复核
	OpJoin      Op = "join"       // 附议
	OpAllow     Op = "allow"      // let the unit have the contact
	OpFollowUp  Op = "follow_up"  // answer the question about retaliation
	OpLooks     Op = "looks"      // 谁看过
)

// Ops is the list of all operations.
var Ops = []Op{
	OpSee, OpCount, OpRaw, OpTell, OpSummarise, OpClassify, OpAssign, OpTake, OpReturn, OpDecide, OpAskMore, OpExtend, OpReply, OpPart, OpCheck, OpMerge,
	OpClose, OpSupervise, OpOrder, OpObject, OpGiveReview, OpHearing, OpRecuse, OpRelease, OpExclude, OpFollowUps, OpLook, OpApproveLook, OpAttachments,
	OpAdd, OpUrge, OpWithdraw, OpHide, OpRate, OpAskReview, OpJoin, OpAllow, OpFollowUp, OpLooks,
}

// mayDo is the table of requirements 4: which roles an operation takes.
func mayDo(op Op) []Role {
	switch op {
	case OpSee:
		return []Role{RoleFiler, RoleFollower, RoleOfficer, RoleHead, RoleHandler, RoleCoHandler, RoleUnitHead, RoleLeader, RolePrincipal, RoleOffice}
	case OpCount:
		return []Role{RoleOfficer, RoleHead, RoleHandler, RoleCoHandler, RoleUnitHead, RoleLeader, RolePrincipal, RoleOffice, RoleTotals, RoleSystem}
	case OpRaw:
		return []Role{RoleFiler, RoleOfficer, RoleHead}
	case OpAttachments:
		return []Role{RoleFiler, RoleOfficer, RoleHead, RoleHandler, RoleCoHandler}
	case OpTell, OpSummarise, OpClassify, OpAssign, OpDecide, OpMerge, OpObject, OpGiveReview, OpHearing, OpRelease, OpExclude, OpSupervise:
		return []Role{RoleOfficer, RoleHead}
	case OpClose:
		return []Role{RoleOfficer, RoleHead, RoleSystem}
	case OpTake, OpReturn:
		return []Role{RoleHandler, RoleCoHandler}
	case OpPart:
		return []Role{RoleCoHandler}
	case OpAskMore, OpReply:
		return []Role{RoleHandler, RoleOfficer}
	case OpCheck:
		return []Role{RoleHandler, RoleUnitHead, RoleOfficer, RoleHead}
	case OpExtend:
		return []Role{RoleHead, RoleLeader}
	case OpOrder:
		return []Role{RoleLeader, RolePrincipal}
	case OpRecuse:
		return []Role{RoleOfficer, RoleHead, RoleHandler, RoleCoHandler, RoleUnitHead, RoleLeader, RolePrincipal, RoleOffice}
	case OpFollowUps:
		return []Role{RoleOfficer}
	case OpLook:
		return []Role{RoleOfficer, RoleHandler}
	case OpApproveLook:
		return []Role{RoleOfficer, RoleHead}
	case OpAdd, OpUrge, OpWithdraw, OpRate, OpAskReview:
		return []Role{RoleFiler, RoleOfficer} // the officer for somebody who came by another door
	case OpHide, OpAllow, OpFollowUp, OpLooks:
		return []Role{RoleFiler}
	}
	return nil
}

// May tells whether an actor may do something to a case on a day; nil = yes. It knows who, not when in the course of the case: that is for the
// transitions, which all ask it. Whoever may not even see the case gets the refusal of a case that is not there.
func May(s *policy.School, a Actor, op Op, p *Petition, day policy.Date) *Refusal {
	roles := RolesOf(s, a, p, day)
	has := func(list []Role) bool {
		return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(list, r) })
	}
	switch {
	case op == OpJoin:
		return mayJoin(s, a, p)
	case !has(mayDo(op)):
		return refuseRight(op, roles, has(mayDo(OpSee)))
	case onBehalf(op) && !a.Filer && p.Source == FromChat:
		return refuseFilerOnly()
	case op == OpLook:
		return mayLook(p, roles)
	}
	return nil
}

// mayJoin lets everybody join a case but its filer, those who joined already, and those it is about. A case about people, and one that is not public,
// cannot be joined.
func mayJoin(s *policy.School, a Actor, p *Petition) *Refusal {
	switch {
	case a.System:
		return refuseNotAllowed()
	case a.Filer:
		return refuseOwnCase()
	case a.Follower:
		return refuseJoined()
	case !p.Joinable(), a.Member != nil && Conflicted(s, a.Member, p):
		return refuseNoCase()
	}
	return nil
}

// Joinable tells whether others may be offered to join the case: it is about a matter, not about people, and its summary is neutral or its filer hides
// nothing.
func (p *Petition) Joinable() bool {
	return len(p.Targets)+len(p.TargetUnits) == 0 && p.Working() && (p.Summary != "" || p.Level == LevelOpen)
}

// mayLook tells whether the identity may be asked for: never that of an anonymous case; by a handler only if the filer allows it and the officer handed
// it on.
func mayLook(p *Petition, roles []Role) *Refusal {
	switch {
	case p.Level == LevelAnonymous:
		return refuseAnonymous()
	case !p.Forgotten.IsZero():
		return refuseForgotten()
	case !slices.Contains(roles, RoleOfficer) && (p.Level != LevelOpen || p.Released.IsZero()):
		return refuseNotReleased()
	}
	return nil
}

// onBehalf tells whether the officer enters an operation of a filer who came by another door.
func onBehalf(op Op) bool {
	switch op {
	case OpAdd, OpUrge, OpWithdraw, OpRate, OpAskReview:
		return true
	}
	return false
}

// refuseRight says no to somebody without the right: as if there were no case to whoever may not see it.
func refuseRight(op Op, roles []Role, sees bool) *Refusal {
	switch {
	case !sees || op == OpSee || op == OpCount:
		return refuseNoCase()
	case slices.Contains(roles, RoleFiler) || slices.Contains(roles, RoleFollower):
		return refuseStaffOnly()
	case op == OpHide || op == OpAllow || op == OpFollowUp || op == OpLooks:
		return refuseFilerOnly()
	}
	return refuseNotAllowed()
}

// may asks for the right and gives a nil error for yes.
func (d *Deed) may(op Op, p *Petition) error {
	if no := May(d.School, d.By, op, p, d.day()); no != nil {
		return no
	}
	return nil
}

// plays tells whether the actor of a deed has a role in the case.
func (d *Deed) plays(r Role, p *Petition) bool {
	return slices.Contains(RolesOf(d.School, d.By, p, d.day()), r)
}
