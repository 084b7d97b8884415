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

// gallery is a platform that takes pictures, too.
type gallery struct {
	phone
	pictures []string
}

func (g *gallery) SendPicture(_ context.Context, _ policy.Address, png []byte) ledger.Outcome {
	g.pictures = append(g.pictures, string(png))
	return ledger.Outcome{State: ledger.Sent, ID: "p"}
}

var _ PictureSender = (*gallery)(nil)

// TestPictures: a notice that names a picture is drawn when it is sent; where that cannot be, its text goes.
func TestPictures(t *testing.T) {
	draw := func(picture string) ([]byte, error) {
		if picture != "progress/lin/2026-11-19" {
			return nil, errors.New("no such picture")
		}
		return []byte("png of " + picture), nil
	}
	for name, tt := range map[string]struct {
		picture  string
		draw     func(string) ([]byte, error)
		plain    bool // the platform takes no pictures
		pictures int
		texts    int
	}{
		"a picture":                    {"progress/lin/2026-11-19", draw, false, 1, 0},
		"no picture":                   {"", draw, false, 0, 1},
		"one that cannot be drawn":     {"progress/x/y", draw, false, 0, 1},
		"nobody draws":                 {"progress/lin/2026-11-19", nil, false, 0, 1},
		"a platform without pictures":  {"progress/lin/2026-11-19", draw, true, 0, 1},
		"text alone, without pictures": {"", draw, true, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			st := emptyStore(t)
			g := &gallery{}
			sender := map[string]Sender{"wecom": g}
			if tt.plain {
				sender["wecom"] = &g.phone
			}
			post(t, st, "LinXiaofeng", "picture", func(n *ledger.Notice) { n.Picture = tt.picture })
			d := NewDelivery(st, sender, time.Now, zerolog.Nop(), DeliveryOptions{Draw: tt.draw})
			if sent, err := d.Once(t.Context()); err != nil || sent != 1 {
				t.Fatal(sent, err)
			}
			if len(g.pictures) != tt.pictures || len(g.got) != tt.texts {
				t.Errorf("%d pictures, %d texts", len(g.pictures), len(g.got))
			}
			if n := notice(t, st, "picture"); n.Sent.IsZero() {
				t.Errorf("%+v", n)
			}
		})
	}
}
