package house

import (
	"fmt"
	"os"

	"github.com/rs/zerolog"

	"lianxin/config"
	"lianxin/store"
)

// Unlock gives a ledger the vault of a key file, which is made where nothing is sealed yet. With a lost key the program goes on: what it sealed can be read
// by nobody, and the log says so.
func Unlock(st *store.Store, keyFile string, log zerolog.Logger) error {
	holds, err := st.HoldsIdentities()
	if err != nil {
		return err
	}
	if err := config.EnsureIdentityKey(keyFile, !holds); err != nil {
		return err
	}
	keys, err := os.ReadFile(keyFile)
	if err != nil {
		return fmt.Errorf("读不了身份密钥文件 %s：%w", keyFile, err)
	}
	vault, err := store.NewVault(keys)
	if err != nil {
		return err
	}
	st.Unlock(vault)
	lost, err := st.LostKeys()
	if len(lost) > 0 {
		log.Error().Strs("keys", lost).Msg("identity keys are missing or are not those of this ledger: what they sealed cannot be opened")
	}
	return err
}
