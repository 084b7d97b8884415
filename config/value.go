package config

import (
	"fmt"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"
)

// source is what one reading of a configuration works with: where values come from besides the file, and the faults found so far.
type source struct {
	env    func(string) (string, bool)
	read   func(path string) ([]byte, error)
	faults Faults
	known  directory
}

// value is one place of a file: a node of its tree with the key under which it stands.
type value struct {
	src  *source
	file string
	key  string
	node *yaml.Node
}

// fault notes what is wrong at this place.
func (v value) fault(format string, args ...any) {
	v.src.faults = append(v.src.faults, Fault{
		File: v.file, Line: max(1, v.node.Line), Col: max(1, v.node.Column), Key: v.key, Text: fmt.Sprintf(format, args...),
	})
}

// under is the place of a key of this mapping.
func (v value) under(key string, node *yaml.Node) value {
	if v.key != "" {
		key = v.key + "." + key
	}
	return value{src: v.src, file: v.file, key: key, node: node}
}

// item is a place in this list. Lists of plain words keep the key of the list; lists of mappings count from 0.
func (v value) item(i int, node *yaml.Node) value {
	key := v.key
	if node.Kind == yaml.MappingNode {
		key = fmt.Sprintf("%s[%d]", v.key, i)
	}
	return value{src: v.src, file: v.file, key: key, node: node}
}

// path makes a path of the file relative to the folder in which the file stands.
func (v value) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(filepath.Dir(v.file), filepath.FromSlash(p))
}

// empty tells whether nothing was written: the key stands there without a value, and its default holds.
func (v value) empty() bool { return v.node.Kind == yaml.ScalarNode && v.node.ShortTag() == "!!null" }

// word gives the text of a scalar as it is written, without its blanks at the ends. Lists, mappings and yes-or-no values are no words.
func (v value) word() (string, bool) {
	switch {
	case v.node.Kind != yaml.ScalarNode:
		v.fault(sayScalar)
		return "", false
	case v.node.ShortTag() == "!!bool":
		v.fault(sayNotBool)
		return "", false
	case isReference(v.node.Value):
		v.fault(sayNotSecret)
		return "", false
	}
	return strings.TrimSpace(v.node.Value), true
}
