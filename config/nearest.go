package config

// nearest finds the name that a misspelt word may mean: a third of its letters differ, or one of two. "" if none is near.
func nearest(word string, names []string) string {
	letters := len([]rune(word))
	if letters < 2 || letters > 64 {
		return ""
	}
	best, found := max(1, letters/3)+1, ""
	for _, name := range names {
		if d := distance([]rune(word), []rune(name)); d < best {
			best, found = d, name
		}
	}
	return found
}

// distance counts the letters to insert, delete, replace or swap with their neighbour to make b of a.
func distance(a, b []rune) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
