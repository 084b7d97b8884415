package reminders

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// archive is a platform that takes files, too.
type archive struct {
	phone
	files []string
}

func (a *archive) SendFile(_ context.Context, _ policy.Address, name string, data []byte) ledger.Outcome {
	a.files = append(a.files, name+": "+string(data))
	return ledger.Outcome{State: ledger.Sent, ID: "f"}
}

var _ FileSender = (*archive)(nil)

// TestFiles: a notice that names a file has it made when it is sent; where that cannot be, its text goes.
func TestFiles(t *testing.T) {
	make := func(file string) (string, []byte, error) {
		if file != "ledger/2026-2027" {
			return "", nil, errors.New("no such file")
		}
		return "台账.xlsx", []byte("book"), nil
	}
	for name, tt := range map[string]struct {
		file  string
		make  func(string) (string, []byte, error)
		plain bool // the platform takes no files
		files int
		texts int
	}{
		"a file":                   {"ledger/2026-2027", make, false, 1, 0},
		"no file":                  {"", make, false, 0, 1},
		"one that cannot be made":  {"x", make, false, 0, 1},
		"nobody makes files":       {"ledger/2026-2027", nil, false, 0, 1},
		"a platform without files": {"ledger/2026-2027", make, true, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			st := emptyStore(t)
			a := &archive{}
			sender := map[string]Sender{"wecom": a}
			if tt.plain {
				sender["wecom"] = &a.phone
			}
			post(t, st, "LinXiaofeng", "file", func(n *ledger.Notice) { n.File = tt.file })
			d := NewDelivery(st, sender, time.Now, zerolog.Nop(), DeliveryOptions{File: tt.make})
			if sent, err := d.Once(t.Context()); err != nil || sent != 1 {
				t.Fatal(sent, err)
			}
			if len(a.files) != tt.files || len(a.got) != tt.texts {
				t.Errorf("%d files, %d texts", len(a.files), len(a.got))
			}
			if tt.files == 1 && a.files[0] != "台账.xlsx: book" {
				t.Errorf("sent %q", a.files[0])
			}
		})
	}
}
