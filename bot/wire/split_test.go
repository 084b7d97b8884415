package wire

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	for _, row := range []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"nothing", "", 10, nil},
		{"short", "听课", 10, []string{"听课"}},
		{"exactly the limit", "听课记", 9, []string{"听课记"}},
		{"one byte over", "听课记a", 9, []string{"听课记", "a"}},
		{"inside a character", "a听课记", 9, []string{"a听课", "记"}},
		{"at a line end", "第一行。\n第二", 16, []string{"第一行。", "第二"}},
		{"after a sentence", "第一句。第二句", 18, []string{"第一句。", "第二句"}},
		{"after a closing quote", "说：“好。”第二句", 23, []string{"说：“好。”", "第二句"}},
		{"not before a full stop", "一二三四。五六", 12, []string{"一二三", "四。五六"}},
		{"after a clause", "一二，三四五", 15, []string{"一二，", "三四五"}},
		{"at a space", "one two three", 9, []string{"one two", "three"}},
		{"a number stays whole", "共3.5学时、2.5学时", 20, []string{"共3.5学时、", "2.5学时"}},
		{"no border in the second half", "a\nbcdefghijkl", 8, []string{"a\nbcdefg", "hijkl"}},
		{"family of four", "abcdefghijklmnopqrs👨‍👩‍👧‍👦", 30, []string{"abcdefghijklmnopqrs", "👨‍👩‍👧‍👦"}},
		{"flag", "abcdefgh🇨🇳", 12, []string{"abcdefgh", "🇨🇳"}},
		{"skin", "abcdefgh👍🏽", 13, []string{"abcdefgh", "👍🏽"}},
		{"accent", "abcdee\u0301", 7, []string{"abcde", "e\u0301"}},
		{"white space at the cut", "abcd \n \n efgh", 6, []string{"abcd", "efgh"}},
		{"nothing but white space", strings.Repeat(" ", 20), 6, nil},
		{"limit below one character", "听课", 1, []string{"听", "课"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, Split(row.text, row.limit)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSplitLong: 20 KB, as a member may paste and as a standing of a whole school may be.
func TestSplitLong(t *testing.T) {
	text := strings.Repeat("校领导听课记录 class observation 📝 ", 456)
	parts := Split(text, 2048)
	if len(parts) != 11 {
		t.Errorf("%d parts", len(parts))
	}
	if got, want := visible(strings.Join(parts, "")), visible(text); got != want {
		t.Error("something was lost")
	}
}

func TestNumber(t *testing.T) {
	parts := Number(Split(strings.Repeat("一二三四五六七八九。\n", 999), 40))
	last := parts[len(parts)-1]
	if len(parts) != 999 || parts[0] != "一二三四五六七八九。\n（1/999）" || !strings.HasSuffix(last, "\n（999/999）") {
		t.Errorf("%d parts, from %q to %q", len(parts), parts[0], last)
	}
	if room := len("\n（999/999）"); room > NumberRoom {
		t.Errorf("%d bytes of a number, %d are kept free", room, NumberRoom)
	}
}

func TestRuneBorder(t *testing.T) {
	const text = "听课\xff\x80\x80\x80\x80\x80."
	for n, want := range []int{0, 0, 0, 3, 3, 3, 6, 6, 6, 6, 7, 8, 12} {
		if got := RuneBorder(text, n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
}

// FuzzSplit: nothing but white space is lost, no part is too long, no character is cut.
func FuzzSplit(f *testing.F) {
	f.Add("第一句。第二句！\n第三句", 12)
	f.Add("👨‍👩‍👧‍👦🇨🇳👍🏽", 4)
	f.Add("  \n \t ", 1)
	f.Add("听课记录。"+strings.Repeat("一二三四五六七八九。", 100), 99)
	f.Add("\xff\xfe\xfd", 4)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit %= 100
		parts := Split(text, limit)
		for _, p := range parts {
			if p == "" || len(p) > max(limit, utf8.UTFMax) {
				t.Errorf("part of %d bytes, limit %d: %q", len(p), limit, p)
			}
			if utf8.ValidString(text) && !utf8.ValidString(p) {
				t.Errorf("cut inside a character: %q", p)
			}
		}
		if got, want := visible(strings.Join(parts, "")), visible(text); got != want && utf8.ValidString(text) {
			t.Errorf("parts say %q, the text says %q", got, want)
		}
	})
}

// visible drops white space, the only thing that a cut may take away.
func visible(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsSpace(r) {
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}
