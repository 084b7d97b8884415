package bot

import (
	"strings"
	"unicode/utf8"
)

// openings finds the longest of many words with which a text begins. They lie by their first letter: most texts begin with none of them.
type openings[T any] map[rune][]opening[T]

type opening[T any] struct {
	word string
	what T
}

// add lays words in, which stand apart by spaces. Of two equal words the first one counts.
func (o openings[T]) add(words string, what T) {
	for w := range strings.FieldsSeq(words) {
		first, _ := utf8.DecodeRuneInString(w)
		o[first] = append(o[first], opening[T]{w, what})
	}
}

// at gives the longest word with which the text begins; "" if it begins with none.
func (o openings[T]) at(text string) (word string, what T) {
	first, _ := utf8.DecodeRuneInString(text)
	for _, one := range o[first] {
		if len(one.word) > len(word) && strings.HasPrefix(text, one.word) {
			word, what = one.word, one.what
		}
	}
	return word, what
}
