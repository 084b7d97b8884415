package bot_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// file makes a file of the outbox and shows its name and what it says: of a workbook the rows, of a Word file the paragraphs.
func (s *story) file(w io.Writer, args []string) error {
	name, data, err := s.bot.File(args[0])
	if err != nil {
		fmt.Fprintln(w, err)
		return nil
	}
	fmt.Fprintln(w, name)
	if filepath.Ext(name) == ".xlsx" {
		return showBook(w, data)
	}
	return showWords(w, data)
}

func showBook(w io.Writer, data []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "[%s]\n", sheet)
		for _, row := range rows {
			fmt.Fprintln(w, strings.ReplaceAll(strings.Join(row, "|"), "\n", "⏎"))
		}
	}
	return nil
}

func showWords(w io.Writer, data []byte) error {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	part, err := zr.Open("word/document.xml")
	if err != nil {
		return err
	}
	defer part.Close()
	line, inTable := "", false
	for in := xml.NewDecoder(part); ; {
		token, err := in.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		end, isEnd := token.(xml.EndElement)
		start, isStart := token.(xml.StartElement)
		text, isText := token.(xml.CharData)
		switch {
		case isText:
			line += string(text)
		case isStart && start.Name.Local == "br":
			line += "⏎"
		case isStart && start.Name.Local == "tbl":
			inTable = true
		case isEnd && end.Name.Local == "tbl":
			inTable = false
		case isEnd && end.Name.Local == "tc":
			line += "|"
		case isEnd && end.Name.Local == "tr", isEnd && end.Name.Local == "p" && !inTable && strings.TrimSpace(line) != "":
			fmt.Fprintln(w, strings.TrimSpace(line))
			line = ""
		}
	}
}
