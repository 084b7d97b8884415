package phrase

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"lianxin/config"
	"lianxin/config/policy"
)

func TestTool(t *testing.T) {
	in, outp := os.Getenv("IN"), os.Getenv("OUT")
	if in == "" {
		return
	}
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(school)
	only := os.Getenv("ONLY")
	file, _ := os.Open(in)
	out, _ := os.Create(outp)
	w := bufio.NewWriter(out)
	sc := bufio.NewScanner(file)
	for sc.Scan() {
		var row struct{ ID, Text, Today, Role, Channel, Context string }
		json.Unmarshal(sc.Bytes(), &row)
		if only != "" && !strings.Contains(","+only+",", ","+row.ID+",") {
			continue
		}
		today, _ := policy.ParseDate(row.Today[:10])
		c, err := r.Role(row.Role)
		if err != nil {
			t.Fatal(err)
		}
		c.Today = today
		c.Group = row.Channel == "group"
		c.Awaiting, c.Choices = Awaiting(row.Context)
		cmd := r.Parse(row.Text, c)
		m := r.Show(cmd, false)
		m["id"] = row.ID
		b, _ := json.Marshal(m)
		w.Write(b)
		w.WriteByte('\n')
		if only != "" {
			fmt.Println(row.ID, row.Role, row.Today, row.Text, row.Context)
			fmt.Println(string(b))
			p := &reading{Reader: r, s: r.folder.text(row.Text), c: c}
			p.scan()
			p.join()
			for _, tk := range p.tokens {
				fmt.Printf(" %s/%d(%d,%d)", p.s[tk.at:tk.end], tk.class, tk.n, tk.m)
			}
			fmt.Print("\n  ")
			for _, h := range p.hits {
				fmt.Printf(" %s", p.s[h.at:h.end])
				for q := range cueCount {
					if r.lex.words[h.word].cues.has(q) {
						fmt.Printf(":%d", q)
					}
				}
				if tp := r.lex.words[h.word].topic; tp > 0 {
					fmt.Printf("=%s", r.lex.matters[tp-1].category)
				}
			}
			fmt.Println()
		}
	}
	w.Flush()
}
