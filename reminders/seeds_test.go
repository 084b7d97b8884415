//go:build !race

package reminders

// manySeeds is how many lives with kills are tried.
const manySeeds = 1000
