package store

import "iter"

// All reads a list to its end. The first error is returned without a list; of an empty one there is nil.
func All[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
