package phrase

// judge finds what the message wants. The order is that of the measure's practice: danger first, then what answers an open question, orders of
// staff, reports, questions and bookings, petitions, and at last what the bot has nothing to do with.
// rule names what judged it.
func (p *reading) judge() (cmd *Command, rule string) {
	for i := range judgements {
		if cmd := judgements[i].judge(p); cmd != nil {
			return cmd, judgements[i].name
		}
	}
	return &Command{Intent: OutOfScope}, "nothing fits"
}

// judgements are tried from the first to the last; nil: the message is something else. A Command is large, and most judgements say no: so it is only a pointer
// that goes from hand to hand.
var judgements = [...]struct {
	name  string
	judge func(*reading) *Command
}{
	{"danger to life", (*reading).crisis},
	{"accusation", (*reading).discipline},
	{"act of a dialog", (*reading).dialogue},
	{"command", (*reading).slash},
	{"state of reminders", (*reading).reminderState},
	{"later", (*reading).puttingOff},
	{"order about a case", (*reading).orders},
	{"order in other words", (*reading).looseOrders},
	{"office paper", (*reading).papers},
	{"reminder setting", (*reading).reminders},
	{"correction", (*reading).corrections},
	{"question", (*reading).queries},
	{"reception day", (*reading).reception},
	{"reception in other words", (*reading).looseReception},
	{"question in other words", (*reading).looseQuestion},
	{"later in other words", (*reading).looseSnooze},
	{"answer that leans", (*reading).leaning},
	{"report", (*reading).report},
	{"own case", (*reading).petition},
	{"own case in other words", (*reading).looseFollowUp},
	{"question left over", (*reading).leftover},
	{"legal route", (*reading).legal},
	{"petition", (*reading).filing},
	{"help", (*reading).help},
}
