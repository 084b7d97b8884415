package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Setting is one key of a block with what is to stand there. The text is written as a YAML scalar, in quotes where it needs them.
type Setting struct{ Key, Value string }

// Edit writes settings into one block of a configuration, such as channels.wecom, and leaves every other line as it is, with all comments. A key that stands
// there gets the new value and keeps its comment; a secret that stands there under its own name gives way to key_file, and the other way round. What is missing
// is added at the end of the block, a missing block at the end of the one above. What comes out is read again before it is given back; a file that is written in
// another way than as blocks is refused, with a sentence for the operator.
func Edit(data []byte, block []string, settings []Setting) ([]byte, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	var err error
	for depth := range block {
		if lines, err = ensureBlock(lines, block[:depth+1]); err != nil {
			return nil, err
		}
	}
	for _, s := range settings {
		if lines, err = set(lines, block, s); err != nil {
			return nil, err
		}
	}
	out := []byte(strings.Join(lines, "\n") + "\n")
	if err := reads(out, block, settings); err != nil {
		return nil, err
	}
	return out, nil
}

// errShape is a file that cannot be edited line by line.
var errShape = errors.New("这份配置的 channels 不是逐行的块写法，没有改动；请照示例写成“键: 值”一行一项后再试")

// tree reads the document; nil for an empty one.
func tree(lines []string) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Load([]byte(strings.Join(lines, "\n")+"\n"), &doc); err != nil {
		return nil, errors.New("配置文件有语法错误，没有改动；请先运行 lianxin check 看是哪一行")
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errShape
	}
	return doc.Content[0], nil
}

// pair finds a key of a mapping with its value; nil if there is none.
func pair(m *yaml.Node, key string) (k, v *yaml.Node) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i], m.Content[i+1]
		}
	}
	return nil, nil
}

// find follows keys down; k is the last key. nil where one is missing.
func findBlock(root *yaml.Node, block []string) (k, v *yaml.Node) {
	v = root
	for _, key := range block {
		if v == nil || v.Kind != yaml.MappingNode {
			return nil, nil
		}
		k, v = pair(v, key)
	}
	return k, v
}

// ensureBlock sees to it that a block stands there, with nothing in it if need be.
func ensureBlock(lines, block []string) ([]string, error) {
	root, err := tree(lines)
	if err != nil {
		return nil, err
	}
	key, value := findBlock(root, block)
	name := block[len(block)-1]
	switch {
	case value == nil:
		if len(block) == 1 {
			return append(lines, "", name+":"), nil
		}
		_, above := findBlock(root, block[:len(block)-1])
		at, indent, err := end(lines, root, block[:len(block)-1], above)
		if err != nil {
			return nil, err
		}
		return slices.Insert(lines, at, strings.Repeat(" ", indent)+name+":"), nil
	case value.Kind == yaml.ScalarNode && value.ShortTag() == "!!null", value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle == 0 && value.Line > key.Line:
		return lines, nil
	}
	return nil, errShape
}

// indentStep is how far a new block is moved in.
const indentStep = 2

// end gives the line behind the last one of a block, where a new key goes, and how far it is moved in.
func end(lines []string, root *yaml.Node, block []string, value *yaml.Node) (at, indent int, err error) {
	key, _ := findBlock(root, block)
	if key == nil {
		return 0, 0, errShape
	}
	if value == nil || value.Kind == yaml.ScalarNode {
		return key.Line, key.Column - 1 + indentStep, nil
	}
	if value.Kind != yaml.MappingNode || len(value.Content) == 0 {
		return 0, 0, errShape
	}
	return min(lastLine(value), len(lines)), value.Content[0].Column - 1, nil
}

// lastLine is the last line that a node reaches.
func lastLine(n *yaml.Node) int {
	last := n.Line
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		last += strings.Count(n.Value, "\n")
	}
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}

// set writes one setting.
func set(lines, block []string, s Setting) ([]string, error) {
	root, err := tree(lines)
	if err != nil {
		return nil, err
	}
	_, value := findBlock(root, block)
	other := s.Key + fileSuffix
	if name, is := strings.CutSuffix(s.Key, fileSuffix); is {
		other = name
	}
	if value != nil && value.Kind == yaml.MappingNode {
		for _, name := range []string{s.Key, other} {
			if k, v := pair(value, name); k != nil {
				return replace(lines, k, v, s)
			}
		}
	}
	at, indent, err := end(lines, root, block, value)
	if err != nil {
		return nil, err
	}
	return slices.Insert(lines, at, strings.Repeat(" ", indent)+s.Key+": "+scalar(s.Value)), nil
}

// replace writes a setting over the one line of a key, and keeps the comment behind it.
func replace(lines []string, k, v *yaml.Node, s Setting) ([]string, error) {
	if v.Kind != yaml.ScalarNode || v.Line > k.Line || v.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return nil, errShape
	}
	line := lines[k.Line-1]
	column := k.Column - 1 // in characters; what stands before a key is blank
	if column > len(line) || strings.TrimSpace(line[:column]) != "" {
		return nil, errShape
	}
	fresh := line[:column] + s.Key + ": " + scalar(s.Value)
	if v.LineComment != "" {
		fresh += " " + v.LineComment
	} else if k.LineComment != "" {
		fresh += " " + k.LineComment
	}
	out := slices.Clone(lines)
	out[k.Line-1] = fresh
	return out, nil
}

// plainForm is what needs no quotes and is read as a text, or as a number where it is one.
var plainForm = regexp.MustCompile(`^[A-Za-z0-9/][A-Za-z0-9_./-]*$`)

// scalar writes a value. An id of digits with a zero in front stays a text.
func scalar(value string) string {
	if plainForm.MatchString(value) && !strings.HasPrefix(value, "0") && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off"}, strings.ToLower(value)) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// reads tells whether the settings are read from what was written, and each once.
func reads(out []byte, block []string, settings []Setting) error {
	root, err := tree(strings.Split(strings.TrimRight(string(out), "\n"), "\n"))
	if err != nil {
		return err
	}
	_, value := findBlock(root, block)
	for _, s := range settings {
		if value == nil || value.Kind != yaml.MappingNode {
			return errShape
		}
		if _, v := pair(value, s.Key); v == nil || v.Value != s.Value {
			return fmt.Errorf("写不进 %s.%s，没有改动", strings.Join(block, "."), s.Key)
		}
	}
	return nil
}

// Written gives what stands in a block of a configuration, by key, and whether it stands there at all: for asking before something is written over. Values that
// come from the environment are given as they are written. nil where the block is missing or the file cannot be read.
func Written(data []byte, block []string) map[string]string {
	root, err := tree(strings.Split(strings.TrimRight(string(data), "\n"), "\n"))
	if err != nil {
		return nil
	}
	_, value := findBlock(root, block)
	if value == nil || value.Kind != yaml.MappingNode {
		return nil
	}
	out := map[string]string{}
	for i := 0; i+1 < len(value.Content); i += 2 {
		out[value.Content[i].Value] = value.Content[i+1].Value
	}
	return out
}
