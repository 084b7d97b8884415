//go:build race

package reminders

// manySeeds is few under the race detector, which makes everything many times slower.
const manySeeds = 30
