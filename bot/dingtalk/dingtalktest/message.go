package dingtalktest

import (
	"encoding/json"
	"strconv"
)

// object is a JSON object.
type object map[string]any

// Message is what somebody sends: a type, and what belongs to it (3.3).
type Message struct {
	kind  string
	shown string
	more  object
}

// Text is what somebody typed.
func Text(text string) Message {
	return Message{"text", text, object{"text": object{"content": text}}}
}

// Picture is a picture; code comes from Upload when the application is to be able to fetch it.
func Picture(code string) Message {
	return Message{"picture", "[图片]", object{"content": object{"downloadCode": code, "pictureDownloadCode": code}}}
}

// Audio is a voice message with what was recognised in it. The duration is in milliseconds, and a string, as it sometimes is.
func Audio(code, recognition string, duration int) Message {
	return Message{"audio", "[语音]", object{"content": object{"downloadCode": code, "recognition": recognition, "duration": strconv.Itoa(duration)}}}
}

// File is a file with its name.
func File(code, name string) Message {
	return Message{"file", "[文件] " + name, object{"content": object{"downloadCode": code, "fileName": name, "fileId": "1", "spaceId": "2"}}}
}

// Rich is text with pictures in it: each piece is either words or a code.
func Rich(pieces ...Piece) Message {
	var list []object
	for _, x := range pieces {
		if x.Code != "" {
			list = append(list, object{"type": "picture", "downloadCode": x.Code, "pictureDownloadCode": x.Code})
			continue
		}
		list = append(list, object{"text": x.Words})
	}
	return Message{"richText", "[富文本]", object{"content": object{"richText": list}}}
}

// Piece is one piece of rich text.
type Piece struct{ Words, Code string }

// Unknown is a message that the robot cannot be shown.
func Unknown() Message { return Message{"unknownMsgType", "[不支持的消息]", object{}} }

// With puts any field of the message in, or in the place of another one.
func (m Message) With(name string, value any) Message {
	more := object{name: value}
	for k, v := range m.more {
		if k != name {
			more[k] = v
		}
	}
	m.more = more
	return m
}

// Prepare writes the JSON of a message, as it travels over HTTP and over the stream, and opens the session in it. group is a conversation id, or "".
func (p *Platform) Prepare(user, group string, m Message) (body, msgID string) {
	who, _ := p.member(user)
	msgID = "msg" + letters(20) + "=="
	now := p.now()
	o := object{
		"msgId": msgID, "msgtype": m.kind, "createAt": now.UnixMilli(), "chatbotCorpId": p.options.CorpID, "chatbotUserId": "$:LWCP_v1:$" + letters(16),
		"robotCode": p.options.RobotCode, "isAdmin": false, "senderId": "$:LWCP_v1:$" + letters(16), "senderNick": "某人", "senderPlatform": "Mac",
		"senderCorpId": p.options.CorpID, "senderStaffId": user, "conversationType": "1", "conversationId": "cid" + user,
	}
	if who.Foreign {
		o["senderStaffId"], o["senderCorpId"] = "", "ding"+letters(32)
	}
	at := place{user: user, until: now.Add(p.options.Session)}
	if group != "" {
		at.group = group
		o["conversationType"], o["conversationId"], o["conversationTitle"], o["isInAtList"] = "2", group, "群聊", true
	}
	if m.kind == "text" && group != "" {
		m = m.With("text", object{"content": " " + m.shown}) // what is left where the robot's name was
	}
	o["sessionWebhook"], o["sessionWebhookExpiredTime"] = p.openSession(at), at.until.UnixMilli()
	for k, v := range m.more {
		o[k] = v
	}
	out, _ := json.Marshal(o)
	return string(out), msgID
}
