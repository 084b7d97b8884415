package wecom

import (
	"context"
	"path"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// SendFile brings a file to one member, under a name with its ending; what SendPicture says of repeated attempts holds here too.
func (s *Sender) SendFile(ctx context.Context, to policy.Address, name string, data []byte) ledger.Outcome {
	switch {
	case to.Channel != Channel || !isUserID(to.User):
		return refused(sayBadUser)
	case len(data) < leastFile:
		return refused(sayEmpty)
	case len(data) > mostFile:
		return refused(sayFileTooLarge)
	}
	m := mediaPart{sort: "file", name: fileName(name), kind: "application/octet-stream", data: data}
	return s.sendMedia(ctx, to.User, m, func(id string) any { return newFileRequest(to.User, s.agentID, id) })
}

// The platform's limits for a file, bytes (protocol 2.6).
const (
	mostFile  = 20 << 20
	leastFile = 6
)

// longestFileName is how many bytes of a name the platform shows.
const longestFileName = 120

// fileName takes out of a name what a form or a disk does not take, and keeps its ending.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune("\"\\/:*?<>|", r) {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if len(name) <= longestFileName {
		return name
	}
	end := path.Ext(name)
	return strings.ToValidUTF8(name[:longestFileName-len(end)], "") + end
}

// fileRequest is the body of message/send for a file.
type fileRequest struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	AgentID int    `json:"agentid"`
	File    struct {
		MediaID string `json:"media_id"`
	} `json:"file"`
	EnableDuplicateCheck   int `json:"enable_duplicate_check"`
	DuplicateCheckInterval int `json:"duplicate_check_interval"`
}

func newFileRequest(user string, agentID int, id string) *fileRequest {
	r := &fileRequest{ToUser: user, MsgType: "file", AgentID: agentID, EnableDuplicateCheck: 1, DuplicateCheckInterval: duplicateInterval}
	r.File.MediaID = id
	return r
}
