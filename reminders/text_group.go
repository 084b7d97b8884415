package reminders

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func sayReceptionPost(school *policy.School, slot ledger.Slot, leader *policy.Member, closes time.Time, day policy.Date) string {
	return dated(day, fmt.Sprintf("%s15:00—17:00是校领导接待日，由%s%s接待师生，地点：%s。想来反映情况、提建议的请私聊连心预约（%s12:00前），当天也可以直接来。",
		slot.Day.Chinese(), leader.Name, leader.Title, school.ReceptionPlace(leader.ID), school.Today(closes).Chinese()))
}

// sayWeekPost tells numbers only; names and numbers of cases stand in the digest that the office gets in private.
func sayWeekPost(day policy.Date, news *officeNews) string {
	return dated(day, "每周情况："+whyOffice(news)+"。名单和编号已私聊发给党委办公室。")
}
