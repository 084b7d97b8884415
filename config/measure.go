package config

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// measureFile is the measure that comes with the program, in the form that a school's own file has too.
//
//go:embed measure.yaml
var measureFile []byte

// The parts of a measure file that other parts refer to.
const (
	defaultMeasure = "default"
	bundledMeasure = "measure.yaml"
)

// kinds are the activity kinds that the program can read out of a sentence.
var kinds = []policy.Kind{
	policy.ObserveClass, policy.OrgLife, policy.Forum, policy.Research, policy.Visit, policy.FirstLesson, policy.NonpartyTalk,
	policy.NonpartyEvent, policy.RetireeBrief, policy.ReceptionDay, policy.Consultation, policy.Ideology,
}

// readMeasure reads the word default, or the path of a measure file.
func (c *Config) readMeasure(v value) {
	name, ok := v.line()
	if !ok || name == defaultMeasure {
		return
	}
	path := v.path(name)
	data, err := v.src.read(path)
	if err != nil {
		v.fault(sayUnreadable, reason(err))
		return
	}
	own := loadMeasure(v.src, path, data)
	nickname(own.Rules, &c.school.Measure)
	c.school.Measure = own
}

// nickname gives the rules of a school's own file that name none the short names of the rules of the program that they repeat.
func nickname(rules []policy.Rule, bundled *policy.Measure) {
	for i := range rules {
		r := &rules[i]
		if same := bundled.Rule(r.ID); r.Short == "" && same != nil && same.Title == r.Title {
			r.Short = same.Short
		}
	}
}

// loadMeasure reads a measure file: the document, its settings, kinds, rules and duties.
func loadMeasure(src *source, path string, data []byte) policy.Measure {
	m := policy.Measure{Settings: policy.DefaultSettings()}
	root, ok := src.parse(path, data)
	if !ok {
		return m
	}
	root.mapping(
		required("measure", func(v value) {
			v.mapping(
				required("id", text(&m.ID)),
				required("title", text(&m.Title)),
				optional("doc_no", text(&m.DocNo)),
				optional("effective", text(&m.Effective)),
				optional("interpreters", texts(&m.Interpreters)),
			)
		}),
		optional("settings", readSettings(&m.Settings)),
		required("activity_kinds", readKinds(&m.Kinds)),
		required("rules", readRules(&m)),
		optional("duties", readDuties(&m.Duties)),
		optional("articles", readArticles(&m.Articles)),
	)
	return m
}

// readKinds reads what the measure says of each kind of activity, in the order of the file.
func readKinds(to *[]policy.KindSpec) func(value) {
	return func(v value) {
		v.eachKey(func(key, at value) {
			k := policy.KindSpec{Kind: policy.Kind(key.node.Value)}
			if !slices.Contains(kinds, k.Kind) {
				key.fault(sayKind, k.Kind, joined(kinds))
				return
			}
			at.mapping(
				required("zh", text(&k.Zh)),
				optional("unit", oneOf(&k.Unit, "class_hour")),
				optional("subkinds", texts(&k.Subkinds)),
				optional("fields", texts(&k.Fields)),
				optional("restricted", yesNo(&k.Restricted)),
			)
			*to = append(*to, k)
		})
	}
}

// kindList reads kinds of activity. Plans count for rules, but are no activity of their own.
func kindList(to *[]policy.Kind) func(value) {
	return oneOrMany(func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		known := append(slices.Clone(kinds), policy.ResearchPlan)
		if !slices.Contains(known, policy.Kind(s)) {
			v.fault(sayKind, s, joined(known))
			return
		}
		*to = append(*to, policy.Kind(s))
	})
}

// readDuties reads the obligations without a number.
func readDuties(to *[]policy.Duty) func(value) {
	return func(v value) {
		ids := map[string]bool{}
		list(func(at value) {
			var d policy.Duty
			at.rejoin("track")
			at.mapping(
				required("id", once(&d.ID, ids)),
				required("article", text(&d.Article)),
				required("who", texts(&d.Who)),
				required("text", text(&d.Text)),
				optional("kinds", kindList(&d.Kinds)),
				optional("track", text(&d.Track)),
			)
			*to = append(*to, d)
		})(v)
	}
}

// readArticles reads the text of the document, article by article, in the order of the file.
func readArticles(to *[]policy.Article) func(value) {
	return func(v value) {
		v.eachKey(func(key, at value) {
			a := policy.Article{ID: key.node.Value}
			text(&a.Text)(at)
			*to = append(*to, a)
		})
	}
}

// rejoin puts the pieces of the sentence under a key together again that a comma cut in two: in {track: this, that} YAML takes "that" for a key
// without a value, and the published rules are written so.
func (v value) rejoin(sentence string) {
	var whole []*yaml.Node
	for i := 0; v.node.Kind == yaml.MappingNode && i+1 < len(v.node.Content); i += 2 {
		key, at := v.node.Content[i], v.node.Content[i+1]
		if last := len(whole) - 1; last > 0 && whole[last-1].Value == sentence && v.under(key.Value, at).empty() {
			whole[last].Value += ", " + key.Value
			continue
		}
		whole = append(whole, key, at)
	}
	if v.node.Kind == yaml.MappingNode {
		v.node.Content = whole
	}
}

// once reads a name that may not be used again.
func once(to *string, taken map[string]bool) func(value) {
	return func(v value) {
		s, ok := v.line()
		switch {
		case !ok:
		case taken[s]:
			v.fault(sayRuleTwice, s)
		default:
			taken[s], *to = true, s
		}
	}
}

// fieldsOf are the fields that records of the kinds may hold.
func fieldsOf(m *policy.Measure, kinds []policy.Kind) []string {
	fields := map[string]bool{}
	for _, k := range kinds {
		if spec := m.Kind(k); spec != nil {
			for _, f := range spec.Fields {
				fields[f] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(fields))
}

func joined(kinds []policy.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, "、")
}

// isEveryWeek tells whether a rule asks for one record in each teaching week instead of a number.
func isEveryWeek(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Value == "every_week"
}

// isEverySlot tells whether a rule asks for one record per reception instead of a number.
func isEverySlot(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Value == "every_slot"
}
