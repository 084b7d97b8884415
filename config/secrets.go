package config

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// fileSuffix makes of the key of a secret the key that names a file with it.
const fileSuffix = "_file"

// reference is how a value is taken from the environment.
var reference = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

func isReference(s string) bool { return reference.MatchString(strings.TrimSpace(s)) }

// secret reads a secret: written out, or as ${NAME} from the environment. wrong says what is wrong with a value, "" if nothing is; it must not repeat it.
func secret(to *Secret, wrong func(string) string) func(value) {
	return func(v value) {
		s, ok := v.reveal()
		if !ok {
			return
		}
		if say := wrong(s); say != "" {
			v.fault("%s", say)
			return
		}
		*to = MakeSecret(s)
	}
}

// anySecret accepts every value.
func anySecret(string) string { return "" }

// matching accepts what has the form and says what to write of anything else.
func matching(form *regexp.Regexp, say string) func(string) string {
	return func(s string) string {
		if form.MatchString(s) {
			return ""
		}
		return say
	}
}

// reveal gives the value of a secret, which no fault may repeat.
func (v value) reveal() (string, bool) {
	if v.node.Kind != yaml.ScalarNode {
		v.fault(sayScalar)
		return "", false
	}
	s := strings.TrimSpace(v.node.Value)
	if name := reference.FindStringSubmatch(s); name != nil {
		return v.fromEnv(name[1])
	}
	switch {
	case strings.Contains(s, "${"):
		v.fault(saySecretForm)
		return "", false
	case s == "":
		v.fault(saySecretBlank, v.lastKey()+fileSuffix)
		return "", false
	}
	return s, true
}

func (v value) fromEnv(name string) (string, bool) {
	s, ok := v.src.env(name)
	if s = strings.TrimSpace(s); !ok || s == "" {
		v.fault(saySecretEnv, name, v.lastKey()+fileSuffix)
		return "", false
	}
	return s, true
}

// fromFile reads the file that this value names and hands its text to the reader of the secret.
func (v value) fromFile(read func(value)) {
	var path string
	filePath(&path)(v)
	if path == "" {
		return
	}
	data, err := v.src.read(path)
	if err != nil {
		v.fault(saySecretFile, path, reason(err))
		return
	}
	read(value{src: v.src, file: v.file, key: v.key, node: &yaml.Node{
		Kind: yaml.ScalarNode, Tag: "!!str", Value: string(data), Line: v.node.Line, Column: v.node.Column,
	}})
}

// lastKey is the name of this key without the keys above it.
func (v value) lastKey() string {
	return strings.TrimSuffix(v.key[strings.LastIndexByte(v.key, '.')+1:], fileSuffix)
}
