package bolt

import "os"

// Stats are numbers about an engine, counted since it was opened.
type Stats struct {
	Functions uint64 // functions of Update that were answered
	Batches   uint64 // transactions they were run in
	Commits   uint64 // transactions that wrote something; the others cost no fsync
	FileSize  int64  // bytes
	FreePages int    // pages of 4096 bytes inside the file that the next writes use first
}

// AverageBatch is how many functions shared a transaction on average; 0 before the first.
func (s Stats) AverageBatch() float64 {
	if s.Batches == 0 {
		return 0
	}
	return float64(s.Functions) / float64(s.Batches)
}

// Stats may be called at any time, also after Close.
func (e *Engine) Stats() Stats {
	w := e.writer
	s := Stats{Functions: w.functions.Load(), Batches: w.batches.Load(), Commits: w.commits.Load()}
	b := e.db.Stats()
	s.FreePages = b.FreePageN + b.PendingPageN
	if info, err := os.Stat(e.path); err == nil {
		s.FileSize = info.Size()
	}
	return s
}
