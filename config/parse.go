package config

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"
)

// largest is the size in KB beyond which a file is not taken for a configuration.
const largest = 4096

// parse reads the tree of one YAML document; what is wrong with its writing is noted and false returned.
func (s *source) parse(path string, data []byte) (value, bool) {
	v := value{src: s, file: path, node: &yaml.Node{Line: 1, Column: 1}}
	if len(data) > largest*1024 {
		v.fault(sayTooLarge, largest)
		return v, false
	}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		v.misspelt(data, err)
		return v, false
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		v.fault(sayEmpty)
		return v, false
	}
	v.node = doc.Content[0]
	if v.empty() {
		v.fault(sayEmpty)
		return v, false
	}
	return v, v.simple(v.node)
}

// simple tells whether the tree has none of the means of YAML that hide what is written: aliases, anchors and tags.
func (v value) simple(node *yaml.Node) bool {
	at := value{src: v.src, file: v.file, node: node}
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		at.fault(sayNoAlias)
		return false
	case node.Style&yaml.TaggedStyle != 0:
		at.fault(sayNoTag)
		return false
	}
	ok := true
	for _, child := range node.Content {
		ok = v.simple(child) && ok
	}
	return ok
}

// misspelt turns the complaint of the YAML reader into a fault. Its words are not repeated: they may hold pieces of the file.
func (v value) misspelt(data []byte, err error) {
	var one *yaml.LoadError
	if errors.As(err, &one) && one.Mark.Line > 0 {
		mark := one.Mark
		if opened := one.ContextMark; opened.Line > 0 && opened.Line < mark.Line && leftOpen(one.ContextMsg) {
			mark = opened
		}
		v.node = &yaml.Node{Line: mark.Line, Column: mark.Column}
		v.fault(saySyntax, hint(one.Message+" "+one.ContextMsg))
		return
	}
	switch said := err.Error(); {
	case strings.Contains(said, "no documents"):
		v.fault(sayEmpty)
	case strings.Contains(said, "multiple"):
		v.node.Line = secondDocument(data)
		v.fault(sayOneDocument)
	default:
		v.fault(saySyntax, hint(said))
	}
}

// leftOpen tells whether the reader was within brackets or quotes: then the place where they opened says more than the one where it gave up.
func leftOpen(context string) bool {
	return strings.Contains(context, "flow") || strings.Contains(context, "quoted")
}

// secondDocument finds the line on which a second document begins.
func secondDocument(data []byte) int {
	begun := false
	for i, line := range strings.Split(string(data), "\n") {
		switch line = strings.TrimSpace(line); {
		case begun && (line == "---" || strings.HasPrefix(line, "--- ")):
			return i + 1
		case line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "%"):
			begun = true
		}
	}
	return 1
}

// hints say what usually is meant by a complaint of the YAML reader.
var hints = []struct{ said, hint string }{
	{"cannot start any token", "这里有不能这样开头的字符；缩进要用空格，不能用 Tab；以 @、`、% 开头的值要加引号"},
	{"tab character", "缩进要用空格，不能用 Tab"},
	{"mapping values are not allowed", "值里有冒号时要加引号；或者上一行少了换行、缩进不对"},
	{"unexpected end of stream", "引号没有收尾"},
	{"',' or ']'", "方括号里少了逗号或右括号"},
	{"',' or '}'", "花括号里少了逗号或右括号；花括号里的 ${…} 要加引号"},
	{"did not find expected '-'", "列表的每一项都要以 - 开头，并且对齐"},
	{"did not find expected key", "这一行的缩进和上面的键没有对齐"},
	{"could not find expected ':'", "键后面少了冒号；冒号后面要有一个空格"},
	{"unknown anchor", "以 * 开头的值要加引号"},
	{"control characters", "文件里有控制字符，请存成 UTF-8 纯文本"},
	{"UTF-8", "文件不是 UTF-8 编码，请另存为 UTF-8"},
	{"escape", "双引号里的反斜杠写法不对，可改用单引号"},
}

func hint(said string) string {
	for _, row := range hints {
		if strings.Contains(said, row.said) {
			return row.hint
		}
	}
	return "请检查这一行的引号、括号、冒号和缩进"
}
