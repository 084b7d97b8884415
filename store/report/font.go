package report

import (
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/golang/freetype/truetype"
)

// bundledFont is a part of Noto Sans SC with all of GB2312 and the characters that names need besides, under the SIL Open Font License beside it. Other
// characters are drawn as a box; a school that needs them names a font of its own (reports.font_path).
//
//go:embed font/NotoSansSC-subset.woff
var bundledFont []byte

// Pen draws pictures with one typeface. It holds some megabytes and is made once; it is safe for concurrent use.
type Pen struct{ font *truetype.Font }

// NewPen takes a typeface up: TrueType or WOFF 1 bytes, or the bundled one for nil.
func NewPen(font []byte) (*Pen, error) {
	if font == nil {
		font = bundledFont
	}
	if bytes.HasPrefix(font, []byte("wOFF")) {
		var err error
		if font, err = unpack(font); err != nil {
			return nil, fmt.Errorf("report: font: %w", err)
		}
	}
	parsed, err := truetype.Parse(font)
	if err != nil {
		return nil, errors.New("report: font: no TrueType outlines that can be read")
	}
	return &Pen{font: parsed}, nil
}

// The layout of WOFF 1: a header, a directory of tables, and the tables, each deflated where that makes it smaller.
const (
	woffHeader = 44
	woffEntry  = 20
	sfntHeader = 12
	sfntEntry  = 16
	mostTables = 64
	mostFont   = 64 << 20 // bytes of an unpacked font
)

var errWOFF = errors.New("not a WOFF 1 file")

// unpack turns WOFF 1 into TrueType.
func unpack(woff []byte) ([]byte, error) {
	if len(woff) < woffHeader {
		return nil, errWOFF
	}
	n := int(binary.BigEndian.Uint16(woff[12:]))
	if n == 0 || n > mostTables || len(woff) < woffHeader+n*woffEntry {
		return nil, errWOFF
	}
	head := make([]byte, sfntHeader+n*sfntEntry)
	copy(head, woff[4:8]) // flavour
	binary.BigEndian.PutUint16(head[4:], uint16(n))
	var body bytes.Buffer
	for i := range n {
		from := woff[woffHeader+i*woffEntry:]
		table, err := unpackTable(woff, binary.BigEndian.Uint32(from[4:]), binary.BigEndian.Uint32(from[8:]), binary.BigEndian.Uint32(from[12:]))
		if err != nil || len(head)+body.Len()+len(table) > mostFont {
			return nil, errWOFF
		}
		to := head[sfntHeader+i*sfntEntry:]
		copy(to, from[:4])         // tag
		copy(to[4:8], from[16:20]) // checksum
		binary.BigEndian.PutUint32(to[8:], uint32(len(head)+body.Len()))
		binary.BigEndian.PutUint32(to[12:], uint32(len(table)))
		body.Write(table)
		body.Write(make([]byte, (4-len(table)%4)%4))
	}
	return append(head, body.Bytes()...), nil
}

// unpackTable gives one table of a WOFF file.
func unpackTable(woff []byte, offset, packed, size uint32) ([]byte, error) {
	if uint64(offset)+uint64(packed) > uint64(len(woff)) || packed > size || size > mostFont {
		return nil, errWOFF
	}
	raw := woff[offset : offset+packed]
	if packed == size {
		return raw, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, errWOFF
	}
	table, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil || len(table) != int(size) {
		return nil, errWOFF
	}
	return table, nil
}
