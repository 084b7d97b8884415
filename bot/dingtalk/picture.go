package dingtalk

import (
	"context"
	"net/http"
	"path"
	"strings"

	"lianxin/bot/wire"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// maxFile is the platform's limit for a file; that for a picture is MaxMedia.
const maxFile = 20 << 20

// SendPicture brings a PNG or JPEG to one member: it is uploaded, once for all who get the same, and sent by its media id in calls of twenty. Sessions take no
// pictures. The platform has no duplicate check: an attempt whose end is unknown and that is repeated may be seen twice.
func (s *Sender) SendPicture(ctx context.Context, to policy.Address, png []byte) ledger.Outcome {
	name := "picture.png"
	if http.DetectContentType(png) == "image/jpeg" {
		name = "picture.jpg"
	}
	return s.sendMedia(ctx, to, MaxMedia, upload{"image", name, png}, func(id string) Content { return Picture{MediaID: id} })
}

// SendFile brings a file to one member under a name, by whose ending the platform knows it: xlsx, pdf, zip, rar, doc or docx (protocol 3.6). Others are
// refused. It is uploaded and repeated as in SendPicture.
func (s *Sender) SendFile(ctx context.Context, to policy.Address, name string, data []byte) ledger.Outcome {
	name = path.Base(strings.TrimSpace(wire.Clean(name)))
	kind := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if !fileKinds[kind] {
		return refused(sayFileKind)
	}
	return s.sendMedia(ctx, to, maxFile, upload{"file", name, data}, func(id string) Content { return File{MediaID: id, Name: name, Kind: kind} })
}

// sendMedia uploads a file and sends what is made of its media id. An id that is not known any more is forgotten, and the next attempt uploads anew.
func (s *Sender) sendMedia(ctx context.Context, to policy.Address, most int, u upload, content func(id string) Content) ledger.Outcome {
	switch {
	case to.Channel != Channel || !isUserID(to.User):
		return refused(sayBadUser)
	case len(u.data) == 0:
		return refused(sayEmpty)
	case len(u.data) > most:
		return refused(sayTooLarge)
	}
	id, fresh, err := s.media(ctx, u)
	if err != nil {
		return s.failed(err, to.User)
	}
	out := s.bundles.say(ctx, to.User, content(id))
	if out.State == ledger.Refused && out.Reason == sayBadContent && !fresh {
		s.uploads.forget(u.key())
		out.State = ledger.Retry
	}
	return out
}
