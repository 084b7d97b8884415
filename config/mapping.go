package config

import (
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// entry is one key that a mapping may hold, and what reads its value.
type entry struct {
	key      string
	required bool
	secret   bool // may be given as key_file: PATH
	read     func(value)
}

func required(key string, read func(value)) entry { return entry{key: key, required: true, read: read} }
func optional(key string, read func(value)) entry { return entry{key: key, read: read} }

// asSecret marks an entry whose value may stand in a file of its own.
func (e entry) asSecret() entry {
	e.secret = true
	return e
}

// mapping reads the keys of a mapping and nothing else: unknown, repeated and missing keys are faults. Values are read in the order of the
// entries, not of the file, so that an entry may rely on those before it.
func (v value) mapping(entries ...entry) {
	if v.node.Kind != yaml.MappingNode {
		v.fault(sayMapping)
		return
	}
	got := map[string]func(){}
	for key, at := range v.pairs() {
		e, file, ok := find(entries, key)
		switch {
		case !ok:
			key.unknown(entries)
		case at.empty():
		case got[e.key] != nil:
			key.fault(sayTwiceOrFile, e.key, e.key)
		case file:
			got[e.key] = func() { at.fromFile(e.read) }
		default:
			got[e.key] = func() { e.read(at) }
		}
	}
	for _, e := range entries {
		switch read := got[e.key]; {
		case read != nil:
			read()
		case e.required:
			v.under(e.key, v.node).fault(sayRequired)
		}
	}
}

// pairs goes through the keys of a mapping and their values. Keys that are no words and keys written twice are faults and left out.
func (v value) pairs() func(func(value, value) bool) {
	return func(yield func(value, value) bool) {
		seen := map[string]bool{}
		for i := 0; i+1 < len(v.node.Content); i += 2 {
			node := v.node.Content[i]
			key := v.under(node.Value, node)
			switch {
			case !plainKey(node):
				v.under("?", node).fault(sayPlainKey)
			case seen[node.Value]:
				key.fault(sayTwice)
			default:
				seen[node.Value] = true
				if !yield(key, v.under(node.Value, v.node.Content[i+1])) {
					return
				}
			}
		}
	}
}

// plainKey tells whether a key is a word that can be named in a fault.
func plainKey(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() != "!!merge" &&
		strings.TrimSpace(node.Value) != "" && !strings.ContainsFunc(node.Value, unicode.IsControl)
}

// find looks a key up; file tells that it is the key_file form of a secret.
func find(entries []entry, key value) (e entry, file, ok bool) {
	name := key.node.Value
	for _, e := range entries {
		if e.key == name {
			return e, false, true
		}
		if e.secret && name == e.key+fileSuffix {
			return e, true, true
		}
	}
	return entry{}, false, false
}

// unknown says that a key means nothing here, and which one may be meant.
func (v value) unknown(entries []entry) {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.key
	}
	if name := nearest(v.node.Value, names); name != "" {
		v.fault(sayUnknownNear, name)
		return
	}
	v.fault(sayUnknown, strings.Join(names, "、"))
}

// names are the keys of a mapping as they are written, for a mapping whose keys are free. A key_file form counts as its key.
func (v value) names() []string {
	var out []string
	for i := 0; v.node.Kind == yaml.MappingNode && i+1 < len(v.node.Content); i += 2 {
		out = append(out, strings.TrimSuffix(v.node.Content[i].Value, fileSuffix))
	}
	return out
}

// has tells whether a key, or its key_file form, stands in the mapping with a value.
func (v value) has(key string) bool { return v.at(key) != nil || v.at(key+fileSuffix) != nil }

// at finds the value of a key; nil if there is none.
func (v value) at(key string) *yaml.Node {
	for i := 0; v.node.Kind == yaml.MappingNode && i+1 < len(v.node.Content); i += 2 {
		if at := v.node.Content[i+1]; v.node.Content[i].Value == key && !v.under(key, at).empty() {
			return at
		}
	}
	return nil
}

// needs asks for the keys without which a mode cannot work.
func (v value) needs(mode string, keys ...string) {
	for _, key := range keys {
		if v.node.Kind == yaml.MappingNode && !v.has(key) {
			v.under(key, v.node).fault(sayModeNeeds, mode)
		}
	}
}

// together asks for both of two keys, or neither.
func (v value) together(a, b string) {
	switch {
	case v.has(a) && !v.has(b):
		v.under(b, v.node).fault(sayNeedWith, a)
	case v.has(b) && !v.has(a):
		v.under(a, v.node).fault(sayNeedWith, b)
	}
}
