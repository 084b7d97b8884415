package wire

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
)

// MediaForm writes the form in which a file is uploaded: one part with the Content-Disposition that the platform wants, and its type. contentType is that of
// the whole form.
func MediaForm(disposition, kind string, data []byte) (body []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(data); err != nil {
		return nil, "", err
	}
	err = w.Close()
	return b.Bytes(), w.FormDataContentType(), err
}
