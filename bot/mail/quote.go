package mail

import (
	"regexp"
	"strings"
)

// tidy makes the lines of a text even: \n at the ends, no spaces before them, at most one empty line in a row, nothing unseen.
func tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u00a0", " ").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || unseen(r) {
			return -1
		}
		return r
	}, s)
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " \t\u3000")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// split takes signature and, of an answer, the quoted letters out of a tidy text. It never takes everything: if nothing would be left, all of it was said.
func split(text string, answer bool) (said, cut string) {
	lines := strings.Split(text, "\n")
	var out []string
	if answer {
		lines, out = splitQuoted(lines)
	}
	lines, signature := splitSignature(lines)
	out = append(signature, out...)
	if blank(lines) {
		return text, ""
	}
	return tidy(strings.Join(lines, "\n")), tidy(strings.Join(out, "\n"))
}

// splitQuoted cuts where the letter that is answered begins, and takes lines with > out.
func splitQuoted(lines []string) (said, quoted []string) {
	for i := range lines {
		if begins(lines, i) && !blank(lines[:i]) {
			lines, quoted = trimRules(lines[:i]), lines[i:]
			break
		}
	}
	var marked []string
	for _, line := range lines {
		if strings.HasPrefix(line, ">") {
			marked = append(marked, line)
		} else {
			said = append(said, line)
		}
	}
	if blank(said) {
		return lines, quoted
	}
	return said, append(marked, quoted...)
}

// How mailers announce the letter that is answered.
var (
	// ------------------ 原始邮件 ------------------ (QQ), ---- 回复的原邮件 ---- (网易), -----Original Message----- (Outlook)
	original = regexp.MustCompile(`(?i)^\s*[-—_=]{2,}\s*(原始邮件|原邮件|原始郵件|回复的原邮件|回复的邮件|original|original message|replied message)\s*[-—_=]{2,}\s*$`)
	// 在 2026-03-04 15:20:10，"信访" <xinfang@example.edu.cn> 写道：
	wrote = regexp.MustCompile(`(?i)(写道|寫道|wrote)\s*[:：]\s*$`)
	// what such a line has and prose has not
	wroteWhen = regexp.MustCompile(`@|\d{1,2}[:：]\d{2}`)
	// Foxmail and Outlook: 发件人： ... 发送时间： ... 收件人： ... 主题：
	headFrom = regexp.MustCompile(`(?i)^[\s*>]*(发\s*件\s*人|寄件者|寄件人|from)\s*\**\s*[:：]`)
	headRest = regexp.MustCompile(`(?i)^[\s*>]*(发送时间|发送日期|日\s*期|时\s*间|收\s*件\s*人|抄\s*送|主\s*题|寄件日期|收件者|主旨|sent|date|to|cc|subject)\s*\**\s*[:：]`)
	rule     = regexp.MustCompile(`^\s*[-—_=*]{3,}\s*$`)
)

// longestWrote is the length in bytes of the longest line that announces a letter.
const longestWrote = 400

// begins tells whether the letter that is answered begins at a line.
func begins(lines []string, i int) bool {
	line := lines[i]
	if original.MatchString(line) {
		return true
	}
	if headFrom.MatchString(line) {
		rest := 0
		for _, next := range lines[i+1 : min(i+7, len(lines))] {
			if headRest.MatchString(next) {
				rest++
			}
		}
		return rest >= 2
	}
	if len(line) > longestWrote {
		return false
	}
	if wrote.MatchString(line) && wroteWhen.MatchString(line) {
		return true
	}
	return i+1 < len(lines) && len(lines[i+1]) < longestWrote && wroteWhen.MatchString(line) && onlyWrote.MatchString(lines[i+1])
}

// onlyWrote is the second half of an announcement that was broken into two lines.
var onlyWrote = regexp.MustCompile(`(?i)^\s*\S{0,80}\s*(写道|寫道|wrote)\s*[:：]\s*$`)

// trimRules takes the rules and empty lines off the end, which belong to what followed.
func trimRules(lines []string) []string {
	for len(lines) > 0 {
		if last := lines[len(lines)-1]; strings.TrimSpace(last) != "" && !rule.MatchString(last) {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

// tallest is how many lines a signature below -- may have.
const tallest = 15

// phone is what phones and programs put below a letter.
var phone = regexp.MustCompile(`(?i)^\s*([-—]+\s*)?(发自|来自|發自|寄自|从)\s*(我的|网易|QQ|QQ邮箱|iPhone|iPad|华为|小米|安卓|手机|移动|Windows|outlook|foxmail|189|139)\S*.{0,30}$|^\s*sent (from|with|via) .{2,60}$|^\s*(获取|下载|get)\s*outlook (for|的)?.{0,40}$|^\s*从.{1,20}(发送|发出)\s*$`)

// splitSignature cuts what stands below a line of two hyphens, and what phones add.
func splitSignature(lines []string) (said, signature []string) {
	for i := max(0, len(lines)-tallest-1); i < len(lines); i++ {
		if strings.TrimRight(lines[i], " ") == "--" {
			lines, signature = lines[:i], lines[i:]
			break
		}
	}
	for range min(tallest, len(lines)) {
		last := lines[len(lines)-1]
		if strings.TrimSpace(last) != "" && !phone.MatchString(last) {
			break
		}
		lines, signature = lines[:len(lines)-1], append([]string{last}, signature...)
	}
	return lines, signature
}

func blank(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			return false
		}
	}
	return true
}
