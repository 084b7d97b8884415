package wecom

import "lianxin/bot"

// Contact is a change in the address book. Since 2022 mostly only UserID and Department are filled; the rest is asked from the API.
type Contact struct {
	UserID, NewUserID, Name, Department, Status string
	ID, ParentID                                string // of a department
	TagID                                       string
	AddUsers, DelUsers, AddParties, DelParties  string // of a tag: comma separated
}

// Job is the end of an asynchronous import.
type Job struct{ ID, Type, Code, Text string }

// Approval is the state of an approval, of the platform's own flow or of an open one.
type Approval struct{ Number, Name, Template, Status, Applicant string }

func (c *Contact) field(name string) *string {
	switch name {
	case "UserID":
		return &c.UserID
	case "NewUserID":
		return &c.NewUserID
	case "Name":
		return &c.Name
	case "Department":
		return &c.Department
	case "Status":
		return &c.Status
	case "Id":
		return &c.ID
	case "ParentId":
		return &c.ParentID
	case "TagId":
		return &c.TagID
	case "AddUserItems":
		return &c.AddUsers
	case "DelUserItems":
		return &c.DelUsers
	case "AddPartyItems":
		return &c.AddParties
	case "DelPartyItems":
		return &c.DelParties
	}
	return nil
}

// accountEvent is what a change in the address book is for the bot; "" = nothing.
func accountEvent(changeType string) string {
	switch changeType {
	case "delete_user":
		return bot.EventLeft
	case "create_user":
		return bot.EventBack
	}
	return ""
}

// tellsOfAccount tells whether it is a change by which an account left or came.
func (m *Message) tellsOfAccount() bool {
	return m.Type == "event" && m.Event == "change_contact" && isUserID(m.Contact.UserID) && accountEvent(m.ChangeType) != ""
}

// contactEvent makes of such a change what the bot knows.
func (m *Message) contactEvent(out *bot.Message) {
	if m.tellsOfAccount() {
		out.Event, out.From.User = accountEvent(m.ChangeType), m.Contact.UserID
	}
}

func (j *Job) field(name string) *string {
	switch name {
	case "JobId":
		return &j.ID
	case "JobType":
		return &j.Type
	case "ErrCode":
		return &j.Code
	case "ErrMsg":
		return &j.Text
	}
	return nil
}

func (m *Message) readApproval(x *scanner) bool {
	if m.Approval == nil {
		m.Approval = new(Approval)
	}
	return x.children(func(name string) bool {
		if name == "Applyer" {
			return x.children(func(n string) bool {
				if n == "UserId" {
					return x.into(&m.Approval.Applicant)
				}
				return x.skip()
			})
		}
		return x.into(m.Approval.field(name))
	})
}

func (a *Approval) field(name string) *string {
	switch name {
	case "SpNo", "ThirdNo":
		return &a.Number
	case "SpName", "OpenSpName":
		return &a.Name
	case "TemplateId", "OpenTemplateId":
		return &a.Template
	case "SpStatus", "OpenSpStatus":
		return &a.Status
	case "ApplyUserId":
		return &a.Applicant
	}
	return nil
}
