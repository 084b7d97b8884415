package reminders

import (
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// What is posted in a group is read by many: days, names of leaders on duty and rooms, and numbers of matters. It never names a visitor, a case, or what a
// single leader lacks.

// receptionPost announces a reception that was published in the groups, three workdays before at 09:20 (Art. 5.8), while places can still be booked.
func receptionPost(school *policy.School, slot ledger.Slot, add func(occasion)) {
	if len(school.Groups) == 0 || slot.Version == 0 {
		return
	}
	leader := school.Member(slot.Member)
	closes := school.Calendar.AddWorkdays(slot.Day, -1).At(12, 0, school.Location)
	one := occasion{
		kind: KindReceptionNews, rule: "5.8", period: slot.Day.String(), groups: school.Groups,
		write: func(f *Facts, it *Item) error {
			it.Text, it.Why = sayReceptionPost(school, slot, leader, closes, f.day(it)), "接待日预告"
			return nil
		},
	}
	add(one.on("group.d3", school.Calendar.AddWorkdays(slot.Day, -3).At(9, 20, school.Location), closes))
}

// officePost tells the group of the party office on Mondays at 09:00, when its members get their digest, how many matters there are of which sort.
func officePost(school *policy.School, days policy.Span, add func(occasion)) {
	groups := slices.DeleteFunc(slices.Clone(school.Groups), func(a policy.Address) bool {
		office, _ := a.Group()
		return office != partyOfficeName()
	})
	if len(groups) == 0 {
		return
	}
	for monday := firstDay(days.From, time.Monday); monday < days.To; monday = monday.Add(7) {
		at := monday.At(9, 0, school.Location)
		add(occasion{
			kind: KindOfficeDigest, rule: "6.2", period: monday.String(), step: "group.week", at: at, until: at.AddDate(0, 0, 7),
			groups: groups, write: writeWeekPost,
		})
	}
}

// partyOfficeName is the name under which the group of the party office is configured.
func partyOfficeName() string {
	for _, r := range policy.Roles {
		if r.Role == policy.PartyOffice {
			return r.Zh
		}
	}
	return ""
}

// writeWeekPost counts what the digest of the week lists.
func writeWeekPost(f *Facts, it *Item) error {
	var digest Item
	digest.At = it.At
	if err := writeWeek(f, &digest); err != nil || digest.Text == "" {
		return err
	}
	it.Text, it.Why = sayWeekPost(f.day(it), f.week), "每周情况（群）"
	return nil
}
