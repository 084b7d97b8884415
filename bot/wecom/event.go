package wecom

// Known tells whether the type, and for an event its name, is one that the protocol lists. What is not known is logged by its names and answered with an
// empty 200.
func (m *Message) Known() bool {
	switch m.Type {
	case "text", "image", "voice", "video", "location", "link":
		return true
	case "event":
		return m.knownEvent()
	}
	return false
}

func (m *Message) knownEvent() bool {
	switch m.Event {
	case "subscribe", "unsubscribe", "enter_agent", "LOCATION", "click", "view", "view_miniprogram",
		"scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
		"template_card_event", "template_card_menu_event", "taskcard_click",
		"change_contact", "batch_job_result", "open_approval_change", "sys_approval_change",
		"share_agent_change", "close_inactive_agent", "reopen_inactive_agent", "inactive_alert":
		return true
	}
	return false
}

// TakesText tells whether the platform shows a text that is given in the answer to this callback (protocol 1.6). To the rest a text must be sent.
func (m *Message) TakesText() bool {
	if m.Type != "event" {
		return true
	}
	switch m.Event {
	case "subscribe", "enter_agent", "LOCATION", "click", "view", "view_miniprogram", "scancode_waitmsg", "template_card_menu_event":
		return true
	}
	return false
}

// readEvent takes what only events and locations carry.
func (m *Message) readEvent(x *scanner, name string) bool {
	switch name {
	case "ScanCodeInfo":
		return x.children(func(n string) bool { return x.into(m.Scan.field(n)) })
	case "SendPicsInfo":
		return x.children(func(n string) bool { return m.Pictures.read(x, n) })
	case "SendLocationInfo":
		return x.children(func(n string) bool { return x.into(m.Place.field(n)) })
	case "SelectedItems":
		return x.children(func(n string) bool { return m.Card.read(x, n) })
	case "BatchJob":
		return x.children(func(n string) bool { return x.into(m.Job.field(n)) })
	case "ApprovalInfo":
		return m.readApproval(x)
	}
	for _, field := range []*string{m.Place.field(name), m.Card.field(name), m.Contact.field(name)} {
		if field != nil {
			return x.into(field)
		}
	}
	return x.skip()
}
