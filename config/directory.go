package config

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// directory knows the names of all units and people before anything is read, because units name people and people name units.
type directory struct {
	units  map[string]string   // full name or alias -> full name
	people map[string][]string // id -> itself; name -> the ids of those who bear it
}

// makeDirectory looks for names in the tree of a configuration. What is wrong with them is said when the sections are read.
func makeDirectory(root value) directory {
	d := directory{units: map[string]string{}, people: map[string][]string{}}
	for u := range root.each("units") {
		name := u.plain("name")
		for _, alias := range append(u.plains("aliases"), name) {
			d.units[alias] = name
		}
	}
	for p := range root.each("people") {
		d.add(p.plain("name"), p.plain("id"))
	}
	for p := range root.each("people") { // an id wins over a name
		d.people[p.plain("id")] = []string{p.plain("id")}
	}
	delete(d.units, "")
	delete(d.people, "")
	return d
}

func (d directory) add(name, id string) {
	if !slices.Contains(d.people[name], id) {
		d.people[name] = append(d.people[name], id)
	}
}

// each goes through the items of a list under a key, if there is one.
func (v value) each(key string) func(func(value) bool) {
	return func(yield func(value) bool) {
		node := v.at(key)
		if node == nil || node.Kind != yaml.SequenceNode {
			return
		}
		for _, item := range node.Content {
			if !yield(v.under(key, item)) {
				return
			}
		}
	}
}

// plain is the word under a key, "" if there is none.
func (v value) plain(key string) string {
	if node := v.at(key); node != nil && node.Kind == yaml.ScalarNode {
		return strings.TrimSpace(node.Value)
	}
	return ""
}

// plains are the words under a key: one, or a list.
func (v value) plains(key string) []string {
	if one := v.plain(key); one != "" {
		return []string{one}
	}
	var out []string
	for item := range v.each(key) {
		out = append(out, strings.TrimSpace(item.node.Value))
	}
	return out
}

// unit reads the name or an alias of a unit and gives its full name.
func unit(to *string) func(value) {
	return func(v value) {
		name, ok := v.line()
		if !ok {
			return
		}
		full, ok := v.src.known.units[name]
		if !ok {
			v.stranger(sayNoUnit, sayNoUnitNear, name, slices.Sorted(maps.Keys(v.src.known.units)))
			return
		}
		*to = full
	}
}

// person reads the id or the name of a person and gives the id.
func person(to *string) func(value) {
	return func(v value) {
		name, ok := v.line()
		if !ok {
			return
		}
		switch ids := v.src.known.people[name]; len(ids) {
		case 0:
			v.stranger(sayNoPerson, sayNoPersonNear, name, slices.Sorted(maps.Keys(v.src.known.people)))
		case 1:
			*to = ids[0]
		default:
			v.fault(sayTwoPersons, name)
		}
	}
}

// stranger says that nobody is known by a name, and who may be meant.
func (v value) stranger(say, sayNear, name string, known []string) {
	if near := nearest(name, known); near != "" {
		v.fault(sayNear, name, near)
		return
	}
	v.fault(say, name)
}

// distinct reads a list of references, or a single one, and keeps each once.
func distinct(to *[]string, read func(*string) func(value)) func(value) {
	return oneOrMany(func(v value) {
		var one string
		read(&one)(v)
		if one != "" && !slices.Contains(*to, one) {
			*to = append(*to, one)
		}
	})
}

// assignments reads links to units or people: a name, a list of names, or a list of {name, from, until}. until is the last day.
func assignments(to *[]policy.Assignment, read func(*string) func(value)) func(value) {
	return oneOrMany(func(v value) {
		var a policy.Assignment
		if v.node.Kind != yaml.MappingNode {
			read(&a.Name)(v)
		} else {
			v.mapping(append(span(&a.Span, "from"), required("name", read(&a.Name)))...)
		}
		if a.Name != "" {
			*to = append(*to, a)
		}
	})
}

// span reads the first and the last day of a stretch of time; both may be left open.
func span(to *policy.Span, first string) []entry {
	return []entry{
		optional(first, date(&to.From)),
		optional("until", func(v value) {
			var last policy.Date
			date(&last)(v)
			if last != 0 && last < to.From {
				v.fault(saySpan, first)
				return
			}
			to.To = last.Add(1)
		}),
	}
}
