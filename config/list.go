package config

import "go.yaml.in/yaml/v4"

// list reads a list; each of its items is read by itself. Items without a value are faults.
func list(item func(value)) func(value) {
	return func(v value) {
		if v.node.Kind != yaml.SequenceNode {
			v.fault(sayList)
			return
		}
		for i, node := range v.node.Content {
			at := v.item(i, node)
			if at.empty() {
				at.fault(sayNotBlank)
				continue
			}
			item(at)
		}
	}
}

// oneOrMany reads a single item or a list of them.
func oneOrMany(item func(value)) func(value) {
	return func(v value) {
		if v.node.Kind == yaml.SequenceNode {
			list(item)(v)
			return
		}
		item(v)
	}
}

// texts reads a list of lines of text, or a single one.
func texts(to *[]string) func(value) {
	return func(v value) {
		var got []string
		oneOrMany(func(v value) {
			if s, ok := v.line(); ok {
				got = append(got, s)
			}
		})(v)
		*to = got
	}
}
