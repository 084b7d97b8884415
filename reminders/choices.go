package reminders

import (
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// The buttons of what is told unasked. Each says what the conversation understands when it is typed.

// dutyCard is under the reminder of a reception: it was read, or somebody else should sit in.
func dutyCard(day policy.Date) ledger.Card {
	name, _, _ := strings.Cut(day.Chinese(), "(")
	return ledger.Card{Choices: []ledger.Choice{{Label: "知道了", Say: "知道了"}, {Label: "换班", Say: name + "的接待换班", Again: true}}}
}

// quotaCard is under the digest of what is missing.
func quotaCard() ledger.Card {
	return ledger.Card{Choices: []ledger.Choice{{Label: "我的进度", Say: "我的进度", Again: true}, {Label: "我的记录", Say: "我的记录", Again: true}}}
}

// unconfirmedCard confirms all that is listed, if all is.
func unconfirmedCard(list []ledger.Activity) ledger.Card {
	if len(list) > mostLines {
		return ledger.Card{}
	}
	var c ledger.Card
	var ids []string
	for _, a := range list {
		ids = append(ids, a.ID)
		c.About = append(c.About, ledger.AsSeen{ID: a.ID, Version: len(a.History)})
	}
	c.Choices = []ledger.Choice{ledger.ConfirmChoice("都属实", ids)}
	return c
}
