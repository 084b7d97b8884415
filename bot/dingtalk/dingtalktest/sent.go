package dingtalktest

import (
	"net/http"
	"slices"
)

// Read is somebody who opens the chat with the robot and reads what stands there.
func (p *Platform) Read(user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.chats[user] {
		p.chats[user][i].Read = true
	}
}

// readStatus tells who has read what was said with one call (3.6). Whom it did not reach is not in the list.
func (p *Platform) readStatus(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("processQueryKey")
	if r.URL.Query().Get("robotCode") != p.options.RobotCode {
		refuse(w, http.StatusBadRequest, "robotCode.notExsit", "robotCode.notExsit")
		return
	}
	list := []object{}
	for _, m := range p.options.Members {
		for _, l := range p.Chat(m.UserID) {
			if l.Key == key && key != "" && !l.Recalled {
				list = append(list, object{"userId": m.UserID, "readStatus": map[bool]string{true: "READ", false: "UNREAD"}[l.Read]})
			}
		}
	}
	if len(list) == 0 {
		refuse(w, http.StatusBadRequest, "resource.not.found", "processQueryKey")
		return
	}
	answer(w, object{"sendStatus": "SUCCESS", "messageReadInfoList": list})
}

// recall takes back what was said with some calls, one to one or in a group.
func (p *Platform) recall(w http.ResponseWriter, r *http.Request) {
	var in struct {
		RobotCode, OpenConversationID string
		ProcessQueryKeys              []string
	}
	if !decode(w, r, &in) {
		return
	}
	if in.RobotCode != p.options.RobotCode {
		refuse(w, http.StatusBadRequest, "robotCode.notExsit", "robotCode.notExsit")
		return
	}
	done, failed := []string{}, object{}
	for _, key := range in.ProcessQueryKeys {
		if p.takeBack(in.OpenConversationID, key) {
			done = append(done, key)
		} else {
			failed[key] = "resource.not.found"
		}
	}
	answer(w, object{"successResult": done, "failedResult": failed})
}

// takeBack removes the words of a call from the phones, or from one group, and tells whether there were any.
func (p *Platform) takeBack(group, key string) (found bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for chat, lines := range p.chats {
		if group != "" && chat != groupChat(group) {
			continue
		}
		for {
			at := slices.IndexFunc(lines, func(l Line) bool { return key != "" && l.Key == key && !l.Recalled })
			if at < 0 {
				break
			}
			lines[at].Recalled, lines[at].Text, found = true, "", true
		}
	}
	if found {
		close(p.changed)
		p.changed = make(chan struct{})
	}
	return found
}
