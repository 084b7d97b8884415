package operator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lianxin/bot/clerk"
	"lianxin/store"
	"lianxin/store/report"
)

// Papers are the commands of lianxin ledger.
type Papers struct {
	Export ExportCommand `cmd:"" help:"导出台账（.xlsx 或 .csv）"`
	Import ImportCommand `cmd:"" help:"导入往年台账：先预览，再一次导入，可以整批撤销"`
	Report ReportCommand `cmd:"" help:"通报、考核表、信访月报等材料（.docx .html .xlsx）"`
	Close  CloseCommand  `cmd:"" help:"学年结账；已结账的重新计算并列出不同"`
}

// write makes a file by the running serve, or by itself when nobody serves the ledger. The file is whole or is not there.
func (d Desk) write(file, out, path string, alone func(*clerk.Clerk, io.Writer) error) error {
	o, err := d.Open(file)
	if err != nil {
		return err
	}
	err = o.Write(d.Context, out, path, func(st *store.Store, w io.Writer) error {
		c, err := o.Clerk(st)
		if err != nil {
			return err
		}
		return alone(c, w)
	})
	if err != nil {
		return err
	}
	return d.Print(out+"\n", nil)
}

// said lets the running serve do something, or does it itself, and prints what it says; what was not done is an error.
func (d Desk) said(file, path string, body []byte, alone func(*clerk.Clerk) (clerk.Said, error)) error {
	o, err := d.Open(file)
	if err != nil {
		return err
	}
	said, err := o.Say(d.Context, path, body, func(st *store.Store) (clerk.Said, error) {
		c, err := o.Clerk(st)
		if err != nil {
			return clerk.Said{}, err
		}
		return alone(c)
	})
	if err == nil && said.Failed {
		err = errors.New("没有办成，原因见上")
	}
	return d.Print(said.Text, err)
}

// ending tells whether a file is called by one of the endings.
func ending(path string, endings ...string) (string, error) {
	if end := strings.ToLower(filepath.Ext(path)); slices.Contains(endings, end) {
		return end, nil
	}
	return "", Misuse(fmt.Sprintf("--out %s 的扩展名要是 %s", path, strings.Join(endings, " ")))
}

// ExportCommand is lianxin ledger export.
type ExportCommand struct {
	Config string `required:"" help:"配置文件"`
	Year   string `required:"" help:"学年、学期、年或月，例如 2026-2027、2026-2027-1、2026"`
	Unit   string `help:"只要这个单位的"`
	Person string `help:"只要这个人的"`
	Sheets string `default:"one" enum:"one,person" help:"one 全部一张表；person 每人一张表"`
	Out    string `required:"" help:"写到哪个文件：.xlsx 或 .csv"`
}

// Run writes the 台账 of a year.
func (c *ExportCommand) Run(d Desk) error {
	end, err := ending(c.Out, ".xlsx", ".csv")
	if err != nil {
		return err
	}
	ask := clerk.Ask{Period: c.Year, Unit: c.Unit, Person: c.Person, ByName: c.Sheets == "person", Format: end}
	return d.write(c.Config, c.Out, clerk.ExportPath+"?"+ask.Query().Encode(), func(k *clerk.Clerk, w io.Writer) error { return k.Export(ask, w) })
}

// ReportCommand is lianxin ledger report.
type ReportCommand struct {
	Kind   string `arg:"" enum:"bulletin,assessment,petitions,issues,agenda,receptions,received" help:"bulletin 通报、assessment 考核表、petitions 信访月报年报、issues 问题清单、agenda 议题候选、receptions 接待安排表、received 接待情况汇总"`
	Config string `required:"" help:"配置文件"`
	Period string `required:"" help:"学年、学期、年或月，例如 2026-2027、2026-2027-1、2026-11"`
	Person string `help:"考核表：只要这个人的"`
	Out    string `required:"" help:"写到哪个文件：.docx、.html 或 .xlsx"`
}

// Run writes a paper.
func (c *ReportCommand) Run(d Desk) error {
	end, err := ending(c.Out, report.Formats...)
	if err != nil {
		return err
	}
	ask := clerk.Ask{Kind: c.Kind, Period: c.Period, Person: c.Person, Format: end}
	return d.write(c.Config, c.Out, clerk.PaperPath+"?"+ask.Query().Encode(), func(k *clerk.Clerk, w io.Writer) error { return k.Paper(ask, d.Now(), w) })
}

// ImportCommand is lianxin ledger import.
type ImportCommand struct {
	Config string `required:"" help:"配置文件"`
	File   string `arg:"" optional:"" help:"往年台账（.xlsx）"`
	DryRun bool   `help:"只预览，不改动"`
	Undo   string `help:"整批撤销一次导入，例如 DR2026-0001"`
}

// Run takes a table of earlier years in, or takes an import back.
func (c *ImportCommand) Run(d Desk) error {
	var data []byte
	switch {
	case (c.File == "") == (c.Undo == ""):
		return Misuse("写一个文件来导入，或用 --undo 编号 来撤销，二者选一")
	case c.Undo != "" && c.DryRun:
		return Misuse("--undo 不能试运行")
	case c.File != "":
		var err error
		if data, err = os.ReadFile(c.File); err != nil {
			return fmt.Errorf("读不了 %s：%w", c.File, err)
		}
	}
	v := clerk.ImportQuery(filepath.Base(c.File), c.Undo, c.DryRun)
	return d.said(c.Config, clerk.ImportPath+"?"+v.Encode(), data, func(k *clerk.Clerk) (clerk.Said, error) { return k.Take(v, bytes.NewReader(data), d.Now()) })
}

// CloseCommand is lianxin ledger close.
type CloseCommand struct {
	Config string `required:"" help:"配置文件"`
	Year   string `required:"" help:"学年，例如 2025-2026"`
	Again  bool   `help:"已结账的学年按现在的台账再结一次；原来的保留"`
}

// Run closes an academic year.
func (c *CloseCommand) Run(d Desk) error {
	v := clerk.CloseQuery(c.Year, c.Again)
	return d.said(c.Config, clerk.ClosePath+"?"+v.Encode(), nil, func(k *clerk.Clerk) (clerk.Said, error) { return k.Close(c.Year, c.Again, d.Now()) })
}
