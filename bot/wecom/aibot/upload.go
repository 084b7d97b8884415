package aibot

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"net/http"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Limits of what is uploaded (protocol 2.6 and 2.10).
const (
	maxPicture = 10 << 20
	maxFile    = 20 << 20
	leastFile  = 6
	chunk      = 512 << 10 // bytes of a piece, before base64
)

// SendPicture brings a PNG or JPEG to one member; it satisfies reminders.PictureSender. A picture whose end is unknown may be seen twice.
func (r *Robot) SendPicture(ctx context.Context, to policy.Address, png []byte) ledger.Outcome {
	name := "picture.png"
	if http.DetectContentType(png) == "image/jpeg" {
		name = "picture.jpg"
	}
	return r.sendMedia(ctx, to, upload{kind: "image", name: name, data: png, most: maxPicture})
}

// SendFile brings a file to one member.
func (r *Robot) SendFile(ctx context.Context, to policy.Address, name string, data []byte) ledger.Outcome {
	return r.sendMedia(ctx, to, upload{kind: "file", name: name, data: data, most: maxFile})
}

// upload is something that the platform is given before it is sent.
type upload struct {
	kind, name string
	data       []byte
	most       int
}

func (r *Robot) sendMedia(ctx context.Context, to policy.Address, u upload) ledger.Outcome {
	switch {
	case to.Channel != Channel || !isUserID(to.User):
		return refused(sayBadUser)
	case len(u.data) < leastFile:
		return refused(sayEmpty)
	case len(u.data) > u.most:
		return refused(sayTooLarge)
	}
	id, err := r.upload(ctx, u)
	if err != nil {
		out := r.outcome(err, to.User)
		if out.State == ledger.Unknown { // nobody sees an upload: it is simply made again
			out.State = ledger.Retry
		}
		return out
	}
	return r.say(ctx, person(to.User), u.kind, fields{"media_id": id})
}

// upload gives the platform a file in pieces and brings its media id, which is good for three days. All of it happens on one connection or not at all.
func (r *Robot) upload(ctx context.Context, u upload) (string, error) {
	sum := md5.Sum(u.data) // what the platform compares what arrived with
	var begun struct {
		ID string `json:"upload_id"`
	}
	pieces := (len(u.data) + chunk - 1) / chunk
	err := r.command(ctx, cmdUpload, fields{
		"type": u.kind, "filename": u.name, "total_size": len(u.data), "total_chunks": pieces, "md5": hex.EncodeToString(sum[:]),
	}, &begun)
	for i := 0; err == nil && i < pieces; i++ {
		piece := u.data[i*chunk : min((i+1)*chunk, len(u.data))]
		err = r.command(ctx, cmdChunk, fields{"upload_id": begun.ID, "chunk_index": i, "base64_data": base64.StdEncoding.EncodeToString(piece)}, nil)
	}
	var done struct {
		ID string `json:"media_id"`
	}
	if err == nil {
		err = r.command(ctx, cmdUploaded, fields{"upload_id": begun.ID}, &done)
	}
	if err == nil && done.ID == "" {
		err = &callError{Cmd: cmdUploaded, Text: "no media_id in the answer"}
	}
	return done.ID, err
}
