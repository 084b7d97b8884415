// Package paper gives values the form in which papers are handed in: tables become sheets of an Excel workbook or CSV, documents become a page that prints
// well, or a Word file. It knows nothing of what the values mean, and no store, clock, socket or file. The same values give the same bytes.
package paper
