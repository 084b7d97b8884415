package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// The school by rule: as many as are bound stand somehow, and the picture says in words what it shows in bars.
func TestSchoolPicture(t *testing.T) {
	school := ledgertest.School()
	f := facts{marks: []ledger.Mark{did("2026-10-01", policy.ObserveClass), did("2026-10-02", policy.ObserveClass)}}
	s, err := report.MakeSchool(school, ledgertest.Day("2026-11-19"), f)
	if err != nil || s.Bound == 0 || len(s.Rules) < 5 {
		t.Fatalf("%+v, %v", s, err)
	}
	met := 0
	for _, c := range s.Rules {
		if met += c.Met; c.Met+c.Waiting+c.Open+c.Exempt != c.Bound || c.Bound > s.Bound {
			t.Errorf("%+v", c)
		}
		if !strings.Contains(s.Alt(), c.Name+"："+c.Words()) {
			t.Errorf("%s is not said in\n%s", c.Name, s.Alt())
		}
	}
	if met == 0 {
		t.Error("nobody did anything")
	}
	drawn(t, &s, color.RGBA{0x2f, 0x85, 0x5a, 0xff})
}

func TestCasesPicture(t *testing.T) {
	today, soon := ledgertest.Day("2026-11-19"), ledgertest.Day("2026-11-26")
	var list []ledger.Brief
	for i, day := range []policy.Date{0, today.Add(-1), today, today.Add(1), soon, soon.Add(1), soon.Add(9), 0, 0, 0, 0} {
		list = append(list, ledger.Brief{Serial: ledger.Serial{Year: 2026, Number: uint32(i + 1)}, Due: day, Category: fmt.Sprintf("类别%d", i), Stage: ledger.StageWork})
	}
	list[8].Category = "类别1"
	c := report.CountCases(list, today, soon)
	want := "在办信访件（11月19日(周四)），您能看到的共 11 件\n· 按期限：逾期 1，今天到期 1，5个工作日内 2，更晚 2，没有期限 5\n" +
		"· 按类别：类别1 2，类别0 1，类别10 1，类别2 1，类别3 1，类别4 1，类别5 1，类别6 1，其他类别 2"
	if c.Alt() != want {
		t.Errorf("%s", c.Alt())
	}
	drawn(t, &c, color.RGBA{0xc0, 0x56, 0x21, 0xff})
	empty := report.CountCases(nil, today, soon)
	drawn(t, &empty, color.RGBA{0xe8, 0xeb, 0xf0, 0xff})
}

// drawn draws a picture both ways: with letters and a colour, and as well-formed SVG that says what it shows.
func drawn(t *testing.T, p report.Picture, want color.RGBA) {
	t.Helper()
	data, err := pen(t).PNG(p)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Dx() != 750 || count(picture, color.RGBA{0x1a, 0x20, 0x2c, 0xff}) < 300 || count(picture, want) < 18*10 {
		t.Errorf("%v: %d of the colour, %v", picture.Bounds(), count(picture, want), err)
	}
	svg, err := report.SVG(p)
	if err != nil || !strings.Contains(string(svg), strings.Split(p.Alt(), "\n")[0]) {
		t.Errorf("the SVG does not say it: %v", err)
	}
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
