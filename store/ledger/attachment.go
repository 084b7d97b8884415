package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// MaxAttachment is the most that one picture or paper may hold, in bytes.
const MaxAttachment = 10 << 20

// Attach checks what somebody sent and describes it: the type is found in the contents, never taken from a name. Refused: other types than JPEG, PNG, GIF,
// WebP and PDF, and more than 10 MB.
func Attach(data []byte, at time.Time) (Attachment, error) {
	if len(data) > MaxAttachment {
		return Attachment{}, refusePictureSize(MaxAttachment)
	}
	kind := sniff(data)
	if kind == "" {
		return Attachment{}, refusePictureType()
	}
	sum := sha256.Sum256(data)
	return Attachment{Hash: hex.EncodeToString(sum[:]), Type: kind, Size: len(data), At: at}, nil
}

// sniff finds the type of contents by how they begin; "" for any other.
func sniff(data []byte) string {
	for _, t := range []struct{ kind, head string }{
		{"image/jpeg", "\xff\xd8\xff"}, {"image/png", "\x89PNG\r\n\x1a\n"}, {"image/gif", "GIF87a"}, {"image/gif", "GIF89a"}, {"application/pdf", "%PDF-"},
	} {
		if bytes.HasPrefix(data, []byte(t.head)) {
			return t.kind
		}
	}
	if len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp"
	}
	return ""
}
