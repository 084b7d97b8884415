package reminders

import (
	"context"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
)

// answersKept is how long the answer to a message is kept for a repeat of it.
const answersKept = 90 * 24 * time.Hour

// Backups say where the nightly copies of the ledger go.
type Backups struct {
	Dir       string
	At        string // "03:17", by the school's clock
	Keep      int    // copies
	Recipient string // the age key that can open them; "": everybody can
}

// Nightly are the jobs besides the look at what is due: old stored answers go, what was kept long enough goes (petitions.retention), a backup is made.
func Nightly(school *policy.School, st *store.Store, to Backups, log zerolog.Logger, now func() time.Time) []Job {
	return []Job{
		{Name: "prune", Spec: "02:41", Do: func(context.Context) error {
			_, err := st.Prune(now(), answersKept)
			return err
		}},
		{Name: "retain", Spec: "02:53", Do: func(context.Context) error {
			gone, err := st.Retain(now(), school.Petitions.Retention, false)
			if gone != (store.Retained{}) {
				log.Info().Int("identities", gone.Identities).Int("cases", gone.Cases).Int("texts", gone.Texts).Int("visitors", gone.Visitors).Msg("retention")
			}
			return err
		}},
		{Name: "backup", Spec: to.At, Do: func(context.Context) error {
			_, err := st.BackupDaily(to.Dir, school.Today(now()), to.Keep, to.Recipient)
			return err
		}},
	}
}
