package config

import (
	"embed"
	"slices"
	"strings"

	"lianxin/config/policy"
)

// packFiles are later national rules about the same matters, one file each (requirements 2.7). They bind nobody unless the configuration names them.
//
//go:embed packs/*.yaml
var packFiles embed.FS

// Packs lists the names of the rule packs 规则包 that come with the program.
func Packs() []string {
	entries, _ := packFiles.ReadDir("packs") // the folder is part of the program
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return out
}

// readPacks adds the rules of the packs that are named to those of the measure.
func (c *Config) readPacks(v value) {
	var taken []string
	oneOrMany(func(at value) {
		name, ok := at.line()
		switch {
		case !ok:
		case slices.Contains(taken, name):
			at.fault(sayPackTwice, name)
		case !slices.Contains(Packs(), name):
			at.fault(sayPack, name, strings.Join(Packs(), "、"))
		default:
			taken = append(taken, name)
			c.addPack(at, name)
		}
	})(v)
}

// addPack adds the rules of one pack. A unit that they speak of must be one of the school's.
func (c *Config) addPack(at value, name string) {
	file := "packs/" + name + ".yaml"
	data, _ := packFiles.ReadFile(file) // so are its files
	rules := loadPack(at.src, file, data, &c.school.Measure)
	for i := range rules {
		rules[i].Pack = name
		for j, unit := range rules[i].Where.Units {
			full, known := at.src.known.units[unit]
			if !known {
				at.fault(sayPackUnit, name, unit)
				return
			}
			rules[i].Where.Units[j] = full
		}
	}
}

// loadPack reads a pack file into the measure and gives the rules that it added.
func loadPack(src *source, path string, data []byte, m *policy.Measure) []policy.Rule {
	root, ok := src.parse(path, data)
	if !ok {
		return nil
	}
	first := len(m.Rules)
	var id, title, doc string
	root.mapping(
		required("pack", func(v value) {
			v.mapping(required("id", text(&id)), required("title", text(&title)), required("doc_no", text(&doc)))
		}),
		required("rules", readRules(m)),
	)
	return m.Rules[first:]
}
